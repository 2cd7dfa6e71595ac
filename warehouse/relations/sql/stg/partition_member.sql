-- the parts in the current partition of each whole; one row a figure key
select f.figure_key, document, p.is_closed, p.has_corporate
from stg.partition as p
join stg.figure as f using (document, total_key)
where p.is_current
    and f.kind = 'actual'
    and f.breakdown in ('segment', 'corporate')
    and f.correction_id is null
