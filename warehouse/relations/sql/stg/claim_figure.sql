-- the figures of claims that name one by metric, company, basis and period; one row a claim found
with named as (
    select distinct company_id, fiscal_label from ref.claims
),

margin as (
    select *, null as segment
    from mart.company_margin
    semi join named using (company_id, fiscal_label)
    union all by name
    select * exclude (breakdown, parent)
    from mart.segment_margin
    semi join named using (company_id, fiscal_label)
    where breakdown = 'segment'
),

printed as (  -- what a period came to: an amount in millions, a margin with what it divides
    select
        m.company_id, m.segment, m.basis, m.fiscal_label, m.known_at, one.metric, one.found,
        one.reason, one.figure_ids,
        case
            when one.profit is null then
                format('{}: {:,.0f} m {}', m.fiscal_label, 1e-6 * one.found, m.currency)
            when m.segment is not null then
                format('{}: {:,.0f} of {:,.0f} m {}', m.fiscal_label, 1e-6 * one.profit,
                    1e-6 * m.revenue, m.currency)
            else concat(
                upper(m.basis),
                format(': {:,.1f} of {:,.1f} bn {}', 1e-9 * one.profit, 1e-9 * m.revenue,
                    m.currency),
                format('; printed as {:.1f} %', 100 * one.printed))
        end as explanation
    from margin as m
    join stg.company as c on c.company_id = m.company_id and c.reporting_currency = m.currency
    cross join lateral (
        from (values
            ('revenue', m.revenue, m.revenue_reason, null, null, [m.revenue_figure_id]),
            ('gross_profit', m.gross_profit, m.gross_profit_reason, null, null,
                [m.gross_profit_figure_id, m.cost_of_revenue_figure_id, m.revenue_figure_id]),
            ('operating_income', m.operating_income, m.operating_income_reason, null, null,
                [m.operating_income_figure_id]),
            ('gross_margin', m.gross_margin, m.gross_margin_reason, m.gross_profit,
                m.gross_margin_printed, if(m.gross_margin_computed is null,
                    [m.gross_margin_figure_id], [m.gross_profit_figure_id,
                        m.cost_of_revenue_figure_id, m.revenue_figure_id])),
            ('operating_margin', m.operating_margin, m.operating_margin_reason,
                m.operating_income, m.operating_margin_printed,
                if(m.operating_margin_computed is null, [m.operating_margin_figure_id],
                    [m.operating_income_figure_id, m.revenue_figure_id]))
        ) as one (metric, found, reason, profit, printed, figure_ids)
    ) as one
),

grown as (
    select
        g.company_id, null::varchar as segment, g.basis, g.fiscal_label, g.known_at, one.metric,
        one.found, one.reason, one.figure_ids,
        format('{} {:,.0f}, {} {:,.0f} m {}', g.fiscal_label, 1e-6 * one.value,
            g.prior_fiscal_label, 1e-6 * one.prior_value, g.currency) as explanation
    from mart.growth as g
    semi join named using (company_id, fiscal_label)
    join stg.company as c on c.company_id = g.company_id and c.reporting_currency = g.currency
    cross join lateral (
        from (values
            ('revenue_growth', g.revenue_growth, g.revenue_growth_reason, g.revenue,
                g.prior_revenue, [g.revenue_figure_id, g.prior_revenue_figure_id]),
            ('operating_income_growth', g.operating_income_growth,
                g.operating_income_growth_reason, g.operating_income, g.prior_operating_income,
                [g.operating_income_figure_id, g.prior_operating_income_figure_id])
        ) as one (metric, found, reason, value, prior_value, figure_ids)
    ) as one
),

outlook as (  -- the middle of the last outlook, and what the quarter came to
    select
        company_id, segment, basis, fiscal_label, known_at,
        'guidance_' || metric as metric,
        mid as found,
        if(mid is null, reason, null) as reason,
        if(len(figure_ids) = 3, [figure_ids[2], figure_ids[1], figure_ids[3]], figure_ids)
            || actual_figure_ids as figure_ids,
        concat(
            'the outlook for ',
            coalesce(
                format('the {} quarter of fiscal {}',
                    ['first', 'second', 'third', 'fourth'][
                        try_cast(regexp_extract(fiscal_label, 'Q([1-4])$', 1) as integer)],
                    fiscal_label[3:6]),
                fiscal_label),
            ', ', if(basis = 'non_gaap', 'non-GAAP', upper(basis)), ', told on ', known_at::date,
            ', not a result',
            format(': {:.1f} % to {:.1f} %', 100 * low, 100 * high),
            coalesce(format('; the quarter then came to {:.1f} %', 100 * actual), '')
        ) as explanation
    from mart.guidance
    semi join named using (company_id, fiscal_label)
    where is_latest and unit = 'pure'
)

select
    c.claim_id, f.found::decimal(38, 10) as found,
    list_filter(f.figure_ids, lambda id: id is not null) as figure_ids,
    f.known_at, f.reason, f.explanation
from ref.claims as c
join (from printed union all by name from grown union all by name from outlook) as f
    on f.metric = c.metric
    and f.company_id = c.company_id
    and f.segment is not distinct from c.segment
    and f.basis = c.basis
    and f.fiscal_label = c.fiscal_label
