-- pools, growth and guidance are there or have a reason of the vocabulary; one row a row, column
-- over: mart.profit_pool
with cell as (
    select
        concat_ws(' ', layer, calendar_period, 'share') as subject,
        revenue_share is null or profit_share is null as is_missing,
        reason,
        ['coverage', 'no_profit'] as reasons
    from mart.profit_pool

    union all

    select
        concat_ws(' ', layer, calendar_period, 'gross margin'),
        gross_margin is null, gross_margin_reason, ['not_disclosed']
    from mart.profit_pool

    union all

    select
        concat_ws(' ', layer, calendar_period, company_id, segment),
        not is_complete, reason, ['not_disclosed', 'conflict', 'rejected', 'fx_missing']
    from mart.profit_pool_member

    union all

    select
        concat_ws(' ', layer, calendar_period, company_id, segment, 'gross profit'),
        gross_profit_usd is null, gross_profit_reason,
        ['not_disclosed', 'conflict', 'rejected', 'fx_missing']
    from mart.profit_pool_member

    union all

    select
        concat_ws(' ', company_id, period_start, period_end, basis, currency, 'revenue growth'),
        revenue_growth is null, revenue_growth_reason,
        ['not_disclosed', 'conflict', 'rejected', 'no_prior_year', 'no_positive_base']
    from mart.growth

    union all

    select
        concat_ws(' ', company_id, period_start, period_end, basis, currency, 'profit growth'),
        operating_income_growth is null, operating_income_growth_reason,
        ['not_disclosed', 'conflict', 'rejected', 'no_prior_year', 'no_positive_base']
    from mart.growth

    union all

    select
        concat_ws(' ', company_id, metric, segment, basis, period_end, document),
        surprise is null, reason, ['not_disclosed', 'conflict', 'rejected', 'no_revenue']
    from mart.guidance
)

select
    subject,
    if(is_missing, coalesce(not list_contains(reasons, reason), true), reason is not null)
        as is_violation,
    format('reason {}', reason) as detail
from cell
