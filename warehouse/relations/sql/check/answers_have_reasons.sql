-- pools, growth, signals, outlooks, claims are there or have a reason we know; one row a cell
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
        not is_complete, reason,
        ['not_disclosed', 'conflict', 'rejected', 'fx_missing', 'no_ytd9', 'no_ytd6', 'no_ytd3',
            'framework_break', 'restatement_break', 'concept_break', 'two_quarters',
            'no_four_quarters']
    from mart.profit_pool_member

    union all

    select
        concat_ws(' ', layer, calendar_period, company_id, segment, 'gross profit'),
        gross_profit_usd is null, gross_profit_reason,
        ['not_disclosed', 'conflict', 'rejected', 'fx_missing', 'no_ytd9', 'no_ytd6', 'no_ytd3',
            'framework_break', 'restatement_break', 'concept_break', 'two_quarters',
            'no_four_quarters']
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

    union all

    select
        concat_ws(' ', calendar_period, level, layer, company_id, segment, 'height'),
        height is null, reason, ['no_revenue']
    from mart.profit_pool_map

    union all

    select
        concat_ws(' ', layer, calendar_period, 'shift'),
        from_margin_usd is null, reason, ['no_prior_year', 'no_revenue']
    from mart.capture_shift

    union all

    select subject || ' ' || one.name, one.is_missing, one.reason, list_concat(
        ['not_disclosed', 'conflict', 'rejected', 'no_ytd9', 'no_ytd6', 'no_ytd3',
            'framework_break', 'restatement_break', 'concept_break'],
        one.more
    )
    from (
        select
            concat_ws(' ', company_id, segment, breakdown, parent, period_type, period_start,
                period_end, basis, currency) as subject,
            unnest([
                struct_pack(name := 'of revenue', is_missing := revenue is null,
                    reason := revenue_reason, more := []),
                struct_pack(name := 'of profit', is_missing := operating_income is null,
                    reason := operating_income_reason, more := []),
                struct_pack(name := 'change of revenue', is_missing := revenue_change is null,
                    reason := revenue_change_reason,
                    more := ['no_prior_year', 'no_comparative']),
                struct_pack(name := 'change of profit',
                    is_missing := operating_income_change is null, reason := operating_income_change_reason,
                    more := ['no_prior_year', 'no_comparative']),
                struct_pack(name := 'incremental margin',
                    is_missing := incremental_margin is null, reason := incremental_margin_reason,
                    more := ['no_prior_year', 'no_comparative', 'no_revenue_change']),
                struct_pack(name := 'degree of leverage',
                    is_missing := degree_of_operating_leverage is null,
                    reason := degree_of_operating_leverage_reason,
                    more := ['no_prior_year', 'no_comparative', 'no_revenue_change',
                        'no_positive_base'])
            ]) as one
        from mart.operating_leverage

        union all

        select
            concat_ws(' ', company_id, period_type, period_start, period_end, basis, currency),
            unnest([
                struct_pack(name := 'capex to revenue', is_missing := capex_to_revenue is null,
                    reason := capex_to_revenue_reason,
                    more := ['no_four_quarters', 'no_revenue']),
                struct_pack(name := 'capex to D&A', is_missing := capex_to_depreciation is null,
                    reason := capex_to_depreciation_reason,
                    more := ['no_four_quarters', 'no_depreciation']),
                struct_pack(name := 'D&A to revenue', is_missing := depreciation_to_revenue is null,
                    reason := depreciation_to_revenue_reason,
                    more := ['no_four_quarters', 'no_revenue'])
            ])
        from mart.capex_intensity

        union all

        select
            concat_ws(' ', company_id, period_end, basis, signal),
            unnest([
                struct_pack(name := 'the value', is_missing := value is null, reason := reason,
                    more := ['no_four_quarters', 'no_revenue', 'no_cost', 'no_units',
                        'no_prior_year', 'no_revenue_change']),
                struct_pack(name := 'the change', is_missing := change is null, reason := change_reason,
                    more := ['no_four_quarters', 'no_revenue', 'no_cost', 'no_units',
                        'no_prior_year', 'no_revenue_change'])
            ])
        from mart.watchlist
    )

    union all

    select subject || ' ' || one.name, one.is_missing, one.reason, one.reasons
    from (
        select
            concat_ws(' ', 'capex against sales', calendar_period) as subject,
            unnest([
                struct_pack(name := 'all capex', is_missing := capex_usd is null, reason := capex_reason,
                    reasons := ['coverage']),
                struct_pack(name := 'all sales', is_missing := sales_usd is null, reason := sales_reason,
                    reasons := ['coverage']),
                struct_pack(name := 'sales to capex', is_missing := sales_to_capex is null, reason := reason,
                    reasons := ['coverage', 'no_capex'])
            ]) as one
        from mart.capex_against_sales

        union all

        select
            concat_ws(' ', layer, calendar_period, company_id, segment, 'AI'),
            unnest([
                struct_pack(name := 'AI revenue', reason := ai_revenue_reason,
                    is_missing := ai_revenue_low_usd + ai_revenue_mid_usd
                        + ai_revenue_high_usd is null,
                    reasons := ['no_ai_share', 'not_disclosed', 'conflict', 'rejected',
                        'fx_missing', 'no_ytd9', 'no_ytd6', 'no_ytd3', 'framework_break',
                        'restatement_break', 'concept_break', 'two_quarters', 'no_four_quarters']),
                struct_pack(name := 'gross profit', reason := ai_gross_profit_reason,
                    is_missing := ai_gross_profit_low_usd + ai_gross_profit_mid_usd
                        + ai_gross_profit_high_usd is null,
                    reasons := ['no_ai_share', 'not_disclosed', 'conflict', 'rejected',
                        'fx_missing', 'no_ytd9', 'no_ytd6', 'no_ytd3', 'framework_break',
                        'restatement_break', 'concept_break', 'two_quarters', 'no_four_quarters']),
                struct_pack(name := 'operating income', reason := ai_operating_income_reason,
                    is_missing := ai_operating_income_low_usd + ai_operating_income_mid_usd
                        + ai_operating_income_high_usd is null,
                    reasons := ['no_ai_share', 'not_disclosed', 'conflict', 'rejected',
                        'fx_missing', 'no_ytd9', 'no_ytd6', 'no_ytd3', 'framework_break',
                        'restatement_break', 'concept_break', 'two_quarters', 'no_four_quarters'])
            ])
        from mart.ai_pool
    )
)

select
    subject,
    if(is_missing, coalesce(not list_contains(reasons, reason), true), reason is not null)
        as is_violation,
    format('reason {}', reason) as detail
from cell
