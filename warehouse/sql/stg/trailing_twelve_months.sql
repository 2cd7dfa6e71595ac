-- sums of four quarters in a row, or why not; one row a line and quarter
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
)

select
    s.line_id, s.company_id, s.metric, s.line_key, s.segment, s.breakdown, s.parent, s.basis, s.unit,
    s.fiscal_label,
    coalesce(y.period_start, s.first_day) as period_start,
    s.period_end,
    -- the year as reported, where the twelve months are one
    coalesce(y.value, if(s.sum_reason is null, s.total, null))::decimal(38, 6) as value,
    -- the quarters beside the year, where both speak of the same books
    if(
        s.sum_reason is null and (
            y.state is null
            or list_bool_and([ref.is_one_state(y.state, one) for one in s.all_states])
        ),
        s.total, null
    )::decimal(38, 6) as sum_of_quarters,
    (s.total_half_unit + coalesce(y.half_unit, 0))::decimal(38, 6) as tolerance,
    if(y.value is not null, y.half_unit, s.total_half_unit)::decimal(38, 6) as half_unit,
    if(y.value is null, s.sum_reason, null) as reason,
    case
        when y.value is not null then 'year'
        when s.sum_reason is null then 'quarters'
    end as method,
    if(y.value is not null, y.framework, s.framework) as framework,
    if(y.value is not null, y.known_from, s.total_known_from) as known_from,
    if(y.value is not null, [y.figure_id], s.all_figure_ids) as figure_ids
from summed as s
left join (
    select l.*, c.value as current_value
    from stg.standing_line as l
    join stg.current_figure as c using (figure_key)
    where l.period_type = 'FY' and l.is_first and not l.is_doubled and c.value is not null
) as y
    on y.line_id = s.line_id
    and y.period_end = s.period_end
