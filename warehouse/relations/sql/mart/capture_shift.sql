-- why a layer's profit changed over a year; one row a layer and calendar period
-- profit_change = revenue_change x margin before + revenue x margin_change, over the members that
-- are complete in both years and enter both by the same framework.
with margin as (
    select
        *,
        operating_income_usd / nullif(revenue_usd, 0) as operating_margin,
        prior_operating_income_usd / nullif(prior_revenue_usd, 0) as prior_operating_margin
    from stg.like_for_like
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
from stg.layer_pool as n
left join margin as m using (layer, calendar_period)
order by n.calendar_period desc, n.position
