-- flows by calendar year: reported, from four quarters or by formula; one row a line and year
select * exclude (preference)
from stg.calendar_year_by_method
qualify row_number() over (  -- what was reported, else the quarters, else the formula
    partition by line_id, calendar_year
    order by value is null, preference
) = 1
