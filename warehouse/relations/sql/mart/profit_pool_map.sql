-- a year's pools as a map, width by height; one row a calendar period, and layer or member of one
-- width: share of the revenue of all layers that are covered, be they all that there are or not.
-- height: operating margin.
-- area: width by height, which is what it adds to the operating margin of the whole.
with covered as (
    select calendar_period, layer, revenue_usd, operating_income_usd, is_approximate
    from mart.profit_pool
    where coverage >= 0.9
),

whole as (
    select
        calendar_period,
        sum(revenue_usd) as revenue_usd,
        sum(operating_income_usd) as operating_income_usd
    from covered
    group by calendar_period
),

box as (
    select
        calendar_period, 'layer' as level, layer, null as company_id, null as segment,
        revenue_usd, operating_income_usd, is_approximate
    from covered

    union all

    select
        m.calendar_period, 'company', m.layer, m.company_id, m.segment,
        m.revenue_usd, m.operating_income_usd, m.is_approximate
    from mart.profit_pool_member as m
    semi join covered as c
        on c.calendar_period = m.calendar_period and c.layer = m.layer
    where m.is_complete
),

drawn as (
    select
        b.*,
        round(b.revenue_usd / nullif(w.revenue_usd, 0), 9)::decimal(18, 9) as width,
        round(if(b.revenue_usd > 0, b.operating_income_usd / nullif(b.revenue_usd, 0), null), 9)
            ::decimal(18, 9) as height,
        round(b.operating_income_usd / nullif(w.revenue_usd, 0), 9)::decimal(18, 9) as area,
        round(w.operating_income_usd / nullif(w.revenue_usd, 0), 9)::decimal(18, 9)
            as whole_operating_margin
    from box as b
    join whole as w using (calendar_period)
)

select
    d.calendar_period, d.level, d.layer, d.company_id, c.ticker, d.segment,
    -- layers stand in their order, companies in their layer, the largest first
    (sum(d.width) over from_left - d.width)::decimal(18, 9) as left_edge,
    d.width, d.height, d.area, d.whole_operating_margin,
    if(d.height is null, 'no_revenue', null) as reason,
    d.revenue_usd, d.operating_income_usd, d.is_approximate
from drawn as d
join ref.layers as l using (layer)
left join stg.company as c using (company_id)
window from_left as (
    partition by d.calendar_period, d.level
    order by l.position, d.revenue_usd desc, d.company_id, d.segment
)
order by calendar_period desc, level desc, left_edge
