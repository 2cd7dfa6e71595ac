-- every figure has inputs, each a fact of the same document; one row a figure
-- over: raw.figure
select
    f.figure_id as subject,
    count(i.fact_id) = 0 or count(i.fact_id) <> count(a.fact_id) as is_violation,
    format('{} inputs, {} of them facts of its document', count(i.fact_id), count(a.fact_id))
        as detail
from raw.figure as f
left join raw.figure_input as i on i.figure_id = f.figure_id
left join raw.fact as a on a.fact_id = i.fact_id and a.document = f.document
group by f.figure_id
