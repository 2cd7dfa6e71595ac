-- a company enters pools whole or by segments, at most once; one row a company, period
-- over: mart.profit_pool_member where layer <> 'out_of_scope'
with part as (
    select company_id, calendar_period, entry, segment, sum(weight) as weight
    from mart.profit_pool_member
    where layer <> 'out_of_scope'
    group by all
),

entering as (
    select
        company_id, calendar_period,
        count(distinct entry) as ways,
        count(*) filter (entry = 'company') as wholes,
        max(weight) as weight
    from part
    group by all
),

taken as (
    select
        company_id, calendar_period,
        if(bool_or(revenue_usd is null), null, sum(revenue_usd)) as revenue_usd
    from mart.profit_pool_member
    group by all
)

select
    concat_ws(' ', e.company_id, e.calendar_period) as subject,
    e.ways > 1 or e.wholes > 1 or e.weight > 1
        or coalesce(abs(t.revenue_usd - l.revenue_usd) > 0.05, false) as is_violation,
    format('{} ways in, {} as a whole, weight {}, revenue {} of {}',
        e.ways, e.wholes, e.weight, t.revenue_usd, l.revenue_usd) as detail
from entering as e
join taken as t using (company_id, calendar_period)
left join stg.calendar_line as l
    on l.company_id = e.company_id
    and l.calendar_period = e.calendar_period
    and l.segment_key is null
