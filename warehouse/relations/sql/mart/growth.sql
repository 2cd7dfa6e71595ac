-- growth over the same period a year before; one row a company, period, basis and currency
with pair as (
    select
        m.*,
        p.fiscal_label as prior_fiscal_label,
        p.period_start as prior_period_start,
        p.period_end as prior_period_end,
        p.revenue as prior_revenue,
        p.operating_income as prior_operating_income,
        p.revenue_reason as prior_revenue_reason,
        p.operating_income_reason as prior_operating_income_reason,
        p.revenue_figure_id as prior_revenue_figure_id,
        p.operating_income_figure_id as prior_operating_income_figure_id,
        p.known_at as prior_known_at
    from mart.company_margin as m
    left join mart.company_margin as p
        on p.company_id = m.company_id
        and p.basis = m.basis
        and p.currency = m.currency
        and p.period_type = m.period_type
        and p.period_end between m.period_end - 380 and m.period_end - 350
        -- a year of 53 weeks may follow one of 52, nine months may not follow twelve
        and abs((m.period_end - m.period_start) - (p.period_end - p.period_start)) <= 10
    where m.currency is not null and m.period_type <> 'other'
    qualify row_number() over (
        partition by m.company_id, m.period_start, m.period_end, m.basis, m.currency
        order by abs(m.period_end - p.period_end - 365), p.period_end, p.period_start
    ) = 1
),

grown as (  -- from nothing or a loss there is no rate of growth; half away from zero
    select
        *,
        round(if(prior_revenue > 0, revenue / nullif(prior_revenue, 0) - 1, null), 6)
            ::decimal(18, 6) as revenue_growth,
        round(if(prior_operating_income > 0,
            operating_income / nullif(prior_operating_income, 0) - 1, null), 6)
            ::decimal(18, 6) as operating_income_growth
    from pair
),

reasoned as (
    select
        *,
        if(revenue_growth is not null, null, coalesce(
            revenue_reason, if(prior_period_end is null, 'no_prior_year', null),
            prior_revenue_reason, 'no_positive_base'
        )) as revenue_growth_reason,
        if(operating_income_growth is not null, null, coalesce(
            operating_income_reason, if(prior_period_end is null, 'no_prior_year', null),
            prior_operating_income_reason, 'no_positive_base'
        )) as operating_income_growth_reason
    from grown
)

select
    company_id, ticker, fiscal_label, period_start, period_end, period_type, basis, currency,
    revenue, prior_revenue, revenue_growth,
    operating_income, prior_operating_income, operating_income_growth,
    prior_fiscal_label, prior_period_start, prior_period_end,
    coalesce(greatest(known_at, prior_known_at), known_at) as known_at,
    coalesce(revenue_growth_reason, operating_income_growth_reason) as reason,
    revenue_growth_reason, operating_income_growth_reason,
    revenue_figure_id, prior_revenue_figure_id,
    operating_income_figure_id, prior_operating_income_figure_id
from reasoned
order by company_id, period_end desc, period_start desc, basis, currency
