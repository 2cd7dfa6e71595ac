-- revenue of AWS in fiscal 2024; one row
select
    revenue as found,
    list_filter([revenue_figure_id], lambda id: id is not null) as figure_ids,
    known_at,
    revenue_reason as reason,
    format('{}: {:,.0f} m {}', fiscal_label, 1e-6 * revenue, currency) as explanation
from mart.segment_margin
where company_id = 'amazon' and segment = 'AWS' and breakdown = 'segment'
    and fiscal_label = 'FY2024' and period_type = 'FY' and basis = 'gaap'
