-- who keeps the profit, gross of sales along the chain; one row a layer and calendar period
with layer as (
    select
        l.layer, l.position, p.calendar_period,
        count(m.company_id) as members,
        count(*) filter (m.is_complete) as members_complete,
        count(*) filter (m.is_complete and m.gross_profit_usd is not null)
            as members_with_gross_profit,
        sum(m.revenue_usd) filter (m.is_complete) as revenue_usd,
        sum(m.operating_income_usd) filter (m.is_complete) as operating_income_usd,
        sum(m.gross_profit_usd) filter (m.is_complete) as gross_profit_usd,
        sum(m.revenue_usd) filter (m.is_complete and m.gross_profit_usd is not null)
            as disclosing_revenue_usd,
        sum(m.last_annual_revenue_usd) filter (m.is_complete) as covered_usd,
        -- of a member whose revenue nobody knows there is no coverage to tell
        if(bool_or(m.company_id is not null and m.last_annual_revenue_usd is null), null,
            sum(m.last_annual_revenue_usd)) as registered_usd,
        bool_or(m.is_approximate) filter (m.is_complete) as is_approximate,
        max(m.known_at) filter (m.is_complete) as known_at,
        list_sort(list(distinct {
            'currency': m.currency, 'average_rate_per_usd': m.average_rate_per_usd,
            'source_url': m.fx_source
        }) filter (m.is_complete and m.currency <> 'USD')) as fx
    from ref.layers as l
    cross join (select distinct calendar_period from mart.profit_pool_member) as p
    left join mart.profit_pool_member as m
        on m.layer = l.layer and m.calendar_period = p.calendar_period
    where l.layer <> 'out_of_scope'
    group by all
),

covered as (
    select
        *,
        coalesce(covered_usd, 0) / nullif(registered_usd, 0) as coverage,
        coalesce(coalesce(covered_usd, 0) / nullif(registered_usd, 0) >= 0.9, false)
            as is_covered
    from layer
),

whole as (
    select
        calendar_period,
        count(*) as layers_covered,
        sum(revenue_usd) as revenue_usd,
        sum(greatest(operating_income_usd, 0)) as profits_usd,
        sum(operating_income_usd) as net_profit_usd
    from covered
    where is_covered
    group by calendar_period
),

shared as (
    select
        c.*,
        coalesce(w.layers_covered, 0) as layers_covered,
        if(is_covered, c.revenue_usd / nullif(w.revenue_usd, 0), null) as revenue_share,
        if(is_covered, greatest(c.operating_income_usd, 0) / nullif(w.profits_usd, 0), null)
            as profit_share,
        if(is_covered and w.net_profit_usd > 0,
            c.operating_income_usd / nullif(w.net_profit_usd, 0), null) as net_profit_share
    from covered as c
    left join whole as w using (calendar_period)
)

select
    layer, calendar_period,
    revenue_usd::decimal(38, 6) as revenue_usd,
    gross_profit_usd::decimal(38, 6) as gross_profit_usd,
    operating_income_usd::decimal(38, 6) as operating_income_usd,
    -- over those that disclose gross profit, whose part of the revenue is gross_profit_coverage
    round(gross_profit_usd / nullif(disclosing_revenue_usd, 0), 6)::decimal(18, 6) as gross_margin,
    round(if(revenue_usd > 0, operating_income_usd / nullif(revenue_usd, 0), null), 6)
        ::decimal(18, 6) as operating_margin,
    round(revenue_share, 6)::decimal(18, 6) as revenue_share,
    round(profit_share, 6)::decimal(18, 6) as profit_share,
    round(profit_share / nullif(revenue_share, 0), 6)::decimal(18, 6) as capture_ratio,
    round(coverage, 6)::decimal(18, 6) as coverage,
    coalesce(is_approximate, false) as is_approximate,
    case
        when not is_covered then 'coverage'
        when profit_share is null then 'no_profit'
    end as reason,
    round(net_profit_share, 6)::decimal(18, 6) as net_profit_share,
    round(disclosing_revenue_usd / nullif(revenue_usd, 0), 6)::decimal(18, 6)
        as gross_profit_coverage,
    if(gross_profit_usd is null, 'not_disclosed', null) as gross_margin_reason,
    members, members_complete, members_with_gross_profit, layers_covered,
    coalesce(fx, []) as fx,
    known_at
from shared
order by calendar_period desc, position
