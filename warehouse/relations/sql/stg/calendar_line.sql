-- revenue and profits on the calendar, in USD; one row a company or part of it and calendar period
with summed as (  -- two parts of one document under one name are summed
    select
        f.company_id, f.calendar_period, f.segment_key, f.metric,
        min(f.segment) as segment,
        max(f.known_at) as known_at,
        {
            'value': if(bool_or(f.value is null), null, sum(f.value))::decimal(38, 6),
            'usd': if(bool_or(f.value_usd is null), null, sum(f.value_usd))::decimal(38, 6),
            'reason': max(f.reason),
            'figure_ids': flatten(list(f.figure_ids order by f.figure_ids))
        } as line
    from stg.calendar_flow as f
    join stg.calendar_choice as c
        using (company_id, calendar_period, basis, currency, method)
    group by f.company_id, f.calendar_period, f.segment_key, f.metric
),

pivoted as (
    select
        company_id, calendar_period, segment_key,
        min(segment) as segment,
        max(known_at) as known_at,
        any_value(line) filter (metric = 'revenue') as revenue,
        any_value(line) filter (metric = 'cost_of_revenue') as cost,
        any_value(line) filter (metric = 'gross_profit') as printed,
        any_value(line) filter (metric = 'operating_income') as operating_income
    from summed
    group by all
),

derived as (  -- gross profit: the face line, else revenue less its costs
    select
        *,
        {
            'value': if(printed is null, revenue.value - cost.value, printed.value),
            'usd': if(printed is null, revenue.usd - cost.usd, printed.usd),
            'reason': greatest(printed.reason, cost.reason),
            'figure_ids': coalesce(
                printed.figure_ids,
                if(cost is null, null, list_concat(revenue.figure_ids, cost.figure_ids))
            )
        } as gross_profit
    from pivoted
)

select
    l.company_id, l.calendar_period, l.segment_key, l.segment, l.known_at,
    l.revenue.value as revenue,
    l.operating_income.value as operating_income,
    l.revenue.usd as revenue_usd,
    l.operating_income.usd as operating_income_usd,
    r.company_id is not null as is_reported,
    ref.reason_of(l.revenue, is_reported) as revenue_reason,
    ref.reason_of(l.gross_profit, is_reported) as gross_profit_reason,
    ref.reason_of(l.operating_income, is_reported) as operating_income_reason,
    coalesce(l.revenue.figure_ids, []) as revenue_figure_ids,
    coalesce(l.operating_income.figure_ids, []) as operating_income_figure_ids,
    l.gross_profit.value as gross_profit,
    l.gross_profit.usd as gross_profit_usd,
    coalesce(l.gross_profit.figure_ids, []) as gross_profit_figure_ids,
    c.basis, c.currency, c.method, c.period_type, c.calendar_start, c.calendar_end,
    c.calendar_start + ((c.calendar_end - c.calendar_start + 1) // 2)::integer as midpoint,
    c.fiscal_label, c.period_start, c.period_end, c.is_calendar, c.fx_source,
    -- of several periods, each converted at its own rate, what it comes to
    if(c.currency = 'USD', 1, coalesce(
        c.multiplier, l.revenue.usd / nullif(l.revenue.value, 0)
    ))::decimal(38, 18) as fx_multiplier,
    if(c.currency = 'USD', 1, round(coalesce(
        1 / nullif(c.multiplier, 0), l.revenue.value / nullif(l.revenue.usd, 0)
    ), 10))::decimal(20, 10) as average_rate_per_usd
from derived as l
join stg.calendar_choice as c using (company_id, calendar_period)
left join stg.complete_report as r
    on r.company_id = c.company_id and r.period_end = c.period_end and r.basis = c.basis
