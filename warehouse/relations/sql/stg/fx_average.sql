-- USD for one unit of a currency, averaged over the periods of figures; one row a currency, period
with duration as (
    select distinct company_id, unit as currency, period_start, period_end
    from stg.keyed_figure
    where period_start is not null and unit <> 'USD' and regexp_full_match(unit, '[A-Z]{3}')
),

period as (
    select currency, period_start, period_end from duration
    union
    -- what a longer one has beyond a shorter one, as the fourth quarter: the year less nine months
    select l.currency, s.period_end + 1, l.period_end
    from duration as l
    join duration as s using (company_id, currency, period_start)
    where s.period_end < l.period_end
),

observed as (
    select
        p.*, r.* exclude (currency),
        r.date - lag(r.date) over (
            partition by p.currency, p.period_start, p.period_end, r.quoted_in order by r.date
        ) as gap
    from period as p
    join stg.fx_rate as r
        on r.currency = p.currency and r.date between p.period_start and p.period_end
),

-- As in the Federal Reserve's own averages (G.5, G.5A): the mean of what is quoted on business
-- days, and for a quote in units for a dollar its inverse, not the mean of inverses.
averaged as (
    select
        currency, period_start, period_end, quoted_in,
        count(*) as observations,
        if(starts_with(quoted_in, 'USD'),
            sum(quoted) / nullif(count(*), 0), count(*) / nullif(sum(quoted), 0))
            ::decimal(38, 18) as multiplier,
        list(fact_id order by date) as fact_ids,
        arg_max(url, date) as url,
        min(date) - period_start <= 7 and period_end - max(date) <= 7
            and coalesce(max(gap), 0) <= 10 as is_covered
    from observed
    group by currency, period_start, period_end, quoted_in
),

-- A rate that a person looked up stands in where there are none; weeks end some days beside months.
registered as (
    select p.*, 1 / nullif(r.average_rate_per_usd, 0) as multiplier, r.source_url
    from period as p
    join ref.fx as r
        on r.currency = p.currency
        and abs(r.period_start - p.period_start) <= 7
        and abs(r.period_end - p.period_end) <= 7
    where ref.is_known(ref.rate_known_from(r.period_end))
    qualify row_number() over (
        partition by p.currency, p.period_start, p.period_end
        order by abs(r.period_start - p.period_start) + abs(r.period_end - p.period_end),
            r.period_start, r.period_end
    ) = 1
),

joined as (
    select
        p.*, r.multiplier as registered_multiplier, r.source_url,
        a.* exclude (currency, period_start, period_end),
        case
            when a.is_covered then 'average of daily rates'
            when r.multiplier is not null then 'registry'
        end as method
    from period as p
    left join averaged as a using (currency, period_start, period_end)
    left join registered as r using (currency, period_start, period_end)
)

select
    currency, period_start, period_end,
    case method
        when 'average of daily rates' then multiplier
        when 'registry' then registered_multiplier::decimal(38, 18)
    end as multiplier,
    method,
    coalesce(observations, 0) as observations,  -- also where they are too few to be an average
    case method when 'average of daily rates' then url when 'registry' then source_url end
        as source_url,
    if(method = 'average of daily rates', fact_ids, []) as fact_ids,
    if(method is null, 'fx_missing', null) as reason
from joined
