-- every document known at the build's date is in mart.coverage once; one row a document
-- over: raw.origin where known_at <= coalesce((select known_on from ref.argument), known_at)
select
    o.sha256 as subject,
    count(c.sha256) <> 1 as is_violation,
    format('{} rows', count(c.sha256)) as detail
from (
    select distinct sha256
    from raw.origin
    where known_at <= coalesce((select known_on from ref.argument), known_at)
) as o
left join mart.coverage as c using (sha256)
group by o.sha256
