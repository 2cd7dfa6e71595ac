-- what marts answer is there or has a reason of ref.reasons; one row a mart row and column
-- over: mart.profit_pool
with cell as (
    select
        'mart.profit_pool' as relation, one."column",
        concat_ws(' ', layer, calendar_period, one."column") as subject,
        one.is_missing, one.reason
    from mart.profit_pool
    cross join lateral (
        from (values
            ('reason', revenue_share is null or profit_share is null, reason),
            ('gross_margin_reason', gross_margin is null, gross_margin_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.profit_pool_member' as relation, one."column",
        concat_ws(' ', layer, calendar_period, company_id, segment, one."column") as subject,
        one.is_missing, one.reason
    from mart.profit_pool_member
    cross join lateral (
        from (values
            ('reason', not is_complete, reason),
            ('gross_profit_reason', gross_profit_usd is null, gross_profit_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.growth' as relation, one."column",
        concat_ws(' ', company_id, period_start, period_end, basis, currency, one."column")
            as subject,
        one.is_missing, one.reason
    from mart.growth
    cross join lateral (
        from (values
            ('revenue_growth_reason', revenue_growth is null, revenue_growth_reason),
            ('operating_income_growth_reason', operating_income_growth is null,
                operating_income_growth_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.segment_growth' as relation, one."column",
        concat_ws(' ', company_id, segment, period_start, period_end, basis, one."column")
            as subject,
        one.is_missing, one.reason
    from mart.segment_growth
    cross join lateral (
        from (values
            ('revenue_growth_reason', revenue_growth is null, revenue_growth_reason),
            ('operating_income_growth_reason', operating_income_growth is null,
                operating_income_growth_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.guidance' as relation, 'reason' as "column",
        concat_ws(' ', company_id, metric, segment, basis, period_end, document) as subject,
        surprise is null as is_missing, reason as reason
    from mart.guidance

    union all by name

    select
        'mart.restatement' as relation, 'reason' as "column",
        concat_ws(' ', figure_key, new_figure_id) as subject,
        relative_difference is null as is_missing, reason as reason
    from mart.restatement

    union all by name

    select
        'mart.confirmation' as relation, one."column",
        concat_ws(' ', source, form, reader, extractor_version, one."column") as subject,
        one.is_missing, one.reason
    from mart.confirmation
    cross join lateral (
        from (values
            ('error_rate_reason', error_rate is null, error_rate_reason),
            ('opinion_error_rate_reason', opinion_error_rate is null, opinion_error_rate_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    -- of one report the pace is assumed, and the date is there
    select
        'mart.freshness' as relation, 'reason' as "column",
        company_id as subject,
        expected_by is null as is_missing, nullif(reason, 'one_report') as reason
    from mart.freshness

    union all by name

    select
        'mart.claim' as relation, 'reason' as "column",
        concat('claim ', claim_id) as subject,
        verdict = 'cannot tell' as is_missing, reason as reason
    from mart.claim

    union all by name

    select
        'mart.profit_pool_map' as relation, 'reason' as "column",
        concat_ws(' ', calendar_period, level, layer, company_id, segment, 'height') as subject,
        height is null as is_missing, reason as reason
    from mart.profit_pool_map

    union all by name

    select
        'mart.capture_shift' as relation, 'reason' as "column",
        concat_ws(' ', layer, calendar_period, 'shift') as subject,
        from_margin_usd is null as is_missing, reason as reason
    from mart.capture_shift

    union all by name

    select
        'mart.operating_leverage' as relation, one."column",
        concat_ws(' ', company_id, segment, breakdown, parent, period_type, period_start,
            period_end, basis, currency, one."column") as subject,
        one.is_missing, one.reason
    from mart.operating_leverage
    cross join lateral (
        from (values
            ('revenue_reason', revenue is null, revenue_reason),
            ('operating_income_reason', operating_income is null, operating_income_reason),
            ('revenue_change_reason', revenue_change is null, revenue_change_reason),
            ('operating_income_change_reason', operating_income_change is null,
                operating_income_change_reason),
            ('incremental_margin_reason', incremental_margin is null,
                incremental_margin_reason),
            ('degree_of_operating_leverage_reason', degree_of_operating_leverage is null,
                degree_of_operating_leverage_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.capex_intensity' as relation, one."column",
        concat_ws(' ', company_id, period_type, period_start, period_end, basis, currency,
            one."column") as subject,
        one.is_missing, one.reason
    from mart.capex_intensity
    cross join lateral (
        from (values
            ('capex_to_revenue_reason', capex_to_revenue is null, capex_to_revenue_reason),
            ('capex_to_depreciation_reason', capex_to_depreciation is null,
                capex_to_depreciation_reason),
            ('depreciation_to_revenue_reason', depreciation_to_revenue is null,
                depreciation_to_revenue_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.watchlist' as relation, one."column",
        concat_ws(' ', company_id, period_end, basis, signal, one."column") as subject,
        one.is_missing, one.reason
    from mart.watchlist
    cross join lateral (
        from (values
            ('reason', value is null, reason),
            ('change_reason', change is null, change_reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.capex_against_sales' as relation, one."column",
        concat_ws(' ', 'capex against sales', calendar_period, one."column") as subject,
        one.is_missing, one.reason
    from mart.capex_against_sales
    cross join lateral (
        from (values
            ('capex_reason', capex_usd is null, capex_reason),
            ('sales_reason', sales_usd is null, sales_reason),
            ('reason', sales_to_capex is null, reason)
        ) as one ("column", is_missing, reason)
    ) as one

    union all by name

    select
        'mart.ai_pool' as relation, one."column",
        concat_ws(' ', layer, calendar_period, company_id, segment, one."column") as subject,
        one.is_missing, one.reason
    from mart.ai_pool
    cross join lateral (
        from (values
            ('ai_revenue_reason', ai_revenue_low_usd + ai_revenue_mid_usd
                + ai_revenue_high_usd is null, ai_revenue_reason),
            ('ai_gross_profit_reason', ai_gross_profit_low_usd + ai_gross_profit_mid_usd
                + ai_gross_profit_high_usd is null, ai_gross_profit_reason),
            ('ai_operating_income_reason', ai_operating_income_low_usd + ai_operating_income_mid_usd
                + ai_operating_income_high_usd is null, ai_operating_income_reason)
        ) as one ("column", is_missing, reason)
    ) as one
)

select
    c.subject,
    if(c.is_missing, r.reason is null, c.reason is not null) as is_violation,
    format('reason {}', c.reason) as detail
from cell as c
left join ref.reasons as r
    on r.relation = c.relation and r."column" = c."column" and r.reason = c.reason
