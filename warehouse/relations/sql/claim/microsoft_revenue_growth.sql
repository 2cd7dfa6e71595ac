-- growth of Microsoft's revenue in fiscal 2024; one row
select
    revenue_growth as found,
    list_filter([revenue_figure_id, prior_revenue_figure_id], lambda id: id is not null)
        as figure_ids,
    known_at,
    revenue_growth_reason as reason,
    format('{} {:,.0f}, {} {:,.0f} m {}', fiscal_label, 1e-6 * revenue,
        prior_fiscal_label, 1e-6 * prior_revenue, currency) as explanation
from mart.growth
where company_id = 'microsoft' and fiscal_label = 'FY2024' and period_type = 'FY'
    and basis = 'gaap' and currency = 'USD'
