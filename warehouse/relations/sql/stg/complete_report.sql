-- periods with a complete report; one row a company, period end and basis
-- A filing with the company's revenue is complete under its standard. No filing need print measures
-- outside the standard: of these, the documents of the period that print some are complete.
select f.company_id, f.period_end, f.basis, min(d.known_at) as known_at
from stg.figure as f
join stg.document as d on d.sha256 = f.document
where f.kind = 'actual'
    and f.period_start is not null
    and if(f.basis = 'non_gaap',
        f.period_end = d.reports_until,
        d.is_filing and f.metric = 'revenue' and f.segment is null
            -- weeks end some days beside the month that a cover names
            and f.period_end between d.period_end - 7 and d.period_end + 7)
group by all
