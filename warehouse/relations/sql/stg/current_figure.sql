-- the value known at the build's date, or why there is none; one row a figure key
with printed as (
    select
        figure_key,
        count(*) as vintages,
        arg_max(document, position) as last_document,
        -- where every vintage was rejected, the last stands for the key
        coalesce(max(position) filter (is_standing), max(position)) as chosen_position
    from stg.vintage
    group by figure_key
),

chosen as (
    select v.*, p.vintages, p.last_document
    from stg.vintage as v
    join printed as p on p.figure_key = v.figure_key and p.chosen_position = v.position
),

held as (
    select figure_key, list(distinct kind order by kind) as kinds
    from stg.conflict
    where holds
    group by figure_key
),

rival as (
    select
        v.figure_key,
        list({
            'value': v.value, 'status': v.status, 'known_from': v.known_from,
            'document': v.document, 'figure_id': v.figure_id
        } order by v.position) as rivals
    from stg.vintage as v
    join chosen as c using (figure_key)
    where v.value <> c.value
    group by v.figure_key
)

select
    c.figure_key, c.company_id, c.metric, c.segment, c.breakdown, c.parent, c.member, c.basis,
    c.kind, c.bound, c.period_start, c.period_end, c.period_type, c.fiscal_label, c.unit,
    if(c.rejected_by is null and h.kinds is null, c.value, null) as value,
    case
        when c.rejected_by is not null then 'rejected'
        when h.kinds is not null then 'conflict'
    end as reason,
    c.value as standing_value,
    c.status, c.decimals, c.half_unit, c.rule, c.confidence, c.known_from, c.document, c.figure_id,
    c.correction_id,
    coalesce(h.kinds, []) as held_by,
    coalesce(r.rivals, []) as rivals,
    c.vintages, c.last_document,
    m.figure_key is not null as is_in_partition,
    c.part_key, c.total_key
from chosen as c
left join held as h using (figure_key)
left join rival as r using (figure_key)
left join stg.partition_member as m using (figure_key)
