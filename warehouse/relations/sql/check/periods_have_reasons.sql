-- discrete and calendar periods have a value or a reason of ref.reasons; one row a row
-- over: stg.quarterly
with cell as (
    select
        'stg.quarterly' as relation,
        'reason' as "column",
        concat_ws(' ', 'quarter', line_id, period_end) as subject,
        value is null as is_missing,
        reason
    from stg.quarterly

    union all

    select
        'stg.calendar_quarter', 'usd_reason',
        concat_ws(' ', 'calendar quarter', line_id, calendar_quarter),
        value_usd is null, usd_reason
    from stg.calendar_quarter

    union all

    select
        'stg.calendar_year', 'usd_reason',
        concat_ws(' ', 'calendar year', line_id, calendar_year),
        value_usd is null, usd_reason
    from stg.calendar_year

    union all

    select
        'stg.trailing_twelve_months', 'reason',
        concat_ws(' ', 'twelve months', line_id, period_end),
        value is null, reason
    from stg.trailing_twelve_months
)

select
    c.subject,
    if(c.is_missing, r.reason is null, c.reason is not null) as is_violation,
    format('reason {}', c.reason) as detail
from cell as c
left join ref.reasons as r
    on r.relation = c.relation and r."column" = c."column" and r.reason = c.reason
