-- what a mart shows is there or has a reason of the vocabulary; one row a mart row and column
-- over: stg.margin
with margin as (
    select
        concat_ws(' ', company_id, segment, fiscal_label, basis, currency) as row_name,
        unnest([
            {'name': 'revenue', 'missing': revenue is null, 'reason': revenue_reason},
            {'name': 'gross_profit', 'missing': gross_profit is null,
                'reason': gross_profit_reason},
            {'name': 'gross_margin', 'missing': gross_margin is null,
                'reason': gross_margin_reason},
            {'name': 'operating_income', 'missing': operating_income is null,
                'reason': operating_income_reason},
            {'name': 'operating_margin', 'missing': operating_margin is null,
                'reason': operating_margin_reason}
        ]) as cell
    from (
        select *, null as segment from mart.company_margin
        union all by name
        select * from mart.segment_margin
    )
)

select
    row_name || ' ' || cell.name as subject,
    case
        when cell.missing then coalesce(
            cell.reason not in ('not_disclosed', 'no_revenue', 'conflict', 'rejected'), true)
        else cell.reason is not null
    end as is_violation,
    format('reason {}', cell.reason) as detail
from margin
