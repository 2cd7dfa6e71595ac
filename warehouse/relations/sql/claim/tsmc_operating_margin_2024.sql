-- TSMC's operating margin of fiscal 2024; one row
select
    operating_margin as found,
    list_filter(
        if(operating_margin_computed is null, [operating_margin_figure_id],
            [operating_income_figure_id, revenue_figure_id]),
        lambda id: id is not null
    ) as figure_ids,
    m.known_at,
    operating_margin_reason as reason,
    concat(
        upper(m.basis),
        format(': {:,.1f} of {:,.1f} bn {}', 1e-9 * operating_income, 1e-9 * revenue, m.currency),
        format('; printed as {:.1f} %', 100 * operating_margin_printed)
    ) as explanation
from mart.company_margin as m
join stg.company as c on c.company_id = m.company_id and c.reporting_currency = m.currency
where m.company_id = 'tsmc' and m.fiscal_label = 'FY2024' and m.period_type = 'FY'
    and m.basis = 'ifrs'
