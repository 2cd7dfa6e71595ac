-- every document read has an origin that says when it became known; one row a document
-- over: raw.document
select
    d.sha256 as subject,
    count(o.known_at) = 0 as is_violation,
    'no origin with a known_at' as detail
from raw.document as d
left join raw.origin as o using (sha256)
group by d.sha256
