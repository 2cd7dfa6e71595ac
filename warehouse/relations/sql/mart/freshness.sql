-- the last report of each company and when the next is due; one row a company
with today as (  -- no clock: the date asked for, else the newest that the archive knows
    select coalesce((select known_on from ref.argument), max(known_at)) as known_on
    from stg.document
),

reported as (  -- the first document on each period; a period is a cluster of report ends
    select
        company_id,
        reports_until as period_end,
        min(known_at) as known_at,
        arg_min(sha256, (known_at, sha256)) as document,
        arg_min(reported_form, (known_at, sha256)) as form,
        -- of a document put into the inbox one knows when, not when it was published
        bool_and(known_at_basis = 'retrieved') as is_undated
    from stg.document
    where held_as is null and reports_until is not null
    group by company_id, reports_until
),

spaced as (
    select
        *,
        if(is_undated, null, known_at::date - period_end) as lag_days,
        period_end - lag(period_end) over (partition by company_id order by period_end)
            as days_since_last
    from reported
),

last as (
    select
        company_id,
        count(*) as periods,
        max(period_end) as last_period_end,
        arg_max(known_at, period_end) as last_known_at,
        arg_max(document, period_end) as last_document,
        arg_max(form, period_end) as last_form,
        arg_max(lag_days, period_end) as last_lag_days,
        max(lag_days) as longest_lag_days,
        -- quarter by quarter, half by half or year by year: what is usual of the company
        mode(round(days_since_last / 91.3)::integer order by days_since_last)
            filter (days_since_last >= 60) as usual_quarters
    from spaced
    group by company_id
),

due as (
    select
        l.*,
        last_day((last_period_end - 7 + to_months(
            3 * coalesce(usual_quarters, if(last_form like '10-Q%', 1, 4))
        ))::date) as next_period_end
    from last as l
),

expected as (
    select
        *,
        -- the longest that it took so far, and a week
        next_period_end + longest_lag_days::integer + 7 as expected_by
    from due
)

select
    c.company_id, c.ticker, e.last_period_end, e.last_form, e.last_known_at, e.last_lag_days,
    e.periods, e.next_period_end, e.expected_by,
    t.known_on,
    t.known_on::date > e.expected_by as is_late,
    if(e.expected_by is null, null, greatest(t.known_on::date - e.expected_by, 0)) as days_late,
    case
        when e.company_id is null then 'no_documents'
        when e.expected_by is null then 'no_publication_date'
        when e.periods = 1 then 'one_report'  -- the pace of its form is assumed
    end as reason,
    e.last_document
from stg.company as c
cross join today as t
left join expected as e using (company_id)
order by is_late desc nulls last, days_late desc, company_id
