-- discrete and calendar periods have a value or a reason of the vocabulary; one row a row
-- over: stg.quarterly
with cell as (
    select
        concat_ws(' ', 'quarter', line_id, period_end) as subject,
        value is null as is_missing,
        reason,
        ['no_ytd9', 'no_ytd6', 'no_ytd3', 'framework_break', 'restatement_break',
            'concept_break', 'conflict', 'rejected'] as reasons
    from stg.quarterly

    union all

    select
        concat_ws(' ', 'calendar quarter', line_id, calendar_quarter),
        value_usd is null, usd_reason,
        ['no_ytd9', 'no_ytd6', 'no_ytd3', 'framework_break', 'restatement_break',
            'concept_break', 'conflict', 'rejected', 'two_quarters', 'fx_missing']
    from stg.calendar_quarter

    union all

    select
        concat_ws(' ', 'calendar year', line_id, calendar_year),
        value_usd is null, usd_reason,
        ['no_ytd9', 'no_ytd6', 'no_ytd3', 'framework_break', 'restatement_break',
            'concept_break', 'conflict', 'rejected', 'two_quarters', 'fx_missing',
            'no_four_quarters']
    from stg.calendar_year

    union all

    select
        concat_ws(' ', 'twelve months', line_id, period_end),
        value is null, reason,
        ['no_ytd9', 'no_ytd6', 'no_ytd3', 'framework_break', 'restatement_break',
            'concept_break', 'conflict', 'rejected', 'no_four_quarters']
    from stg.trailing_twelve_months
)

select
    subject,
    if(is_missing, coalesce(not list_contains(reasons, reason), true), reason is not null)
        as is_violation,
    format('reason {}', reason) as detail
from cell
