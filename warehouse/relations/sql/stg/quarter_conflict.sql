-- printed quarters that differ from year-to-date differences; one row a conflict and figure
with compared as (
    select
        q.figure_key as quarter_key, d.figure_key as longer_key, d.shorter_key,
        q.value as found, d.value as expected,
        (q.half_unit + d.half_unit)::decimal(38, 6) as tolerance,
        greatest(q.known_from, d.known_from) as known_from
    from stg.ytd_difference as d
    join stg.standing_line as q
        on q.line_id = d.line_id
        and q.period_end = d.period_end
        and q.period_start = d.quarter_start
        and q.period_type = 'Q'
        and q.is_first
    where d.value is not null
        and not q.is_doubled
        and ref.is_one_state(d.state, q.state)
        and abs(q.value - d.value) > q.half_unit + d.half_unit
),

filled as (  -- a longer period against the printed quarters that fill it
    select
        l.figure_key as longer_key,
        any_value(l.value) as expected,
        sum(q.value) as found,
        sum(q.half_unit) + any_value(l.half_unit) as tolerance,
        greatest(max(q.known_from), any_value(l.known_from)) as known_from,
        list_append(list(q.figure_key order by q.figure_key), l.figure_key) as figure_keys
    from stg.standing_line as l
    join stg.standing_line as q
        on q.line_id = l.line_id
        and q.period_start >= l.period_start
        and q.period_end <= l.period_end
    where l.period_type in ('FY', '9M', 'H1')
        and q.period_type = 'Q'
        and l.is_first and q.is_first
        and not l.is_doubled and not q.is_doubled
        and ref.is_one_state(l.state, q.state)
    group by l.figure_key
    having sum(q.period_end - q.period_start + 1)
        = any_value(l.period_end - l.period_start + 1)
),

broken as (
    select
        quarter_key || '/' || longer_key as subject, found, expected, tolerance, known_from,
        [quarter_key, longer_key, shorter_key] as figure_keys
    from compared
    union all by name
    select longer_key as subject, * exclude (longer_key)
    from filled
    where abs(found - expected) > tolerance
),

sure as (  -- what another document says too, or what adds up in another way
    select figure_key from stg.standing_line where is_confirmed
    union
    select unnest(figure_keys) from filled where abs(found - expected) <= tolerance
),

judged as (
    select
        b.* exclude (figure_keys),
        b.figure_key,
        s.figure_key is not null as is_sure
    from (select *, unnest(figure_keys) as figure_key from broken) as b
    left join sure as s using (figure_key)
)

select
    'quarter' as kind,
    * exclude (is_sure),
    not is_sure or bool_and(is_sure) over (partition by subject) as holds
from judged
