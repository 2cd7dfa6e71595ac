-- pools are made of figures that have cells of documents; one row a figure
-- over: mart.profit_pool_lineage
select
    concat_ws(' ', layer, calendar_period, company_id, segment, metric, figure_id) as subject,
    document is null or cells = 0 as is_violation,
    'it leads to no cell' as detail
from mart.profit_pool_lineage

union all

select
    concat_ws(' ', layer, calendar_period, company_id, segment),
    len(revenue_figure_ids) = 0 or len(operating_income_figure_ids) = 0,
    'it is complete, but rests on no figure'
from mart.profit_pool_member
where is_complete
