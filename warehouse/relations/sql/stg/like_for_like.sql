-- members complete in a period and the year before; one row a layer and calendar period
with member as (
    select
        layer, calendar_period, company_id, segment, framework, entry,
        revenue_usd, operating_income_usd, is_approximate, known_at,
        if(contains(calendar_period, 'Q'),
            format('{}{}', left(calendar_period, 4)::integer - 1, right(calendar_period, 2)),
            (calendar_period::integer - 1)::varchar) as prior_period
    from mart.profit_pool_member
    where is_complete and layer <> 'out_of_scope'
)

select
    n.layer, n.calendar_period, n.prior_period,
    count(*) as members,
    sum(n.revenue_usd) as revenue_usd,
    sum(n.operating_income_usd) as operating_income_usd,
    sum(p.revenue_usd) as prior_revenue_usd,
    sum(p.operating_income_usd) as prior_operating_income_usd,
    bool_or(n.is_approximate or p.is_approximate) as is_approximate,
    greatest(max(n.known_at), max(p.known_at)) as known_at
from member as n
join member as p
    on p.layer = n.layer
    and p.calendar_period = n.prior_period
    and p.company_id = n.company_id
    and p.entry = n.entry
    and (n.entry = 'company' or p.framework is not distinct from n.framework)
    and p.segment is not distinct from n.segment
group by n.layer, n.calendar_period, n.prior_period
