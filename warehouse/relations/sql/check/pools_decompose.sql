-- map areas sum to the total margin, and profit changes to their two parts; one row a sum
-- over: mart.profit_pool_map
with box as (
    select
        concat_ws(' ', calendar_period, level) as subject,
        abs(sum(width * height) - any_value(whole_operating_margin)) as gap,
        -- nine places of each width and height, and each counts as often as the other is long
        sum(1 + abs(height)) * 1e-8 as tolerance
    from mart.profit_pool_map
    where height is not null
    group by calendar_period, level
),

shift as (
    select
        concat_ws(' ', layer, calendar_period) as subject,
        abs(profit_change_usd - from_revenue_usd - from_margin_usd) as gap,
        0.02 as tolerance  -- cents
    from mart.capture_shift
    where profit_change_usd is not null
)

select subject, gap > tolerance as is_violation, format('off by {}', gap) as detail
from (from box union all by name from shift)
