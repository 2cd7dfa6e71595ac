-- quarters as printed that are not the difference of years to date; one row a conflict and figure
with compared as (
    select
        q.figure_key as quarter_key, d.figure_key as longer_key, d.shorter_key,
        q.value as found, d.value as expected,
        (q.half_unit + d.half_unit)::decimal(38, 6) as tolerance,
        greatest(q.known_from, d.known_from) as known_from,
        d.is_confirmed, d.shorter_is_confirmed
    from stg.ytd_difference as d
    join stg.standing_line as q
        on q.line_id = d.line_id
        and q.period_end = d.period_end
        and q.period_start = d.quarter_start
        and q.period_type = 'Q'
        and q.is_first
    where d.value is not null
        and not q.is_doubled
        and q.framework is not distinct from d.framework
        and ref.is_one_state(d.state, {
            'framework': q.framework, 'restated_for': q.restated_for,
            'restated_at': q.restated_at, 'agreed_at': q.agreed_at
        })
        and abs(q.value - d.value) > q.half_unit + d.half_unit
),

added_up as (  -- the quarters inside the longer period, where they fill it and add up to it
    select c.quarter_key, c.longer_key
    from compared as c
    join stg.standing_line as l on l.figure_key = c.longer_key
    join stg.standing_line as q
        on q.line_id = l.line_id
        and q.period_start >= l.period_start
        and q.period_end <= l.period_end
        and q.period_type = 'Q'
        and q.framework is not distinct from l.framework
        and q.is_first
    group by c.quarter_key, c.longer_key
    having sum(q.period_end - q.period_start + 1)
            = any_value(l.period_end - l.period_start + 1)
        and abs(sum(q.value) - any_value(l.value))
            <= sum(q.half_unit) + any_value(l.half_unit)
),

judged as (
    select c.*, a.quarter_key is not null as is_added_up
    from compared as c
    left join added_up as a using (quarter_key, longer_key)
)

select
    'quarter' as kind,
    quarter_key || '/' || longer_key as subject,
    found, expected, tolerance, known_from,
    unnest([
        {'figure_key': quarter_key, 'holds': not is_added_up},
        {'figure_key': longer_key, 'holds': not is_added_up and not is_confirmed},
        -- the quarters bear the longer period out: then the shorter one is in doubt
        {'figure_key': shorter_key, 'holds': not shorter_is_confirmed}
    ], recursive := true)
from judged
