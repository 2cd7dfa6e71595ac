-- figures of known companies with their key across documents; one row a figure
select
    f.*,
    d.company_id,
    left(sha256(concat_ws(chr(31),
        d.company_id, f.metric, coalesce(f.segment, ''), coalesce(f.breakdown, ''),
        coalesce(f.parent, ''), f.basis, f.kind, coalesce(f.bound, ''),
        coalesce(f.period_start::varchar, ''), f.period_end, f.unit
    )), 16) as figure_key,
    p.fiscal_label, p.fiscal_year, p.fiscal_quarter,
    greatest(d.known_at, r.known_from) as document_known_at,
    d.ordered_at,
    d.is_amendment,
    d.reports_until as document_period_end,
    ref.half_unit(f.decimals) as half_unit,
    ref.part_key(d.company_id, f.segment, f.breakdown, f.parent, f.basis) as part_key,
    ref.total_key(d.company_id, f.metric, f.basis, f.unit, f.period_start, f.period_end)
        as total_key
from raw.figure as f
join stg.document as d on d.sha256 = f.document
join stg.fiscal_period as p
    on p.document = f.document
    and p.period_start is not distinct from f.period_start
    and p.period_end = f.period_end
    and p.period_type = f.period_type
left join ref.readings as r on r.figure_id = f.figure_id and f.confidence = 'person'
where d.held_as is null
    and (r.figure_id is null or ref.is_known(r.known_from))
