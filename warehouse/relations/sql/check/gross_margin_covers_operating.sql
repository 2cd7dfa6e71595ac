-- a layer's gross margin is at least its members' operating margin; one row a layer, period
-- over: mart.profit_pool where disclosed_gross_margin is not null
select
    concat_ws(' ', layer, calendar_period) as subject,
    disclosed_gross_margin < disclosed_operating_margin
        or coalesce(gross_margin < operating_margin, false) as is_violation,
    format('gross margin {} and operating margin {} of the same members; shown {} and {}',
        disclosed_gross_margin, disclosed_operating_margin, gross_margin, operating_margin)
        as detail
from mart.profit_pool
where disclosed_gross_margin is not null
