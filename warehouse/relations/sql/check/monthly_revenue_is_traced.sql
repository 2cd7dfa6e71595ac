-- a month's revenue rests on the fact that printed it, and stands once; one row a company and month
-- over: mart.monthly_revenue
select
    concat_ws(' ', m.company_id, m.period_end) as subject,
    count(*) > 1
        or any_value(m.currency <> c.reporting_currency)
        or coalesce(any_value(m.revenue <> f.value), true) as is_violation,
    format('{} rows, {} as printed {}', count(*), any_value(m.revenue), any_value(f.value))
        as detail
from mart.monthly_revenue as m
join ref.companies as c using (company_id)
left join raw.fact as f on f.fact_id = m.fact_id
group by m.company_id, m.period_end
