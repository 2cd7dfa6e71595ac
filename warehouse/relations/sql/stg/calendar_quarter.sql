-- fiscal quarters on the calendar, in USD; one row a line and calendar quarter
with placed as (  -- the calendar quarter of the middle; where only the end is known, 45 days before
    select
        *,
        coalesce(
            period_start + ((period_end - period_start + 1) // 2)::integer, period_end - 45
        ) as midpoint
    from stg.quarterly
),

framed as (
    select
        *,
        format('{}Q{}', year(midpoint), quarter(midpoint)) as calendar_quarter,
        date_trunc('quarter', midpoint)::date as calendar_start
    from placed
),

gathered as (
    select
        line_id, company_id, metric, line_key, breakdown, parent, basis, unit,
        calendar_quarter, calendar_start,
        count(*) as quarters,
        min(segment) as segment,
        min(period_start) as period_start,
        max(period_end) as period_end,
        max(fiscal_label) as fiscal_label,
        sum(value) as value,
        max(half_unit) as half_unit,
        max(reason) as reason,
        max(method) as method,
        max(known_from) as known_at,
        bool_or(is_in_partition) as is_in_partition,
        max(framework) as framework,
        flatten(list(states order by period_end)) as states,
        flatten(list(figure_ids order by period_end)) as figure_ids
    from framed
    group by all
),

joined as (  -- of two fiscal quarters in one calendar quarter neither is that quarter
    select
        * replace (
            if(quarters = 1, value, null) as value,
            if(quarters = 1, reason, 'two_quarters') as reason
        ),
        if(quarters = 1, null, value) as undecided,
        (calendar_start + interval 3 months - interval 1 day)::date as calendar_end
    from gathered
)

select
    t.line_id, t.company_id, t.metric, t.line_key, t.segment, t.breakdown, t.parent, t.basis,
    t.unit as currency, t.calendar_quarter, t.calendar_start, t.calendar_end,
    t.fiscal_label, t.period_start, t.period_end,
    -- weeks end some days beside the month
    abs(t.period_start - t.calendar_start) <= 7 and abs(t.period_end - t.calendar_end) <= 7
        as is_calendar,
    t.quarters, t.undecided, t.value, t.half_unit, t.method, t.framework, t.states,
    t.is_in_partition, t.known_at,
    if(t.unit = 'USD', 1, x.multiplier) as multiplier,
    -- to the cent, half away from zero; by way of a double, which no misread amount overflows
    if(t.unit = 'USD', t.value, round(t.value * x.multiplier::double, 2)::decimal(38, 2))
        ::decimal(38, 6) as value_usd,
    t.reason,
    coalesce(t.reason, if(t.unit = 'USD' or x.multiplier is not null, null, 'fx_missing'))
        as usd_reason,
    t.figure_ids, x.source_url as fx_source, coalesce(x.fact_ids, []) as fx_fact_ids
from joined as t
left join stg.fx_average as x
    on x.currency = t.unit and x.period_start = t.period_start and x.period_end = t.period_end
