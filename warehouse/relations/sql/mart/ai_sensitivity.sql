-- the effect of each AI share on AI's profit; one row a calendar period, layer, company, segment
-- All other members stay at their middle share. Over the layers that mart.profit_pool shares over;
-- the leader is the layer with the largest part of the profit in the middle.
with member as (
    select a.*
    from mart.ai_pool as a
    join mart.profit_pool as p using (layer, calendar_period)
    where a.ai_operating_income_reason is null and a.revenue_usd is not null and p.reason is null
),

layer as (
    select
        calendar_period, layer,
        sum(ai_operating_income_mid_usd) as mid_usd
    from member
    group by all
),

period as (
    select
        calendar_period,
        arg_max(layer, (mid_usd, layer)) as leader,
        max(mid_usd) as leader_usd,
        sum(mid_usd) as pool_usd
    from layer
    group by all
),

moved as (
    select
        m.*, p.leader, p.leader_usd, p.pool_usd,
        m.ai_operating_income_low_usd - m.ai_operating_income_mid_usd as to_low,
        m.ai_operating_income_high_usd - m.ai_operating_income_mid_usd as to_high
    from member as m
    join period as p using (calendar_period)
)

select
    calendar_period,
    rank() over (
        partition by calendar_period order by abs(to_high - to_low) desc
    ) as place,
    layer, company_id, ticker, segment, basis, evidence, share_low, share_mid, share_high,
    ai_operating_income_mid_usd,
    (to_high - to_low)::decimal(38, 6) as swing_usd,
    (pool_usd + to_low)::decimal(38, 6) as ai_pool_at_low_usd,
    (pool_usd + to_high)::decimal(38, 6) as ai_pool_at_high_usd,
    leader,
    -- half away from zero
    round((leader_usd + if(layer = leader, to_low, 0)) / nullif(pool_usd + to_low, 0), 6)
        ::decimal(18, 6) as leader_share_at_low,
    round((leader_usd + if(layer = leader, to_high, 0)) / nullif(pool_usd + to_high, 0), 6)
        ::decimal(18, 6) as leader_share_at_high,
    known_at
from moved
order by calendar_period desc, place, company_id, segment
