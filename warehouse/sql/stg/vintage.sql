-- every value that a figure key ever had, and how it came to be; one row a figure key and position
with recursive ranked as (
    select
        *,
        row_number() over order_of_knowledge as position,
        count(*) filter (rejected_by is null) over order_of_knowledge as turn
    from stg.figure
    window order_of_knowledge as (
        partition by figure_key
        order by ordered_at, document_known_at, document_period_end, is_amendment, document,
            correction_id is not null, known_from, correction_id
        rows between unbounded preceding and current row
    )
),

taking_part as (
    select * from ranked where rejected_by is null
),

varied as (  -- most keys have one value only and need no walk
    select figure_key
    from taking_part
    group by figure_key
    having min(value) <> max(value) or bool_or(correction_id is not null)
),

walk as (  -- the standing value is carried from vintage to vintage
    select
        figure_key,
        turn,
        if(correction_id is null, 'first printed', 'corrected') as status,
        turn as standing_turn,
        value as standing_value,
        half_unit as standing_half_unit,
        document_period_end as standing_period_end,
        accepted_at as standing_accepted_at,
        null::varchar as held_by
    from taking_part
    where turn = 1 and figure_key in (from varied)

    union all

    select
        figure_key,
        turn,
        split_part(outcome, ':', 1) as status,
        if(takes_over, turn, standing_turn),
        if(takes_over, value, standing_value),
        if(takes_over, half_unit, least(half_unit, standing_half_unit)),
        greatest(document_period_end, standing_period_end),
        coalesce(accepted_at, standing_accepted_at),
        case
            when outcome in ('corrected', 'restated', 'accepted') then null
            when outcome like 'contradicted:%'
                and document_known_at > coalesce(standing_accepted_at, '-infinity')
                then split_part(outcome, ':', 2)
            when document_period_end > standing_period_end then null  -- a later report agrees
            else held_by
        end
    from (
        select
            *,
            outcome in ('corrected', 'refined', 'restated', 'accepted') as takes_over
        from (
            select
                next.figure_key, next.turn, next.value, next.document_period_end,
                next.document_known_at, next.accepted_at,
                -- a coarser value that agrees has nothing to add to the finer one
                if(abs(next.value - w.standing_value)
                    <= greatest(next.half_unit, w.standing_half_unit),
                    least(next.half_unit, w.standing_half_unit), next.half_unit) as half_unit,
                w.standing_turn, w.standing_value, w.standing_half_unit, w.standing_period_end,
                w.standing_accepted_at, w.held_by,
                case
                    when next.correction_id is not null then 'corrected'
                    when next.is_chosen then 'accepted'
                    when next.value = w.standing_value then 'confirmed'
                    when abs(next.value - w.standing_value)
                        <= greatest(next.half_unit, w.standing_half_unit)
                        then if(next.half_unit < w.standing_half_unit, 'refined', 'confirmed')
                    when next.document_period_end = w.standing_period_end
                        and not next.is_amendment then 'contradicted:documents'
                    when abs(next.value / nullif(w.standing_value, 0)) between 900 and 1100
                        or abs(next.value / nullif(w.standing_value, 0)) between 9e5 and 11e5
                        or abs(w.standing_value / nullif(next.value, 0)) between 900 and 1100
                        or abs(w.standing_value / nullif(next.value, 0)) between 9e5 and 11e5
                        then 'contradicted:scale'
                    else 'restated'
                end as outcome
            from walk as w
            join taking_part as next
                on next.figure_key = w.figure_key and next.turn = w.turn + 1
        )
    )
),

settled as (  -- the last row of a walk; not arg_max, which passes over NULL
    select figure_key, standing_turn, held_by
    from walk
    qualify turn = max(turn) over (partition by figure_key)
),

told as (
    select
        r.* exclude (turn, half_unit, document_known_at, is_chosen),
        case
            when r.rejected_by is not null then 'rejected'
            else coalesce(w.status, if(r.turn = 1, 'first printed', 'confirmed'))
        end as status,
        r.half_unit,
        r.rejected_by is null and r.turn = coalesce(s.standing_turn, 1) as is_standing,
        if(r.turn = coalesce(s.standing_turn, 1), s.held_by, null) as held_by
    from ranked as r
    left join walk as w
        on w.figure_key = r.figure_key and w.turn = r.turn and r.rejected_by is null
    left join settled as s on s.figure_key = r.figure_key
),

recast as (  -- parts that changed and still add up to a whole that did not: another way to divide it
    select t.figure_id
    from told as t
    join stg.partition as p
        on p.document = t.document
        and p.metric = t.metric
        and p.basis = t.basis
        and p.unit = t.unit
        and p.period_start is not distinct from t.period_start
        and p.period_end = t.period_end
    join told as w
        on w.company_id = t.company_id
        and w.segment is null
        and w.kind = 'actual'
        and w.metric = t.metric
        and w.basis = t.basis
        and w.unit = t.unit
        and w.period_start is not distinct from t.period_start
        and w.period_end = t.period_end
        -- the whole as the same document has it, or as it stands where that prints none
        and if(p.whole_value is null, w.is_standing, w.document = t.document)
    where t.status = 'restated'
        and t.breakdown in ('segment', 'corporate')
        and abs(p.parts_value - w.value) <= p.tolerance
        and w.correction_id is null
        and w.status not in ('restated', 'contradicted', 'rejected')
)

select t.* replace (if(r.figure_id is null, t.status, 'recast') as status)
from told as t
left join (select distinct figure_id from recast) as r
    on r.figure_id = t.figure_id and t.status = 'restated'
