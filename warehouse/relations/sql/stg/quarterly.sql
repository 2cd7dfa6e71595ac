-- discrete quarters, printed or from year-to-date values; one row a line and quarter
with printed as (
    select
        s.line_id, s.company_id, s.metric, s.line_key, s.segment, s.breakdown, s.parent, s.basis,
        s.unit, s.period_start, s.period_end, s.framework, [s.state] as states, s.half_unit,
        c.fiscal_label, c.known_from,
        if(s.is_doubled, null, c.value) as value,
        if(s.is_doubled, 'conflict', c.reason) as reason,
        'printed' as method,
        c.is_in_partition,
        [c.figure_id] as figure_ids
    from stg.standing_line as s
    join stg.current_figure as c using (figure_key)
    where s.period_type = 'Q' and s.is_first
),

quarter_days as (  -- the days of a quarter that ends on this day, where another line has it
    select
        company_id, period_end, max(quarter_start) as quarter_start
    from (
        select company_id, period_end, period_start as quarter_start from printed
        union all
        select company_id, period_end, quarter_start from stg.ytd_difference
    )
    group by all
),

derived as (
    select
        d.line_id, d.company_id, d.metric, d.line_key, d.segment, d.breakdown, d.parent, d.basis,
        d.unit,
        coalesce(d.quarter_start, q.quarter_start) as period_start,
        d.period_end, d.framework, d.half_unit, d.known_from, d.method,
        case
            when d.fiscal_quarter = case d.period_type when 'FY' then 4 when '9M' then 3 else 2 end
                then format('FY{}Q{}', d.fiscal_year, d.fiscal_quarter)
            else concat_ws('/', coalesce(d.quarter_start, q.quarter_start), d.period_end)
        end as fiscal_label,
        if(l.reason is null and s.reason is null, d.value, null) as value,
        coalesce(l.reason, s.reason, d.reason) as reason,
        l.is_in_partition and coalesce(s.is_in_partition, true) as is_in_partition,
        if(d.shorter_state is null, [d.state], [d.state, d.shorter_state]) as states,
        list_filter([d.figure_id, d.shorter_id], lambda id: id is not null) as figure_ids
    from stg.ytd_difference as d
    join stg.current_figure as l using (figure_key)
    left join stg.current_figure as s on s.figure_key = d.shorter_key
    left join quarter_days as q on q.company_id = d.company_id and q.period_end = d.period_end
),

unioned as (
    from printed
    union all by name
    from derived
)

select *
from unioned
qualify rank() over (  -- what is printed wins, also where it is in doubt
    partition by line_id, period_end
    order by method is not distinct from 'printed' desc
) = 1
