-- a document, fact, figure or opinion appears once; one row an identifier
-- over: raw.document
select
    kind || ' ' || id as subject,
    times > 1 as is_violation,
    format('{} times', times) as detail
from (  -- counted table by table: all in one outgrow the memory, from some 10⁷ on
    select 'document' as kind, sha256 as id, count(*) as times
    from raw.document
    group by sha256
    union all
    select 'fact', fact_id, count(*)
    from raw.fact
    group by fact_id
    union all
    select 'figure', figure_id, count(*)
    from raw.figure
    group by figure_id
    union all
    select 'opinion', fact_id || ' ' || metric, count(*)
    from raw.opinion
    group by fact_id, metric
)
