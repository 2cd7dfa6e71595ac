-- figures after corrections and reviews; one row a figure, or correction of one
with corrected as (
    select
        k.* exclude (value, rule, decimals, half_unit),
        j.value,
        'corrected: ' || j.reason as rule,
        null::integer as decimals,
        0::decimal(38, 6) as half_unit,
        j.judgement_id as correction_id,
        greatest(j.known_from, k.document_known_at) as known_from
    from stg.judgement as j
    join stg.keyed_figure as k using (figure_id)
    where j.verdict = 'correct' and j.outcome = 'applied'
),

unioned as (
    select *, null::varchar as correction_id, document_known_at as known_from
    from stg.keyed_figure
    union all by name
    select * from corrected
),

matched as (  -- a correction is judged by what was said of it, not of the value before it
    select
        e.figure_id, e.correction_id, j.judgement_id as review_id, j.verdict,
        coalesce(j.known_from, '-infinity') as judged_at,
        j.verdict = 'accept' and j.named_document is not null as is_choice,
        -- of the choices between documents the last one counts
        is_choice and (judged_at, review_id) < max(if(is_choice, (judged_at, review_id), null))
            over (partition by e.figure_key) as is_outdone
    from unioned as e
    join stg.judgement as j on j.figure_id = e.figure_id
    where j.verdict in ('accept', 'reject')
        and (e.correction_id is null or j.known_from >= e.known_from)
),

reviewed as (  -- and so it does of all judgements on one figure
    select
        figure_id,
        correction_id,
        if(arg_max(verdict, (judged_at, review_id)) = 'reject',
            arg_max(review_id, (judged_at, review_id)), null) as rejected_by,
        arg_max(review_id, (judged_at, review_id)) filter (verdict = 'accept' and not is_outdone)
            as accepted_by,
        max(judged_at) filter (verdict = 'accept' and not is_outdone) as accepted_at,
        bool_or(is_choice and not is_outdone) as is_chosen
    from matched
    group by all
)

select e.*, r.rejected_by, r.accepted_by, r.accepted_at, coalesce(r.is_chosen, false) as is_chosen
from unioned as e
left join reviewed as r
    on r.figure_id = e.figure_id and r.correction_id is not distinct from e.correction_id
