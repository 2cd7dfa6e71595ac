-- the figures behind a layer's sums; one row a layer, calendar period, member, metric, figure
-- mart.figure_lineage has the cells of each, by figure_id
with resting as (
    select
        layer, calendar_period, company_id, ticker, entry, segment, weight, is_complete,
        unnest([
            {'metric': 'revenue', 'ids': revenue_figure_ids},
            {'metric': 'gross_profit', 'ids': gross_profit_figure_ids},
            {'metric': 'operating_income', 'ids': operating_income_figure_ids}
        ]) as one
    from mart.profit_pool_member
),

named as (
    select distinct
        layer, calendar_period, company_id, ticker, entry, segment, weight, is_complete,
        one.metric as metric, unnest(one.ids) as figure_id
    from resting
),

cell as (
    select figure_id, count(*) as cells
    from raw.figure_input
    semi join named using (figure_id)
    group by figure_id
)

select
    n.layer, n.calendar_period, n.company_id, n.ticker, n.entry, n.segment, n.weight,
    n.is_complete, n.metric, n.figure_id,
    f.metric as figure_metric, f.segment as figure_segment, k.fiscal_label,
    f.period_start, f.period_end, f.basis, f.value, f.unit, f.document,
    coalesce(c.cells, 0) as cells
from named as n
left join raw.figure as f using (figure_id)
left join stg.keyed_figure as k using (figure_id)
left join cell as c using (figure_id)
order by n.calendar_period desc, n.layer, n.company_id, n.segment, n.metric, f.period_end
