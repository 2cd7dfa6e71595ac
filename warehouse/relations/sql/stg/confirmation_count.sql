-- what became of the figures of each; one row a company, source, form, reader, extractor version
with read as (
    select
        f.figure_id, f.company_id, d.reported_form as form, d.is_filing, d.extractor_version,
        case
            when d.url like 'inbox:%' then 'inbox'
            when d.known_at_basis = 'published' then 'newsroom'
            else 'edgar'
        end as source,
        case
            when f.confidence = 'exact_tag' then 'inline_xbrl'
            when f.confidence in ('prose', 'ocr') then f.confidence
            when d.kind = 'pdf' then 'pdf_tables'
            else 'html_tables'
        end as reader
    from stg.keyed_figure as f
    join stg.document as d on d.sha256 = f.document
    where f.kind = 'actual' and f.basis in ('gaap', 'ifrs')
)

select
    r.company_id, r.source, r.form, r.reader, r.extractor_version,
    count(*) as figures,
    count(*) filter (c.outcome = 'confirmed') as confirmed,
    count(*) filter (c.outcome = 'revised') as revised,
    count(*) filter (c.outcome = 'contradicted') as contradicted,
    count(*) filter (c.outcome = 'not_printed') as not_printed,
    count(*) filter (c.outcome = 'not_yet') as not_yet,
    bool_or(not r.is_filing) as is_release,
    count(o.outcome) as opinions,
    count(*) filter (o.outcome = 'agrees') as opinion_agrees,
    count(*) filter (o.outcome = 'agreed_then') as opinion_agreed_then,
    count(*) filter (o.outcome = 'differs') as opinion_differs
from read as r
left join stg.confirmation as c using (figure_id)
left join stg.second_opinion as o using (figure_id)
group by all
