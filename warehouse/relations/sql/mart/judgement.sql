-- reviewers' judgements: who, when, why, and their effect; one row a judgement and figure
select
    j.judgement_id, j.verdict, j.outcome, k.company_id, c.ticker,
    coalesce(k.metric, j.metric) as metric,
    coalesce(k.segment, j.segment) as segment,
    k.fiscal_label,
    coalesce(k.period_start, j.period_start) as period_start,
    coalesce(k.period_end, j.period_end) as period_end,
    k.basis, k.kind, k.bound, k.unit, j.found, j.expect_value, j.value, j.reason, j.evidence,
    j.reviewer, j.known_from,
    coalesce(j.figure_key, j.named_figure_key) as figure_key,
    j.figure_id,
    coalesce(j.document, j.named_document) as document,
    d.reported_form as form,
    d.url as source_url
from stg.judgement as j
left join stg.keyed_figure as k on k.figure_id = j.figure_id
left join stg.document as d on d.sha256 = coalesce(j.document, j.named_document)
left join stg.company as c on c.company_id = k.company_id
