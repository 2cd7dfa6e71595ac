-- who keeps the profit, gross of sales along the chain; one row a layer and calendar period
-- Shares are over `share_layers`: those of the universe that are covered, where they made at least
-- two thirds of its profit in the last full year; else there are none. Members of unknown size are
-- in no coverage and no share: `unsized` names them (docs/method.md).
with shared as (
    select
        c.*,
        u.universe, u.share_layers, u.pool_of_profits_usd, u.net_pool_usd,
        u.covered_part as universe_coverage, u.sized_part as universe_sized,
        coalesce(list_contains(u.share_layers, c.layer), false) as is_shared,
        if(is_shared, c.revenue_usd / nullif(u.revenue_usd, 0), null) as revenue_share,
        if(is_shared, greatest(c.operating_income_usd, 0) / nullif(u.pool_of_profits_usd, 0), null)
            as profit_share,
        if(is_shared and u.net_pool_usd > 0,
            c.operating_income_usd / nullif(u.net_pool_usd, 0), null) as net_profit_share,
        -- over other members than the operating margin it would not compare with it
        coalesce(disclosing_part >= 0.9
            and (disclosing_part = 1 or disclosed_gross_margin >= operating_margin), false)
            as is_gross_margin_shown
    from stg.layer_pool as c
    left join stg.pool_universe as u using (calendar_period)
)

select
    s.layer, s.calendar_period,
    s.revenue_usd::decimal(38, 6) as revenue_usd,
    s.gross_profit_usd::decimal(38, 6) as gross_profit_usd,
    s.operating_income_usd::decimal(38, 6) as operating_income_usd,
    if(s.is_gross_margin_shown, s.disclosed_gross_margin, null) as gross_margin,
    s.operating_margin,
    round(s.revenue_share, 6)::decimal(18, 6) as revenue_share,
    round(s.profit_share, 6)::decimal(18, 6) as profit_share,
    round(s.profit_share / nullif(s.revenue_share, 0), 6)::decimal(18, 6) as capture_ratio,
    round(s.covered_part, 6)::decimal(18, 6) as coverage,
    coalesce(s.is_approximate, false) as is_approximate,
    case
        when s.is_private then 'not_disclosed'
        when not s.is_shared then 'coverage'
        when s.profit_share is null then 'no_profit'
    end as reason,
    round(s.net_profit_share, 6)::decimal(18, 6) as net_profit_share,
    coalesce(s.universe, []) as universe,
    coalesce(s.share_layers, []) as share_layers,
    round(s.universe_coverage, 6)::decimal(18, 6) as universe_coverage,
    s.pool_of_profits_usd::decimal(38, 6) as pool_of_profits_usd,
    s.net_pool_usd::decimal(38, 6) as net_pool_usd,
    s.profits_usd::decimal(38, 6) as profits_usd,
    s.losses_usd::decimal(38, 6) as losses_usd,
    round(s.disclosing_part, 6)::decimal(18, 6) as gross_profit_coverage,
    s.disclosed_gross_margin, s.disclosed_operating_margin,
    case
        when s.is_gross_margin_shown then null
        when s.is_private then 'not_disclosed'
        when s.members_complete = 0 then 'coverage'
        when s.gross_profit_usd is null then ref.why_missing(not s.lacks_reports)
        when not s.disclosing_revenue_usd > 0 then 'no_revenue'
        else 'coverage'
    end as gross_margin_reason,
    coalesce(f.members, 0) as like_for_like_members,
    round(if(f.prior_revenue_usd > 0, f.revenue_usd / nullif(f.prior_revenue_usd, 0) - 1, null), 6)
        ::decimal(38, 6) as like_for_like_revenue_growth,
    (f.operating_income_usd - f.prior_operating_income_usd)::decimal(38, 6)
        as like_for_like_profit_change_usd,
    case
        when f.layer is null then 'no_prior_year'
        when not f.prior_revenue_usd > 0 then 'no_revenue'
    end as like_for_like_reason,
    s.companies_sized as members_sized,
    coalesce(s.unsized, []) as unsized,
    round(s.universe_sized, 6)::decimal(18, 6) as universe_sized,
    s.members, s.members_complete, s.members_with_gross_profit, s.members_undivided,
    round(coalesce(s.undivided_revenue_usd, 0) / nullif(s.revenue_usd, 0), 6)::decimal(18, 6)
        as undivided_revenue,
    coalesce(s.missing, []) as missing,
    len(coalesce(s.share_layers, [])) as layers_covered,
    coalesce(s.fx, []) as fx,
    s.known_at
from shared as s
left join stg.like_for_like as f using (layer, calendar_period)
order by calendar_period desc, position
