-- every figure of a recognised document has exactly one vintage; one row a figure
-- over: raw.figure where document in (select sha256 from stg.document where held_as is null)
select
    f.figure_id as subject,
    count(v.figure_id) <> 1 as is_violation,
    format('{} vintages', count(v.figure_id)) as detail
from raw.figure as f
join stg.document as d on d.sha256 = f.document and d.held_as is null
left join stg.vintage as v on v.figure_id = f.figure_id and v.correction_id is null
group by f.figure_id
