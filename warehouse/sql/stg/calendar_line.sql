-- revenue and profits on the calendar, in USD; one row a company or part of it and calendar period
with candidate as (
    select
        m.company_id, m.basis, m.currency, p.*,
        bool_or(m.segment is null and m.operating_income_figure_id is not null) as has_profit,
        max(m.fiscal_label) as fiscal_label
    from stg.margin as m
    join stg.calendar_period as p using (period_start, period_end, period_type)
    join stg.company as c
        on c.company_id = m.company_id and c.reporting_currency = m.currency
    where m.basis in ('gaap', 'ifrs')  -- in this order
    group by all
),

chosen as (  -- the fiscal period that stands for the calendar period
    select * exclude (has_profit)
    from candidate
    qualify row_number() over (
        partition by company_id, calendar_period
        order by has_profit desc, basis, period_end desc, period_start desc
    ) = 1
),

part_figure as (  -- two parts of one document under one name are summed
    select
        c.company_id, c.calendar_period, f.metric,
        ref.segment_key(f.segment) as segment_key,
        min(f.segment) as segment,
        if(bool_or(f.value is null), null, sum(f.value))::decimal(38, 6) as value,
        max(f.reason) as reason,
        max(f.known_from) as known_at,
        list(f.figure_id order by f.figure_id) as figure_ids
    from stg.current_figure as f
    join chosen as c
        on c.company_id = f.company_id
        and c.period_start = f.period_start
        and c.period_end = f.period_end
        and c.period_type = f.period_type
        and c.basis = f.basis
        and c.currency = f.unit
    where f.is_in_partition
    group by all
),

part as (
    select
        company_id, calendar_period, segment_key,
        min(segment) as segment,
        max(known_at) as known_at,
        max(value) filter (metric = 'revenue') as revenue,
        max(value) filter (metric = 'cost_of_revenue') as cost_of_revenue,
        max(value) filter (metric = 'gross_profit') as face_gross_profit,
        max(value) filter (metric = 'operating_income') as operating_income,
        max(reason) filter (metric = 'revenue') as revenue_reason,
        max(reason) filter (metric in ('gross_profit', 'cost_of_revenue')) as gross_profit_reason,
        max(reason) filter (metric = 'operating_income') as operating_income_reason,
        any_value(figure_ids) filter (metric = 'revenue') as revenue_figure_ids,
        any_value(figure_ids) filter (metric = 'cost_of_revenue') as cost_figure_ids,
        any_value(figure_ids) filter (metric = 'gross_profit') as face_figure_ids,
        any_value(figure_ids) filter (metric = 'operating_income')
            as operating_income_figure_ids
    from part_figure
    group by all
),

line as (
    select
        company_id, calendar_period, null as segment_key, null as segment, known_at,
        revenue, gross_profit, operating_income,
        revenue_reason, gross_profit_reason, operating_income_reason,
        list_filter([revenue_figure_id], lambda id: id is not null) as revenue_figure_ids,
        list_filter(
            coalesce(nullif([gross_profit_figure_id], [null]),
                [revenue_figure_id, cost_of_revenue_figure_id]),
            lambda id: id is not null
        ) as gross_profit_figure_ids,
        list_filter([operating_income_figure_id], lambda id: id is not null)
            as operating_income_figure_ids
    from stg.margin
    join chosen using (company_id, period_start, period_end, period_type, basis, currency)
    where stg.margin.segment is null

    union all by name

    select
        * exclude (cost_of_revenue, face_gross_profit, cost_figure_ids, face_figure_ids)
            replace (
                coalesce(revenue_figure_ids, []) as revenue_figure_ids,
                coalesce(operating_income_figure_ids, []) as operating_income_figure_ids
            ),
        if(face_figure_ids is null, revenue - cost_of_revenue, face_gross_profit)
            as gross_profit,
        coalesce(face_figure_ids, list_concat(revenue_figure_ids, cost_figure_ids), [])
            as gross_profit_figure_ids
    from part
),

rated as (  -- at the average over the very period
    select
        l.*, c.* exclude (company_id, calendar_period),
        if(c.currency = 'USD', 1, r.multiplier)::decimal(38, 18) as fx_multiplier,
        if(c.currency = 'USD', 1, round(1 / nullif(r.multiplier, 0), 10))
            ::decimal(20, 10) as average_rate_per_usd,
        r.source_url as fx_source
    from line as l
    join chosen as c using (company_id, calendar_period)
    left join stg.fx_average as r using (currency, period_start, period_end)
)

select
    * replace (
        if(revenue is null, coalesce(revenue_reason, 'not_disclosed'), null) as revenue_reason,
        if(gross_profit is null, coalesce(gross_profit_reason, 'not_disclosed'), null)
            as gross_profit_reason,
        if(operating_income is null, coalesce(operating_income_reason, 'not_disclosed'), null)
            as operating_income_reason
    ),
    -- to the cent, half away from zero
    if(currency = 'USD', revenue, round(revenue * fx_multiplier::double, 2))
        ::decimal(38, 6) as revenue_usd,
    if(currency = 'USD', gross_profit, round(gross_profit * fx_multiplier::double, 2))
        ::decimal(38, 6) as gross_profit_usd,
    if(currency = 'USD', operating_income,
        round(operating_income * fx_multiplier::double, 2))
        ::decimal(38, 6) as operating_income_usd
from rated
