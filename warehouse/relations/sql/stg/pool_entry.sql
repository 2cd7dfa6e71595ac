-- whether a company enters whole or by segments; one row a company, calendar period
with printed as (
    select company_id, calendar_period, count(*) as parts
    from stg.calendar_line
    where segment_key is not null
    group by all
),

framework as (
    select
        w.company_id, w.calendar_period, w.framework,
        count(distinct l.segment_key) as matched,
        -- all that it consists of earns in one layer: then the whole says more than its parts
        count(distinct w.layer) = 1 and min(w.weight) = 1 and min(w.layer) <> 'out_of_scope'
            and count(distinct l.segment_key) = coalesce(any_value(p.parts), 0) as is_one_layer,
        coalesce(bool_or(len(l.operating_income_figure_ids) > 0)
            filter (w.layer <> 'out_of_scope'), false) as prints_profit
    from stg.calendar_weight as w
    left join stg.calendar_line as l using (company_id, calendar_period, segment_key)
    left join printed as p using (company_id, calendar_period)
    where w.segment_key is not null
    group by w.company_id, w.calendar_period, w.framework
    -- the one whose names are printed, else the youngest
    qualify row_number() over (
        partition by w.company_id, w.calendar_period order by matched desc, framework desc
    ) = 1
),

whole as (
    select company_id, calendar_period, min(framework) as framework
    from stg.calendar_weight
    where segment_key is null
    group by all
)

select
    company_id,
    calendar_period,
    case
        when f.is_one_layer then 'company'
        when f.prints_profit then 'segment'
        when w.framework is not null then 'company'  -- no segment profit, one company row
        else 'segment'
    end as entry,
    case
        when f.is_one_layer or f.prints_profit then f.framework
        else coalesce(w.framework, f.framework)
    end as framework
from framework as f
full join whole as w using (company_id, calendar_period)
