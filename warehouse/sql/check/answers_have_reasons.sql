-- pools, growth, outlooks, claims are there or have a reason we know; one row a row, column
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
        surprise is null, reason,
        ['not_disclosed', 'not_yet_reported', 'conflict', 'rejected', 'no_revenue']
    from mart.guidance

    union all

    select
        concat_ws(' ', company_id, segment, period_start, period_end, basis, 'revenue growth'),
        revenue_growth is null, revenue_growth_reason,
        ['not_disclosed', 'conflict', 'rejected', 'no_prior_year', 'no_positive_base',
            'framework_break', 'no_comparative']
    from mart.segment_growth

    union all

    select
        concat_ws(' ', company_id, segment, period_start, period_end, basis, 'profit growth'),
        operating_income_growth is null, operating_income_growth_reason,
        ['not_disclosed', 'conflict', 'rejected', 'no_prior_year', 'no_positive_base',
            'framework_break', 'no_comparative']
    from mart.segment_growth

    union all

    select
        concat_ws(' ', figure_key, new_figure_id), relative_difference is null, reason,
        ['no_positive_base']
    from mart.restatement

    union all

    select
        concat_ws(' ', source, form, reader, extractor_version), error_rate is null,
        error_rate_reason, ['no_filing', 'not_a_release']
    from mart.confirmation

    union all

    select
        concat_ws(' ', source, form, reader, extractor_version, 'second opinion'),
        opinion_error_rate is null, opinion_error_rate_reason, ['no_opinion']
    from mart.confirmation

    union all

    -- of one report the pace is assumed, and said so
    select
        company_id, expected_by is null, nullif(reason, 'one_report'),
        ['no_documents', 'no_publication_date']
    from mart.freshness

    union all

    select
        concat('claim ', claim_id), verdict = 'cannot tell', reason,
        ['not_disclosed', 'not_yet_reported', 'conflict', 'rejected', 'fx_missing', 'coverage',
            'no_revenue', 'no_profit', 'no_prior_year', 'no_comparative', 'no_positive_base',
            'framework_break', 'too_few_years', 'no_cause']
    from mart.claim
)

select
    subject,
    if(is_missing, coalesce(not list_contains(reasons, reason), true), reason is not null)
        as is_violation,
    format('reason {}', reason) as detail
from cell
