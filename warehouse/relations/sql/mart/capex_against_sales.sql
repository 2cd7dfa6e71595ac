-- capital spending on data centres against sales into them, in USD; one row a calendar period
-- Who builds and who equips is judgement: ref.buildout. A calendar period is a year or a quarter.
-- sales_to_capex: sales of those who equip over capital expenditures of those who build.
with known as (
    select
        * exclude (line, known_from),
        ref.segment_key(segment) as segment_key,
        coalesce(known_from, '-infinity') as known_from
    from ref.buildout
    where ref.is_known(known_from)
),

flow as (
    select
        company_id, metric, segment, line_key, breakdown, basis, currency,
        calendar_year::varchar as calendar_period,
        make_date(calendar_year::integer, 7, 1) as midpoint,
        value_usd, usd_reason, is_approximate, known_at, figure_ids
    from stg.calendar_year
    union all
    select
        company_id, metric, segment, line_key, breakdown, basis, currency,
        calendar_quarter, calendar_start + 45,
        value_usd, usd_reason, not coalesce(is_calendar, false), known_at, figure_ids
    from stg.calendar_quarter
),

spending as (
    select f.*
    from flow as f
    join stg.company as c
        on c.company_id = f.company_id and c.reporting_currency = f.currency
    where f.metric in ('capital_expenditures', 'revenue')
        and f.basis in ('gaap', 'ifrs')
        and f.company_id in (select company_id from known)
),

registered as (  -- those who count in the middle of the period, whether they report or not
    select k.*, p.calendar_period
    from known as k
    join (select distinct calendar_period, midpoint from spending) as p
        on p.midpoint between coalesce(k.valid_from, '-infinity')
            and coalesce(k.valid_to, 'infinity')
    -- of judgements on one line and date, those known last count
    qualify k.known_from = max(k.known_from) over (
        partition by k.company_id, k.side, k.segment_key, p.calendar_period
    )
),

member as (
    select
        r.calendar_period, r.side, r.company_id, r.segment, r.evidence,
        f.value_usd, f.is_approximate, f.known_at,
        if(f.value_usd is null, coalesce(f.usd_reason, 'not_collected'), null) as reason,
        coalesce(f.figure_ids, []) as figure_ids
    from registered as r
    left join spending as f
        on f.company_id = r.company_id
        and f.calendar_period = r.calendar_period
        and f.metric = if(r.side = 'buyer', 'capital_expenditures', 'revenue')
        and (
            (r.segment_key is null and f.breakdown is null)
            or (f.breakdown in ('segment', 'product')
                and r.segment_key in (f.line_key, ref.segment_key(f.segment)))
        )
    qualify row_number() over (  -- a segment may be a product as well: it sells once
        partition by r.calendar_period, r.side, r.company_id, r.segment_key
        order by f.value_usd is null, f.breakdown = 'product', f.basis, f.line_key
    ) = 1
),

total as (
    select
        calendar_period,
        count(*) filter (side = 'buyer') as buyers,
        count(value_usd) filter (side = 'buyer') as buyers_known,
        count(*) filter (side = 'seller') as sellers,
        count(value_usd) filter (side = 'seller') as sellers_known,
        sum(value_usd) filter (side = 'buyer')::decimal(38, 6) as known_capex_usd,
        sum(value_usd) filter (side = 'seller')::decimal(38, 6) as known_sales_usd,
        coalesce(bool_or(is_approximate), false) as is_approximate,
        max(known_at) as known_at,
        list({
            'side': side, 'company_id': company_id, 'segment': segment, 'value_usd': value_usd,
            'reason': reason, 'is_approximate': is_approximate, 'evidence': evidence,
            'figure_ids': figure_ids
        } order by side, value_usd desc nulls last, company_id, segment) as members
    from member
    group by calendar_period
    having count(value_usd) > 0
),

complete as (  -- a sum that lacks a member is no sum of all
    select
        *,
        if(buyers_known = buyers, known_capex_usd, null) as capex_usd,
        if(sellers_known = sellers, known_sales_usd, null) as sales_usd
    from total
)

select
    calendar_period, capex_usd, sales_usd,
    -- half away from zero
    round(if(capex_usd > 0, sales_usd / nullif(capex_usd, 0), null), 6)::decimal(38, 6)
        as sales_to_capex,
    is_approximate,
    case
        when capex_usd is null or sales_usd is null then 'coverage'
        when not capex_usd > 0 then 'no_capex'
    end as reason,
    if(capex_usd is null, 'coverage', null) as capex_reason,
    if(sales_usd is null, 'coverage', null) as sales_reason,
    buyers, buyers_known, sellers, sellers_known, known_capex_usd, known_sales_usd,
    known_at, members
from complete
order by calendar_period desc
