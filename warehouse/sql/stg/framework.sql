-- segment frameworks, counted by the breaks between them; one row a document that divides
with recursive divided as (  -- in the newest names, so that a rename breaks nothing
    select
        d.company_id, d.document, d.position, d.is_filing,
        any_value(d.ordered_at) as ordered_at,
        any_value(d.known_at) as known_at,
        list(distinct coalesce(r.newest_key, d.segment_key)
            order by coalesce(r.newest_key, d.segment_key)) as segment_keys
    from stg.division as d
    left join stg.segment_rename as r using (company_id, segment_key)
    group by all
),

followed as (
    select
        *,
        lag(position) over one_kind as kind_position,
        lag(segment_keys) over one_kind as kind_keys,
        lag(position) over through_time as last_position,
        lag(segment_keys) over through_time as last_keys,
        lag(document) over through_time as last_document
    from divided
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
    having bool_and(abs(n.value - o.value) <= greatest(n.half_unit, o.half_unit))
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

said as (  -- which document last said what a recast changed
    select
        company_id, document, ordered_at, status,
        lag(ordered_at) over (partition by figure_key order by position) as said_at
    from stg.vintage
    where breakdown in ('segment', 'corporate')
        and kind = 'actual'
        and status not in ('rejected', 'contradicted')
),

recast as (
    select s.company_id, max(coalesce(o.position, 0)) as after, n.position
    from said as s
    join divided as n using (document)
    asof left join divided as o
        on o.company_id = s.company_id and o.ordered_at <= s.said_at
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
    join divided as d on d.company_id = r.company_id and d.known_at >= r.known_from
    group by d.company_id, r.framework
    having after > 0
),

evidence as (  -- somewhere after one document and up to another the framework changed
    select company_id, position, max(after) as after
    from (from renamed union all by name from recast union all by name from declared)
    group by company_id, position
),

break as (  -- the fewest breaks, as early as they show, that account for all of it
    select company_id, 0::bigint as position
    from divided
    group by company_id

    union all

    select b.company_id, min(e.position)
    from break as b
    join evidence as e
        on e.company_id = b.company_id and e.position > b.position and e.after >= b.position
    group by b.company_id, b.position
)

select
    d.company_id, d.document, d.position, d.ordered_at, d.is_filing, d.segment_keys,
    bool_or(b.position = d.position) as is_break,
    count(*) as framework
from divided as d
join break as b on b.company_id = d.company_id and b.position <= d.position
group by all
