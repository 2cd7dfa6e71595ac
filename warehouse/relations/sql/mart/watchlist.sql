-- signals, and their change over a year; one row a company, quarter, basis, signal
-- What is divided by what is a row of ref.signals.
with flow as (
    select
        q.company_id, q.basis, q.unit as currency, q.period_start, q.period_end, q.fiscal_label,
        q.metric as name, q.value, q.reason, q.known_from as known_at, q.figure_ids
    from stg.quarterly as q
    join stg.company as c
        on c.company_id = q.company_id and c.reporting_currency = q.unit
    where q.breakdown is null
        and q.basis in ('gaap', 'ifrs')
        and q.metric in (
            'revenue', 'cost_of_revenue', 'gross_profit', 'capital_expenditures',
            'depreciation_and_amortization'
        )
),

quarter as (
    select
        company_id, basis, currency, period_end,
        max(period_start) as period_start, max(fiscal_label) as fiscal_label
    from flow
    where name = 'revenue'
    group by all
),

line as (
    select company_id, basis, currency, period_end, name, value, reason, known_at, figure_ids
    from flow
    -- a face line that is held back is not worked around; one that is not there is
    where name <> 'gross_profit' or value is not null or reason in ('conflict', 'rejected')

    union all

    select
        r.company_id, r.basis, r.currency, r.period_end, 'gross_profit', r.value - k.value,
        coalesce(r.reason, k.reason), greatest(r.known_at, k.known_at),
        list_concat(r.figure_ids, k.figure_ids)
    from flow as r
    join flow as k using (company_id, basis, currency, period_end)
    anti join (
        from flow
        where name = 'gross_profit' and (value is not null or reason in ('conflict', 'rejected'))
    ) using (company_id, basis, currency, period_end)
    where r.name = 'revenue' and k.name = 'cost_of_revenue'

    union all

    select
        company_id, basis, unit, period_end, metric || '_ttm', value, reason, known_from, figure_ids
    from stg.trailing_twelve_months
    where breakdown is null and metric in ('revenue', 'cost_of_revenue')

    union all

    select  -- what stands on the day when the quarter ends; weeks end some days beside the month
        q.company_id, q.basis, q.currency, q.period_end, i.metric, i.value, i.reason,
        i.known_from, [i.figure_id]
    from quarter as q
    join stg.current_figure as i
        on i.company_id = q.company_id
        and i.basis = q.basis
        and i.unit = q.currency
        and i.period_end between q.period_end - 7 and q.period_end + 7
    where i.metric in (
            'inventory', 'purchase_commitments', 'supply_commitments',
            'remaining_performance_obligation'
        )
        and i.kind = 'actual'
        and i.segment is null
        and i.period_start is null
    qualify rank() over (
        partition by q.company_id, q.basis, q.currency, q.period_end, i.metric
        order by abs(i.period_end - q.period_end), i.period_end
    ) = 1

    union all

    select
        q.company_id, q.basis, q.currency, q.period_end, i.metric, i.value, i.reason,
        i.known_from, [i.figure_id]
    from quarter as q
    join stg.current_figure as i using (company_id, basis, period_start, period_end)
    where i.metric in ('wafer_shipments', 'customer_concentration')
        and i.kind = 'actual' and i.segment is null

    union all

    select
        company_id, basis, currency, period_end, 'incremental_margin', incremental_margin,
        incremental_margin_reason, known_at,
        flatten([revenue_figure_ids, prior_revenue_figure_ids, operating_income_figure_ids,
            prior_operating_income_figure_ids])
    from mart.operating_leverage
    where period_type = 'Q' and segment is null
),

input as (  -- of two lines that end on one day nothing tells which is meant
    select
        company_id, basis, currency, period_end, name,
        if(count(*) = 1, max(value), null) as value,
        if(count(*) = 1, max(reason), 'conflict') as reason,
        max(known_at) as known_at,
        flatten(list(figure_ids order by figure_ids)) as figure_ids
    from line
    group by all
),

measured as (  -- half away from zero
    select
        q.company_id, q.basis, q.currency, q.period_start, q.period_end, q.fiscal_label,
        s.signal,
        if(s.unit = 'money', q.currency || '/wafer', s.unit) as unit,
        round(case
            when s.denominator is null then o.value::double
            when s.unit = 'days'
                then o.value / nullif(u.value, 0) * (q.period_end - q.period_start + 1)
            else o.value / nullif(u.value, 0)
        end, 6)::decimal(38, 6) as found,
        case
            when o.value is null then coalesce(o.reason, ref.why_missing(c.company_id is not null))
            when s.denominator is null then null
            when u.value is null then coalesce(u.reason, ref.why_missing(c.company_id is not null))
            when not u.value > 0 then s.not_positive
            when s.unit = 'days' and q.period_start is null
                then ref.why_missing(c.company_id is not null)
        end as reason,
        coalesce(greatest(o.known_at, u.known_at), o.known_at, u.known_at) as known_at,
        list_sort(list_distinct(list_concat(
            coalesce(o.figure_ids, []), coalesce(u.figure_ids, [])
        ))) as figure_ids
    from quarter as q
    cross join ref.signals as s
    left join input as o
        on o.company_id = q.company_id
        and o.basis = q.basis
        and o.currency = q.currency
        and o.period_end = q.period_end
        and o.name = s.numerator
    left join input as u
        on u.company_id = q.company_id
        and u.basis = q.basis
        and u.currency = q.currency
        and u.period_end = q.period_end
        and u.name = s.denominator
    left join stg.complete_report as c
        on c.company_id = q.company_id and c.period_end = q.period_end and c.basis = q.basis
),

valued as (
    select *, if(reason is null, found, null) as value
    from measured
),

year_before as (
    select n.company_id, n.basis, n.currency, n.period_end, p.period_end as prior_period_end
    from quarter as n
    join quarter as p
        on p.company_id = n.company_id
        and p.basis = n.basis
        and p.currency = n.currency
        and p.period_end between n.period_end - 380 and n.period_end - 350
    qualify row_number() over (
        partition by n.company_id, n.basis, n.currency, n.period_end
        order by abs(n.period_end - p.period_end - 365), p.period_end
    ) = 1
),

compared as (
    select
        n.*,
        y.prior_period_end,
        p.value as prior_value,
        coalesce(n.reason, if(y.prior_period_end is null, 'no_prior_year', p.reason))
            as change_reason,
        coalesce(p.figure_ids, []) as prior_figure_ids,
        if(change_reason is null, n.value - p.value, null)::decimal(38, 6) as change
    from valued as n
    left join year_before as y using (company_id, basis, currency, period_end)
    left join valued as p
        on p.company_id = n.company_id
        and p.basis = n.basis
        and p.currency = n.currency
        and p.period_end = y.prior_period_end
        and p.signal = n.signal
)

select
    w.company_id, c.ticker, w.fiscal_label, w.period_start, w.period_end, w.basis, w.currency,
    w.signal, w.value, w.prior_value, w.change,
    case
        when w.change > 0 then 'up'
        when w.change < 0 then 'down'
        when w.change = 0 then 'level'
    end as direction,
    w.unit, w.reason, w.change_reason, w.prior_period_end, w.known_at,
    w.figure_ids, w.prior_figure_ids
from compared as w
join stg.company as c using (company_id)
order by company_id, period_end desc, basis, signal
