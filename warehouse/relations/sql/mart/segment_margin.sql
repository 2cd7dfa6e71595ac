-- margins of parts of companies; one row a company, part, period, basis and currency
with own as (  -- a product line with the numbers of its namesake segment is sold once
    select line.*
    from stg.margin as line
    left join stg.margin as namesake
        on line.breakdown in ('product', 'subtotal')
        and namesake.breakdown in ('segment', 'corporate')
        and namesake.company_id = line.company_id
        and namesake.segment = line.segment
        and namesake.period_start = line.period_start
        and namesake.period_end = line.period_end
        and namesake.basis = line.basis
        and namesake.currency is not distinct from line.currency
        and coalesce(namesake.revenue = line.revenue, line.revenue is null)
        and coalesce(
            namesake.operating_income = line.operating_income, line.operating_income is null
        )
    where line.segment is not null and namesake.company_id is null
)

select
    m.company_id, c.ticker, m.segment, m.fiscal_label, m.period_start, m.period_end, m.period_type,
    m.basis, m.currency, m.revenue, m.gross_profit, m.gross_margin, m.operating_income,
    m.operating_margin, m.known_at, m.reason,
    m.breakdown, m.parent, m.is_in_partition,
    m.cost_of_revenue, m.gross_profit_rule,
    m.gross_margin_printed, m.gross_margin_computed, m.gross_margin_difference,
    m.operating_margin_printed, m.operating_margin_computed, m.operating_margin_difference,
    m.revenue_reason, m.gross_profit_reason, m.gross_margin_reason, m.operating_income_reason,
    m.operating_margin_reason,
    m.revenue_figure_id, m.cost_of_revenue_figure_id, m.gross_profit_figure_id,
    m.gross_margin_figure_id, m.operating_income_figure_id, m.operating_margin_figure_id
from own as m
join stg.company as c using (company_id)
order by company_id, period_end desc, period_start desc, basis,
    list_position(['segment', 'corporate', 'subtotal', 'product'], m.breakdown), segment, parent
