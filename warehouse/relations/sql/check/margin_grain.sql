-- a company or segment, period, basis and currency has one margin row; one row a grain
-- over: stg.margin
select
    concat_ws(
        ' ', company_id, segment, breakdown, parent, period_start, period_end, basis, currency
    ) as subject,
    count(*) > 1 as is_violation,
    format('{} rows', count(*)) as detail
from (
    select *, null as segment, null as breakdown, null as parent from mart.company_margin
    union all by name
    select * from mart.segment_margin
)
group by company_id, segment, breakdown, parent, period_start, period_end, basis, currency
