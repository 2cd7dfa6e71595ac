-- a figure is the weighted sum of its facts, unless one has another role; one row a figure
-- over: raw.figure_input where role = 'value'
select
    f.figure_id as subject,
    coalesce(abs(f.value - sum(i.weight * a.value)) > count(*) * 0.000001, true) as is_violation,
    format('{} is not {}', f.value, sum(i.weight * a.value)) as detail
from raw.figure as f
join raw.figure_input as i on i.figure_id = f.figure_id
left join raw.fact as a on a.fact_id = i.fact_id
group by f.figure_id, f.value
having bool_and(i.role = 'value')
