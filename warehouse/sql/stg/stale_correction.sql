-- corrections that no longer find what they expect; one row a correction and value found
select
    c.correction_id, c.document, c.metric, c.segment, c.period_start, c.period_end, c.expect_value,
    k.value as found
from ref.corrections as c
join stg.document as d on d.sha256 = c.document
left join stg.keyed_figure as k
    on k.document = c.document
    and k.kind = 'actual'
    and k.metric = c.metric
    and k.segment is not distinct from c.segment
    and k.period_start is not distinct from c.period_start
    and k.period_end = c.period_end
    and coalesce(c.basis, k.basis) = k.basis
    and coalesce(c.unit, k.unit) = k.unit
where coalesce(c.known_from, '-infinity')
        <= coalesce((select known_on from ref.argument), 'infinity')
qualify not coalesce(
    bool_or(k.value = c.expect_value) over (partition by c.correction_id), false
)
