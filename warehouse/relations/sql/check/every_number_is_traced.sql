-- every figure shown by a mart has quote, place, address and sha256; one row a figure
-- over: stg.current_figure where kind = 'actual'
select
    c.figure_id as subject,
    count(l.figure_id) = 0
        or bool_or(l.quote is null or l.locator is null or l.url is null or l.sha256 is null)
        as is_violation,
    format('{} lines of lineage', count(l.figure_id)) as detail
from stg.current_figure as c
left join mart.figure_lineage as l using (figure_id)
where c.kind = 'actual'
group by c.figure_id
