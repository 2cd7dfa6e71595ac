-- the highest operating margin among makers, fiscal years ended in 2024; one row
with maker as (
    select company_id from ref.claim_members where claim_id = 'makers_thin_margins'
),

margin as (
    select
        k.company_id,
        coalesce(c.name, k.company_id) as name,
        m.operating_margin,
        coalesce(m.operating_margin_reason, if(m.company_id is null, 'not_collected', null))
            as reason,
        m.known_at,
        list_filter(
            if(m.operating_margin_computed is null, [m.operating_margin_figure_id],
                [m.operating_income_figure_id, m.revenue_figure_id]),
            lambda id: id is not null
        ) as figure_ids
    from maker as k
    left join stg.company as c using (company_id)
    left join mart.company_margin as m
        on m.company_id = k.company_id
        and m.currency = c.reporting_currency
        and m.basis <> 'non_gaap'
        and m.period_type = 'FY'
        and m.period_end between date '2024-01-01' and date '2024-12-31'
    qualify row_number() over (
        partition by k.company_id
        order by m.period_end desc, ref.basis_rank(m.basis), m.period_start
    ) = 1
)

select
    if(bool_or(operating_margin is null), null, max(operating_margin)) as found,
    flatten(list(figure_ids order by operating_margin desc nulls last, company_id)) as figure_ids,
    max(known_at) as known_at,
    max(reason) as reason,
    string_agg(
        concat(name, ' ', coalesce(format('{:.1f} %', 100 * operating_margin), reason)), ', '
        order by operating_margin desc nulls last, company_id
    ) as explanation
from margin
