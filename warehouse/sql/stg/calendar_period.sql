-- the calendar year or quarter of fiscal years and quarters, by their midpoint; one row a period
with period as (
    select distinct period_start, period_end, period_type
    from stg.current_figure
    where kind = 'actual' and period_start is not null and period_type in ('FY', 'Q')
),

placed as (  -- a year from July to June has its middle on 31 December (or the day before)
    select *, period_start + ((period_end - period_start + 1) // 2)::integer as midpoint
    from period
),

framed as (
    select
        *,
        if(period_type = 'FY', year(midpoint)::varchar,
            format('{}Q{}', year(midpoint), quarter(midpoint))) as calendar_period,
        date_trunc(if(period_type = 'FY', 'year', 'quarter'), midpoint)::date as calendar_start
    from placed
),

bounded as (
    select
        *,
        (calendar_start + if(period_type = 'FY', interval 1 year, interval 3 months)
            - interval 1 day)::date as calendar_end
    from framed
)

select
    *,
    -- weeks end some days beside the month
    abs(period_start - calendar_start) <= 7 and abs(period_end - calendar_end) <= 7 as is_calendar
from bounded
