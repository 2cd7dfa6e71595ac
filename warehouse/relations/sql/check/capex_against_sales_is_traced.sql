-- purchases beside sales are unique and rest on figures; one row a calendar period
-- over: mart.capex_against_sales
with resting as (
    select t.calendar_period, count(*) as figures, count(f.figure_id) as known_figures
    from (
        select calendar_period, unnest(flatten([one.figure_ids for one in members])) as figure_id
        from mart.capex_against_sales
    ) as t
    left join raw.figure as f using (figure_id)
    group by t.calendar_period
)

select
    c.calendar_period as subject,
    count(*) > 1
        or coalesce(max(r.figures) <> max(r.known_figures), true) as is_violation,
    format('{} rows on {} figures, {} of them there', count(*), max(r.figures),
        max(r.known_figures)) as detail
from mart.capex_against_sales as c
left join resting as r using (calendar_period)
group by c.calendar_period
