-- contradicted figures, and what each conflict holds back; one row a conflict and figure
with standing as (
    select * from stg.vintage where is_standing and kind = 'actual'
),

between_documents as (
    select
        s.figure_key,
        if(s.held_by = 'scale', 'scale', 'documents') as kind,
        s.figure_key as subject,
        s.value as expected,
        arg_max(v.value, v.position) as found,
        arg_max(greatest(v.half_unit, s.half_unit), v.position) as tolerance,
        s.held_by is not null as holds,
        if(s.held_by is null, coalesce(s.accepted_by, s.correction_id, 'a later vintage'), null)
            as settled_by,
        max(v.known_from) as known_from
    from stg.vintage as v
    join stg.vintage as s on s.figure_key = v.figure_key and s.is_standing
    where v.status = 'contradicted'
    group by all
),

part as (
    select s.*, m.is_closed, m.has_corporate
    from standing as s
    join stg.partition_member as m using (figure_key)
),

whole as (
    select * from standing where segment is null
),

company_close as (
    select
        concat_ws('/', p.company_id, p.metric, p.basis, p.unit, p.period_start, p.period_end)
            as subject,
        sum(p.value) as found,
        any_value(w.value) as expected,
        (count(*) + 1) * greatest(max(p.half_unit), any_value(w.half_unit)) as tolerance,
        greatest(max(p.known_from), any_value(w.known_from)) as known_from,
        -- a split of revenue is whole (one part alone is no split), and so is one that names what
        -- is left to the company
        (p.metric = 'revenue' and count(*) > 1 or bool_or(p.has_corporate))
            and not bool_or(p.is_closed) as is_break,
        list(p.figure_key order by p.figure_key) as figure_keys
    from part as p
    join whole as w using (total_key)
    group by p.company_id, p.metric, p.basis, p.unit, p.period_start, p.period_end
    having abs(found - expected) > tolerance
),

three_lines as (  -- the three lines of one company or segment, as they stand
    select
        concat_ws(
            '/', company_id, segment, breakdown, parent, basis, unit, period_start, period_end
        ) as subject,
        max(value) filter (metric = 'revenue') - max(value) filter (metric = 'cost_of_revenue')
            as expected,
        max(value) filter (metric = 'gross_profit') as found,
        3 * max(half_unit) as tolerance,
        max(known_from) as known_from,
        list(figure_key order by figure_key) filter (metric <> 'revenue') as figure_keys
    from standing
    where metric in ('revenue', 'cost_of_revenue', 'gross_profit')
    group by company_id, segment, breakdown, parent, basis, unit, period_start, period_end
    having abs(found - expected) > tolerance
),

neighboured as (
    select
        *,
        abs(value) / nullif(max(abs(value)) over around, 0) as to_largest,
        abs(value) / nullif(min(abs(value)) over around, 0) as to_smallest,
        max(abs(value)) over around as neighbour
    from standing
    where value <> 0
    window around as (  -- the same line, one and two periods before and after
        partition by part_key, metric, unit, period_type, period_start is null
        order by period_end, period_start
        rows between 2 preceding and 2 following exclude current row
    )
),

jump as (
    select
        figure_key as subject, value as found, neighbour as expected, 0 as tolerance, known_from,
        [figure_key] as figure_keys
    from neighboured
    where unit <> 'pure'
        and (period_type <> 'other' or period_start is null)
        -- against all neighbours by the same power of ten, which may have doubled or halved besides
        and ref.scale_of(to_largest, 0.5, 2) = ref.scale_of(to_smallest, 0.5, 2)
),

identity_break as (
    select 'company_close' as kind, *, is_break as holds from company_close
    union all by name
    select 'gross_profit' as kind, *, true as holds from three_lines
    union all by name
    select 'scale' as kind, *, true as holds from jump
),

spelling as (  -- one name, as names are compared, and two values
    select
        'name' as kind,
        concat_ws('/', line_id, period_start, period_end) as subject,
        max(value) as found,
        min(value) as expected,
        max(half_unit) as tolerance,
        max(known_from) as known_from,
        true as holds,
        unnest(list(figure_key order by figure_key)) as figure_key
    from stg.standing_line
    where is_doubled
    group by line_id, period_start, period_end
),

by_figure as (
    select * exclude (figure_keys, is_break), unnest(figure_keys) as figure_key
    from identity_break
    union all by name
    from stg.quarter_conflict
    union all by name
    from spelling
),

reviewed as (
    select
        b.* exclude (holds),
        b.holds and coalesce(s.accepted_at < b.known_from, true) as holds,
        if(s.accepted_at >= b.known_from, s.accepted_by, null) as settled_by
    from by_figure as b
    join standing as s using (figure_key)
)

select left(sha256(concat_ws(chr(31), kind, subject)), 16) as conflict_id, *
from (from between_documents union all by name from reviewed)
