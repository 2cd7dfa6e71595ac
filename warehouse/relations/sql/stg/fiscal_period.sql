-- fiscal labels (FY2024, FY2026Q2, FY2026H1, FY2026M9 or dates); one row a document and period
with used as (
    select distinct
        f.document, f.period_start, f.period_end, f.period_type,
        d.fiscal_year_end, d.fiscal_label_rule
    from raw.figure as f
    join stg.document as d on d.sha256 = f.document
),

year_ends as (  -- where fiscal years end around the period, by the document's nominal month and day
    select
        used.*,
        coalesce(
            try_cast(format('{}-{}', year(period_end) + step, fiscal_year_end) as date),
            last_day(try_cast(format('{}-{}-01', year(period_end) + step, left(fiscal_year_end, 2))
                as date))
        ) as year_end
    from used
    cross join (values (-1), (0), (1)) as steps (step)
),

placed as (  -- a year of 52 or 53 weeks ends some days beside the nominal date
    select
        document, period_start, period_end, period_type,
        any_value(fiscal_label_rule) as fiscal_label_rule,
        min(year_end) filter (year_end >= period_end - 45) as year_end
    from year_ends
    group by all
),

numbered as (
    select
        *,
        4 - round((year_end - period_end) / 91.3)::integer as quarter,
        -- 1 to 7 January counts as the year before
        year(if(period_type = 'FY', period_end, year_end) - 7)
            - if(fiscal_label_rule = 'year_of_start', 1, 0) as fiscal_year,
        concat_ws('/', period_start, period_end) as dates
    from placed
),

labelled as (  -- the quarter with which the period ends, where its dates fit quarters
    select
        *,
        case
            when period_type = 'FY' then 4
            when quarter not between 1 and 4 then null
            when period_type = 'Q' then quarter
            when period_type = 'H1' and quarter in (2, 4) then quarter
            when period_type = '9M' and quarter = 3 then quarter
            when period_start is null and abs(year_end - period_end - (4 - quarter) * 91.3) <= 20
                then quarter
        end as fiscal_quarter
    from numbered
)

select
    document, period_start, period_end, period_type,
    case
        when period_type = 'FY' then 'FY' || fiscal_year
        when fiscal_quarter is null then dates
        when period_type = 'H1' then format('FY{}H{}', fiscal_year, fiscal_quarter // 2)
        when period_type = '9M' then format('FY{}M9', fiscal_year)
        when period_start is null and fiscal_quarter = 4 then 'FY' || fiscal_year
        else format('FY{}Q{}', fiscal_year, fiscal_quarter)
    end as fiscal_label,
    if(fiscal_quarter is null, null, fiscal_year) as fiscal_year,
    fiscal_quarter
from labelled
