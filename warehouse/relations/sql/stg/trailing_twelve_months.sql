-- sums of four consecutive quarters, or why there is none; one row a line and quarter
with run as (
    select
        *,
        count(*) over four as quarters,
        count(value) over four as valued,
        min(period_start) over four as first_day,
        sum(period_end - period_start + 1) over four as days,
        sum(value) over four as total,
        sum(half_unit) over four as total_half_unit,
        max(known_from) over four as total_known_from,
        max(reason) over four as any_reason,
        min(coalesce(framework, 0)) over four as first_framework,
        max(coalesce(framework, 0)) over four as last_framework,
        flatten(list(figure_ids) over four) as all_figure_ids,
        flatten(list(states) over four) as all_states
    from stg.quarterly
    window four as (
        partition by line_id order by period_end
        rows between 3 preceding and current row
    )
),

summed as (
    select
        r.*,
        case
            when quarters < 4 or days is distinct from period_end - first_day + 1
                or days not between 350 and 380 then 'no_four_quarters'
            when first_framework <> last_framework then 'framework_break'
            when valued < 4 then any_reason
            when not ref.are_one_state(all_states) then 'restatement_break'
        end as sum_reason
    from run as r
),

standing as (
    select l.*, c.value as current_value
    from stg.standing_line as l
    join stg.current_figure as c using (figure_key)
    where l.is_first and not l.is_doubled and c.value is not null
),

rolled as (  -- the year, with what is new since and without what was a year before
    select
        y.line_id, t.period_end,
        p.period_end + 1 as period_start,
        (y.value + t.value - p.value)::decimal(38, 6) as value,
        (y.half_unit + t.half_unit + p.half_unit)::decimal(38, 6) as half_unit,
        y.framework,
        greatest(y.known_from, t.known_from, p.known_from) as known_from,
        [y.figure_id, t.figure_id, p.figure_id] as figure_ids
    from standing as y
    join standing as t
        on t.line_id = y.line_id and t.period_start = y.period_end + 1
    join standing as p
        on p.line_id = y.line_id
        and p.period_start = y.period_start
        and p.period_type = t.period_type
    where y.period_type = 'FY'
        and t.period_type in ('Q', 'H1', '9M')
        and t.period_end - p.period_end between 350 and 380
        and ref.are_one_state([y.state, t.state, p.state])
        and coalesce(y.concept = t.concept, true)
        and coalesce(y.concept = p.concept, true)
    qualify count(*) over (partition by y.line_id, t.period_end) = 1
)

select
    s.line_id, s.company_id, s.metric, s.line_key, s.segment, s.breakdown, s.parent, s.basis,
    s.unit, s.fiscal_label,
    coalesce(
        y.period_start, if(s.sum_reason is null, s.first_day, r.period_start), s.first_day
    ) as period_start,
    s.period_end,
    -- the year as reported, where the twelve months are one
    coalesce(y.value, if(s.sum_reason is null, s.total, r.value))::decimal(38, 6) as value,
    -- the quarters beside the year, where both speak of the same books
    if(
        s.sum_reason is null and (
            y.state is null
            or list_bool_and([ref.is_one_state(y.state, one) for one in s.all_states])
        ),
        s.total, null
    )::decimal(38, 6) as sum_of_quarters,
    (s.total_half_unit + coalesce(y.half_unit, 0))::decimal(38, 6) as tolerance,
    case
        when y.value is not null then y.half_unit
        when s.sum_reason is null then s.total_half_unit
        else r.half_unit
    end::decimal(38, 6) as half_unit,
    if(y.value is null and r.value is null, s.sum_reason, null) as reason,
    case
        when y.value is not null then 'year'
        when s.sum_reason is null then 'quarters'
        when r.value is not null then 'year to date'
    end as method,
    coalesce(y.framework, s.framework, r.framework) as framework,
    case
        when y.value is not null then y.known_from
        when s.sum_reason is null then s.total_known_from
        else coalesce(r.known_from, s.total_known_from)
    end as known_from,
    case
        when y.value is not null then [y.figure_id]
        when s.sum_reason is null then s.all_figure_ids
        else coalesce(r.figure_ids, s.all_figure_ids)
    end as figure_ids
from summed as s
left join standing as y
    on y.line_id = s.line_id and y.period_end = s.period_end and y.period_type = 'FY'
left join rolled as r
    on r.line_id = s.line_id and r.period_end = s.period_end
