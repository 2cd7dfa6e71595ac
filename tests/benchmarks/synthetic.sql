-- Reports of companies that do not exist, as readers would have read them: the tables of one batch.
-- Variables: company_first, company_count, first_year, last_year, ballast (facts beside the figures'
-- own, for each figure of a filing). What looks like chance is a hash of names: the same every time.
-- Amounts are whole millions until they are figures. The parts of a company add up, but for slips.

create or replace temp macro dice(name, sides) as (hash(name) % sides)::integer;
create or replace temp macro named(parts) as left(sha256(array_to_string(parts, chr(31))), 16);

create or replace temp table company as
select
    c,
    format('synthetic_{:05d}', c) as company_id,
    format('Z{:05d}', c) as ticker,
    format('{:010d}', 9000000000 + c) as cik,
    3 + c % 4 as segments,
    [12, 12, 12, 6, 9, 12, 1, 3][1 + c % 8] as month,
    c % 8 = 5 as counts_weeks,  -- years end on the last Saturday of a month
    c % 3 > 0 as prints_gross_profit,
    c % 5 = 0 as eliminates,  -- sales among its segments, in a row of its own
    c % 10 = 3 as rounds,  -- its releases give segments in hundreds of millions
    if(c % 10 = 7, 'EUR', 'USD') as unit,
    if(c % 10 = 7, 'ifrs', 'gaap') as basis,
    400 + dice(('size', c), 4000) as size
from range(getvariable('company_first'), getvariable('company_first') + getvariable('company_count'))
    as t (c);

create or replace temp table quarter as
with month_end as (
    select
        c, y::integer as y, q::integer as q, counts_weeks,
        last_day((make_date(y::integer, month, 1) - to_months(3 * (4 - q)::integer))::date) as day
    from company, range(getvariable('first_year') - 1, getvariable('last_year') + 1) as t (y),
        range(1, 5) as u (q)
)

select
    c, y, q,
    day - if(counts_weeks, (dayofweek(day) + 1) % 7, 0)::integer as ends,
    lag(ends) over (partition by c order by y, q) + 1 as starts
from month_end;

create or replace temp table span as
select
    f.c, f.y, k.span, k.first_quarter, k.last_quarter,
    case k.span when 'at' then null else f.starts end as period_start,
    l.ends as period_end,
    case when k.span = 'at' then 'other' when k.span = 'Q' then 'Q' else k.span end as period_type
from (values
    ('Q', 1, 1), ('Q', 2, 2), ('Q', 3, 3), ('Q', 4, 4), ('H1', 1, 2), ('9M', 1, 3), ('FY', 1, 4),
    ('at', 1, 1), ('at', 2, 2), ('at', 3, 3), ('at', 4, 4)
) as k (span, first_quarter, last_quarter)
join quarter as f on f.q = k.first_quarter
join quarter as l on l.c = f.c and l.y = f.y and l.q = k.last_quarter
where f.starts is not null;

-- `later`: what later reports print instead. In some years segments were cut anew, or costs moved.
create or replace temp table segment_quarter as
with sold as (
    select
        o.*, s::integer as s, q.y, q.q,
        (size * pow(1.02, 4 * (q.y - getvariable('first_year')) + q.q)
            * (0.6 + dice((c, s), 800) / 1000) * (0.95 + dice((c, s, q.y, q.q), 100) / 1000))::bigint
            as revenue
    from company as o
    join quarter as q using (c)
    cross join range(1, 7) as t (s)
    where s <= o.segments
)

select
    c, y, q, s, revenue,
    (revenue * (0.1 + dice((c, s, 'margin'), 300) / 1000))::bigint as operating_income,
    if(dice((c, y, 'recast'), 8) = 0, case s when 1 then 3 when 2 then -3 else 0 end * (size // 100), 0)
        as moved
from sold;

create or replace temp table company_quarter as
with whole as (
    select
        c, y, q, sum(s.revenue)::bigint as gross,
        sum(s.operating_income)::bigint as allocated,
        if(any_value(o.eliminates), -(gross // 50), 0) as eliminated
    from segment_quarter as s
    join company as o using (c)
    group by c, y, q
)

select
    c, y, q, eliminated,
    gross + eliminated as revenue,
    (revenue * (0.3 + dice((c, 'cost'), 300) / 1000))::bigint as cost_of_revenue,
    revenue - cost_of_revenue as gross_profit,
    -(revenue // 20) as unallocated,
    allocated + unallocated as operating_income,
    if(dice((c, y, 'restated'), 12) = 0, -(revenue // 200), 0) as moved
from whole;

create or replace temp table line_quarter as
select
    c, y, q, null as segment, null as breakdown, null as parent,
    unnest(['revenue', 'cost_of_revenue', 'gross_profit', 'operating_income',
        'operating_expenses', 'research_and_development', 'net_income', 'capital_expenditures',
        'depreciation_and_amortization', 'inventory', 'remaining_performance_obligation']) as metric,
    unnest([revenue, cost_of_revenue, gross_profit, operating_income,
        gross_profit - operating_income, (gross_profit - operating_income) // 2,
        operating_income * 4 // 5, revenue // 14, revenue // 20, revenue * 2 // 5, revenue * 2])
        as value,
    unnest([0, 0, 0, moved, -moved, -(moved // 2), moved, 0, 0, 0, 0]) as moved
from company_quarter

union all

select c, y, q, format('Segment {}', chr(64 + s)), 'segment', null, metric, value, moved
from (
    select
        c, y, q, s,
        unnest(['revenue', 'operating_income']) as metric,
        unnest([revenue, operating_income]) as value,
        unnest([moved, moved // 3]) as moved
    from segment_quarter
)

union all

select c, y, q, 'Corporate', 'corporate', null, 'operating_income', unallocated, moved
from company_quarter

union all

select c, y, q, 'Eliminations', 'corporate', null, 'revenue', eliminated, 0
from company_quarter
where eliminated <> 0

union all

select
    c, y, q, format('Line {}', p), 'product', if(p = 1, 'Segment A', null), 'revenue',
    if(p = 1, revenue - 2 * (revenue // 3), revenue // 3), 0
from company_quarter
cross join range(1, 4) as t (p);

create or replace temp table line as
select
    s.c, s.y, s.span, s.last_quarter as q, s.period_start, s.period_end, s.period_type,
    l.segment, l.breakdown, l.parent, l.metric,
    sum(l.value)::bigint as value,
    sum(l.value + l.moved)::bigint as later
from span as s
join line_quarter as l
    on l.c = s.c and l.y = s.y
    and l.q between if(s.span = 'at', s.last_quarter, s.first_quarter) and s.last_quarter
    and (s.span = 'at') = (l.metric in ('inventory', 'remaining_performance_obligation'))
group by all;

create or replace temp table document as
with kind as (
    select
        q.*,
        unnest(if(q = 4, ['10-K', '8-K', '10-K/A'], ['10-Q', '8-K'])) as form
    from quarter as q
    where q.y >= getvariable('first_year')
)

select
    k.c, k.y, k.q, k.form,
    sha256(format('synthetic {} {} {} {}', o.company_id, y, q, form)) as sha256,
    if(form = '8-K', 'text/html', 'application/xhtml+xml') as media_type,
    if(form = '8-K', 'html', 'inline_xbrl') as kind,
    k.ends as period_end,
    form = '10-K/A' as is_amendment,
    -- the release comes before the filing, or with it
    (k.ends + 25 + dice((o.c, k.y, k.q), 10)
        + case form when '8-K' then 0 when '10-K/A' then 90 else dice((o.c, k.y), 7) end)::timestamp
        + to_seconds(75600 + dice((o.c, k.y, k.q, form), 3600)) as accepted,
    o.* exclude (c)
from kind as k
join company as o using (c)
where form <> '10-K/A' or dice((c, y, 'amended'), 20) = 0;

create or replace temp table figure as
with printed_column as (  -- which periods a kind of report sets side by side
    select
        d.c, d.sha256, d.form, d.is_amendment, d.prints_gross_profit, d.rounds, d.unit, d.basis,
        d.y - k.age as y, k.age, k.span, if(k.of_year, 4, d.q) as q
    from document as d
    join (values
        ('10-Q', 'Q', 0, false), ('10-Q', 'Q', 1, false), ('10-Q', 'H1', 0, false),
        ('10-Q', 'H1', 1, false), ('10-Q', '9M', 0, false), ('10-Q', '9M', 1, false),
        ('10-Q', 'at', 0, false), ('10-Q', 'at', 1, true),
        ('10-K', 'FY', 0, false), ('10-K', 'FY', 1, false), ('10-K', 'FY', 2, false),
        ('10-K', 'at', 0, false), ('10-K', 'at', 1, false), ('10-K/A', 'FY', 0, false),
        ('8-K', 'Q', 0, false), ('8-K', 'Q', 1, false), ('8-K', 'FY', 0, false),
        ('8-K', 'FY', 1, false)
    ) as k (form, span, age, of_year) using (form)
),

printed as (
    select
        k.* exclude (y, q, span, age), l.* exclude (c, value, later),
        if(k.age > 0 or k.is_amendment, l.later, l.value) as value,
        dice((k.sha256, l.metric, l.segment, l.period_end, l.span), 10000) as slip
    from printed_column as k
    join line as l on l.c = k.c and l.y = k.y and l.span = k.span and l.q = k.q
    where (l.metric not in ('capital_expenditures', 'depreciation_and_amortization')
            or k.form <> '8-K' and (l.span <> 'Q' or l.q = 1))
        and (l.breakdown is distinct from 'product' or k.form like '10-_')
),

slipped as (
    select
        *,
        form = '8-K' and rounds and segment is not null as is_rounded,
        case
            when slip < 2 then value * 1000
            when slip < 12 then value + 10 + slip
            when is_rounded then round(value / 100) * 100
            else value
        end::bigint as millions
    from printed
),

actual as (
    select
        sha256 as document, metric, segment, breakdown, parent, basis, 'actual' as kind,
        null as bound, period_start, period_end, period_type,
        metric = 'gross_profit' and not prints_gross_profit as is_computed,
        (1000000 * if(is_computed,
            max(millions) filter (metric = 'revenue') over one
                - max(millions) filter (metric = 'cost_of_revenue') over one,
            millions))::decimal(38, 6) as value,
        unit, if(is_rounded, -8, -6) as decimals, form, span
    from slipped
    window one as (partition by sha256, segment, breakdown, period_start, period_end)
),

margin as (
    select
        document, replace(replace(metric, 'gross_profit', 'gross_margin'),
            'operating_income', 'operating_margin') as metric,
        segment, breakdown, parent, basis, kind, bound, period_start, period_end, period_type,
        round(value / nullif(max(value) filter (metric = 'revenue') over one, 0), 3)::decimal(38, 6)
            as value,
        'pure' as unit, 3 as decimals, form, span
    from actual
    where form = '8-K' and span = 'Q' and segment is null
    window one as (partition by document, period_start, period_end)
    qualify metric in ('gross_margin', 'operating_margin')
),

expected as (  -- of the next quarter's revenue
    select
        d.sha256 as document, 'revenue' as metric, null as segment, null as breakdown,
        null as parent, d.basis, 'guidance' as kind, b.bound, l.period_start, l.period_end,
        l.period_type, (round(l.value * b.factor / 10) * 10000000)::decimal(38, 6) as value, d.unit,
        null as decimals, d.form, l.span
    from document as d
    join line as l
        on l.c = d.c and l.span = 'Q' and l.metric = 'revenue' and l.segment is null
        and l.y = if(d.q = 4, d.y + 1, d.y) and l.q = if(d.q = 4, 1, d.q + 1)
    cross join (values ('low', 0.97), ('high', 1.02)) as b (bound, factor)
    where d.form = '8-K'
),

every as (
    from actual
    union all by name
    from margin
    union all by name
    from expected
)

select
    named([document, metric, coalesce(segment, ''), coalesce(breakdown, ''), coalesce(parent, ''),
        basis, kind, coalesce(bound, ''), concat_ws('/', period_start, period_end), unit]) as figure_id,
    * exclude (is_computed),
    coalesce(is_computed, false) as is_computed,
    row_number() over (partition by document order by kind, period_end, span, breakdown nulls first,
        segment, metric, bound) as place
from every;

create or replace temp table fact as
with own as (
    select
        f.*,
        if(form = '8-K', format('cell:1/{}/2', place), format('xbrl_id:f-{}', place)) as locator
    from figure as f
    where not is_computed
),

beside as (  -- the many tagged numbers of a filing that are no figures
    select
        f.document, format('us-gaap:Concept{}', 1 + dice((document, place, n), 600)) as concept,
        f.period_start, f.period_end, f.value / 7 as value, f.unit, n, f.place,
        format('xbrl_id:g-{}-{}', place, n) as locator
    from figure as f
    cross join range(1, getvariable('ballast') + 1) as t (n)
    where form <> '8-K'
)

select
    named([document, locator]) as fact_id, document,
    if(form = '8-K', metric, 'us-gaap:' || metric) as concept, period_start, period_end,
    if(form = '8-K' or segment is null, '', 'us-gaap:StatementBusinessSegmentsAxis=z:'
        || replace(segment, ' ', '') || 'Member') as members,
    value, unit, decimals,
    if(unit = 'pure', (value * 100)::decimal(18, 1) || '%', format('{:,}', (value / 1000000)::bigint))
        as quote,
    locator, []::varchar[] as also, list_value(coalesce(segment, metric)) as caption,
    list_value(format('{} ended {}', period_type, period_end)) as column_caption,
    'income' as statement, right(document, 10) as entity, place
from own

union all

select
    named([document, locator]), document, concept, period_start, period_end,
    if(n % 3 = 0, 'us-gaap:StatementEquityComponentsAxis=us-gaap:CommonStockMember', ''),
    value::decimal(38, 6), unit, -6, format('{:,}', (value / 1000000)::bigint), locator,
    [], [], [], null, right(document, 10), null
from beside;

create or replace temp view archived_document as
select
    sha256, media_type, kind, 100000 + dice(sha256, 1000000) as size,
    format('Synthetic {}', c) as issuer, cik, ticker, form, period_end,
    strftime(last_day(make_date(2023, month, 1)), '%m-%d') as fiscal_year_end, is_amendment,
    getvariable('version') as extractor_version
from document;

create or replace temp view archived_fact as select * exclude (place) from fact;

create or replace temp view archived_figure as
select
    figure_id, document, metric, segment, breakdown, parent,
    if(segment is null, null, 'z:' || replace(segment, ' ', '') || 'Member') as member,
    basis, kind, bound, period_start, period_end, period_type, value, unit, decimals,
    if(is_computed, 'revenue less cost_of_revenue: no gross profit is printed',
        format('us-gaap:{}', metric)) as rule,
    if(is_computed, 'revenue less cost_of_revenue', format('us-gaap:{}', metric)) as concept,
    case when kind = 'guidance' then 'prose' when form = '8-K' then 'closed_table'
        else 'exact_tag' end as confidence
from figure;

create or replace temp view archived_figure_input as
select f.figure_id, a.fact_id, 1 as position, 1 as weight, 'value' as role
from figure as f
join fact as a on a.document = f.document and a.place = f.place

union all

select
    f.figure_id, a.fact_id, if(i.metric = 'revenue', 1, 2), if(i.metric = 'revenue', 1, -1), 'value'
from figure as f
join figure as i
    on i.document = f.document and i.segment is null and i.kind = 'actual'
    and i.metric in ('revenue', 'cost_of_revenue')
    and i.period_start = f.period_start and i.period_end = f.period_end
join fact as a on a.document = i.document and a.place = i.place
where f.is_computed;

create or replace temp view archived_refusal as
select
    sha256 as document, 'table 7: its columns are not named' as what, 'no_period' as reason,
    'cell:7/1/1' as locator, null::varchar as against
from document
where dice((sha256, 'refused'), 5) = 0;

create or replace temp view archived_unmapped as
select document, concept, []::varchar[] as axes, count(*) as facts
from fact
where place is null
group by document, concept;
