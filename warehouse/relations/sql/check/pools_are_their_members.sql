-- a pool is the sum of its complete members, all traced; one row a layer, calendar period
-- over: mart.profit_pool where revenue_usd is not null
with traced as (
    select
        t.layer, t.calendar_period, t.company_id, t.segment,
        count(*) as figures,
        count(f.figure_id) as known_figures
    from (
        select
            layer, calendar_period, company_id, segment,
            unnest(list_concat(revenue_figure_ids, operating_income_figure_ids)) as figure_id
        from mart.profit_pool_member
        where is_complete
    ) as t
    left join raw.figure as f using (figure_id)
    group by all
),

summed as (
    select
        m.layer, m.calendar_period,
        sum(m.revenue_usd) as revenue_usd,
        sum(m.operating_income_usd) as operating_income_usd,
        bool_and(coalesce(t.figures >= 2 and t.figures = t.known_figures, false)) as is_traced
    from mart.profit_pool_member as m
    left join traced as t
        on t.layer = m.layer
        and t.calendar_period = m.calendar_period
        and t.company_id = m.company_id
        and t.segment is not distinct from m.segment
    where m.is_complete and m.layer <> 'out_of_scope'
    group by all
)

select
    concat_ws(' ', layer, calendar_period) as subject,
    coalesce(p.revenue_usd <> s.revenue_usd, true)
        or coalesce(p.operating_income_usd <> s.operating_income_usd, true)
        or coalesce(not s.is_traced, true) as is_violation,
    format('revenue {} of members {}, profit {} of members {}, traced {}',
        p.revenue_usd, s.revenue_usd, p.operating_income_usd, s.operating_income_usd, s.is_traced)
        as detail
from summed as s
full join (from mart.profit_pool where revenue_usd is not null) as p
    using (layer, calendar_period)
