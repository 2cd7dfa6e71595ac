-- documents that print the current value; one row a figure key and document
select v.figure_key, v.document, min(v.ordered_at) as ordered_at, min(v.position) as position
from stg.vintage as v
join stg.vintage as s on s.figure_key = v.figure_key and s.is_standing
where v.position >= s.position
    and (v.is_standing or v.status = 'confirmed')
group by v.figure_key, v.document
