-- all segments of a document under their newest names; one row a document
select
    d.company_id, d.document, d.position, d.is_filing,
    any_value(d.ordered_at) as ordered_at,
    any_value(d.known_at) as known_at,
    list(distinct coalesce(r.newest_key, d.segment_key)
        order by coalesce(r.newest_key, d.segment_key)) as segment_keys
from stg.division as d
left join stg.segment_rename as r using (company_id, segment_key)
group by all
