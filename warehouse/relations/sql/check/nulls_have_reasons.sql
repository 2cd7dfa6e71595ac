-- a margin is a value, or NULL with a reason of ref.reasons; one row a mart row and column
-- over: stg.margin
with margin as (
    select *, 'mart.company_margin' as relation, null as segment from mart.company_margin
    union all by name
    select *, 'mart.segment_margin' as relation from mart.segment_margin
),

cell as (
    select
        relation, concat_ws(' ', company_id, segment, fiscal_label, basis, currency) as subject,
        unnest([
            ref.answer('revenue_reason', revenue, revenue_reason),
            ref.answer('gross_profit_reason', gross_profit, gross_profit_reason),
            ref.answer('gross_margin_reason', gross_margin, gross_margin_reason),
            ref.answer('operating_income_reason', operating_income, operating_income_reason),
            ref.answer('operating_margin_reason', operating_margin, operating_margin_reason)
        ], recursive := true)
    from margin
)

select
    concat_ws(' ', c.subject, c."column") as subject,
    if(c.is_missing, r.reason is null, c.reason is not null) as is_violation,
    format('reason {}', c.reason) as detail
from cell as c
left join ref.reasons as r
    on r.relation = c.relation and r."column" = c."column" and r.reason = c.reason
