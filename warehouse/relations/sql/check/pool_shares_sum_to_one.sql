-- shares sum to 1, widths by heights to the total margin; one row a calendar period and sum
-- over: mart.profit_pool where revenue_share is not null
with covered as (
    select
        calendar_period,
        sum(revenue_share) as revenue_shares,
        sum(profit_share) as profit_shares,
        sum(revenue_share::double * operating_margin) as areas,
        sum(operating_income_usd) / nullif(sum(revenue_usd), 0) as margin,
        -- each width and height is rounded to six places
        count(*) * 1e-6 * (1 + max(abs(operating_margin))) as tolerance
    from mart.profit_pool
    where revenue_share is not null
    group by calendar_period
),

compared as (
    select
        calendar_period, tolerance,
        unnest([
            {'name': 'revenue shares', 'found': revenue_shares::double, 'expected': 1::double},
            {'name': 'profit shares', 'found': profit_shares::double, 'expected': 1::double},
            {'name': 'widths by heights', 'found': areas::double, 'expected': margin::double}
        ]) as one
    from covered
)

select
    concat_ws(' ', calendar_period, one.name) as subject,
    abs(one.found - one.expected) > tolerance as is_violation,
    format('{} is not {}', one.found, one.expected) as detail
from compared
where one.found is not null  -- where no layer has a profit there is none to share
