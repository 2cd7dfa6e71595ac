-- the current value of each additive line, with framework; one row a figure key
with agreed as (  -- the last document that says what stands
    select
        figure_key,
        max(ordered_at) as agreed_at,
        count(*) > 1 as is_confirmed
    from stg.agreement
    group by figure_key
),

line as (
    select
        v.figure_key, v.company_id, v.metric, v.segment, v.breakdown, v.parent, v.basis, v.unit,
        v.period_start, v.period_end, v.period_type, v.fiscal_label, v.fiscal_year,
        v.fiscal_quarter,
        v.value, v.half_unit,
        v.figure_id, v.document, v.known_from, v.member,
        -- captions change without a change of meaning
        if(v.confidence = 'exact_tag', v.concept, null) as concept,
        ref.segment_key(v.segment) as segment_key,
        -- the end of the report that restated it, or NULL
        if(v.status in ('restated', 'recast'), v.document_period_end, null) as restated_for,
        if(v.status in ('restated', 'recast'), v.ordered_at, null) as restated_at,
        a.agreed_at, a.is_confirmed
    from stg.vintage as v
    join agreed as a using (figure_key)
    where v.is_standing
        and v.kind = 'actual'
        and v.period_start is not null
        and v.unit <> 'pure'
        and not contains(v.unit, '/')  -- per share, per wafer: no sum of anything
),

framework as (
    select company_id, ordered_at, max(framework) as framework from stg.framework group by all
),

framed as (
    select
        l.*,
        coalesce(r.newest_key, l.segment_key) as line_key,
        left(sha256(concat_ws(chr(31),
            l.company_id, l.metric, coalesce(r.newest_key, l.segment_key, ''),
            coalesce(l.breakdown, ''), coalesce(l.parent, ''), l.basis, l.unit
        )), 16) as line_id,
        if(l.breakdown in ('segment', 'corporate'), coalesce(f.framework, 1), null) as framework
    from line as l
    left join stg.segment_rename as r
        on r.company_id = l.company_id
        and r.segment_key = l.segment_key
        and l.breakdown = 'segment'
    asof left join framework as f
        on f.company_id = l.company_id and f.ordered_at <= l.agreed_at
)

select
    * exclude (segment_key),
    {
        'framework': framework, 'restated_for': restated_for, 'restated_at': restated_at,
        'agreed_at': agreed_at
    } as state,
    -- under two names the line is one; the newest name speaks for it
    row_number() over one_line = 1 as is_first,
    -- two values under one name, of which nothing tells which is which
    coalesce(
        max(value) filter (segment_key = line_key) over one_line
            - min(value) filter (segment_key = line_key) over one_line
            > max(half_unit) over one_line,
        false
    ) as is_doubled
from framed
window one_line as (
    partition by line_id, period_start, period_end
    order by coalesce(segment_key = line_key, true) desc, known_from desc, figure_key
    rows between unbounded preceding and unbounded following
)
