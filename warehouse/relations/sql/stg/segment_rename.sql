-- old and newest names of one segment, matched by numbers; one row a company, name and newest name
with recursive appeared as (
    select n.*
    from stg.division as n
    anti join stg.division as o
        on o.company_id = n.company_id
        and o.segment_key = n.segment_key
        and o.position = n.position - 1
    where n.position > 1
),

vanished as (
    select n.company_id, n.segment_key, n.position + 1 as position
    from stg.division as n
    anti join stg.division as o
        on o.company_id = n.company_id
        and o.segment_key = n.segment_key
        and o.position = n.position + 1
),

compared as (
    select
        a.company_id, a.position, v.segment_key as old_key, a.segment_key as new_key,
        count(*) as times,
        count(*) filter (
            ref.is_within_rounding(b.value, b.half_unit, o.value, o.half_unit)
        ) as agreeing
    from appeared as a
    join vanished as v using (company_id, position)
    join stg.vintage as b
        on b.document = a.document
        and b.breakdown = 'segment'
        and b.kind = 'actual'
        and b.value <> 0
        and ref.segment_key(b.segment) = a.segment_key
    join stg.vintage as o
        on o.company_id = a.company_id
        and o.is_standing
        and o.breakdown = 'segment'
        and o.kind = 'actual'
        and o.total_key = b.total_key
        and ref.segment_key(o.segment) = v.segment_key
    group by all
),

shown as (  -- two numbers at least, none that differs, and nothing else that it could be
    select company_id, old_key, new_key
    from compared
    where agreeing >= 2 and agreeing = times
    qualify count(*) over (partition by company_id, position, old_key) = 1
        and count(*) over (partition by company_id, position, new_key) = 1
),

edge as (
    select company_id, old_key as one, new_key as other from shown
    union
    select company_id, new_key, old_key from shown
),

reached as (
    select company_id, one as segment_key, one as other from edge
    union
    select r.company_id, r.segment_key, e.other
    from reached as r
    join edge as e on e.company_id = r.company_id and e.one = r.other
),

named as (
    select company_id, segment_key, max(position) as last_position from stg.division group by all
)

select
    r.company_id, r.segment_key,
    arg_max(r.other, (n.last_position, r.other)) as newest_key
from reached as r
join named as n on n.company_id = r.company_id and n.segment_key = r.other
group by r.company_id, r.segment_key
