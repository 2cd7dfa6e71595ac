-- guidance and results; one row a company, metric, part, unit, period and document
with outlook as (
    select
        part_key, company_id, metric, segment, breakdown, parent, basis, unit, period_start,
        period_end, document,
        min(period_type) as period_type,
        max(fiscal_label) as fiscal_label,
        max(known_from) as known_at,
        max(ordered_at) as ordered_at,
        max(value) filter (bound = 'low') as low,
        max(value) filter (bound = 'mid') as printed_mid,
        max(value) filter (bound = 'high') as high,
        list(figure_id order by list_position(['low', 'mid', 'high'], bound), figure_id)
            as figure_ids,
        bool_or(status = 'contradicted') as is_contradicted,
        bool_or(figure_key in (select figure_key from stg.conflict where holds)) as is_held
    from stg.vintage
    where kind = 'guidance' and rejected_by is null and metric <> 'exchange_rate'
    group by all
),

assumed as (  -- the rate that an outlook states: "1 US dollar to 32.5 NT dollars"; of two none
    select
        document, period_start, period_end, unit,
        any_value(value) as rate, any_value(figure_id) as figure_id
    from stg.vintage
    where metric = 'exchange_rate' and kind = 'guidance' and rejected_by is null
    group by all
    having count(distinct value) = 1
),

quarterly_margin as (  -- of such quarters
    select
        ref.part_key(q.company_id, q.revenue.segment, q.breakdown, q.parent, q.basis) as part_key,
        p.metric, 'pure' as unit, q.period_start, q.period_end,
        round(p.profit.value / nullif(q.revenue.value, 0), 6)::decimal(18, 6) as value,
        null::varchar as reason,
        greatest(q.revenue.known_at, p.profit.known_at) as known_at,
        list_concat(p.profit.figure_ids, q.revenue.figure_ids) as figure_ids
    from stg.line_by_metric as q
    join stg.company as c on c.company_id = q.company_id and c.reporting_currency = q.currency
    cross join lateral (
        select 'gross_margin' as metric, q.gross_profit as profit
        union all
        select 'operating_margin', q.operating_income
    ) as p
    where q.period_type = 'Q'
        and q.revenue.value > 0
        and p.profit.value is not null
        and p.profit.segment is not distinct from q.revenue.segment
        and (q.revenue.method <> 'printed' or p.profit.method <> 'printed')
),

reported as (
    select
        part_key, metric, unit, period_start, period_end, value, reason, known_from as known_at,
        [figure_id] as figure_ids
    from stg.current_figure
    where kind = 'actual' and unit <> 'pure'

    union all by name

    select
        m.part_key, 'gross_margin' as metric, 'pure' as unit, m.period_start, m.period_end,
        m.gross_margin as value, m.gross_margin_reason as reason, m.known_at,
        if(m.gross_margin_computed is null, [m.gross_margin_figure_id], coalesce(
            nullif([m.gross_profit_figure_id, m.revenue_figure_id], [null, m.revenue_figure_id]),
            [m.cost_of_revenue_figure_id, m.revenue_figure_id]
        )) as figure_ids
    from stg.margin as m
    join stg.company as c using (company_id)
    where coalesce(m.currency, c.reporting_currency) = c.reporting_currency

    union all by name

    select
        m.part_key, 'operating_margin' as metric, 'pure' as unit, m.period_start, m.period_end,
        m.operating_margin as value, m.operating_margin_reason as reason, m.known_at,
        if(m.operating_margin_computed is null, [m.operating_margin_figure_id],
            [m.operating_income_figure_id, m.revenue_figure_id]) as figure_ids
    from stg.margin as m
    join stg.company as c using (company_id)
    where coalesce(m.currency, c.reporting_currency) = c.reporting_currency

    union all by name

    -- a quarter that nobody prints: the year less nine months
    select
        ref.part_key(company_id, segment, breakdown, parent, basis) as part_key, metric, unit,
        period_start, period_end, value, reason, known_from as known_at, figure_ids
    from stg.quarterly
    where method is distinct from 'printed' and value is not null

    union all by name

    select * from quarterly_margin
),

result as (
    select *, unit as reported_in, null::double as multiplier, null::varchar as fx_source
    from reported

    union all by name

    -- an outlook in dollars of who reports in another currency: `compared` converts it
    select
        r.* replace ('USD' as unit), r.unit as reported_in, x.multiplier::double as multiplier,
        x.source_url as fx_source
    from reported as r
    left join stg.fx_average as x
        on x.currency = r.unit and x.period_start = r.period_start and x.period_end = r.period_end
    where r.unit not in ('USD', 'pure')
),

reach as (
    select company_id, max(reports_until) as reported_until
    from stg.document
    where held_as is null
    group by company_id
),

paired as (  -- the outlook names a quarter, the report its days: within a week they are one
    select
        s.*,
        coalesce(s.printed_mid, ((s.low + s.high) * 0.5)::decimal(38, 6)) as mid,
        a.value as reported,
        a.reason as actual_reason,
        a.known_at as actual_known_at,
        a.reported_in, a.multiplier, a.fx_source,
        list_filter(coalesce(a.figure_ids, []), lambda id: id is not null) as actual_figure_ids
    from outlook as s
    left join result as a
        on a.part_key = s.part_key
        and a.metric = s.metric
        and a.unit = s.unit
        and a.period_end between s.period_end - 7 and s.period_end + 7
        and (
            a.period_start is null and s.period_start is null
            or a.period_start between s.period_start - 7 and s.period_start + 7
        )
    qualify row_number() over (
        partition by s.part_key, s.metric, s.unit, s.period_start, s.period_end, s.document
        order by a.value is null, a.reported_in <> a.unit, abs(a.period_end - s.period_end),
            a.period_end, a.period_start
    ) = 1
),

compared as (  -- at the rate that the outlook assumes, else at the average rate of the period
    select
        p.* replace (
            case
                when p.reported_in is null or p.reported_in = p.unit then p.actual_reason
                else coalesce(p.actual_reason,
                    if(e.rate is null and p.multiplier is null, 'fx_missing', null))
            end as actual_reason
        ),
        if(p.reported_in = p.unit, p.reported,
            round(p.reported * coalesce(1 / nullif(e.rate, 0)::double, p.multiplier), 2)
        )::decimal(38, 6) as actual,
        e.rate::decimal(20, 10) as assumed_rate_per_usd,
        e.figure_id as assumed_rate_figure_id,
        if(e.rate is null, round(1 / nullif(p.multiplier, 0), 10), null)::decimal(20, 10)
            as actual_average_rate_per_usd,
        if(e.rate is null, p.fx_source, null) as actual_fx_source
    from paired as p
    left join assumed as e
        on e.document = p.document
        and e.period_start is not distinct from p.period_start
        and e.period_end = p.period_end
        and e.unit = p.reported_in || '/USD'
        and p.reported_in <> p.unit
)

select
    p.company_id, c.ticker, p.metric, p.segment, p.basis, p.fiscal_label, p.period_start,
    p.period_end, p.period_type, p.low, p.mid, p.high, p.unit, p.document, p.known_at,
    row_number() over (
        partition by p.part_key, p.metric, p.unit, p.period_start, p.period_end
        order by p.is_contradicted, p.ordered_at desc, p.known_at desc, p.document
    ) = 1 as is_latest,
    p.actual::decimal(38, 6) as actual,
    p.actual_known_at,
    -- documents that print different outlooks leave open what the result is compared with
    if(p.is_held, null, p.actual - p.mid)::decimal(38, 6) as surprise,
    if(p.is_held, null, p.actual - p.low)::decimal(38, 6) as surprise_to_low,
    if(p.is_held, null, p.actual - p.high)::decimal(38, 6) as surprise_to_high,
    case
        when p.is_held then null
        when p.actual < coalesce(p.low, p.mid, p.high) then 'below'
        when p.actual > coalesce(p.high, p.mid, p.low) then 'above'
        when p.actual is not null then 'within'
    end as outcome,
    case
        when p.actual is null then coalesce(
            p.actual_reason,
            if(coalesce(r.reported_until < p.period_end - 7, true), 'not_yet_reported', null),
            ref.why_missing(d.company_id is not null)
        )
        when p.is_held then 'conflict'
        when p.mid is null then 'only_a_bound'  -- 'at least'
    end as reason,
    p.breakdown, p.parent, p.figure_ids, p.actual_figure_ids,
    p.actual_average_rate_per_usd, p.actual_fx_source,
    p.assumed_rate_per_usd, p.assumed_rate_figure_id
from compared as p
join stg.company as c using (company_id)
left join reach as r using (company_id)
left join stg.complete_report as d
    on d.company_id = p.company_id and d.period_end = p.period_end and d.basis = p.basis
order by company_id, period_end desc, metric, basis, segment, known_at desc
