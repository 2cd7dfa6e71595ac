-- an average rate is unique, and has its facts or registry row; one row a rate
-- over: stg.fx_average
with resting as (
    select a.currency, a.period_start, a.period_end, count(f.fact_id) as facts
    from (select *, unnest(fact_ids) as fact_id from stg.fx_average) as a
    join raw.fact as f on f.fact_id = a.fact_id
    join raw.origin as o on o.sha256 = f.document
    group by all
)

select
    concat_ws(' ', a.currency, a.period_start, a.period_end) as subject,
    count(*) > 1 or bool_or(case a.method
        when 'average of daily rates' then
            a.multiplier is null or a.reason is not null or a.source_url is null
            or a.observations = 0 or coalesce(r.facts < a.observations, true)
        when 'registry' then
            a.multiplier is null or a.reason is not null or a.source_url is null
        else a.multiplier is not null or coalesce(a.reason <> 'fx_missing', true)
    end) as is_violation,
    format('{} rows, {}, {} of {} observations, reason {}', count(*), any_value(a.method),
        any_value(r.facts), any_value(a.observations), any_value(a.reason)) as detail
from stg.fx_average as a
left join resting as r using (currency, period_start, period_end)
group by a.currency, a.period_start, a.period_end
