-- a signal with a value is unique and has its figures; one row a grain
-- over: mart.watchlist where value is not null
with traced as (
    select
        concat_ws(' ', 'watchlist', company_id, period_end, basis, signal) as subject,
        figure_ids
    from mart.watchlist
    where value is not null

    union all

    select
        concat_ws(' ', 'leverage', company_id, segment, parent, period_type, period_start,
            period_end, basis, currency),
        flatten([revenue_figure_ids, prior_revenue_figure_ids, operating_income_figure_ids,
            prior_operating_income_figure_ids])
    from mart.operating_leverage
    where incremental_margin is not null

    union all

    select
        concat_ws(' ', 'capex', company_id, period_type, period_start, period_end, basis,
            currency),
        list_concat(revenue_figure_ids, capital_expenditures_figure_ids)
    from mart.capex_intensity
    where capex_to_revenue is not null

    union all

    select
        concat_ws(' ', 'AI', layer, calendar_period, company_id, segment), revenue_figure_ids
    from mart.ai_pool
    where ai_revenue_mid_usd is not null
),

resting as (
    select t.subject, count(*) as figures, count(f.figure_id) as known_figures
    from (select subject, unnest(figure_ids) as figure_id from traced) as t
    left join raw.figure as f using (figure_id)
    group by t.subject
)

select
    t.subject,
    count(*) > 1
        or coalesce(max(r.figures) <> max(r.known_figures), true) as is_violation,
    format('{} rows on {} figures, {} of them there', count(*), max(r.figures),
        max(r.known_figures)) as detail
from traced as t
left join resting as r using (subject)
group by t.subject
