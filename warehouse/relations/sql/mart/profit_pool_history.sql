-- the pools as they were known at each past month end; one row a layer, calendar period, known_on
-- warehouse/build/pool_history.py fills it: it evaluates mart.profit_pool as of each month end
select null::date as known_on, *, null::varchar as inputs
from mart.profit_pool
where false
