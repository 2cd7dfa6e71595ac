-- incremental margins over a year; one row a line, fiscal year or quarter, basis, currency
-- Incremental margin: change of operating income over change of revenue against the year before.
-- A line is a company or a segment of it.
with line as (
    select
        * exclude (gross_profit, capital_expenditures, depreciation_and_amortization),
        hash(company_id, line_key, breakdown, parent, basis, currency, period_type) as line,
        least(revenue.segment, operating_income.segment) as segment,
        greatest(revenue.fiscal_label, operating_income.fiscal_label) as fiscal_label,
        greatest(revenue.known_at, operating_income.known_at) as known_at
    from stg.line_by_metric
    where period_type in ('FY', 'Q')
        and (breakdown is null or breakdown = 'segment')
        and (revenue is not null or operating_income is not null)
),

input as (  -- a part compares where each figure that it rests on does
    select
        line, period_start, period_end,
        unnest(list_concat(
            [{'metric': 'revenue', 'figure_id': id} for id in revenue.figure_ids],
            [{'metric': 'operating_income', 'figure_id': id}
                for id in operating_income.figure_ids]
        ), recursive := true)
    from line
    where line_key is not null
),

compared as (
    select
        i.line, i.period_start, i.period_end,
        list_sort(list(y.prior_figure_id) filter (i.metric = 'revenue')) as revenue_prior_ids,
        list_sort(list(y.prior_figure_id) filter (i.metric = 'operating_income'))
            as operating_income_prior_ids,
        max(if(y.figure_id is null, 'no_comparative', y.reason)) filter (i.metric = 'revenue')
            as revenue_break,
        max(if(y.figure_id is null, 'no_comparative', y.reason))
            filter (i.metric = 'operating_income') as operating_income_break
    from input as i
    left join (from stg.year_before where not by_two_documents) as y using (figure_id)
    group by all
),

reasoned as (
    select
        l.line, l.company_id, l.line_key, l.segment, l.breakdown, l.parent, l.basis, l.currency,
        l.period_type, l.period_start, l.period_end, l.fiscal_label, l.known_at,
        l.revenue.value as revenue,
        l.operating_income.value as operating_income,
        l.revenue.half_unit as half_unit,
        ref.reason_of(l.revenue, r.company_id is not null) as revenue_reason,
        ref.reason_of(l.operating_income, r.company_id is not null) as operating_income_reason,
        coalesce(l.revenue.figure_ids, []) as revenue_figure_ids,
        coalesce(l.operating_income.figure_ids, []) as operating_income_figure_ids,
        c.* exclude (line, period_start, period_end)
    from line as l
    left join compared as c
        on c.line = l.line
        and c.period_start is not distinct from l.period_start
        and c.period_end = l.period_end
    left join stg.complete_report as r
        on r.company_id = l.company_id and r.period_end = l.period_end and r.basis = l.basis
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
    from reasoned as n
    left join reasoned as p
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
