-- capital expenditures against revenue and depreciation (with amortization), D&A against revenue; one row a company, fiscal year, quarter or twelve months, basis, currency
with year as (
    select
        s.company_id, s.metric, s.basis, s.unit, s.period_start, s.period_end,
        'FY' as period_type, c.fiscal_label, c.known_from,
        if(s.is_doubled, null, c.value) as value,
        if(s.is_doubled, 'conflict', c.reason) as reason,
        [c.figure_id] as figure_ids
    from stg.standing_line as s
    join stg.current_figure as c using (figure_key)
    where s.period_type = 'FY' and s.is_first and s.breakdown is null
),

flow as (
    select *
    from (
        select *, period_start as year_start
        from year
        union all by name
        select
            company_id, metric, basis, unit, period_start, period_end, 'Q' as period_type,
            fiscal_label, known_from, value, reason, figure_ids
        from stg.quarterly
        where breakdown is null
        union all by name
        select  -- also those that are a fiscal year
            company_id, metric, basis, unit, period_start, period_end, 'TTM' as period_type,
            fiscal_label, known_from, value, reason, figure_ids
        from stg.trailing_twelve_months
        where breakdown is null
    )
    where metric in ('revenue', 'capital_expenditures', 'depreciation_and_amortization')
),

line as (  -- of two lines that end on one day nothing tells which is meant
    select
        company_id, basis, unit as currency, period_type, year_start, period_end,
        max(period_start) filter (value is not null) as valued_start,
        max(period_start) as any_start,
        max(fiscal_label) as fiscal_label,
        max(known_from) as known_at,
        if(count(*) filter (metric = 'revenue') > 1, null,
            max(value) filter (metric = 'revenue')) as revenue,
        if(count(*) filter (metric = 'capital_expenditures') > 1, null,
            max(value) filter (metric = 'capital_expenditures')) as capital_expenditures,
        if(count(*) filter (metric = 'depreciation_and_amortization') > 1, null,
            max(value) filter (metric = 'depreciation_and_amortization')) as depreciation,
        if(count(*) filter (metric = 'revenue') > 1, 'conflict',
            max(reason) filter (metric = 'revenue')) as revenue_reason,
        if(count(*) filter (metric = 'capital_expenditures') > 1, 'conflict',
            max(reason) filter (metric = 'capital_expenditures')) as capital_expenditures_reason,
        if(count(*) filter (metric = 'depreciation_and_amortization') > 1, 'conflict',
            max(reason) filter (metric = 'depreciation_and_amortization')) as depreciation_reason,
        any_value(figure_ids) filter (metric = 'revenue') as revenue_figure_ids,
        any_value(figure_ids) filter (metric = 'capital_expenditures')
            as capital_expenditures_figure_ids,
        any_value(figure_ids) filter (metric = 'depreciation_and_amortization')
            as depreciation_figure_ids
    from flow
    group by all
    having count(*) filter (
        metric <> 'revenue' and (value is not null or period_type = 'FY')
    ) > 0
),

told as (
    select
        * replace (
            if(revenue is null, coalesce(revenue_reason, 'not_disclosed'), null)
                as revenue_reason,
            if(capital_expenditures is null,
                coalesce(capital_expenditures_reason, 'not_disclosed'), null)
                as capital_expenditures_reason,
            if(depreciation is null, coalesce(depreciation_reason, 'not_disclosed'), null)
                as depreciation_reason
        )
    from line
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
    from told
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
