-- flows by calendar year, by every possible method; one row a line, year and method
with fiscal as (  -- a year that ends in the first days of a month is that of the month before
    select
        s.line_id, s.company_id, s.metric, s.line_key, s.segment, s.breakdown, s.parent,
        s.basis, s.unit,
        s.period_start, s.period_end, s.fiscal_label, s.framework, s.state, s.half_unit,
        c.known_from, c.is_in_partition,
        if(s.is_doubled, null, c.value) as value,
        if(s.is_doubled, 'conflict', c.reason) as reason,
        s.figure_id,
        year(s.period_end - 7) as year,
        month(s.period_end - 7) as months,
        if(s.unit = 'USD', 1, x.multiplier::double) as multiplier,
        x.source_url as fx_source,
        year(s.period_start + ((s.period_end - s.period_start + 1) // 2)::integer) as middle_year
    from stg.standing_line as s
    join stg.current_figure as c using (figure_key)
    left join stg.fx_average as x
        on x.currency = s.unit and x.period_start = s.period_start and x.period_end = s.period_end
    where s.period_type = 'FY' and s.is_first
),

reported as (
    select
        * exclude (year, middle_year, months, figure_id, state),
        if(months = 12, year, middle_year) as calendar_year,
        -- of another year the one whose middle it holds, where the formula lacks the next
        if(months = 12, 'year', 'fiscal year') as method,
        months < 12 as is_approximate,
        if(months = 12, 1, 4) as preference,
        round(value * multiplier, 2)::decimal(38, 2) as value_usd,
        if(multiplier is null, 'fx_missing', null) as fx_reason,
        [figure_id] as figure_ids
    from fiscal
),

formula as (  -- k months of the year that ends in month k, the rest of the next one
    select
        t.line_id, t.company_id, t.metric, t.line_key, t.segment, t.breakdown, t.parent,
        t.basis, t.unit,
        t.year as calendar_year,
        t.framework,
        (t.half_unit + n.half_unit)::decimal(38, 6) as half_unit,
        greatest(t.known_from, n.known_from) as known_from,
        t.is_in_partition and n.is_in_partition as is_in_partition,
        concat_ws(', ', t.fiscal_label, n.fiscal_label) as fiscal_label,
        t.period_start, n.period_end,
        t.fx_source,
        if(not ref.is_one_state(t.state, n.state), null,
            -- a division gives a double: to the cent, and no digit more
            round((t.months * t.value + (12 - t.months) * n.value) / 12, 2)::decimal(38, 2))
            as value,
        case
            when t.framework is distinct from n.framework then 'framework_break'
            when not ref.is_one_state(t.state, n.state) then 'restatement_break'
            else coalesce(t.reason, n.reason)
        end as reason,
        'formula' as method,
        true as is_approximate,
        3 as preference,
        if(not ref.is_one_state(t.state, n.state), null, round((
            t.months * t.value * t.multiplier + (12 - t.months) * n.value * n.multiplier
        ) / 12, 2)::decimal(38, 2)) as value_usd,
        if(t.multiplier is null or n.multiplier is null, 'fx_missing', null) as fx_reason,
        [t.figure_id, n.figure_id] as figure_ids
    from fiscal as t
    join fiscal as n
        on n.line_id = t.line_id
        and n.year = t.year + 1
        and n.months = t.months
        and n.period_start = t.period_end + 1
    where t.months < 12
),

summed as (
    select
        line_id, company_id, metric, line_key, min(segment) as segment, breakdown, parent, basis,
        currency as unit,
        year(calendar_start) as calendar_year,
        max(framework) as framework,
        sum(half_unit) as half_unit,
        max(known_at) as known_from,
        sum(value) as value,
        sum(value_usd) as value_usd,
        bool_and(is_in_partition) as is_in_partition,
        string_agg(fiscal_label, ', ' order by calendar_start) as fiscal_label,
        min(period_start) as period_start,
        max(period_end) as period_end,
        max(fx_source) as fx_source,
        case
            when count(distinct coalesce(framework, 0)) > 1 then 'framework_break'
            when count(*) < 4 then 'no_four_quarters'
            when count(value) < 4 then max(reason)
            when not ref.are_one_state(flatten(list(states order by calendar_start)))
                then 'restatement_break'
        end as reason,
        not bool_and(coalesce(is_calendar, false)) as is_approximate,
        if(bool_or(usd_reason = 'fx_missing'), 'fx_missing', null) as fx_reason,
        flatten(list(figure_ids order by calendar_start)) as figure_ids
    from stg.calendar_quarter
    group by all
),

quarters as (
    select
        * replace (
            if(reason is null, value, null) as value,
            if(reason is null and fx_reason is null, value_usd, null) as value_usd
        ),
        'quarters' as method,
        2 as preference
    from summed
),

unioned as (
    from reported
    union all by name
    from quarters
    union all by name
    from formula
)

select
    line_id, company_id, metric, line_key, segment, breakdown, parent, basis, unit as currency,
    calendar_year, method, is_approximate, framework,
    value::decimal(38, 6) as value,
    half_unit::decimal(38, 6) as half_unit,
    if(unit = 'USD', value, value_usd)::decimal(38, 6) as value_usd,
    reason,
    coalesce(reason, if(unit = 'USD', null, fx_reason)) as usd_reason,
    known_from as known_at, figure_ids, preference, is_in_partition, fiscal_label, period_start,
    period_end, fx_source, multiplier
from unioned
