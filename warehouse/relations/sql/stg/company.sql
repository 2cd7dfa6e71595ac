-- companies with their current ticker; one row a company
select
    c.* exclude (line),
    arg_min(i.identifier, i.line) filter (i.scheme = 'ticker' and i.valid_to is null) as ticker
from ref.companies as c
left join ref.identifiers as i using (company_id)
group by all
