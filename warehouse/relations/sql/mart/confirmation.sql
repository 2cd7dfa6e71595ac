-- figures confirmed or contradicted later; one row a source, form, reader, extractor version
with counted as (
    select
        source, form, reader, extractor_version,
        sum(figures)::bigint as figures,
        sum(confirmed)::bigint as confirmed,
        sum(revised)::bigint as revised,
        sum(contradicted)::bigint as contradicted,
        sum(not_printed)::bigint as not_printed,
        sum(not_yet)::bigint as not_yet,
        bool_or(is_release) as is_release,
        sum(opinions)::bigint as opinions,
        sum(opinion_agrees)::bigint as opinion_agrees,
        sum(opinion_agreed_then)::bigint as opinion_agreed_then,
        sum(opinion_differs)::bigint as opinion_differs
    from stg.confirmation_count
    group by all
)

select
    source, form, reader, extractor_version, figures,
    confirmed, revised, contradicted, not_printed, not_yet,
    round(contradicted / nullif(confirmed + contradicted, 0), 6)::decimal(18, 6) as error_rate,
    case
        when confirmed + contradicted > 0 then null
        when is_release then 'no_filing'  -- none yet, or none that prints them
        else 'not_a_release'
    end as error_rate_reason,
    opinions, opinion_agrees, opinion_agreed_then, opinion_differs,
    round(opinion_differs / nullif(opinions, 0), 6)::decimal(18, 6) as opinion_error_rate,
    if(opinions = 0, 'no_opinion', null) as opinion_error_rate_reason
from counted
order by source, form, reader, extractor_version
