-- shares of the same members and layers through time; one row a span, layer and calendar period
-- A span ends in each period and goes back 1, 2 or 4 years. Its cohort: the members that are
-- complete in all of its periods and enter them in one framework. Its layers: those of which the
-- cohort is 0.9 or more in each period, if they are two thirds of the universe of the last one and
-- half of its members are of known size.
with period as (
    select distinct
        calendar_period,
        contains(calendar_period, 'Q') as is_quarter,
        if(is_quarter, 4, 1) as in_a_year,
        left(calendar_period, 4)::integer * in_a_year
            + if(is_quarter, right(calendar_period, 1)::integer, 0) as place
    from stg.layer_pool
    where members_complete > 0
),

span as (
    select
        f.calendar_period as first_period, l.calendar_period as last_period,
        l.is_quarter, f.place as first_place, l.place as last_place
    from period as l
    join period as f
        on f.is_quarter = l.is_quarter
        and l.place - f.place in (l.in_a_year, 2 * l.in_a_year, 4 * l.in_a_year)
),

member as (
    select
        m.layer, p.is_quarter, p.place, m.company_id, m.revenue_usd, m.operating_income_usd,
        m.last_annual_revenue_usd, m.is_approximate, m.known_at,
        dense_rank() over (order by m.entry, m.company_id, m.segment,
            if(m.entry = 'company', null, m.framework)) as member
    from mart.profit_pool_member as m
    join period as p using (calendar_period)
    where m.is_complete and m.layer <> 'out_of_scope'
),

placed as (  -- a run of periods without a gap has one difference of place and rank
    select
        * exclude (run),
        min(place) over in_run as run_first,
        max(place) over in_run as run_last
    from (
        select
            *,
            place - row_number() over (
                partition by layer, member, is_quarter order by place
            ) as run
        from member
    )
    window in_run as (partition by layer, member, is_quarter, run)
),

together as (  -- members of the same run are in the same cohorts: they are summed before
    select
        is_quarter, layer, run_first, run_last, place,
        sum(revenue_usd) as revenue_usd,
        sum(operating_income_usd) as operating_income_usd,
        sum(last_annual_revenue_usd) as last_annual_revenue_usd,
        bool_or(is_approximate) as is_approximate,
        max(known_at) as known_at,
        count(*) as members,
        list_sort(list(distinct company_id)) as companies
    from placed
    group by all
),

cohort as (
    select s.first_place, s.last_place, t.*
    from span as s
    join together as t
        on t.is_quarter = s.is_quarter
        and t.run_first <= s.first_place and t.run_last >= s.last_place
        and t.place between s.first_place and s.last_place
),

gathered as (
    select
        is_quarter, first_place, last_place, layer,
        sum(members)::bigint as members,
        list_sort(list_distinct(flatten(list(companies)))) as companies
    from cohort
    where place = last_place
    group by all
),

totalled as (
    select
        is_quarter, first_place, last_place, layer, place,
        sum(revenue_usd) as revenue_usd,
        sum(operating_income_usd) as operating_income_usd,
        sum(last_annual_revenue_usd) as last_annual_revenue_usd,
        bool_or(is_approximate) as is_approximate,
        max(known_at) as known_at
    from cohort
    group by all
),

summed as (
    select
        s.first_period, s.last_period, z.layer, z.position, p.calendar_period, z.size_usd,
        z.is_sized, u.sized_part,
        s.is_quarter, s.first_place, s.last_place,
        t.revenue_usd, t.operating_income_usd,
        coalesce(t.last_annual_revenue_usd, 0) / nullif(l.registered_usd, 0) as coverage,
        coalesce(t.is_approximate, false) as is_approximate,
        t.known_at
    from span as s
    join stg.layer_size as z on z.calendar_period = s.last_period
    join stg.pool_universe as u on u.calendar_period = s.last_period
    join period as p
        on p.is_quarter = s.is_quarter and p.place between s.first_place and s.last_place
    left join stg.layer_pool as l
        on l.layer = z.layer and l.calendar_period = p.calendar_period
    left join totalled as t
        on t.is_quarter = s.is_quarter and t.first_place = s.first_place
        and t.last_place = s.last_place and t.layer = z.layer and t.place = p.place
),

lasting as (
    select
        *,
        min(coalesce(coverage, 0)) over (partition by first_period, last_period, layer) >= 0.9
            as is_covered
    from summed
),

universe as (
    select
        first_period, last_period, calendar_period,
        list(layer order by position, layer) filter (is_covered) as covered,
        coalesce(any_value(sized_part) >= 0.5, false) and (bool_and(is_covered) or coalesce(
            bool_and(is_sized)
                and 3 * sum(size_usd) filter (is_covered) >= 2 * nullif(sum(size_usd), 0),
            false
        )) as is_enough,
        sum(revenue_usd) filter (is_covered) as revenue_usd,
        sum(greatest(operating_income_usd, 0)) filter (is_covered) as profits_usd
    from lasting
    group by all
),

shared as (
    select
        l.* exclude (size_usd, is_sized, sized_part),
        if(u.is_enough, u.covered, []) as share_layers,
        list_contains(if(u.is_enough, u.covered, []), l.layer) as is_shared,
        round(if(is_shared, l.revenue_usd / nullif(u.revenue_usd, 0), null), 6)::decimal(18, 6)
            as revenue_share,
        round(if(is_shared,
            greatest(l.operating_income_usd, 0) / nullif(u.profits_usd, 0), null), 6)
            ::decimal(18, 6) as profit_share
    from lasting as l
    join universe as u using (first_period, last_period, calendar_period)
),

changed as (
    select
        *,
        profit_share - first(profit_share) over (
            partition by first_period, last_period, layer order by calendar_period
            rows between unbounded preceding and unbounded following
        ) as profit_share_change
    from shared
)

select
    first_period, last_period, layer, calendar_period,
    revenue_usd::decimal(38, 6) as revenue_usd,
    operating_income_usd::decimal(38, 6) as operating_income_usd,
    round(if(revenue_usd > 0, operating_income_usd / nullif(revenue_usd, 0), null), 6)
        ::decimal(18, 6) as operating_margin,
    revenue_share, profit_share,
    profit_share_change,
    round(coverage, 6)::decimal(18, 6) as coverage,
    case
        when not is_shared then 'coverage'
        when profit_share is null then 'no_profit'
    end as reason,
    share_layers, coalesce(g.members, 0) as members, coalesce(g.companies, []) as companies,
    is_approximate, known_at
from changed
left join gathered as g using (is_quarter, first_place, last_place, layer)
order by last_period desc, first_period desc, position, calendar_period
