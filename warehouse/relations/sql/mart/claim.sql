-- claims compared with what the figures show; one row a claim
with unit (unit, factor) as (  -- money is in its currency, a margin is a fraction
    values ('percent', 0.01::decimal(38, 4)), ('billion', 1000000000), ('million', 1000000),
        ('number', 1)
),

asked as (
    select
        c.claim_id, c.claim, c.unit, c.comparison, c.reading, c.wording, u.factor,
        c.line,
        c.claimed::decimal(38, 6) as claimed,
        len(split_part(c.claimed, '.', 2)) as places
    from ref.claims as c
    join unit as u using (unit)
),

answered as (
    select
        a.*,
        (a.claimed * a.factor)::decimal(38, 10) as goal,
        -- half of the last digit claimed
        (concat('0.', repeat('0', a.places), '5')::decimal(38, 7) * a.factor)::decimal(38, 10)
            as half,
        f.known_at, f.explanation,
        if(f.reason is null, f.found, null) as found,
        list_filter(  -- each once, in their order
            coalesce(f.figure_ids, []),
            lambda id, place: id is not null and list_position(f.figure_ids, id) = place
        ) as figure_ids,
        coalesce(f.reason, if(f.found is null, 'not_collected', null)) as reason
    from asked as a
    left join stg.claim_answer as f using (claim_id)
),

compared as (
    select
        *,
        case comparison
            when 'above' then found > goal
            when 'below' then found < goal
            else found = goal
        end as holds,
        -- half away from zero, as accounts are rounded
        case unit when 'percent' then ' %' when 'billion' then ' bn' when 'million' then ' m'
            else '' end as unit_word,
        comparison = 'equals'
            and (sign(found) = sign(goal) or goal = 0)
            and abs(found) >= abs(goal) - half and abs(found) < abs(goal) + half as rounds
    from answered
)

select
    claim_id, claim,
    claimed,
    (found / nullif(factor, 0))::decimal(38, 6) as found,
    case
        when reason is not null then 'cannot tell'
        when holds then 'holds'
        when rounds then 'rounds to'
        else 'differs'
    end as verdict,
    coalesce(explanation, reading || ': no document read says it') as explanation,
    figure_ids[1] as figure_id,
    if(reason is not null, 'cannot tell: ' || replace(reason, '_', ' '), replace(replace(
        coalesce(wording, '{found}' || unit_word || ', claimed: '
            || if(comparison = 'equals', '', comparison || ' ') || '{claimed}' || unit_word),
        '{found}', format('{:,.' || (places + if(unit = 'number', 0, 1)) || 'f}',
            found / nullif(factor, 0))),
        '{claimed}', format('{:,.' || places || 'f}', claimed))) as told,
    figure_ids, unit, comparison, places, reading, reason, known_at
from compared
order by line
