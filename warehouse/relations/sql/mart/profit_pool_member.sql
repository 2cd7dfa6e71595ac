-- members of each layer, with figures; one row a layer, calendar period, company, segment
with entering as (
    select distinct
        e.company_id, e.calendar_period, e.entry, e.framework, w.layer, w.weight, w.evidence,
        if(e.entry = 'segment', w.segment, null) as segment,
        if(e.entry = 'segment', w.segment_key, null) as segment_key
    from stg.pool_entry as e
    join stg.calendar_weight as w using (company_id, calendar_period, framework)
    where w.layer <> 'out_of_scope'
    -- one row for a company whose segments all earn in one layer
    qualify e.entry = 'segment' or w.segment_key is null or row_number() over (
        partition by e.company_id, e.calendar_period, w.layer order by w.segment_key
    ) = 1
),

year as (
    select company_id, segment_key, calendar_period, revenue_usd
    from stg.calendar_line
    where period_type = 'FY' and revenue_usd is not null
),

last_year as (  -- the last annual revenue up to the period, else the first after it
    select
        e.company_id, e.calendar_period, e.segment_key,
        coalesce(
            arg_max(y.revenue_usd, y.calendar_period)
                filter (y.calendar_period <= left(e.calendar_period, 4)),
            arg_min(y.revenue_usd, y.calendar_period)
        ) as last_annual_revenue_usd
    from (select distinct company_id, calendar_period, segment_key from entering) as e
    join year as y
        on y.company_id = e.company_id and y.segment_key is not distinct from e.segment_key
    group by all
),

weighted as (
    select
        e.*,
        l.fiscal_label, l.period_start, l.period_end, l.basis, l.currency,
        l.average_rate_per_usd, l.fx_source, l.revenue, l.gross_profit, l.operating_income,
        (e.weight * l.revenue_usd)::decimal(38, 6) as revenue_usd,
        (e.weight * l.gross_profit_usd)::decimal(38, 6) as gross_profit_usd,
        (e.weight * l.operating_income_usd)::decimal(38, 6) as operating_income_usd,
        (e.weight * y.last_annual_revenue_usd)::decimal(38, 6) as last_annual_revenue_usd,
        not l.is_calendar as is_approximate,
        l.operating_income_reason, l.revenue_reason, l.gross_profit_reason, l.known_at,
        coalesce(l.revenue_figure_ids, []) as revenue_figure_ids,
        coalesce(l.gross_profit_figure_ids, []) as gross_profit_figure_ids,
        coalesce(l.operating_income_figure_ids, []) as operating_income_figure_ids
    from entering as e
    left join stg.calendar_line as l
        on l.company_id = e.company_id
        and l.calendar_period = e.calendar_period
        and l.segment_key is not distinct from e.segment_key
    left join last_year as y
        on y.company_id = e.company_id
        and y.calendar_period = e.calendar_period
        and y.segment_key is not distinct from e.segment_key
),

taken as (
    select
        company_id, calendar_period, entry, framework,
        sum(weight) as weight,
        if(bool_or(revenue_usd is null), null, sum(revenue_usd)) as revenue_usd,
        if(bool_or(gross_profit_usd is null), null, sum(gross_profit_usd)) as gross_profit_usd,
        if(bool_or(operating_income_usd is null), null, sum(operating_income_usd))
            as operating_income_usd,
        max(revenue_reason) as revenue_reason,
        max(gross_profit_reason) as gross_profit_reason,
        max(operating_income_reason) as operating_income_reason,
        flatten(list(revenue_figure_ids order by segment_key, layer))
            as revenue_figure_ids,
        flatten(list(gross_profit_figure_ids order by segment_key, layer))
            as gross_profit_figure_ids,
        flatten(list(operating_income_figure_ids order by segment_key, layer))
            as operating_income_figure_ids
    from weighted
    group by all
),

rest as (  -- what the layers do not take of a company stays a row
    select
        t.company_id, t.calendar_period, 'rest' as entry, t.framework, 'out_of_scope' as layer,
        l.fiscal_label, l.period_start, l.period_end, l.basis, l.currency,
        l.average_rate_per_usd, l.fx_source,
        (l.revenue_usd - t.revenue_usd)::decimal(38, 6) as revenue_usd,
        (l.gross_profit_usd - t.gross_profit_usd)::decimal(38, 6) as gross_profit_usd,
        (l.operating_income_usd - t.operating_income_usd)::decimal(38, 6)
            as operating_income_usd,
        not l.is_calendar as is_approximate,
        coalesce(l.revenue_reason, t.revenue_reason) as revenue_reason,
        coalesce(l.gross_profit_reason, t.gross_profit_reason) as gross_profit_reason,
        coalesce(l.operating_income_reason, t.operating_income_reason)
            as operating_income_reason,
        l.known_at,
        list_concat(l.revenue_figure_ids, t.revenue_figure_ids) as revenue_figure_ids,
        list_concat(l.gross_profit_figure_ids, t.gross_profit_figure_ids)
            as gross_profit_figure_ids,
        list_concat(l.operating_income_figure_ids, t.operating_income_figure_ids)
            as operating_income_figure_ids
    from taken as t
    join stg.calendar_line as l
        on l.company_id = t.company_id
        and l.calendar_period = t.calendar_period
        and l.segment_key is null
    where t.entry = 'segment' or t.weight < 1
),

unioned as (
    from weighted
    union all by name
    from rest
)

select
    e.layer, e.calendar_period, e.company_id, c.ticker, e.entry, e.framework, e.segment, e.weight,
    e.fiscal_label, e.period_start, e.period_end, e.is_approximate, e.basis, e.currency,
    e.average_rate_per_usd, e.fx_source, e.revenue, e.gross_profit, e.operating_income,
    e.revenue_usd, e.gross_profit_usd, e.operating_income_usd, e.last_annual_revenue_usd,
    e.revenue_usd is not null and e.operating_income_usd is not null as is_complete,
    coalesce(e.framework = 'undivided', false) as is_undivided,
    case
        when e.revenue_usd is not null and e.operating_income_usd is not null then null
        when e.currency <> 'USD' and e.average_rate_per_usd is null then 'fx_missing'
        else coalesce(
            e.operating_income_reason, e.revenue_reason,
            ref.why_missing(w.is_reported or c.publishes = 'none')
        )
    end as reason,
    case
        when e.gross_profit_usd is not null then null
        when e.currency <> 'USD' and e.average_rate_per_usd is null then 'fx_missing'
        else coalesce(e.gross_profit_reason,
            ref.why_missing(w.is_reported or c.publishes = 'none'))
    end as gross_profit_reason,
    e.known_at, e.evidence,
    e.revenue_figure_ids, e.gross_profit_figure_ids, e.operating_income_figure_ids
from unioned as e
join stg.company as c using (company_id)
join ref.layers as l using (layer)
left join stg.calendar_line as w  -- of the company as a whole
    on w.company_id = e.company_id
    and w.calendar_period = e.calendar_period
    and w.segment_key is null
order by e.calendar_period desc, l.position nulls last, e.revenue_usd desc nulls last,
    e.company_id, e.segment
