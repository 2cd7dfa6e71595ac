-- segments' growth over a year, in one framework; one row a company, part, period, basis, currency
with grown as (  -- from nothing or a loss there is no rate of growth; half away from zero
    select
        m.company_id, m.ticker, m.segment, m.fiscal_label, m.period_start, m.period_end,
        m.period_type, m.basis, m.currency, m.breakdown, m.parent, m.known_at,
        m.revenue, m.operating_income, m.revenue_figure_id, m.operating_income_figure_id,
        m.revenue_reason, m.operating_income_reason,
        r.prior_value as prior_revenue,
        o.prior_value as prior_operating_income,
        coalesce(r.prior_segment, o.prior_segment) as prior_segment,
        coalesce(r.prior_fiscal_label, o.prior_fiscal_label) as prior_fiscal_label,
        coalesce(r.prior_period_start, o.prior_period_start) as prior_period_start,
        coalesce(r.prior_period_end, o.prior_period_end) as prior_period_end,
        r.prior_figure_id as prior_revenue_figure_id,
        o.prior_figure_id as prior_operating_income_figure_id,
        if(r.figure_id is null, 'no_prior_year', r.reason) as prior_revenue_reason,
        if(o.figure_id is null, 'no_prior_year', o.reason) as prior_operating_income_reason,
        coalesce(r.by_two_documents, false) or coalesce(o.by_two_documents, false)
            as by_two_documents,
        coalesce(greatest(r.prior_known_at, o.prior_known_at), m.known_at) as prior_known_at,
        round(if(r.reason is null and r.prior_value > 0,
            m.revenue / nullif(r.prior_value, 0) - 1, null), 6)::decimal(18, 6)
            as revenue_growth,
        round(if(o.reason is null and o.prior_value > 0,
            m.operating_income / nullif(o.prior_value, 0) - 1, null), 6)::decimal(18, 6)
            as operating_income_growth
    from mart.segment_margin as m
    left join stg.year_before as r on r.figure_id = m.revenue_figure_id
    left join stg.year_before as o on o.figure_id = m.operating_income_figure_id
    where m.currency is not null and m.period_type <> 'other'
),

reasoned as (
    select
        *,
        if(revenue_growth is not null, null,
            coalesce(revenue_reason, prior_revenue_reason, 'no_positive_base'))
            as revenue_growth_reason,
        if(operating_income_growth is not null, null, coalesce(
            operating_income_reason, prior_operating_income_reason, 'no_positive_base'
        )) as operating_income_growth_reason
    from grown
)

select
    company_id, ticker, segment, fiscal_label, period_start, period_end, period_type, basis,
    currency, revenue, prior_revenue, revenue_growth,
    operating_income, prior_operating_income, operating_income_growth,
    prior_segment, prior_fiscal_label, prior_period_start, prior_period_end,
    greatest(known_at, prior_known_at) as known_at,
    coalesce(revenue_growth_reason, operating_income_growth_reason) as reason,
    revenue_growth_reason, operating_income_growth_reason, by_two_documents, breakdown, parent,
    revenue_figure_id, prior_revenue_figure_id,
    operating_income_figure_id, prior_operating_income_figure_id
from reasoned
order by company_id, period_end desc, period_start desc, basis, segment, parent
