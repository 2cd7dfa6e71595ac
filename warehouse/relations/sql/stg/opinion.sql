-- EDGAR's company facts filed by the build's date; one row a fact and metric
with file as (  -- the last file of a CIK holds all that those before it did
    select d.sha256, lpad(d.cik, 10, '0') as cik, min(o.company_id) as company_id
    from raw.document as d
    join raw.origin as o using (sha256)
    where d.sha256 in (select document from raw.opinion)
    group by d.sha256, d.cik
    qualify row_number() over (
        partition by lpad(d.cik, 10, '0') order by max(o.known_at) desc, d.sha256
    ) = 1
),

filer as (  -- whose the CIK was on the day of a filing
    select f.sha256, p.filed, min(i.company_id) as company_id
    from (select distinct document, filed from raw.opinion) as p
    join file as f on f.sha256 = p.document
    join ref.identifiers as i
        on i.scheme = 'cik'
        and lpad(i.identifier, 10, '0') = f.cik
        and p.filed between coalesce(i.valid_from, '-infinity') and coalesce(i.valid_to, 'infinity')
    group by f.sha256, p.filed
),

accepted as (
    select accession, min(accepted) as accepted
    from raw.origin
    where accession is not null and accepted is not null
    group by accession
)

select
    p.*,
    coalesce(c.company_id, f.company_id) as company_id,
    coalesce(a.accepted, p.filed::timestamptz) as known_at,
    ref.total_key(
        coalesce(c.company_id, f.company_id), p.metric, p.basis, p.unit, p.period_start,
        p.period_end
    ) as total_key
from raw.opinion as p
join file as f on f.sha256 = p.document
left join filer as c on c.sha256 = p.document and c.filed = p.filed
left join accepted as a on a.accession = p.accession
where ref.is_known(coalesce(a.accepted, p.filed::timestamptz))
