-- margins of companies: printed, computed, difference; one row a company, period, basis, currency
select
    m.company_id, c.ticker, m.fiscal_label, m.period_start, m.period_end, m.period_type, m.basis,
    m.currency, m.revenue, m.gross_profit, m.gross_margin, m.operating_income, m.operating_margin,
    m.known_at, m.reason,
    m.cost_of_revenue, m.gross_profit_rule,
    m.gross_margin_printed, m.gross_margin_computed, m.gross_margin_difference,
    m.operating_margin_printed, m.operating_margin_computed, m.operating_margin_difference,
    m.revenue_reason, m.gross_profit_reason, m.gross_margin_reason, m.operating_income_reason,
    m.operating_margin_reason,
    m.revenue_figure_id, m.cost_of_revenue_figure_id, m.gross_profit_figure_id,
    m.gross_margin_figure_id, m.operating_income_figure_id, m.operating_margin_figure_id
from stg.margin as m
join stg.company as c using (company_id)
where m.segment is null
order by company_id, period_end desc, period_start desc, basis, currency
