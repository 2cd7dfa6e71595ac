-- calendar periods of the companies that earn in layers; one row a calendar period
select distinct l.calendar_period, l.calendar_start, l.calendar_end
from stg.calendar_line as l
semi join (from ref.segments where ref.is_known(known_from)) as s using (company_id)
