-- what each archived document yielded, and why not more; one row a document
with known as (
    select
        sha256, min(known_at) as known_at, min(url) as url, min(company_id) as company_id
    from raw.origin
    where known_at <= coalesce((select known_on from ref.argument), known_at)
    group by sha256
),

fact as (select document, count(*) as facts from raw.fact group by document),

figure as (
    select
        document,
        count(*) as figures,
        count(*) filter (segment is not null) as segment_figures,
        count(*) filter (kind = 'guidance') as guidance_figures
    from raw.figure
    group by document
),

refusal as (
    select
        document,
        sum(times)::bigint as refusals,
        map_from_entries(list((reason, times) order by reason)) as refusal_reasons
    from (select document, reason, count(*) as times from raw.refusal group by all)
    group by document
),

opinion as (  -- company facts, which are no report and not in stg.document
    select d.*, k.company_id, d.sha256 in (select document from raw.opinion) as has_opinions
    from raw.document as d
    join known as k using (sha256)
    where d.kind = 'company_facts'
),

unmapped as (
    select document, count(*) as unmapped_concepts, sum(facts)::bigint as unmapped_facts
    from raw.unmapped
    group by document
)

select
    k.sha256, coalesce(d.company_id, o.company_id) as company_id, c.ticker,
    coalesce(d.issuer, o.issuer) as issuer, d.reported_form as form, d.period_end,
    d.period_end_basis,
    coalesce(d.known_at, k.known_at) as known_at, d.known_at_basis, coalesce(d.url, k.url) as url,
    coalesce(d.media_type, o.media_type) as media_type, coalesce(d.size, o.size) as size,
    coalesce(d.extractor_version, o.extractor_version) as extractor_version,
    case
        when o.has_opinions then 'second_opinion'
        when o.sha256 is not null then 'no_figures'
        when d.sha256 is null then 'not_read'
        when d.kind = 'rates' and a.facts > 0 then 'rates'  -- of no company
        when d.kind = 'monthly_revenue' and a.facts > 0 then 'monthly_revenue'  -- of many
        when d.held_as = 'unknown_issuer' then 'unknown_issuer'
        when f.figures is null then 'no_figures'
        else coalesce(d.held_as, 'figures')  -- no_form, no_period: read, and left out of stg
    end as outcome,
    coalesce(a.facts, 0) as facts,
    coalesce(f.figures, 0) as figures,
    coalesce(f.segment_figures, 0) as segment_figures,
    coalesce(f.guidance_figures, 0) as guidance_figures,
    coalesce(r.refusals, 0) as refusals,
    coalesce(r.refusal_reasons, map {}) as refusal_reasons,
    coalesce(u.unmapped_facts, 0) as unmapped_facts,
    coalesce(u.unmapped_concepts, 0) as unmapped_concepts
from known as k
left join stg.document as d using (sha256)
left join opinion as o on o.sha256 = k.sha256
left join stg.company as c on c.company_id = coalesce(d.company_id, o.company_id)
left join fact as a on a.document = k.sha256
left join figure as f on f.document = k.sha256
left join refusal as r on r.document = k.sha256
left join unmapped as u on u.document = k.sha256
