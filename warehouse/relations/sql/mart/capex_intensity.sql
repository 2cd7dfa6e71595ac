-- capital spending against revenue and depreciation; one row a company, period, basis, currency
-- Depreciation is with amortization. Periods: fiscal years, quarters and twelve months (TTM).
with flow as (
    select
        *,
        if(period_type = 'FY', period_start, null) as year_start,
        greatest(
            revenue.fiscal_label, capital_expenditures.fiscal_label,
            depreciation_and_amortization.fiscal_label
        ) as fiscal_label,
        greatest(
            revenue.known_at, capital_expenditures.known_at,
            depreciation_and_amortization.known_at
        ) as known_at,
        coalesce(
            revenue.value, capital_expenditures.value, depreciation_and_amortization.value
        ) is not null as is_valued,
        coalesce(capital_expenditures.value, depreciation_and_amortization.value) is not null
            or (period_type = 'FY' and (
                capital_expenditures is not null or depreciation_and_amortization is not null
            )) as has_spending
    from stg.line_by_metric
    where breakdown is null
        and (
            revenue is not null
            or capital_expenditures is not null
            or depreciation_and_amortization is not null
        )
),

line as (  -- of two lines that end on one day nothing tells which is meant
    select
        company_id, basis, currency, period_type, year_start, period_end,
        max(period_start) filter (is_valued) as valued_start,
        max(period_start) as any_start,
        max(fiscal_label) as fiscal_label,
        max(known_at) as known_at,
        ref.only_line(revenue) as revenue_line,
        ref.only_line(capital_expenditures) as capital_expenditures_line,
        ref.only_line(depreciation_and_amortization) as depreciation_line
    from flow
    group by all
    having bool_or(has_spending)
),

reasoned as (
    select
        l.*,
        revenue_line.value as revenue,
        capital_expenditures_line.value as capital_expenditures,
        depreciation_line.value as depreciation,
        ref.reason_of(revenue_line, r.company_id is not null) as revenue_reason,
        ref.reason_of(capital_expenditures_line, r.company_id is not null)
            as capital_expenditures_reason,
        ref.reason_of(depreciation_line, r.company_id is not null) as depreciation_reason,
        revenue_line.figure_ids as revenue_figure_ids,
        capital_expenditures_line.figure_ids as capital_expenditures_figure_ids,
        depreciation_line.figure_ids as depreciation_figure_ids
    from line as l
    left join stg.complete_report as r using (company_id, period_end, basis)
),

divided as (  -- half away from zero
    select
        *,
        round(if(revenue > 0, capital_expenditures / nullif(revenue, 0), null), 6)
            ::decimal(38, 6) as capex_to_revenue,
        round(if(depreciation > 0, capital_expenditures / nullif(depreciation, 0), null), 6)
            ::decimal(38, 6) as capex_to_depreciation,
        round(if(revenue > 0, depreciation / nullif(revenue, 0), null), 6)
            ::decimal(38, 6) as depreciation_to_revenue
    from reasoned
)

select
    d.company_id, c.ticker, d.fiscal_label, coalesce(d.valued_start, d.any_start) as period_start,
    d.period_end, d.period_type, d.basis, d.currency,
    d.revenue, d.capital_expenditures, d.depreciation as depreciation_and_amortization,
    d.capex_to_revenue, d.capex_to_depreciation, d.depreciation_to_revenue,
    d.known_at,
    d.revenue_reason, d.capital_expenditures_reason,
    d.depreciation_reason as depreciation_and_amortization_reason,
    if(d.capex_to_revenue is not null, null,
        coalesce(d.capital_expenditures_reason, d.revenue_reason, 'no_revenue'))
        as capex_to_revenue_reason,
    if(d.capex_to_depreciation is not null, null,
        coalesce(d.capital_expenditures_reason, d.depreciation_reason, 'no_depreciation'))
        as capex_to_depreciation_reason,
    if(d.depreciation_to_revenue is not null, null,
        coalesce(d.depreciation_reason, d.revenue_reason, 'no_revenue'))
        as depreciation_to_revenue_reason,
    coalesce(d.revenue_figure_ids, []) as revenue_figure_ids,
    coalesce(d.capital_expenditures_figure_ids, []) as capital_expenditures_figure_ids,
    coalesce(d.depreciation_figure_ids, []) as depreciation_and_amortization_figure_ids
from divided as d
join stg.company as c using (company_id)
order by company_id, period_end desc, period_type, basis, currency
