-- weights valid in a calendar period; one row a company, period, framework, segment, layer
with known as (
    select
        * exclude (line, known_from),
        ref.segment_key(segment) as segment_key,
        coalesce(known_from, '-infinity') as known_from
    from ref.segments
    where ref.is_known(known_from)
),

company as (
    select distinct company_id from known
),

reporting as (
    select distinct company_id, calendar_period, midpoint from stg.calendar_line
),

dated as (  -- where the company reports nothing, the middle of the calendar period decides
    select
        c.company_id, t.calendar_period,
        coalesce(r.midpoint, t.calendar_start + ((t.calendar_end - t.calendar_start) // 2)::integer)
            as midpoint
    from company as c
    cross join stg.calendar as t
    left join reporting as r using (company_id, calendar_period)
)

select k.*, d.calendar_period, d.midpoint
from known as k
join dated as d
    on d.company_id = k.company_id
    and d.midpoint between coalesce(k.valid_from, '-infinity') and coalesce(k.valid_to, 'infinity')
-- of judgements on one segment and date, those known last count
qualify k.known_from = max(k.known_from) over (
    partition by k.company_id, d.calendar_period, k.framework, k.segment_key
)
