-- the metrics of a line side by side; one row a company or part, basis, currency and fiscal period
-- Each metric is a struct: value, reason, method, half_unit, segment (its name then), fiscal_label,
-- known_at, figure_ids. Fiscal years, discrete quarters and twelve months (TTM).
with year as (
    select
        s.company_id, s.metric, s.line_key, s.segment, s.breakdown, s.parent, s.basis, s.unit,
        s.period_start, s.period_end, 'FY' as period_type, c.fiscal_label, s.half_unit,
        c.known_from, [c.figure_id] as figure_ids,
        if(s.is_doubled, null, c.value) as value,
        if(s.is_doubled, 'conflict', c.reason) as reason,
        'printed' as method
    from stg.standing_line as s
    join stg.current_figure as c using (figure_key)
    where s.period_type = 'FY' and s.is_first
),

flow as (
    from year
    union all by name
    select
        company_id, metric, line_key, segment, breakdown, parent, basis, unit, period_start,
        period_end, 'Q' as period_type, fiscal_label, half_unit, known_from, figure_ids, value,
        reason, method
    from stg.quarterly
    union all by name
    select  -- also those that are a fiscal year
        company_id, metric, line_key, segment, breakdown, parent, basis, unit, period_start,
        period_end, 'TTM' as period_type, fiscal_label, half_unit, known_from, figure_ids, value,
        reason, method
    from stg.trailing_twelve_months
    where breakdown is null
),

line as (
    select
        *,
        {
            'value': value, 'reason': reason, 'method': method, 'half_unit': half_unit,
            'segment': segment, 'fiscal_label': fiscal_label, 'known_at': known_from,
            'figure_ids': figure_ids
        } as line
    from flow
    where metric in (
        'revenue', 'gross_profit', 'operating_income', 'capital_expenditures',
        'depreciation_and_amortization'
    )
)

select
    company_id, line_key, breakdown, parent, basis, unit as currency, period_type, period_start,
    period_end,
    any_value(line) filter (metric = 'revenue') as revenue,
    any_value(line) filter (metric = 'gross_profit') as gross_profit,
    any_value(line) filter (metric = 'operating_income') as operating_income,
    any_value(line) filter (metric = 'capital_expenditures') as capital_expenditures,
    any_value(line) filter (metric = 'depreciation_and_amortization')
        as depreciation_and_amortization
from line
group by all
