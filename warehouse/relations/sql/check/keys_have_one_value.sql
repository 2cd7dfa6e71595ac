-- every figure key has one current figure, and a NULL value has a reason; one row a figure key
-- over: stg.vintage
select
    v.figure_key as subject,
    count(c.figure_key) <> 1
        or count(*) filter ((c.value is null) <> (c.reason is not null)) > 0 as is_violation,
    format('{} current figures, value {}, reason {}',
        count(c.figure_key), any_value(c.value), any_value(c.reason)) as detail
from (select distinct figure_key from stg.vintage) as v
left join stg.current_figure as c using (figure_key)
group by v.figure_key
