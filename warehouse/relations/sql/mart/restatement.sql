-- values that a later report or a correction changed; one row a figure key and change
with vintage as (  -- what stood before each vintage
    select
        *,
        lag(if(takes_over, value, null) ignore nulls) over through_time as old_value,
        lag(if(takes_over, status, null) ignore nulls) over through_time as old_status,
        lag(if(takes_over, document, null) ignore nulls) over through_time as old_document,
        lag(if(takes_over, figure_id, null) ignore nulls) over through_time as old_figure_id,
        lag(if(takes_over, known_from, null) ignore nulls) over through_time as old_known_from,
        lag(if(takes_over, half_unit, null) ignore nulls) over through_time as old_half_unit
    from (
        select
            *,
            status in (
                'first printed', 'refined', 'restated', 'recast', 'corrected', 'accepted'
            ) as takes_over
        from stg.vintage
        where kind = 'actual' and rejected_by is null
    )
    window through_time as (partition by figure_key order by position)
)

select
    v.company_id, c.ticker, v.metric, v.segment, v.breakdown, v.fiscal_label, v.period_start,
    v.period_end, v.period_type, v.basis, v.unit,
    v.status as change,
    v.old_value, v.value as new_value,
    v.value - v.old_value as difference,
    round((v.value - v.old_value) / nullif(abs(v.old_value), 0), 6)::decimal(18, 6)
        as relative_difference,
    if(v.old_value = 0, 'no_positive_base', null) as reason,
    v.is_standing,
    v.old_known_from, v.known_from as new_known_from,
    v.old_document, v.document as new_document,
    o.reported_form as old_form, n.reported_form as new_form,
    o.url as old_url, n.url as new_url,
    v.rule, v.correction_id, v.accepted_by,
    v.figure_key, v.old_figure_id, v.figure_id as new_figure_id
from vintage as v
join stg.company as c using (company_id)
left join stg.document as o on o.sha256 = v.old_document
left join stg.document as n on n.sha256 = v.document
where v.status in ('restated', 'recast', 'corrected', 'accepted')
    and v.old_value <> v.value
order by new_known_from desc, company_id, period_end desc, metric, segment, figure_key
