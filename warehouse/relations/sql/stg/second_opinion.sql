-- EDGAR's company facts compared with figures; one row a figure that has one
-- They never change a figure. match: accession (facts of the figure's own filing) or period (of
-- others for the same period). outcome: agrees (with the fact filed last, within the figure's own
-- rounding), agreed_then (with the fact of its own filing, or of any where that has none), differs.
with own as (  -- the concept of a figure that rests on one tagged fact
    select i.figure_id, any_value(a.concept) as concept
    from raw.figure_input as i
    join raw.fact as a using (fact_id)
    group by i.figure_id
    having count(*) = 1
),

matched as (  -- of each filing one value: under the figure's own concept, or what speaks first
    select
        k.figure_id,
        d.accession = p.accession as is_own,
        abs(k.value - p.value) <= k.half_unit as is_equal,
        p.value, p.filed, p.known_at, p.accession, p.document, p.fact_id
    from stg.keyed_figure as k
    join stg.document as d on d.sha256 = k.document
    left join own as o using (figure_id)
    join stg.opinion as p using (total_key)
    where k.kind = 'actual' and k.segment is null
        and (p.rank is not null or p.concept = o.concept)
    qualify row_number() over (
        partition by k.figure_id, p.accession
        order by p.concept is not distinct from o.concept desc, p.rank, p.fact_id
    ) = 1
),

summed as (
    select
        figure_id,
        coalesce(bool_or(is_own), false) as has_own,
        coalesce(bool_or(is_equal) filter (is_own), false) as is_equal_to_own,
        bool_or(is_equal) as is_equal_to_any,
        arg_min(value, (filed, known_at, accession)) as first_value
    from matched
    group by figure_id
),

latest as (
    select *
    from matched
    qualify row_number() over (
        partition by figure_id order by filed desc, known_at desc, accession desc
    ) = 1
)

select
    k.figure_id, k.document, k.company_id, k.metric, k.period_start, k.period_end, k.unit,
    k.value, k.half_unit,
    l.value as opinion_value,
    s.first_value as opinion_first_value,
    l.filed as opinion_filed,
    l.accession as opinion_accession,
    l.document as opinion_document,
    l.fact_id as opinion_fact_id,
    if(s.has_own, 'accession', 'period') as match,
    case
        when l.is_equal then 'agrees'
        when if(s.has_own, s.is_equal_to_own, s.is_equal_to_any) then 'agreed_then'
        else 'differs'
    end as outcome
from stg.keyed_figure as k
join latest as l using (figure_id)
join summed as s using (figure_id)
