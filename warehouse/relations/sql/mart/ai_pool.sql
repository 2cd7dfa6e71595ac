-- the AI part of each pool by ref.ai_share; one row a layer, calendar period, company, segment
-- A low, a middle and a high share of the segment's revenue, an assumption: see basis and evidence.
-- Gross profit and operating income follow in proportion, which is an assumption too.
with known as (
    select
        * exclude (line, known_from),
        ref.segment_key(segment) as segment_key,
        coalesce(known_from, '-infinity') as known_from
    from ref.ai_share
    where ref.is_known(known_from)
),

member as (  -- 2024, 2024Q4
    select
        *,
        ref.segment_key(segment) as segment_key,
        make_date(
            left(calendar_period, 4)::integer,
            coalesce(try_cast(right(calendar_period, 1) as integer)
                * if(length(calendar_period) = 6, 3, null) - 1, 7),
            if(length(calendar_period) = 6, 15, 1)
        ) as midpoint
    from mart.profit_pool_member
    where layer <> 'out_of_scope'
),

shared as (  -- of judgements on one part and date, the one known last counts
    select
        m.layer, m.calendar_period, m.company_id, m.segment_key,
        k.low, k.mid, k.high, k.basis, k.evidence, k.known_from
    from member as m
    join known as k
        on k.company_id = m.company_id
        and k.segment_key is not distinct from m.segment_key
        and m.midpoint between coalesce(k.valid_from, '-infinity')
            and coalesce(k.valid_to, 'infinity')
    qualify row_number() over (
        partition by m.layer, m.calendar_period, m.company_id, m.segment_key
        order by k.known_from desc, k.valid_from desc nulls last
    ) = 1
)

select
    m.layer, m.calendar_period, m.company_id, m.ticker, m.entry, m.segment, m.weight,
    m.fiscal_label, m.is_approximate,
    s.basis, s.evidence, s.low as share_low, s.mid as share_mid, s.high as share_high,
    m.revenue_usd, m.gross_profit_usd, m.operating_income_usd,
    -- profit in proportion to revenue, which is assumed too; to the cent, half away from zero
    round(m.revenue_usd * s.low, 2)::decimal(38, 6) as ai_revenue_low_usd,
    round(m.revenue_usd * s.mid, 2)::decimal(38, 6) as ai_revenue_mid_usd,
    round(m.revenue_usd * s.high, 2)::decimal(38, 6) as ai_revenue_high_usd,
    round(m.gross_profit_usd * s.low, 2)::decimal(38, 6) as ai_gross_profit_low_usd,
    round(m.gross_profit_usd * s.mid, 2)::decimal(38, 6) as ai_gross_profit_mid_usd,
    round(m.gross_profit_usd * s.high, 2)::decimal(38, 6) as ai_gross_profit_high_usd,
    round(m.operating_income_usd * s.low, 2)::decimal(38, 6) as ai_operating_income_low_usd,
    round(m.operating_income_usd * s.mid, 2)::decimal(38, 6) as ai_operating_income_mid_usd,
    round(m.operating_income_usd * s.high, 2)::decimal(38, 6) as ai_operating_income_high_usd,
    if(s.basis is null, 'no_ai_share', null) as reason,
    case
        when s.basis is null then 'no_ai_share'
        when m.revenue_usd is null then m.reason
    end as ai_revenue_reason,
    case
        when s.basis is null then 'no_ai_share'
        when m.gross_profit_usd is null then m.gross_profit_reason
    end as ai_gross_profit_reason,
    case
        when s.basis is null then 'no_ai_share'
        when m.operating_income_usd is null then m.reason
    end as ai_operating_income_reason,
    if(s.known_from > m.known_at, s.known_from, m.known_at) as known_at,
    m.revenue_figure_ids, m.gross_profit_figure_ids, m.operating_income_figure_ids
from member as m
left join shared as s
    on s.layer = m.layer
    and s.calendar_period = m.calendar_period
    and s.company_id = m.company_id
    and s.segment_key is not distinct from m.segment_key
join ref.layers as l on l.layer = m.layer
order by m.calendar_period desc, l.position nulls last, m.revenue_usd desc nulls last,
    m.company_id, m.segment
