-- the AI part of a layer's pool, by scenario; one row a layer, calendar period, scenario
-- Scenarios: all members at their low, middle or high share of ref.ai_share. Sums are over complete
-- members that have a share; profit_share is over the layers that mart.profit_pool shares over.
with valued as (
    select
        layer, calendar_period, company_id, is_approximate, known_at,
        basis is not null as has_share,
        basis = 'assumed' as is_assumed,
        unnest([
            {'scenario': 'low', 'revenue': ai_revenue_low_usd,
             'gross_profit': ai_gross_profit_low_usd,
             'operating_income': ai_operating_income_low_usd},
            {'scenario': 'mid', 'revenue': ai_revenue_mid_usd,
             'gross_profit': ai_gross_profit_mid_usd,
             'operating_income': ai_operating_income_mid_usd},
            {'scenario': 'high', 'revenue': ai_revenue_high_usd,
             'gross_profit': ai_gross_profit_high_usd,
             'operating_income': ai_operating_income_high_usd}
        ], recursive := true)
    from mart.ai_pool
    where revenue_usd is not null and operating_income_usd is not null
),

summed as (
    select
        layer, calendar_period, scenario,
        count(*) as members_complete,
        count(*) filter (has_share) as members_with_share,
        count(*) filter (is_assumed) as members_assumed,
        list_sort(list(distinct company_id) filter (not has_share)) as without_share,
        sum(revenue)::decimal(38, 6) as ai_revenue_usd,
        -- of members that print gross profit
        sum(gross_profit)::decimal(38, 6) as ai_gross_profit_usd,
        sum(operating_income)::decimal(38, 6) as ai_operating_income_usd,
        bool_or(is_approximate) as is_approximate,
        max(known_at) as known_at
    from valued
    group by all
),

scenario as (
    select
        s.*,
        p.reason as pool_reason,
        if(p.reason is null, greatest(s.ai_operating_income_usd, 0), null) as counted,
        bool_or(p.reason is null and s.members_with_share < s.members_complete) over period
            as lacks_share,
        sum(counted) over period as pool_usd
    from summed as s
    join mart.profit_pool as p using (layer, calendar_period)
    window period as (partition by s.calendar_period, s.scenario)
)

select
    s.layer, s.calendar_period, s.scenario,
    s.ai_revenue_usd, s.ai_gross_profit_usd, s.ai_operating_income_usd,
    round(if(s.pool_reason is null and not s.lacks_share,
        s.counted / nullif(s.pool_usd, 0), null), 6)::decimal(18, 6) as profit_share,
    case
        when s.pool_reason is not null then 'coverage'
        when s.lacks_share then 'no_ai_share'
        when not s.pool_usd > 0 then 'no_profit'
    end as reason,
    if(s.pool_reason is null, s.pool_usd, null)::decimal(38, 6) as ai_pool_usd,
    s.members_complete, s.members_with_share, s.members_assumed,
    coalesce(s.without_share, []) as without_share,
    s.is_approximate, s.known_at
from scenario as s
join ref.layers as l using (layer)
order by calendar_period desc, list_position(['low', 'mid', 'high'], scenario), l.position
