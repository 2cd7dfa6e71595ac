-- segments and corporate rows sum to the company, or mart.conflict has it; one row a close
-- over: stg.partition where is_current and whole_value is not null
with part as (
    select
        c.total_key,
        c.company_id, c.metric, c.basis, c.unit, c.period_start, c.period_end,
        sum(c.standing_value) as parts_value,
        count(*) as parts,
        max(c.half_unit) as half_unit
    from stg.current_figure as c
    where c.is_in_partition
    group by all
),

close as (
    select
        p.*,
        w.standing_value as whole_value,
        (p.parts + 1) * greatest(p.half_unit, w.half_unit) as tolerance
    from part as p
    join stg.current_figure as w
        on w.segment is null
        and w.kind = 'actual'
        and w.total_key = p.total_key
)

select
    concat_ws(' ', company_id, metric, basis, unit, period_start, period_end) as subject,
    abs(parts_value - whole_value) > tolerance and not exists (
        from mart.conflict as x
        where x.kind = 'company_close'
            and ref.total_key(
                x.company_id, x.metric, x.basis, x.unit, x.period_start, x.period_end
            ) = close.total_key
    ) as is_violation,
    format('parts {} and whole {}', parts_value, whole_value) as detail
from close
