-- a claim's query returns at most one row; one row a claim
-- over: ref.claims
select
    c.claim_id as subject,
    count(m.claim_id) <> 1 as is_violation,
    format('{} rows, let claims/{}.sql give one', count(m.claim_id), c.claim_id) as detail
from ref.claims as c
left join mart.claim as m using (claim_id)
group by c.claim_id
