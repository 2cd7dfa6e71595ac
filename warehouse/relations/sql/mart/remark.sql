-- remarks on high-bandwidth memory and advanced packaging, as printed; one row a document, sentence
-- Nothing is counted or weighed: it is what an analyst reads beside the signals.
select
    d.company_id, c.ticker, substr(f.concept, length('remark › ') + 1) as topic, f.quote as remark,
    d.reported_form as form, f.period_end, d.known_at, d.url, f.document, f.locator, f.fact_id
from raw.fact as f
join stg.document as d on d.sha256 = f.document
join stg.company as c on c.company_id = d.company_id
where f.concept like 'remark › %'
order by company_id, known_at desc, document, locator
