-- corrections whose expected value is not found; one row a correction and value found
select
    judgement_id as correction_id, named_document as document, metric, segment, period_start,
    period_end, expect_value, found
from stg.judgement
where verdict = 'correct' and outcome <> 'no_document'  -- which may yet come
qualify not bool_or(outcome = 'applied') over (partition by judgement_id)
