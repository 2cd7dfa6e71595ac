-- no quarter is lost or duplicated by the mapping to the calendar; one row a line
-- over: stg.quarterly
with fiscal as (
    select line_id, count(*) as quarters, coalesce(sum(value), 0) as total
    from stg.quarterly
    group by line_id
),

calendar as (
    select
        line_id,
        sum(quarters) as quarters,
        coalesce(sum(value), 0) + coalesce(sum(undecided), 0) as total
    from stg.calendar_quarter
    group by line_id
)

select
    f.line_id as subject,
    (f.quarters = c.quarters and f.total = c.total) is not true as is_violation,
    format('{} quarters of {}, {} on the calendar of {}', f.quarters, f.total, c.quarters, c.total)
        as detail
from fiscal as f
full join calendar as c using (line_id)
