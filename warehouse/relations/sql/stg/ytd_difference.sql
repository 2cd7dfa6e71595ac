-- the last quarter of each year-to-date period, by subtraction; one row a longer period
with line as (
    select *
    from stg.standing_line
    where is_first
),

longer as (
    select
        *,
        case period_type when 'FY' then 'no_ytd9' when '9M' then 'no_ytd6' else 'no_ytd3' end
            as missing
    from line
    where period_type in ('FY', '9M', 'H1')
),

pair as (
    select
        l.figure_key,
        s.figure_key as shorter_key,
        s.figure_id as shorter_id,
        s.state as shorter_state,
        s.period_end + 1 as quarter_start,
        (l.value - s.value)::decimal(38, 6) as value,
        (l.half_unit + s.half_unit)::decimal(38, 6) as half_unit,
        greatest(l.known_from, s.known_from) as known_from,
        case
            when l.is_doubled or s.is_doubled then 'conflict'
            when l.framework is distinct from s.framework then 'framework_break'
            when l.concept <> s.concept or l.member <> s.member then 'concept_break'
            when not ref.is_one_state(l.state, s.state) then 'restatement_break'
        end as break,
        format('{} − {}', l.period_type, s.period_type) as method
    from longer as l
    join line as s
        on s.line_id = l.line_id
        and s.period_start = l.period_start
        and s.period_end between l.period_end - 125 and l.period_end - 77
    where s.period_type in ('Q', 'H1', '9M')
    -- two periods that would do say that one of them is misread
    qualify count(*) over (partition by l.figure_key) = 1
)

select
    l.line_id, l.company_id, l.metric, l.line_key, l.segment, l.breakdown, l.parent, l.basis,
    l.unit, l.figure_key, l.figure_id, l.period_start, l.period_end, l.period_type, l.fiscal_label,
    l.fiscal_year, l.fiscal_quarter,
    l.value as longer_value, l.framework, l.state, l.concept,
    p.shorter_key, p.shorter_id, p.shorter_state, p.quarter_start,
    if(p.break is null, p.value, null) as value,
    coalesce(p.half_unit, l.half_unit) as half_unit,
    coalesce(p.known_from, l.known_from) as known_from,
    coalesce(p.break, if(p.shorter_key is null, l.missing, null)) as reason,
    p.method
from longer as l
left join pair as p using (figure_key)
