-- identifiers, segments and sources belong to companies of the registry; one row a registry row
-- over: ref.identifiers
select
    kind || ' ' || company_id as subject,
    company_id not in (select c.company_id from ref.companies as c) as is_violation,
    'no such company' as detail
from (
    select 'identifier' as kind, company_id from ref.identifiers
    union all
    select 'segment', company_id from ref.segments
    union all
    select 'source', company_id from ref.sources where company_id is not null
)
