-- the method by which a company is put on the calendar; one row a company and calendar period
-- One method and basis for all lines of a company, else they do not add up.
with mapped as (
    select company_id, layer, weight, ref.segment_key(segment) as segment_key
    from ref.segments
    where ref.is_known(known_from)
),

split as (  -- companies whose parts matter: the others earn in one layer, by whatever part
    select company_id
    from mapped
    group by company_id
    having count(distinct layer) > 1 or min(weight) < 1

    union

    select f.company_id  -- of these, parts that earn in no layer
    from stg.calendar_flow as f
    semi join (from mapped where segment_key is not null) using (company_id)
    anti join mapped using (company_id, segment_key)
    where f.segment_key is not null
),

flow as (  -- a held line is not worked around
    select
        *,
        value is not null or reason in ('conflict', 'rejected') as is_known,
        segment is not null
            and metric in ('revenue', 'operating_income')
            and company_id in (from split) as is_part
    from stg.calendar_flow
)

select
    company_id, calendar_period, basis, currency, method,
    any_value(period_type) as period_type,
    any_value(calendar_start) as calendar_start,
    any_value(calendar_end) as calendar_end,
    -- of the line that most is known of
    max_by(fiscal_label, (len(fiscal_label), fiscal_label)) as fiscal_label,
    min(period_start) as period_start,
    max(period_end) as period_end,
    bool_and(not coalesce(is_approximate, true)) as is_calendar,
    max(multiplier) as multiplier,
    max(fx_source) as fx_source
from flow
group by company_id, calendar_period, basis, currency, method, preference
having bool_or(is_known)
qualify row_number() over (
    partition by company_id, calendar_period
    order by
        bool_or(is_known and segment is null and metric = 'operating_income') desc,
        ref.basis_rank(basis),
        -- parts without a profit do not enter: then the company does, as a whole
        if(count(value) filter (is_part and metric = 'operating_income') > 0,
            count(value) filter (is_part), 0) desc,
        preference
) = 1
