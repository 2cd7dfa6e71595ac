-- the gross margin, non-GAAP, that NVIDIA expected of the first quarter of fiscal 2026; one row
select
    mid as found,
    if(len(figure_ids) = 3, [figure_ids[2], figure_ids[1], figure_ids[3]], figure_ids)
        || actual_figure_ids as figure_ids,
    known_at,
    if(mid is null, reason, null) as reason,
    concat(
        'the outlook for the first quarter of fiscal 2026, non-GAAP, told on ', known_at::date,
        ', not a result',
        format(': {:.1f} % to {:.1f} %', 100 * low, 100 * high),
        coalesce(format('; the quarter then came to {:.1f} %', 100 * actual), '')
    ) as explanation
from mart.guidance
where company_id = 'nvidia' and metric = 'gross_margin' and basis = 'non_gaap'
    and fiscal_label = 'FY2026Q1' and period_type = 'Q' and segment is null and is_latest
