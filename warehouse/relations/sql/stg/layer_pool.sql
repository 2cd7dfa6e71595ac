-- sums over the complete members of a layer; one row a layer and calendar period
-- A member is complete with revenue and operating income. Gross margin is over the complete members
-- that disclose gross profit, and `disclosed_operating_margin` over the same ones. A member's size
-- is its last annual revenue in a document; coverage is over those of known size, and `unsized` are
-- the others.
with summed as (
    select
        l.layer, l.position, p.calendar_period,
        count(m.company_id) as members,
        count(*) filter (m.is_complete) as members_complete,
        count(*) filter (m.is_complete and m.gross_profit_usd is not null)
            as members_with_gross_profit,
        count(*) filter (m.is_complete and m.is_undivided) as members_undivided,
        coalesce(bool_or(m.gross_profit_reason = 'not_collected') filter (m.is_complete), false)
            as lacks_reports,
        list_sort(list(distinct m.company_id) filter (not m.is_complete)) as missing,
        sum(m.revenue_usd) filter (m.is_complete) as revenue_usd,
        sum(m.operating_income_usd) filter (m.is_complete) as operating_income_usd,
        sum(greatest(m.operating_income_usd, 0)) filter (m.is_complete) as profits_usd,
        sum(least(m.operating_income_usd, 0)) filter (m.is_complete) as losses_usd,
        sum(m.revenue_usd) filter (m.is_complete and m.is_undivided) as undivided_revenue_usd,
        sum(m.gross_profit_usd) filter (m.is_complete) as gross_profit_usd,
        sum(m.revenue_usd) filter (m.is_complete and m.gross_profit_usd is not null)
            as disclosing_revenue_usd,
        sum(m.operating_income_usd) filter (m.is_complete and m.gross_profit_usd is not null)
            as disclosing_operating_income_usd,
        count(distinct m.company_id) as companies,
        count(distinct m.company_id) - count(distinct m.company_id)
            filter (m.last_annual_revenue_usd is null) as companies_sized,
        list_sort(list(distinct {
            'company_id': m.company_id,
            'reason': ref.why_missing(c.publishes is not distinct from 'none')
        }) filter (m.last_annual_revenue_usd is null and m.company_id is not null)) as unsized,
        coalesce(bool_and(c.publishes is not distinct from 'none')
            filter (m.company_id is not null), false) as is_private,
        sum(m.last_annual_revenue_usd) filter (m.is_complete) as covered_usd,
        sum(m.last_annual_revenue_usd) as registered_usd,
        bool_or(m.is_approximate) filter (m.is_complete) as is_approximate,
        max(m.known_at) filter (m.is_complete) as known_at,
        list_sort(list(distinct {
            'currency': m.currency, 'average_rate_per_usd': m.average_rate_per_usd,
            'source_url': m.fx_source
        }) filter (m.is_complete and m.currency <> 'USD')) as fx
    from ref.layers as l
    cross join (select distinct calendar_period from mart.profit_pool_member) as p
    left join mart.profit_pool_member as m
        on m.layer = l.layer and m.calendar_period = p.calendar_period
    left join stg.company as c using (company_id)
    where l.layer <> 'out_of_scope'
    group by all
)

select
    *,
    coalesce(covered_usd, 0) / nullif(registered_usd, 0) as covered_part,
    coalesce(coalesce(covered_usd, 0) / nullif(registered_usd, 0) >= 0.9, false) as is_covered,
    disclosing_revenue_usd / nullif(revenue_usd, 0) as disclosing_part,
    round(if(disclosing_revenue_usd > 0,
        gross_profit_usd / nullif(disclosing_revenue_usd, 0), null), 6)::decimal(18, 6)
        as disclosed_gross_margin,
    round(if(disclosing_revenue_usd > 0,
        disclosing_operating_income_usd / nullif(disclosing_revenue_usd, 0), null), 6)
        ::decimal(18, 6) as disclosed_operating_margin,
    round(if(revenue_usd > 0, operating_income_usd / nullif(revenue_usd, 0), null), 6)
        ::decimal(18, 6) as operating_margin
from summed
