-- growth of Microsoft's operating income in fiscal 2024; one row
select
    operating_income_growth as found,
    list_filter(
        [operating_income_figure_id, prior_operating_income_figure_id],
        lambda id: id is not null
    ) as figure_ids,
    known_at,
    operating_income_growth_reason as reason,
    format('{} {:,.0f}, {} {:,.0f} m {}', fiscal_label, 1e-6 * operating_income,
        prior_fiscal_label, 1e-6 * prior_operating_income, currency) as explanation
from mart.growth
where company_id = 'microsoft' and fiscal_label = 'FY2024' and period_type = 'FY'
    and basis = 'gaap' and currency = 'USD'
