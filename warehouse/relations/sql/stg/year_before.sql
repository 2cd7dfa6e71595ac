-- the same line a year before, and whether it is comparable; one row a line and period
with pair as (
    select
        n.figure_id, n.figure_key,
        p.figure_id as prior_figure_id,
        p.figure_key as prior_figure_key,
        p.segment as prior_segment,
        p.fiscal_label as prior_fiscal_label,
        p.period_start as prior_period_start,
        p.period_end as prior_period_end,
        n.company_id, n.line_key, n.breakdown,
        n.period_start + ((n.period_end - n.period_start) // 2)::integer as midpoint,
        p.period_start + ((p.period_end - p.period_start) // 2)::integer as prior_midpoint,
        least(n.state.agreed_at, p.state.agreed_at) as agreed_at,
        n.segment is null as is_whole,
        n.framework is distinct from p.framework as is_other_framework
    from stg.standing_line as n
    join stg.standing_line as p
        on p.line_id = n.line_id
        and p.period_type = n.period_type
        and p.period_end between n.period_end - 380 and n.period_end - 350
        -- a year of 53 weeks may follow one of 52, nine months may not follow twelve
        and abs((n.period_end - n.period_start) - (p.period_end - p.period_start)) <= 10
    where n.period_type in ('Q', 'H1', '9M', 'FY')
        and p.is_first
        and not n.is_doubled
        and not p.is_doubled
    qualify row_number() over (
        partition by n.figure_key
        order by abs(n.period_end - p.period_end - 365), p.period_end, p.period_start
    ) = 1
),

compared as (  -- documents that say both values, so mean the same by the name
    select p.figure_key, count(*) as documents
    from pair as p
    join stg.agreement as n on n.figure_key = p.figure_key
    join stg.agreement as o on o.figure_key = p.prior_figure_key and o.document = n.document
    group by p.figure_key
),

registered as (  -- both years in one framework of the registry, and told since it is known
    select distinct p.figure_key
    from pair as p
    join ref.segments as s
        on s.company_id = p.company_id
        and ref.segment_key(s.segment) = p.line_key
        and p.midpoint between coalesce(s.valid_from, '-infinity')
            and coalesce(s.valid_to, 'infinity')
        and p.prior_midpoint between coalesce(s.valid_from, '-infinity')
            and coalesce(s.valid_to, 'infinity')
        and p.agreed_at >= coalesce(s.known_from, '-infinity')
    where p.breakdown = 'segment' and ref.is_known(s.known_from)
)

select
    p.* exclude (
        is_whole, is_other_framework, company_id, line_key, breakdown, midpoint, prior_midpoint,
        agreed_at
    ),
    -- no document has both years, but two of one framework have one each
    not p.is_whole and not p.is_other_framework and d.documents is null
        and r.figure_key is not null as by_two_documents,
    c.value as prior_value,
    c.known_from as prior_known_at,
    coalesce(
        c.reason,
        case
            when p.is_whole then null
            when p.is_other_framework then 'framework_break'
            when d.documents is null and r.figure_key is null then 'no_comparative'
        end
    ) as reason
from pair as p
join stg.current_figure as c on c.figure_key = p.prior_figure_key
left join compared as d on d.figure_key = p.figure_key
left join registered as r on r.figure_key = p.figure_key
