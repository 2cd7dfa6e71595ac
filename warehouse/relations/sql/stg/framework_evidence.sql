-- evidence that segments changed between two documents; one row a later document
with followed as (
    select
        *,
        lag(position) over one_kind as kind_position,
        lag(segment_keys) over one_kind as kind_keys,
        lag(position) over through_time as last_position,
        lag(segment_keys) over through_time as last_keys,
        lag(document) over through_time as last_document
    from stg.divided
    window one_kind as (partition by company_id, is_filing order by position),
        through_time as (partition by company_id order by position)
),

shared as (  -- numbers that a document has in common with the one before, all of them equal
    select f.document
    from followed as f
    join stg.vintage as n on n.document = f.document
    join stg.vintage as o on o.document = f.last_document and o.figure_key = n.figure_key
    where f.kind_keys is null and n.breakdown = 'segment' and n.kind = 'actual'
    group by f.document
    having bool_and(ref.is_within_rounding(n.value, n.half_unit, o.value, o.half_unit))
),

renamed as (  -- filings against filings, releases against releases: each has its way to print
    select company_id, kind_position as after, position
    from followed
    where segment_keys <> kind_keys

    union all

    select f.company_id, f.last_position, f.position
    from followed as f
    anti join shared as s using (document)
    where f.kind_keys is null and f.segment_keys <> f.last_keys
),

printed as (  -- which document last printed what a recast changed
    select
        company_id, document, ordered_at, status,
        lag(ordered_at) over (partition by figure_key order by position) as last_printed_at
    from stg.vintage
    where breakdown in ('segment', 'corporate')
        and kind = 'actual'
        and status not in ('rejected', 'contradicted')
),

recast as (
    select s.company_id, max(coalesce(o.position, 0)) as after, n.position
    from printed as s
    join stg.divided as n using (document)
    asof left join stg.divided as o
        on o.company_id = s.company_id and o.ordered_at <= s.last_printed_at
    where s.status = 'recast'
    group by s.company_id, n.position
),

declared as (  -- the registry knows from when on a company reports otherwise
    select d.company_id, min(d.position) - 1 as after, min(d.position) as position
    from (
        select distinct company_id, framework, known_from
        from ref.segments
        where known_from <= coalesce((select known_on from ref.argument), 'infinity')
    ) as r
    join stg.divided as d on d.company_id = r.company_id and d.known_at >= r.known_from
    group by d.company_id, r.framework
    having after > 0
)

select company_id, position, max(after) as after
from (from renamed union all by name from recast union all by name from declared)
group by company_id, position
