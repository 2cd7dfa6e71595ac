-- the layers of a period's shares, and whether they suffice; one row a calendar period
with universe as (
    select
        s.calendar_period,
        list(s.layer order by s.position, s.layer) as universe,
        list(s.layer order by s.position, s.layer) filter (s.is_covered) as covered,
        bool_and(s.is_covered) as is_whole,
        sum(p.companies_sized) / nullif(sum(p.companies), 0) as sized_part,
        -- a layer of which no full year is known has no size, and then nor has the universe
        if(bool_and(s.is_sized), sum(s.size_usd) filter (s.is_covered)
            / nullif(sum(s.size_usd), 0), null) as known_part,
        sum(p.revenue_usd) filter (s.is_covered) as revenue_usd,
        sum(greatest(p.operating_income_usd, 0)) filter (s.is_covered) as profits_usd,
        sum(p.operating_income_usd) filter (s.is_covered) as net_usd
    from stg.layer_size as s
    join stg.layer_pool as p using (layer, calendar_period)
    group by s.calendar_period
)

select
    calendar_period, universe, sized_part,
    if(is_whole, 1, known_part) as covered_part,
    -- of more members unknown than known, nothing says what the known ones are a part of
    coalesce(sized_part >= 0.5, false) and (is_whole or coalesce(3 * known_part >= 2, false))
        as is_enough,
    if(is_enough, covered, []) as share_layers,
    if(is_enough, revenue_usd, null) as revenue_usd,
    if(is_enough, profits_usd, null) as pool_of_profits_usd,
    if(is_enough, net_usd, null) as net_pool_usd
from universe
