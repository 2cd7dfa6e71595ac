-- revenue, costs and profits on the calendar, by each method; one row a line, period and method
-- Of companies and the parts that make up their whole, in the currency that they report in.
with flow as (
    select
        company_id, metric, segment, basis, currency,
        calendar_quarter as calendar_period,
        'Q' as period_type,
        'quarter' as method,
        0 as preference,
        calendar_start, calendar_end, fiscal_label, period_start, period_end,
        not is_calendar as is_approximate,
        value, value_usd, reason, known_at, is_in_partition, figure_ids, multiplier, fx_source
    from stg.calendar_quarter

    union all by name

    select
        company_id, metric, segment, basis, currency,
        calendar_year::varchar as calendar_period,
        'FY' as period_type,
        method, preference,
        make_date(calendar_year, 1, 1) as calendar_start,
        make_date(calendar_year, 12, 31) as calendar_end,
        fiscal_label, period_start, period_end, is_approximate,
        value, value_usd, reason, known_at, is_in_partition, figure_ids, multiplier, fx_source
    from stg.calendar_year_by_method
)

select f.* exclude (is_in_partition), ref.segment_key(f.segment) as segment_key
from flow as f
join stg.company as c on c.company_id = f.company_id and c.reporting_currency = f.currency
where f.basis in ('gaap', 'ifrs')
    and f.metric in ('revenue', 'cost_of_revenue', 'gross_profit', 'operating_income')
    and (f.segment is null or f.is_in_partition)
