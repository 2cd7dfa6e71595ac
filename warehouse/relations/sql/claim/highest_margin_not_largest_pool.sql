-- rank by operating profit of the company with the highest gross margin; one row
with member as (
    select
        layer, company_id,
        sum(revenue_usd) as revenue_usd,
        sum(operating_income_usd) as operating_income_usd,
        sum(gross_profit_usd) as gross_profit_usd,
        bool_and(is_complete and gross_profit_usd is not null) as discloses_both,
        -- who is not read, or held back, might have both the highest margin and the largest pool
        bool_or(operating_income_usd is null
            or coalesce(
                gross_profit_reason not in (
                    'not_disclosed', 'not_collected',
                    'no_ytd9', 'no_ytd6', 'no_ytd3', 'no_four_quarters'
                ), false
            )) as is_unknown,
        -- as in the pools, who is of unknown size is outside of it, and named
        bool_and(is_complete or last_annual_revenue_usd is not null) as is_sized,
        max(known_at) as known_at,
        flatten(list(
            gross_profit_figure_ids || revenue_figure_ids || operating_income_figure_ids
            order by segment
        )) as figure_ids
    from mart.profit_pool_member
    where calendar_period = '2024' and layer <> 'out_of_scope'
    group by layer, company_id
),

placed as (
    select
        *,
        gross_profit_usd / nullif(revenue_usd, 0) as gross_margin,
        rank() over (order by operating_income_usd desc) as by_profit,
        row_number() over (
            order by gross_profit_usd / nullif(revenue_usd, 0) desc, company_id, layer
        ) as by_margin
    from member
    where discloses_both and revenue_usd > 0
),

named as (
    select p.*, format('{} ({})', c.name, p.layer) as name
    from placed as p
    join stg.company as c using (company_id)
),

ends as (
    select
        count(*) as members,
        max(name) filter (by_margin = 1) as highest,
        max(gross_margin) filter (by_margin = 1) as highest_margin,
        max(operating_income_usd) filter (by_margin = 1) as its_profit_usd,
        max(by_profit) filter (by_margin = 1) as its_place,
        min(name) filter (by_profit = 1) as largest,
        max(gross_margin) filter (by_profit = 1) as margin_of_largest,
        max(operating_income_usd) as largest_profit_usd,
        flatten(list(figure_ids order by by_margin)) as figure_ids,
        max(known_at) as known_at
    from named
),

others as (
    select
        string_agg(distinct c.name, ', ' order by c.name) filter (not m.is_unknown) as silent,
        string_agg(distinct c.name, ', ' order by c.name) filter (m.is_unknown and m.is_sized)
            as unknown,
        string_agg(distinct c.name, ', ' order by c.name) filter (not m.is_sized) as unsized
    from member as m
    join stg.company as c using (company_id)
    where not m.discloses_both
),

universe as (
    select coalesce(max(sized_part), 0) >= 0.5 as is_known
    from stg.pool_universe
    where calendar_period = '2024'
)

select
    if(members > 1 and unknown is null and is_known, its_place, null) as found,
    coalesce(figure_ids, []) as figure_ids,
    known_at,
    if(members > 1 and unknown is null and is_known, null, 'coverage') as reason,
    concat(
        format('of {} that disclose both for 2024, {} has the highest gross margin, {:.1f} %, '
            || 'and USD {:.1f} bn of operating profit', members, highest, 100 * highest_margin,
            1e-9 * its_profit_usd),
        format('; {} has the most, USD {:.1f} bn, at {:.1f} %', largest,
            1e-9 * largest_profit_usd, 100 * margin_of_largest),
        '; do not disclose both: ' || silent,
        '; not known: ' || unknown,
        '; not read, of unknown size: ' || unsized
    ) as explanation
from ends
cross join others
cross join universe
