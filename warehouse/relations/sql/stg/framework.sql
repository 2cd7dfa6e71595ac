-- segment frameworks, numbered by the breaks between them; one row a document that divides
with recursive break as (  -- the fewest breaks, as early as they show, that account for all of it
    select company_id, 0::bigint as position
    from stg.divided
    group by company_id

    union all

    select b.company_id, min(e.position)
    from break as b
    join stg.framework_evidence as e
        on e.company_id = b.company_id and e.position > b.position and e.after >= b.position
    group by b.company_id, b.position
)

select
    d.company_id, d.document, d.position, d.ordered_at, d.is_filing, d.segment_keys,
    bool_or(b.position = d.position) as is_break,
    count(*) as framework
from stg.divided as d
join break as b on b.company_id = d.company_id and b.position <= d.position
group by all
