-- revenue of a month as Taiwan's companies report it, unaudited; one row a company and month
-- A signal of its own: no quarter is made of it, and nothing else rests on it.
with edition as (
    select
        o.sha256, min(o.known_at) as known_at, arg_min(o.url, (o.known_at, o.url)) as url
    from raw.origin as o
    join raw.document as d using (sha256)
    where d.kind = 'monthly_revenue'
    group by o.sha256
),

printed as (
    select
        i.company_id, f.period_start, f.period_end, f.value, f.unit, f.document, f.fact_id,
        e.url, e.known_at,
        lag(f.value) over (
            partition by i.company_id, f.period_end order by e.known_at, f.document, f.fact_id
        ) as former
    from raw.fact as f
    join edition as e on e.sha256 = f.document
    join ref.identifiers as i
        on i.scheme = 'twse' and i.identifier = f.entity
        and coalesce(i.valid_from, '-infinity') <= f.period_end
        and coalesce(i.valid_to, 'infinity') >= f.period_end
    where ref.is_known(e.known_at)
),

latest as (  -- what later editions repeat is known from the first one, a revision from its own
    select *
    from printed
    where former is null or former <> value
    qualify row_number() over (
        partition by company_id, period_end order by known_at desc, document desc, fact_id desc
    ) = 1
)

select
    n.company_id, c.ticker, n.period_start, n.period_end, n.value as revenue, n.unit as currency,
    b.value as prior_revenue,
    case
        when b.value > 0 then round(n.value / nullif(b.value, 0) - 1, 6)::decimal(38, 6)
    end as revenue_growth,
    case
        when b.value is null then 'no_prior_year'
        when not b.value > 0 then 'no_positive_base'
    end as revenue_growth_reason,
    greatest(n.known_at, b.known_at) as known_at,
    n.url, n.document, n.fact_id, b.fact_id as prior_fact_id
from latest as n
left join latest as b
    on b.company_id = n.company_id and b.period_end = last_day(n.period_end - interval 1 year)
join stg.company as c on c.company_id = n.company_id
order by n.company_id, n.period_end desc
