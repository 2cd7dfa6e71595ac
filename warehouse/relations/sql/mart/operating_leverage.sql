-- what more revenue brings: incremental margin is change of profit over change of revenue in a year; one row a company or segment, fiscal year or quarter, basis, currency
with year as (
    select
        s.company_id, s.metric, s.line_key, s.segment, s.breakdown, s.parent, s.basis, s.unit,
        s.period_start, s.period_end, 'FY' as period_type, c.fiscal_label, s.half_unit,
        c.known_from, [c.figure_id] as figure_ids,
        if(s.is_doubled, null, c.value) as value,
        if(s.is_doubled, 'conflict', c.reason) as reason
    from stg.standing_line as s
    join stg.current_figure as c using (figure_key)
    where s.period_type = 'FY' and s.is_first
),

flow as (
    select *, hash(company_id, line_key, breakdown, parent, basis, unit, period_type) as line
    from (
        from year
        union all by name
        select
            company_id, metric, line_key, segment, breakdown, parent, basis, unit, period_start,
            period_end, 'Q' as period_type, fiscal_label, half_unit, known_from, figure_ids,
            value, reason
        from stg.quarterly
    )
    where metric in ('revenue', 'operating_income')
        and (breakdown is null or breakdown = 'segment')
),

input as (  -- a part compares where each figure that it rests on does
    select line, metric, period_start, period_end, unnest(figure_ids) as figure_id
    from flow
    where line_key is not null
),

compared as (
    select
        i.line, i.metric, i.period_start, i.period_end,
        list_sort(list(y.prior_figure_id)) as prior_ids,
        max(if(y.figure_id is null, 'no_comparative', y.reason)) as break
    from input as i
    left join stg.year_before as y using (figure_id)
    group by all
),

line as (
    select
        f.line, f.company_id, f.line_key, f.breakdown, f.parent, f.basis, f.unit as currency,
        f.period_type, f.period_start, f.period_end,
        min(f.segment) as segment,
        max(f.fiscal_label) as fiscal_label,
        max(f.known_from) as known_at,
        max(f.value) filter (f.metric = 'revenue') as revenue,
        max(f.value) filter (f.metric = 'operating_income') as operating_income,
        max(f.half_unit) filter (f.metric = 'revenue') as half_unit,
        max(f.reason) filter (f.metric = 'revenue') as revenue_reason,
        max(f.reason) filter (f.metric = 'operating_income') as operating_income_reason,
        any_value(f.figure_ids) filter (f.metric = 'revenue') as revenue_figure_ids,
        any_value(f.figure_ids) filter (f.metric = 'operating_income')
            as operating_income_figure_ids,
        any_value(c.prior_ids) filter (f.metric = 'revenue') as revenue_prior_ids,
        any_value(c.prior_ids) filter (f.metric = 'operating_income')
            as operating_income_prior_ids,
        max(c.break) filter (f.metric = 'revenue') as revenue_break,
        max(c.break) filter (f.metric = 'operating_income') as operating_income_break
    from flow as f
    left join compared as c
        on c.line = f.line
        and c.metric = f.metric
        and c.period_start is not distinct from f.period_start
        and c.period_end = f.period_end
    group by all
),

told as (
    select
        * replace (
            if(revenue is null, coalesce(revenue_reason, 'not_disclosed'), null)
                as revenue_reason,
            if(operating_income is null, coalesce(operating_income_reason, 'not_disclosed'), null)
                as operating_income_reason,
            coalesce(revenue_figure_ids, []) as revenue_figure_ids,
            coalesce(operating_income_figure_ids, []) as operating_income_figure_ids
        )
    from line
),

pair as (
    select
        n.*,
        p.fiscal_label as prior_fiscal_label,
        p.period_start as prior_period_start,
        p.period_end as prior_period_end,
        p.revenue as prior_revenue,
        p.operating_income as prior_operating_income,
        p.half_unit as prior_half_unit,
        p.known_at as prior_known_at,
        coalesce(p.revenue_figure_ids, []) as prior_revenue_figure_ids,
        coalesce(p.operating_income_figure_ids, []) as prior_operating_income_figure_ids,
        case
            when n.revenue_reason is not null then n.revenue_reason
            when p.line is null then 'no_prior_year'
            when p.revenue_reason is not null then p.revenue_reason
            when n.line_key is null then null
            when n.revenue_break is not null then n.revenue_break
            when n.revenue_prior_ids <> list_sort(p.revenue_figure_ids) then 'no_comparative'
        end as revenue_change_reason,
        case
            when n.operating_income_reason is not null then n.operating_income_reason
            when p.line is null then 'no_prior_year'
            when p.operating_income_reason is not null then p.operating_income_reason
            when n.line_key is null then null
            when n.operating_income_break is not null then n.operating_income_break
            when n.operating_income_prior_ids <> list_sort(p.operating_income_figure_ids)
                then 'no_comparative'
        end as operating_income_change_reason
    from told as n
    left join told as p
        on p.line = n.line
        and p.period_end between n.period_end - 380 and n.period_end - 350
        -- a year of 53 weeks may follow one of 52
        and coalesce(
            abs((n.period_end - n.period_start) - (p.period_end - p.period_start)) <= 10, true)
    qualify row_number() over (
        partition by n.line, n.period_start, n.period_end
        order by abs(n.period_end - p.period_end - 365), p.period_end, p.period_start
    ) = 1
),

changed as (
    select
        *,
        if(revenue_change_reason is null, revenue - prior_revenue, null)::decimal(38, 6)
            as revenue_change,
        if(operating_income_change_reason is null, operating_income - prior_operating_income,
            null)::decimal(38, 6) as operating_income_change,
        -- what may be rounding is no change
        abs(revenue - prior_revenue) > half_unit + prior_half_unit as is_changed,
        prior_revenue > 0 and prior_operating_income > 0 as has_base
    from pair
),

divided as (  -- half away from zero
    select
        *,
        coalesce(
            revenue_reason, operating_income_reason,
            revenue_change_reason, operating_income_change_reason,
            if(is_changed, null, 'no_revenue_change')
        ) as incremental_margin_reason,
        coalesce(
            revenue_reason, operating_income_reason,
            revenue_change_reason, operating_income_change_reason,
            if(has_base, null, 'no_positive_base'), if(is_changed, null, 'no_revenue_change')
        ) as degree_reason,
        round(if(incremental_margin_reason is null,
            operating_income_change / nullif(revenue_change, 0), null), 6)::decimal(38, 6)
            as incremental_margin,
        round(if(degree_reason is null,
            (operating_income_change / nullif(prior_operating_income, 0))
            / nullif(revenue_change / nullif(prior_revenue, 0), 0), null), 6)::decimal(38, 6)
            as degree_of_operating_leverage
    from changed
)

select
    d.company_id, c.ticker, d.segment, d.fiscal_label, d.period_start, d.period_end,
    d.period_type, d.basis, d.currency,
    d.revenue, d.prior_revenue, d.revenue_change,
    d.operating_income, d.prior_operating_income, d.operating_income_change,
    d.incremental_margin, d.degree_of_operating_leverage,
    d.prior_fiscal_label, d.prior_period_start, d.prior_period_end,
    coalesce(greatest(d.known_at, d.prior_known_at), d.known_at) as known_at,
    coalesce(d.incremental_margin_reason, d.degree_reason) as reason,
    d.revenue_reason, d.operating_income_reason,
    d.revenue_change_reason, d.operating_income_change_reason, d.incremental_margin_reason,
    d.degree_reason as degree_of_operating_leverage_reason,
    d.breakdown, d.parent,
    d.revenue_figure_ids, d.prior_revenue_figure_ids,
    d.operating_income_figure_ids, d.prior_operating_income_figure_ids
from divided as d
join stg.company as c using (company_id)
order by company_id, period_end desc, period_start desc, basis, currency, segment, parent
