-- every value a figure key ever had, and how it changed; one row a figure key and position
with recursive document as (  -- the order of documents as one number, which sorts faster
    select
        sha256,
        row_number() over (
            order by ordered_at, known_at, reports_until, is_amendment, sha256
        ) as place
    from stg.document
),

ranked as (  -- without the columns that only the answer needs
    select
        f.figure_key, f.figure_id, f.correction_id, f.rejected_by, f.value, f.half_unit,
        f.document_period_end, f.document_known_at, f.accepted_at, f.is_amendment, f.is_chosen,
        f.kind,
        row_number() over order_of_knowledge as position,
        count(*) filter (f.rejected_by is null) over order_of_knowledge as turn
    from stg.figure as f
    join document as d on d.sha256 = f.document
    window order_of_knowledge as (
        partition by f.figure_key
        order by d.place, f.correction_id is not null, f.known_from, f.correction_id
        rows between unbounded preceding and current row
    )
),

varied as (  -- most keys have one value only and need no walk
    select figure_key
    from ranked
    where rejected_by is null
    group by figure_key
    having min(value) <> max(value) or bool_or(correction_id is not null)
),

candidate as (  -- all steps of the walk look these up, so only the few are kept
    select * from ranked where rejected_by is null and figure_key in (from varied)
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
        document_known_at as standing_known_at,
        accepted_at as standing_accepted_at,
        null::varchar as held_by
    from candidate
    where turn = 1

    union all

    select
        figure_key,
        turn,
        outcome as status,
        if(takes_over, turn, standing_turn),
        if(takes_over, value, standing_value),
        if(takes_over, half_unit, least(half_unit, standing_half_unit)),
        greatest(document_period_end, standing_period_end),
        if(takes_over, document_known_at, standing_known_at),
        coalesce(accepted_at, standing_accepted_at),
        case
            when outcome in ('corrected', 'restated', 'accepted') then null
            when outcome = 'contradicted'
                and document_known_at > coalesce(standing_accepted_at, '-infinity')
                then if(is_one_report, 'documents', 'scale')
            when document_period_end > standing_period_end then null  -- a later report agrees
            else held_by
        end
    from (
        select
            next.figure_key, next.turn, next.value, next.document_period_end,
            next.document_known_at, next.accepted_at, w.standing_known_at,
            w.standing_turn, w.standing_value, w.standing_half_unit, w.standing_period_end,
            w.standing_accepted_at, w.held_by,
            ref.is_within_rounding(
                next.value, next.half_unit, w.standing_value, w.standing_half_unit
            ) as agrees,
            -- a coarser value that agrees has nothing to add to the finer one
            if(agrees, least(next.half_unit, w.standing_half_unit), next.half_unit) as half_unit,
            next.document_period_end = w.standing_period_end
                and not next.is_amendment
                -- an outlook is raised within the quarter; of one week are those of one occasion
                and (next.kind = 'actual'
                    or next.document_known_at <= w.standing_known_at + interval 7 day)
                as is_one_report,
            case
                when next.correction_id is not null then 'corrected'
                when next.is_chosen then 'accepted'
                when next.value = w.standing_value then 'confirmed'
                when agrees and next.half_unit < w.standing_half_unit then 'refined'
                when agrees then 'confirmed'
                when is_one_report or ref.is_scale_jump(next.value, w.standing_value)
                    then 'contradicted'
                else 'restated'
            end as outcome,
            outcome in ('corrected', 'refined', 'restated', 'accepted') as takes_over
        from walk as w
        join candidate as next on next.figure_key = w.figure_key and next.turn = w.turn + 1
    )
),

settled as (  -- with the last row of the walk; not arg_max, which passes over NULL
    select
        figure_key, turn, status,
        last_value(standing_turn) over whole as standing_turn,
        last_value(held_by) over whole as held_by
    from walk
    window whole as (
        partition by figure_key order by turn
        rows between unbounded preceding and unbounded following
    )
),

placed as (
    select
        r.figure_id, r.correction_id, r.position, r.turn,
        s.status, s.standing_turn, s.held_by
    from ranked as r
    left join settled as s on s.figure_key = r.figure_key and s.turn = r.turn
),

dated as (
    select
        f.* exclude (half_unit, document_known_at, is_chosen),
        p.position,
        case
            when f.rejected_by is not null then 'rejected'
            else coalesce(p.status, if(p.turn = 1, 'first printed', 'confirmed'))
        end as status,
        f.half_unit,
        f.rejected_by is null and p.turn = coalesce(p.standing_turn, 1) as is_standing,
        if(p.turn = p.standing_turn, p.held_by, null) as held_by
    from stg.figure as f
    join placed as p
        on p.figure_id = f.figure_id and p.correction_id is not distinct from f.correction_id
),

recast as (  -- changed parts that still add up to the same whole: another way to divide it
    select t.figure_id
    from dated as t
    join stg.partition as p
        on p.document = t.document
        and p.total_key = t.total_key
    join dated as w
        on w.total_key = t.total_key
        and w.segment is null
        and w.kind = 'actual'
        -- the whole as the same document has it, or as it stands where that prints none
        and if(p.whole_value is null, w.is_standing, w.document = t.document)
    where t.status = 'restated'
        and t.breakdown in ('segment', 'corporate')
        and abs(p.parts_value - w.value) <= p.tolerance
        and w.correction_id is null
        and w.status not in ('restated', 'contradicted', 'rejected')
)

select t.* replace (if(r.figure_id is null, t.status, 'recast') as status)
from dated as t
left join (select distinct figure_id from recast) as r
    on r.figure_id = t.figure_id and t.status = 'restated'
