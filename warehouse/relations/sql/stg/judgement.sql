-- judgements known at the build's date, and their targets; one row a judgement and figure
with unioned as (
    select
        * exclude (review_id, line),
        review_id as judgement_id,
        null::varchar as basis,
        null::varchar as unit,
        null::varchar as read_id,
        null::decimal(38, 6) as expect_value,
        null::decimal(38, 6) as value
    from ref.reviews
    union all by name
    select * exclude (correction_id, line), correction_id as judgement_id, 'correct' as verdict
    from ref.corrections
    union all by name
    select
        reading_id as judgement_id, figure_id as read_id, document, locator, metric, segment,
        period_start, period_end, value, reason, evidence, reviewer, known_from,
        'read' as verdict
    from ref.readings
),

known as (
    select *
    from unioned
    where ref.is_known(known_from)
),

named as (  -- by the key alone, by the key in one document, or by the place in one document
    select j.judgement_id, j.verdict, k.figure_id
    from known as j
    join stg.keyed_figure as k
        on k.figure_key = j.figure_key
        and coalesce(j.document, k.document) = k.document

    union all

    select j.judgement_id, j.verdict, k.figure_id
    from known as j
    join stg.keyed_figure as k on k.figure_id = j.read_id

    union all

    select j.judgement_id, j.verdict, k.figure_id
    from known as j
    join stg.keyed_figure as k
        on k.document = j.document
        and k.metric = j.metric
        and k.segment is not distinct from j.segment
        and k.period_start is not distinct from j.period_start
        and k.period_end = j.period_end
        and coalesce(j.basis, k.basis) = k.basis
        and coalesce(j.unit, k.unit) = k.unit
    where j.figure_key is null
        and j.locator is null
        and (j.verdict <> 'correct' or k.kind = 'actual')
),

refused as (
    select distinct document, unnest([locator, against]) as locator
    from raw.refusal
),

fetched as (  -- fetched by then, whether or not it could be read
    select distinct sha256
    from raw.origin
    where known_at <= coalesce((select known_on from ref.argument), known_at)
)

select
    j.judgement_id, j.verdict, j.figure_key as named_figure_key, j.document as named_document,
    j.locator as named_locator,
    j.metric, j.segment, j.period_start, j.period_end, j.expect_value, j.value, j.reason,
    j.evidence, j.reviewer, j.known_from, k.figure_id, k.figure_key, k.document, k.value as found,
    case
        when k.figure_id is not null and (j.verdict <> 'correct' or k.value = j.expect_value)
            then 'applied'
        when k.figure_id is not null then 'other_value'
        when r.locator is not null and j.verdict <> 'read' then 'applied'
        when j.document is not null and h.sha256 is null then 'no_document'
        else 'no_figure'
    end as outcome
from known as j
left join named as n using (judgement_id, verdict)
left join stg.keyed_figure as k on k.figure_id = n.figure_id
left join fetched as h on h.sha256 = j.document
left join refused as r on r.document = j.document and r.locator = j.locator
