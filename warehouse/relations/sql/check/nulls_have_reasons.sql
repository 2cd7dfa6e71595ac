-- what a margin shows is there or has a reason of ref.reasons; one row a mart row and column
-- over: stg.margin
with margin as (
    select *, 'mart.company_margin' as relation, null as segment from mart.company_margin
    union all by name
    select *, 'mart.segment_margin' as relation from mart.segment_margin
),

cell as (
    select
        relation,
        concat_ws(' ', company_id, segment, fiscal_label, basis, currency, one."column") as subject,
        one.*
    from margin
    cross join lateral (
        from (values
            ('revenue_reason', revenue is null, revenue_reason),
            ('gross_profit_reason', gross_profit is null, gross_profit_reason),
            ('gross_margin_reason', gross_margin is null, gross_margin_reason),
            ('operating_income_reason', operating_income is null, operating_income_reason),
            ('operating_margin_reason', operating_margin is null, operating_margin_reason)
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
