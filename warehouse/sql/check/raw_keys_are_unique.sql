-- a document, fact, figure or opinion stands once; one row an identifier
-- over: raw.document
select
    kind || ' ' || id as subject,
    count(*) > 1 as is_violation,
    format('{} times', count(*)) as detail
from (
    select 'document' as kind, sha256 as id from raw.document
    union all
    select 'fact', fact_id from raw.fact
    union all
    select 'figure', figure_id from raw.figure
    union all
    select 'opinion', fact_id || ' ' || metric from raw.opinion
)
group by kind, id
