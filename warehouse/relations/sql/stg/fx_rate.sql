-- daily exchange rates as H.10 quotes them, known at the build's date; one row a currency and day
with file as (
    select
        o.sha256, min(o.known_at) as known_at, arg_min(o.url, (o.known_at, o.url)) as url
    from raw.origin as o
    join raw.document as d using (sha256)
    where d.kind = 'rates'
    group by o.sha256
),

printed as (
    select
        if(starts_with(f.unit, 'USD'), right(f.unit, 3), left(f.unit, 3)) as currency,
        f.period_end as date, f.value as quoted, f.unit as quoted_in,
        f.document, f.fact_id, o.url, o.known_at,
        lag(f.value) over (
            partition by f.unit, f.period_end order by o.known_at, f.document
        ) as former
    from raw.fact as f
    join file as o on o.sha256 = f.document
),

known as (
    select
        * exclude (former, known_at),
        -- A file of many years is fetched long after its rates came out, each at its time; what a
        -- later file prints otherwise is a revision, known from that file on.
        if(former is null, least(known_at, ref.rate_known_from(date)), known_at) as known_from
    from printed
    where former is null or former <> quoted
)

select
    currency, date,
    if(starts_with(quoted_in, 'USD'), quoted, 1 / nullif(quoted, 0))::decimal(38, 18)
        as multiplier,
    quoted, quoted_in, document, fact_id, url, known_from
from known
where ref.is_known(known_from)
qualify row_number() over (
    partition by quoted_in, date order by known_from desc, document desc
) = 1
