-- revenue, profits, margins and why one is NULL; one row a company or part, period, basis, currency
with line as (
    select *
    from stg.current_figure
    where kind = 'actual'
        and period_start is not null
        and metric in (
            'revenue', 'cost_of_revenue', 'gross_profit', 'operating_income',
            'gross_margin', 'operating_margin'
        )
),

money as (
    select
        part_key, company_id, segment, breakdown, parent, period_start, period_end, basis,
        unit as currency,
        min(period_type) as period_type,
        max(fiscal_label) as fiscal_label,
        max(known_from) as known_at,
        bool_or(is_in_partition) as is_in_partition,
        max(value) filter (metric = 'revenue') as revenue,
        max(value) filter (metric = 'cost_of_revenue') as cost_of_revenue,
        max(value) filter (metric = 'gross_profit') as gross_profit,
        max(value) filter (metric = 'operating_income') as operating_income,
        max(rule) filter (metric = 'gross_profit') as gross_profit_figure_rule,
        max(figure_id) filter (metric = 'revenue') as revenue_figure_id,
        max(figure_id) filter (metric = 'cost_of_revenue') as cost_of_revenue_figure_id,
        max(figure_id) filter (metric = 'gross_profit') as gross_profit_figure_id,
        max(figure_id) filter (metric = 'operating_income') as operating_income_figure_id,
        max(reason) filter (metric = 'revenue') as revenue_reason,
        max(reason) filter (metric = 'cost_of_revenue') as cost_of_revenue_reason,
        max(reason) filter (metric = 'gross_profit') as gross_profit_reason,
        max(reason) filter (metric = 'operating_income') as operating_income_reason
    from line
    where unit <> 'pure'
    group by all
),

printed as (
    select
        part_key, company_id, segment, breakdown, parent, period_start, period_end, basis,
        min(period_type) as period_type,
        max(fiscal_label) as fiscal_label,
        max(known_from) as known_at,
        max(value) filter (metric = 'gross_margin') as gross_margin,
        max(value) filter (metric = 'operating_margin') as operating_margin,
        max(figure_id) filter (metric = 'gross_margin') as gross_margin_figure_id,
        max(figure_id) filter (metric = 'operating_margin') as operating_margin_figure_id,
        max(reason) filter (metric = 'gross_margin') as gross_margin_reason,
        max(reason) filter (metric = 'operating_margin') as operating_margin_reason
    from line
    where unit = 'pure'
    group by all
),

joined as (
    select
        part_key,
        coalesce(m.company_id, p.company_id) as company_id,
        coalesce(m.segment, p.segment) as segment,
        coalesce(m.breakdown, p.breakdown) as breakdown,
        coalesce(m.parent, p.parent) as parent,
        period_start, period_end,
        coalesce(m.basis, p.basis) as basis,
        coalesce(m.period_type, p.period_type) as period_type,
        coalesce(m.fiscal_label, p.fiscal_label) as fiscal_label,
        coalesce(greatest(m.known_at, p.known_at), m.known_at, p.known_at) as known_at,
        coalesce(m.is_in_partition, false) as is_in_partition,
        m.* exclude (
            part_key, company_id, segment, breakdown, parent, period_start, period_end, basis,
            period_type, fiscal_label, known_at, is_in_partition, gross_profit,
            gross_profit_figure_rule
        ),
        -- the face line, else revenue less its costs; a held line is not worked around
        if(m.gross_profit_figure_id is null, m.revenue - m.cost_of_revenue, m.gross_profit)
            as gross_profit,
        case
            when m.gross_profit is not null then m.gross_profit_figure_rule
            when m.gross_profit_figure_id is null and m.revenue - m.cost_of_revenue is not null
                then 'revenue − cost_of_revenue'
        end as gross_profit_rule,
        p.gross_margin as gross_margin_printed,
        p.operating_margin as operating_margin_printed,
        p.gross_margin_figure_id, p.operating_margin_figure_id,
        p.gross_margin_reason as gross_margin_printed_reason,
        p.operating_margin_reason as operating_margin_printed_reason
    from money as m
    full join printed as p using (part_key, period_start, period_end)
),

computed as (  -- of no or negative revenue there is no margin; rounded half away from zero
    select
        j.*,
        ref.why_missing(c.company_id is not null) as why_missing,
        round(if(revenue > 0, gross_profit / nullif(revenue, 0), null), 6)::decimal(18, 6)
            as gross_margin_computed,
        round(if(revenue > 0, operating_income / nullif(revenue, 0), null), 6)::decimal(18, 6)
            as operating_margin_computed
    from joined as j
    left join stg.complete_report as c using (company_id, period_end, basis)
),

explained as (
    select
        * exclude (why_missing) replace (
            if(revenue is null, coalesce(revenue_reason, why_missing), null)
                as revenue_reason,
            if(operating_income is null, coalesce(operating_income_reason, why_missing), null)
                as operating_income_reason,
            if(gross_profit is null, coalesce(
                gross_profit_reason,
                if(cost_of_revenue_figure_id is null, null, revenue_reason),
                if(revenue_figure_id is null, null, cost_of_revenue_reason),
                why_missing
            ), null) as gross_profit_reason
        ),
        coalesce(gross_margin_computed, gross_margin_printed)::decimal(18, 6) as gross_margin,
        coalesce(operating_margin_computed, operating_margin_printed)::decimal(18, 6)
            as operating_margin
    from computed
),

reasoned as (
    select
        *,
        if(gross_margin is not null, null, coalesce(
            gross_margin_printed_reason, gross_profit_reason, revenue_reason, 'no_revenue'
        )) as gross_margin_reason,
        if(operating_margin is not null, null, coalesce(
            operating_margin_printed_reason, operating_income_reason, revenue_reason, 'no_revenue'
        )) as operating_margin_reason
    from explained
)

select
    *,
    gross_margin_computed - gross_margin_printed as gross_margin_difference,
    operating_margin_computed - operating_margin_printed as operating_margin_difference,
    -- a conflict first, for somebody must look at it; then the margins, for they are the question
    coalesce(
        list_filter(
            [operating_margin_reason, gross_margin_reason, revenue_reason, gross_profit_reason,
                operating_income_reason],
            lambda one: one in ('conflict', 'rejected')
        )[1],
        operating_margin_reason, gross_margin_reason, operating_income_reason, gross_profit_reason,
        revenue_reason
    ) as reason
from reasoned
