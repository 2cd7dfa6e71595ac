-- average rates as multiplier, USD per unit; one row a currency and period
select
    currency, period_start, period_end,
    (1 / nullif(average_rate_per_usd, 0))::decimal(38, 12) as multiplier,
    'registry' as method, 0 as observations, source_url, []::varchar[] as fact_ids,
    null::varchar as reason
from ref.fx
