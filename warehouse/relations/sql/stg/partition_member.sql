-- the rows of the current partition of each whole; one row a figure key
select f.figure_key, p.document, p.is_closed, p.has_corporate
from stg.partition as p
join stg.figure as f
    on f.document = p.document
    and f.metric = p.metric
    and f.basis = p.basis
    and f.unit = p.unit
    and f.period_start is not distinct from p.period_start
    and f.period_end = p.period_end
where p.is_current
    and f.kind = 'actual'
    and f.breakdown in ('segment', 'corporate')
    and f.correction_id is null
