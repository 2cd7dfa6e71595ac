-- documents known at the build's date, with best origin and company; one row a document
with best_origin as (  -- the surest basis of known_at first, then the earliest
    select *
    from raw.origin
    qualify row_number() over (
        partition by sha256
        order by list_position(['acceptance', 'published', 'printed', 'retrieved'], known_at_basis),
            known_at, url, accession, form, company_id
    ) = 1
),

reported as (
    select document, max(period_end) as period_end
    from raw.figure
    where kind = 'actual' and period_start is not null
    group by document
),

known as (
    select
        d.* exclude (period_end),
        coalesce(d.period_end, r.period_end) as period_end,
        case
            when d.period_end is not null then 'document'
            when r.period_end is not null then 'figures'
        end as period_end_basis,
        -- a release under an 8-K or 6-K is dated by its day, which ends no period
        if(
            ref.is_periodic(coalesce(d.form, o.form)),
            coalesce(d.period_end, r.period_end),
            coalesce(r.period_end, d.period_end)
        ) as reports_until,
        o.url, o.accession, o.published, o.accepted, o.known_at, o.known_at_basis,
        o.company_id as origin_company_id,
        coalesce(o.form, d.form) as origin_form
    from raw.document as d
    join best_origin as o using (sha256)
    left join reported as r on r.document = d.sha256
    where o.known_at <= coalesce((select known_on from ref.argument), o.known_at)
        and d.kind is distinct from 'company_facts'  -- which are no report: see stg.opinion
),

named as (
    select sha256, known_at, period_end, 'cik' as scheme, lpad(cik, 10, '0') as identifier
    from known
    union all
    select sha256, known_at, period_end, 'ticker', upper(ticker)
    from known
),

identified as (  -- an identifier counts if it was valid between the period's end and the filing
    select
        n.sha256,
        min(i.company_id) filter (n.scheme = 'cik') as cik_company_id,
        min(i.company_id) filter (n.scheme = 'ticker') as ticker_company_id
    from named as n
    join ref.identifiers as i
        on i.scheme = n.scheme
        and if(i.scheme = 'cik', lpad(i.identifier, 10, '0'), upper(i.identifier)) = n.identifier
        and coalesce(i.valid_from, '-infinity') <= n.known_at::date
        and coalesce(i.valid_to, 'infinity') >= least(n.period_end, n.known_at::date)
    group by n.sha256
),

titled as (  -- a printed cover names its issuer in words alone
    select k.sha256, min(c.company_id) as company_id
    from known as k
    join ref.companies as c on ref.plain_name(c.name) = ref.plain_name(k.issuer)
    where k.cik is null
    group by k.sha256
    having count(*) = 1
)

select
    k.* exclude (origin_company_id, origin_form, fiscal_year_end),
    -- what the document says of itself is surer than what the fetcher took it for
    coalesce(i.cik_company_id, k.origin_company_id, i.ticker_company_id, t.company_id)
        as company_id,
    k.origin_company_id is distinct from i.cik_company_id
        and k.origin_company_id is not null and i.cik_company_id is not null as is_misfiled,
    coalesce(k.form, k.origin_form) as reported_form,
    coalesce(k.fiscal_year_end, c.fiscal_year_end) as fiscal_year_end,
    c.fiscal_label_rule,
    -- of whom, what and when: a document of which that is unknown changes no number
    case
        when coalesce(i.cik_company_id, k.origin_company_id, i.ticker_company_id, t.company_id)
            is null then 'unknown_issuer'
        when coalesce(k.form, k.origin_form) is null then 'no_form'
        when k.period_end is null then 'no_period'
    end as held_as,
    ref.is_periodic(coalesce(k.form, k.origin_form)) as is_filing,
    -- a document of unknown date stands in line by the period it reports, its earliest date
    if(k.known_at_basis = 'retrieved', least(k.known_at, k.reports_until::timestamptz), k.known_at)
        as ordered_at
from known as k
left join identified as i using (sha256)
left join titled as t using (sha256)
left join ref.companies as c on c.company_id
    = coalesce(i.cik_company_id, k.origin_company_id, i.ticker_company_id, t.company_id)
