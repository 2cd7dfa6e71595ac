-- the part of its sales that AWS kept in fiscal 2024; one row
select
    operating_margin as found,
    list_filter(
        if(operating_margin_computed is null, [operating_margin_figure_id],
            [operating_income_figure_id, revenue_figure_id]),
        lambda id: id is not null
    ) as figure_ids,
    known_at,
    operating_margin_reason as reason,
    format('{}: {:,.0f} of {:,.0f} m {}', fiscal_label, 1e-6 * operating_income, 1e-6 * revenue,
        currency) as explanation
from mart.segment_margin
where company_id = 'amazon' and segment = 'AWS' and breakdown = 'segment'
    and fiscal_label = 'FY2024' and period_type = 'FY' and basis = 'gaap'
