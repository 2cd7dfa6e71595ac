-- the smallest of chip makers' largest falls of operating margin between years; one row
with maker as (
    select company_id from ref.claim_members where claim_id = 'chips_cyclical'
),

year as (
    select
        k.company_id,
        coalesce(c.name, k.company_id) as name,
        m.period_end, m.fiscal_label, m.operating_margin, m.known_at,
        coalesce(m.operating_margin_reason, if(m.company_id is null, 'not_collected', null))
            as reason,
        max(m.operating_margin) over (
            partition by k.company_id order by m.period_end
        ) - m.operating_margin as fall,
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
        and m.basis = 'gaap'
        and m.period_type = 'FY'
),

spread as (
    select
        company_id, name,
        count(operating_margin) as years,
        min(operating_margin) as lowest,
        max(operating_margin) as highest,
        max(fall) as deepest_fall,
        max(reason) as reason,
        max(known_at) as known_at,
        flatten(list(figure_ids order by period_end)) as figure_ids
    from year
    group by company_id, name
)

select
    if(min(years) = 0, null, min(deepest_fall)) as found,
    flatten(list(figure_ids order by company_id)) as figure_ids,
    max(known_at) as known_at,
    coalesce(max(reason), if(min(years) < 8, 'too_few_years', null)) as reason,
    string_agg(
        concat(
            name,
            coalesce(format(' {:.1f} to {:.1f} % in {} years, deepest fall {:.1f} points',
                100 * lowest, 100 * highest, years, 100 * deepest_fall), ' ' || reason)
        ), '; ' order by company_id
    ) as explanation
from spread
