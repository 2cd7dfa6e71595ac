-- figures that take part, with corrections and reviews; one row a figure, or correction of one
with correction as (
    select *
    from ref.corrections
    where coalesce(known_from, '-infinity')
        <= coalesce((select known_on from ref.argument), 'infinity')
),

corrected as (
    select
        k.* exclude (value, rule, decimals, half_unit),
        c.value,
        'corrected: ' || c.reason as rule,
        null::integer as decimals,
        0::decimal(38, 6) as half_unit,
        c.correction_id,
        greatest(c.known_from, k.document_known_at) as known_from
    from stg.keyed_figure as k
    join correction as c
        on c.document = k.document
        and c.metric = k.metric
        and c.segment is not distinct from k.segment
        and c.period_start is not distinct from k.period_start
        and c.period_end = k.period_end
        and coalesce(c.basis, k.basis) = k.basis
        and coalesce(c.unit, k.unit) = k.unit
        and c.expect_value = k.value
    where k.kind = 'actual'
),

every as (
    select *, null::varchar as correction_id, document_known_at as known_from
    from stg.keyed_figure
    union all by name
    select * from corrected
),

review as (
    select *, coalesce(known_from, '-infinity') as accepted_at
    from ref.reviews
    where coalesce(known_from, '-infinity')
        <= coalesce((select known_on from ref.argument), 'infinity')
),

matched as (  -- by the key alone, by the key in one document, or by the place in one document
    select e.figure_id, e.correction_id, r.review_id, r.verdict, r.accepted_at, r.document
    from every as e
    join review as r
        on r.figure_key = e.figure_key
        and coalesce(r.document, e.document) = e.document
    union all
    select e.figure_id, e.correction_id, r.review_id, r.verdict, r.accepted_at, r.document
    from every as e
    join review as r
        on r.document = e.document
        and r.metric = e.metric
        and r.segment is not distinct from e.segment
        and r.period_start is not distinct from e.period_start
        and r.period_end = e.period_end
    where r.figure_key is null
),

reviewed as (
    select
        figure_id,
        correction_id,
        min(review_id) filter (verdict = 'reject') as rejected_by,
        arg_max(review_id, (accepted_at, review_id)) filter (verdict = 'accept') as accepted_by,
        max(accepted_at) filter (verdict = 'accept') as accepted_at,
        bool_or(verdict = 'accept' and document is not null) as is_chosen
    from matched
    group by all
)

select e.*, r.rejected_by, r.accepted_by, r.accepted_at, coalesce(r.is_chosen, false) as is_chosen
from every as e
left join reviewed as r
    on r.figure_id = e.figure_id and r.correction_id is not distinct from e.correction_id
