-- revenue and profits on the calendar, in USD; one row a company or part of it and calendar period
with flow as (
    select
        company_id, metric, segment, breakdown, basis, currency,
        calendar_quarter as calendar_period,
        'Q' as period_type,
        'quarter' as method,
        0 as preference,
        calendar_start, calendar_end, fiscal_label, period_start, period_end,
        not is_calendar as is_approximate,
        value, value_usd, reason, known_at, is_in_partition, figure_ids, multiplier, fx_source
    from stg.calendar_quarter

    union all by name

    select
        company_id, metric, segment, breakdown, basis, currency,
        calendar_year::varchar as calendar_period,
        'FY' as period_type,
        method, preference,
        make_date(calendar_year, 1, 1) as calendar_start,
        make_date(calendar_year, 12, 31) as calendar_end,
        fiscal_label, period_start, period_end, is_approximate,
        value, value_usd, reason, known_at, is_in_partition, figure_ids, multiplier, fx_source
    from stg.calendar_year_by_method
),

line as (
    select f.*, ref.segment_key(f.segment) as segment_key
    from flow as f
    join stg.company as c
        on c.company_id = f.company_id and c.reporting_currency = f.currency
    where f.basis in ('gaap', 'ifrs')
        and f.metric in ('revenue', 'cost_of_revenue', 'gross_profit', 'operating_income')
        and (f.segment is null or f.is_in_partition)
),

mapped as (
    select company_id, layer, weight, ref.segment_key(segment) as segment_key
    from ref.segments
    where ref.is_known(known_from)
),

split as (  -- only of these the parts matter: the others earn in one layer, by whatever part
    select company_id
    from mapped
    group by company_id
    having count(distinct layer) > 1 or min(weight) < 1

    union

    select l.company_id  -- of these, parts that earn in no layer
    from line as l
    semi join (from mapped where segment_key is not null) using (company_id)
    anti join mapped using (company_id, segment_key)
    where l.segment_key is not null
),

chosen as (  -- one way to the calendar for all lines of a company, else they do not add up
    select
        company_id, calendar_period, basis, currency, method,
        any_value(period_type) as period_type,
        any_value(calendar_start) as calendar_start,
        any_value(calendar_end) as calendar_end,
        -- of the line that most is known of
        max_by(fiscal_label, (len(fiscal_label), fiscal_label)) as fiscal_label,
        min(period_start) as period_start,
        max(period_end) as period_end,
        bool_and(not coalesce(is_approximate, true)) as is_calendar,
        max(multiplier) as multiplier,
        max(fx_source) as fx_source
    from line
    group by company_id, calendar_period, basis, currency, method, preference
    having bool_or(value is not null or reason in ('conflict', 'rejected'))
    qualify row_number() over (  -- a held line is not worked around
        partition by company_id, calendar_period
        order by
            bool_or(
                segment is null and metric = 'operating_income'
                and (value is not null or reason in ('conflict', 'rejected'))
            ) desc,
            basis,
            count(value) filter (
                segment is not null and metric in ('revenue', 'operating_income')
                and company_id in (from split)
            ) desc,
            preference
    ) = 1
),

summed as (  -- two parts of one document under one name are summed
    select
        l.company_id, l.calendar_period, l.segment_key, l.metric,
        min(l.segment) as segment,
        if(bool_or(l.value is null), null, sum(l.value))::decimal(38, 6) as value,
        if(bool_or(l.value_usd is null), null, sum(l.value_usd))::decimal(38, 6) as value_usd,
        max(l.reason) as reason,
        max(l.known_at) as known_at,
        flatten(list(l.figure_ids order by l.figure_ids)) as figure_ids
    from line as l
    join chosen as c using (company_id, calendar_period, basis, currency, method)
    group by l.company_id, l.calendar_period, l.segment_key, l.metric
),

pivoted as (
    select
        company_id, calendar_period, segment_key,
        min(segment) as segment,
        max(known_at) as known_at,
        max(value) filter (metric = 'revenue') as revenue,
        max(value) filter (metric = 'cost_of_revenue') as cost,
        max(value) filter (metric = 'gross_profit') as face,
        max(value) filter (metric = 'operating_income') as operating_income,
        max(value_usd) filter (metric = 'revenue') as revenue_usd,
        max(value_usd) filter (metric = 'cost_of_revenue') as cost_usd,
        max(value_usd) filter (metric = 'gross_profit') as face_usd,
        max(value_usd) filter (metric = 'operating_income') as operating_income_usd,
        max(reason) filter (metric = 'revenue') as revenue_reason,
        max(reason) filter (metric in ('gross_profit', 'cost_of_revenue')) as gross_profit_reason,
        max(reason) filter (metric = 'operating_income') as operating_income_reason,
        any_value(figure_ids) filter (metric = 'revenue') as revenue_figure_ids,
        any_value(figure_ids) filter (metric = 'cost_of_revenue') as cost_figure_ids,
        any_value(figure_ids) filter (metric = 'gross_profit') as face_figure_ids,
        any_value(figure_ids) filter (metric = 'operating_income') as operating_income_figure_ids
    from summed
    group by all
),

told as (  -- the face line, else revenue less its costs
    select
        * exclude (face, face_usd, cost, cost_usd, face_figure_ids, cost_figure_ids)
            replace (
                coalesce(revenue_figure_ids, []) as revenue_figure_ids,
                coalesce(operating_income_figure_ids, []) as operating_income_figure_ids
            ),
        if(face_figure_ids is null, revenue - cost, face) as gross_profit,
        if(face_figure_ids is null, revenue_usd - cost_usd, face_usd) as gross_profit_usd,
        coalesce(
            face_figure_ids,
            if(cost_figure_ids is null, null, list_concat(revenue_figure_ids, cost_figure_ids)),
            []
        ) as gross_profit_figure_ids
    from pivoted
)

select
    t.* replace (
        if(t.revenue is null, coalesce(t.revenue_reason, 'not_disclosed'), null)
            as revenue_reason,
        if(t.gross_profit is null, coalesce(t.gross_profit_reason, 'not_disclosed'), null)
            as gross_profit_reason,
        if(t.operating_income is null, coalesce(t.operating_income_reason, 'not_disclosed'), null)
            as operating_income_reason
    ),
    c.basis, c.currency, c.method, c.period_type, c.calendar_start, c.calendar_end,
    c.calendar_start + ((c.calendar_end - c.calendar_start + 1) // 2)::integer as midpoint,
    c.fiscal_label, c.period_start, c.period_end, c.is_calendar, c.fx_source,
    -- of several periods, each converted at its own rate, what it comes to
    if(c.currency = 'USD', 1, coalesce(
        c.multiplier, t.revenue_usd / nullif(t.revenue, 0)
    ))::decimal(38, 18) as fx_multiplier,
    if(c.currency = 'USD', 1, round(coalesce(
        1 / nullif(c.multiplier, 0), t.revenue / nullif(t.revenue_usd, 0)
    ), 10))::decimal(20, 10) as average_rate_per_usd
from told as t
join chosen as c using (company_id, calendar_period)
