-- the segments of a document's latest period; one row a document and segment
with printed as (
    select
        f.company_id, f.document, ref.segment_key(f.segment) as segment_key,
        f.ordered_at, f.document_known_at, f.document_period_end, f.is_amendment
    from stg.figure as f
    join stg.partition as p on p.document = f.document and p.total_key = f.total_key
    where p.is_closed
        and f.metric in ('revenue', 'operating_income')
        and f.kind = 'actual'
        and f.breakdown = 'segment'
        and f.rejected_by is null
    qualify f.period_end = max(f.period_end) over (partition by f.document)
)

select distinct
    p.company_id, p.document, p.segment_key, p.ordered_at, p.document_known_at as known_at,
    d.is_filing,
    dense_rank() over (
        partition by p.company_id
        order by p.ordered_at, p.document_known_at, p.document_period_end, p.is_amendment,
            p.document
    ) as position
from printed as p
join stg.document as d on d.sha256 = p.document
