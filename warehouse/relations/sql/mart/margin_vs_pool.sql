-- rank by gross margin beside rank by profit; one row a calendar period, layer and company
with company as (  -- of those that disclose both, else the ranks compare different companies
    select
        calendar_period, layer, company_id,
        sum(revenue_usd) as revenue_usd,
        sum(gross_profit_usd) as gross_profit_usd,
        sum(operating_income_usd) as operating_income_usd,
        bool_or(is_approximate) as is_approximate,
        max(known_at) as known_at
    from mart.profit_pool_member
    where is_complete and layer <> 'out_of_scope'
    group by calendar_period, layer, company_id
    having bool_and(gross_profit_usd is not null) and sum(revenue_usd) > 0
),

measured as (
    select
        *,
        round(gross_profit_usd / nullif(revenue_usd, 0), 6)::decimal(18, 6) as gross_margin,
        round(operating_income_usd / nullif(revenue_usd, 0), 6)::decimal(18, 6)
            as operating_margin
    from company
)

select
    m.calendar_period, m.layer, m.company_id, c.ticker,
    m.gross_margin, m.operating_margin, m.revenue_usd, m.gross_profit_usd, m.operating_income_usd,
    rank() over (partition by m.calendar_period order by m.gross_margin desc)
        as rank_by_gross_margin,
    rank() over (partition by m.calendar_period order by m.operating_income_usd desc)
        as rank_by_profit,
    -- above 0: more margin than profit
    rank_by_profit - rank_by_gross_margin as rank_difference,
    count(*) over (partition by m.calendar_period) as companies,
    m.is_approximate, m.known_at
from measured as m
join stg.company as c using (company_id)
order by calendar_period desc, rank_by_profit, company_id
