-- a mart's answer is a value, or NULL with a reason of ref.reasons; one row a mart row and column
-- over: mart.profit_pool
with row_of_mart as (
    select 'mart.profit_pool' as relation, concat_ws(' ', layer, calendar_period) as subject,
        [ref.answer('reason', revenue_share + profit_share, reason),
         ref.answer('gross_margin_reason', gross_margin, gross_margin_reason),
         ref.answer('like_for_like_reason', like_for_like_revenue_growth,
             like_for_like_reason)] as answers
    from mart.profit_pool
    union all
    select 'mart.profit_pool_trend' as relation,
        concat_ws(' ', first_period, last_period, layer, calendar_period) as subject,
        [ref.answer('reason', revenue_share + profit_share, reason)] as answers
    from mart.profit_pool_trend
    union all
    select 'mart.profit_pool_member' as relation,
        concat_ws(' ', layer, calendar_period, company_id, segment) as subject,
        [ref.answer('reason', nullif(is_complete, false), reason),
         ref.answer('gross_profit_reason', gross_profit_usd, gross_profit_reason)] as answers
    from mart.profit_pool_member
    union all
    select 'mart.growth' as relation,
        concat_ws(' ', company_id, period_start, period_end, basis, currency) as subject,
        [ref.answer('revenue_growth_reason', revenue_growth, revenue_growth_reason),
         ref.answer('operating_income_growth_reason', operating_income_growth,
             operating_income_growth_reason)] as answers
    from mart.growth
    union all
    select 'mart.segment_growth' as relation,
        concat_ws(' ', company_id, segment, period_start, period_end, basis) as subject,
        [ref.answer('revenue_growth_reason', revenue_growth, revenue_growth_reason),
         ref.answer('operating_income_growth_reason', operating_income_growth,
             operating_income_growth_reason)] as answers
    from mart.segment_growth
    union all
    select 'mart.guidance' as relation,
        concat_ws(' ', company_id, metric, segment, basis, period_end, document) as subject,
        [ref.answer('reason', surprise, reason)] as answers
    from mart.guidance
    union all
    select 'mart.restatement' as relation, concat_ws(' ', figure_key, new_figure_id) as subject,
        [ref.answer('reason', relative_difference, reason)] as answers
    from mart.restatement
    union all
    select 'mart.confirmation' as relation,
        concat_ws(' ', source, form, reader, extractor_version) as subject,
        [ref.answer('error_rate_reason', error_rate, error_rate_reason),
         ref.answer('opinion_error_rate_reason', opinion_error_rate,
             opinion_error_rate_reason)] as answers
    from mart.confirmation
    union all
    select 'mart.freshness' as relation, concat_ws(' ', company_id) as subject,
        [ref.answer('reason', expected_by, nullif(reason, 'one_report'))] as answers
    from mart.freshness  -- of one report the pace is assumed, and the date is there
    union all
    select 'mart.claim' as relation, concat_ws(' ', 'claim', claim_id) as subject,
        [ref.answer('reason', nullif(verdict, 'cannot tell'), reason)] as answers
    from mart.claim
    union all
    select 'mart.profit_pool_map' as relation,
        concat_ws(' ', calendar_period, level, layer, company_id, segment) as subject,
        [ref.answer('reason', height, reason)] as answers
    from mart.profit_pool_map
    union all
    select 'mart.capture_shift' as relation, concat_ws(' ', layer, calendar_period) as subject,
        [ref.answer('reason', from_margin_usd, reason)] as answers
    from mart.capture_shift
    union all
    select 'mart.operating_leverage' as relation,
        concat_ws(' ', company_id, segment, breakdown, parent, period_type,
            period_start, period_end, basis, currency) as subject,
        [ref.answer('revenue_reason', revenue, revenue_reason),
         ref.answer('operating_income_reason', operating_income, operating_income_reason),
         ref.answer('revenue_change_reason', revenue_change, revenue_change_reason),
         ref.answer('operating_income_change_reason', operating_income_change,
             operating_income_change_reason),
         ref.answer('incremental_margin_reason', incremental_margin, incremental_margin_reason),
         ref.answer('degree_of_operating_leverage_reason', degree_of_operating_leverage,
             degree_of_operating_leverage_reason)] as answers
    from mart.operating_leverage
    union all
    select 'mart.capex_intensity' as relation,
        concat_ws(' ', company_id, period_type,
            period_start, period_end, basis, currency) as subject,
        [ref.answer('capex_to_revenue_reason', capex_to_revenue, capex_to_revenue_reason),
         ref.answer('capex_to_depreciation_reason', capex_to_depreciation,
             capex_to_depreciation_reason),
         ref.answer('depreciation_to_revenue_reason', depreciation_to_revenue,
             depreciation_to_revenue_reason)] as answers
    from mart.capex_intensity
    union all
    select 'mart.watchlist' as relation,
        concat_ws(' ', company_id, period_end, basis, signal) as subject,
        [ref.answer('reason', value, reason),
         ref.answer('change_reason', change, change_reason)] as answers
    from mart.watchlist
    union all
    select 'mart.capex_against_sales' as relation,
        concat_ws(' ', 'capex against sales', calendar_period) as subject,
        [ref.answer('capex_reason', capex_usd, capex_reason),
         ref.answer('sales_reason', sales_usd, sales_reason),
         ref.answer('reason', sales_to_capex, reason)] as answers
    from mart.capex_against_sales
    union all
    select 'mart.ai_pool' as relation,
        concat_ws(' ', layer, calendar_period, company_id, segment) as subject,
        [ref.answer('ai_revenue_reason',
             ai_revenue_low_usd + ai_revenue_mid_usd + ai_revenue_high_usd, ai_revenue_reason),
         ref.answer('ai_gross_profit_reason',
             ai_gross_profit_low_usd + ai_gross_profit_mid_usd + ai_gross_profit_high_usd,
             ai_gross_profit_reason),
         ref.answer('ai_operating_income_reason',
             ai_operating_income_low_usd + ai_operating_income_mid_usd
                 + ai_operating_income_high_usd,
             ai_operating_income_reason)] as answers
    from mart.ai_pool
    union all
    select 'mart.ai_layer' as relation,
        concat_ws(' ', layer, calendar_period, scenario) as subject,
        [ref.answer('reason', profit_share, reason)] as answers
    from mart.ai_layer
),

cell as (select relation, subject, unnest(answers, recursive := true) from row_of_mart)

select
    concat_ws(' ', c.subject, c."column") as subject,
    if(c.is_missing, r.reason is null, c.reason is not null) as is_violation,
    format('reason {}', c.reason) as detail
from cell as c
left join ref.reasons as r
    on r.relation = c.relation and r."column" = c."column" and r.reason = c.reason
