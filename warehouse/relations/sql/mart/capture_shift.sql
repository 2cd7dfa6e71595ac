-- why a layer's profit changed over a year; one row a layer and calendar period
-- profit_change = revenue_change x margin before + revenue x margin_change, over the members that
-- are complete in both years and enter both by the same framework.
with member as (
    select
        layer, calendar_period, company_id, segment, framework, entry,
        revenue_usd, operating_income_usd, is_approximate, known_at,
        if(contains(calendar_period, 'Q'),
            format('{}{}', left(calendar_period, 4)::integer - 1, right(calendar_period, 2)),
            (calendar_period::integer - 1)::varchar) as prior_period
    from mart.profit_pool_member
    where is_complete and layer <> 'out_of_scope'
),

cohort as (
    select
        n.layer, n.calendar_period, n.prior_period,
        count(*) as members,
        sum(n.revenue_usd) as revenue_usd,
        sum(n.operating_income_usd) as operating_income_usd,
        sum(p.revenue_usd) as prior_revenue_usd,
        sum(p.operating_income_usd) as prior_operating_income_usd,
        bool_or(n.is_approximate or p.is_approximate) as is_approximate,
        greatest(max(n.known_at), max(p.known_at)) as known_at
    from member as n
    join member as p
        on p.layer = n.layer
        and p.calendar_period = n.prior_period
        and p.company_id = n.company_id
        and p.entry = n.entry
        and (n.entry = 'company' or p.framework is not distinct from n.framework)
        and p.segment is not distinct from n.segment
    group by n.layer, n.calendar_period, n.prior_period
),

margin as (
    select
        *,
        operating_income_usd / nullif(revenue_usd, 0) as operating_margin,
        prior_operating_income_usd / nullif(prior_revenue_usd, 0) as prior_operating_margin
    from cohort
),

pool as (
    select layer, calendar_period, members_complete
    from mart.profit_pool
)

select
    n.layer, n.calendar_period, m.prior_period,
    m.members, n.members_complete,
    m.revenue_usd, m.operating_income_usd, m.prior_revenue_usd, m.prior_operating_income_usd,
    m.operating_income_usd - m.prior_operating_income_usd as profit_change_usd,
    round((m.revenue_usd - m.prior_revenue_usd) * m.prior_operating_margin, 2)
        ::decimal(38, 2)::decimal(38, 6) as from_revenue_usd,
    round(m.revenue_usd * (m.operating_margin - m.prior_operating_margin), 2)
        ::decimal(38, 2)::decimal(38, 6) as from_margin_usd,
    round(m.operating_margin, 6)::decimal(18, 6) as operating_margin,
    round(m.prior_operating_margin, 6)::decimal(18, 6) as prior_operating_margin,
    m.is_approximate, m.known_at,
    case
        when m.layer is null then 'no_prior_year'
        when m.operating_margin is null or m.prior_operating_margin is null then 'no_revenue'
    end as reason
from pool as n
left join margin as m using (layer, calendar_period)
join ref.layers as l on l.layer = n.layer
order by n.calendar_period desc, l.position
