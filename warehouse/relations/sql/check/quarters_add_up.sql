-- the quarters of a year sum to it, or mart.conflict has it; one row a line and year
-- over: stg.trailing_twelve_months where method = 'year' and sum_of_quarters is not null
select
    concat_ws(' ', company_id, metric, segment, basis, unit, period_end) as subject,
    abs(sum_of_quarters - value) > tolerance and not exists (
        from mart.conflict as x
        where x.kind = 'quarter'
            and x.company_id = t.company_id
            and x.metric = t.metric
            and x.segment is not distinct from t.segment
            and x.period_end between t.period_start and t.period_end
    ) as is_violation,
    format('quarters {} and year {}', sum_of_quarters, value) as detail
from stg.trailing_twelve_months as t
where method = 'year' and sum_of_quarters is not null
