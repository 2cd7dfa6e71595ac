-- the layers of a period's universe, by the profit of a full year; one row a layer, calendar period
-- The universe is every layer that has a member in the period who publishes reports. A layer's size
-- is the profit of its last full year: the last calendar year before the period in which it is
-- covered, or where there is none before, the first from then on; a loss has no size.
with layer as (
    select layer, position, calendar_period, is_covered, operating_income_usd,
        left(calendar_period, 4)::integer as year
    from stg.layer_pool
    where members > 0 and not is_private
)

select
    l.layer, l.position, l.calendar_period, l.is_covered,
    coalesce(max(y.year) filter (y.year < l.year), min(y.year)) as size_year,
    greatest(coalesce(
        arg_max(y.operating_income_usd, y.year) filter (y.year < l.year),
        arg_min(y.operating_income_usd, y.year)
    ), 0) as size_usd,
    count(y.layer) > 0 as is_sized
from layer as l
left join (from layer where is_covered and not contains(calendar_period, 'Q')) as y
    on y.layer = l.layer
group by l.layer, l.position, l.calendar_period, l.is_covered, l.year
