-- sums of parts compared with the whole; one row a document, metric, period, basis, unit
with actual as (
    select *
    from stg.figure
    where kind = 'actual'
        and metric in ('revenue', 'cost_of_revenue', 'gross_profit', 'operating_income')
        and rejected_by is null
        and (segment is null or breakdown in ('segment', 'corporate'))
),

correction as (
    select figure_id, arg_max(correction_id, (known_from, correction_id)) as correction_id
    from actual
    where correction_id is not null
    group by figure_id
),

latest as (  -- a correction stands in the place of what the document printed
    select f.*
    from actual as f
    left join correction as c using (figure_id)
    where f.correction_id is not distinct from c.correction_id
),

summed as (
    select
        company_id, metric, basis, unit, period_start, period_end, total_key, document,
        any_value(ordered_at) as ordered_at,
        any_value(document_known_at) as document_known_at,
        count(*) filter (segment is not null) as parts,
        bool_or(breakdown = 'corporate') as has_corporate,
        sum(value) filter (segment is not null) as parts_value,
        max(value) filter (segment is null) as whole_value,
        (count(*) filter (segment is not null) + 1) * max(half_unit) as tolerance
    from latest
    group by all
)

select
    *,
    abs(parts_value - whole_value) <= tolerance as is_closed,
    -- of several documents that print parts, the newest that closes counts
    row_number() over (
        partition by total_key
        order by coalesce(abs(parts_value - whole_value) <= tolerance, false) desc,
            has_corporate desc, ordered_at desc, document_known_at desc, document
    ) = 1 as is_current
from summed
where parts > 0
