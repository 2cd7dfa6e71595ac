-- years in which capex grew faster than sales and the cloud's margin fell; one row
with asked as (
    select c.company_id, c.segment, y.fiscal_label
    from ref.claim_members as c
    cross join (values ('FY2024'), ('FY2025')) as y (fiscal_label)
    where c.claim_id = 'capex_locks_in_cloud'
),

spending as (
    select
        m.company_id, m.fiscal_label, m.period_end,
        f.value / nullif(m.revenue, 0) as intensity,
        coalesce(f.reason, m.revenue_reason) as reason,
        greatest(f.known_from, m.known_at) as known_at,
        [f.figure_id, m.revenue_figure_id] as figure_ids
    from mart.company_margin as m
    join stg.current_figure as f
        on f.company_id = m.company_id
        and f.metric = 'capital_expenditures'
        and f.kind = 'actual'
        and f.segment is null
        and f.basis = m.basis
        and f.unit = m.currency
        and f.period_start = m.period_start
        and f.period_end = m.period_end
    where m.period_type = 'FY' and m.basis = 'gaap'
),

compared as (
    select
        a.*,
        s.intensity,
        p.intensity as prior_intensity,
        g.operating_income / nullif(g.revenue, 0) as margin,
        g.prior_operating_income / nullif(g.prior_revenue, 0) as prior_margin,
        coalesce(
            g.revenue_growth_reason,
            nullif(g.operating_income_growth_reason, 'no_positive_base'),  -- losses have margins
            s.reason, p.reason, 'not_collected'
        ) as reason,
        greatest(g.known_at, s.known_at, p.known_at) as known_at,
        list_filter(
            coalesce([g.operating_income_figure_id, g.revenue_figure_id,
                g.prior_operating_income_figure_id, g.prior_revenue_figure_id], [])
                || coalesce(s.figure_ids, []) || coalesce(p.figure_ids, []),
            lambda id: id is not null
        ) as figure_ids
    from asked as a
    left join mart.segment_growth as g
        on g.company_id = a.company_id
        and g.segment = a.segment
        and g.fiscal_label = a.fiscal_label
        and g.period_type = 'FY'
        and g.basis = 'gaap'
        and g.breakdown = 'segment'
    left join spending as s
        on s.company_id = a.company_id and s.fiscal_label = a.fiscal_label
    left join spending as p
        on p.company_id = s.company_id
        and p.period_end between s.period_end - 380 and s.period_end - 350
),

judged as (
    select
        *,
        intensity > prior_intensity and margin < prior_margin as is_against,
        margin is not null and prior_margin is not null
            and intensity is not null and prior_intensity is not null as is_known
    from compared
)

select
    -- one year against it is enough, however many are not told
    if(bool_and(is_known) or bool_or(is_against), count(*) filter (is_against), null) as found,
    flatten(list(figure_ids order by company_id, fiscal_label)) as figure_ids,
    max(known_at) as known_at,
    case
        when bool_or(is_against) then null
        when not bool_and(is_known) then max(reason) filter (not is_known)
        else 'no_cause'
    end as reason,
    concat(
        string_agg(
            if(is_known,
                format('{} {}: spending {:.1f} → {:.1f} % of sales, margin {:.1f} → {:.1f} %',
                    segment, fiscal_label, 100 * prior_intensity, 100 * intensity,
                    100 * prior_margin, 100 * margin),
                format('{} {}: {}', segment, fiscal_label, reason)),
            '; ' order by company_id, fiscal_label
        ),
        '. Margins stand in for prices, which no report prints'
    ) as explanation
from judged
