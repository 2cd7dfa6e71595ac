-- every figure traced to quote, place, address and sha256; one row a figure and input
with judged as (
    select figure_id, list(judgement_id order by known_from, judgement_id) as judgements
    from stg.judgement
    where outcome = 'applied'
    group by figure_id
)

select
    f.figure_id, k.figure_key, d.company_id, c.ticker, f.metric, f.segment, f.breakdown, f.parent,
    f.basis, f.kind, f.bound, k.fiscal_label, f.period_start, f.period_end, f.period_type,
    f.value, f.unit, f.rule, f.confidence,
    i.position, i.role, i.weight,
    a.fact_id, a.concept, a.members, a.value as fact_value, a.unit as fact_unit, a.decimals,
    a.quote, a.locator, a.also, a.caption, a.column_caption, a.statement,
    d.sha256, d.media_type, d.reported_form as form, d.period_end as document_period_end,
    d.url, d.accession, d.known_at, d.known_at_basis, d.extractor_version,
    coalesce(j.judgements, []) as judgements
from raw.figure as f
join stg.document as d on d.sha256 = f.document
left join stg.keyed_figure as k on k.figure_id = f.figure_id
left join stg.company as c on c.company_id = d.company_id
left join raw.figure_input as i on i.figure_id = f.figure_id
left join raw.fact as a on a.fact_id = i.fact_id
left join judged as j on j.figure_id = f.figure_id
