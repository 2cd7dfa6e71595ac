-- figures of releases compared with the later filings; one row a figure of a release
with printed as (
    select f.*, d.is_filing, d.reported_form
    from stg.keyed_figure as f
    join stg.document as d on d.sha256 = f.document
    where f.kind = 'actual' and f.basis in ('gaap', 'ifrs')
),

filing as (  -- the first that prints the same key, of the same period or a later one
    select
        r.figure_id,
        f.value as filed_value,
        greatest(r.half_unit, f.half_unit) as tolerance,
        f.figure_id as filed_figure_id,
        f.reported_form as filed_form,
        f.document as filed_document,
        f.document_known_at as filed_at,
        f.document_period_end <= r.document_period_end + 7 and not f.is_amendment
            as is_of_same_period
    from printed as r
    join printed as f on f.figure_key = r.figure_key
    where not r.is_filing
        and f.is_filing
        and f.document_period_end >= r.document_period_end - 7
    qualify row_number() over (
        partition by r.figure_id
        order by f.document_period_end, f.is_amendment, f.ordered_at, f.document
    ) = 1
),

filed_key as (
    select distinct a.figure_key
    from stg.agreement as a
    join stg.document as d on d.sha256 = a.document
    where d.is_filing
),

difference as (  -- no filing prints a fourth quarter: its year less its nine months does
    select
        q.figure_key, d.value as filed_value, d.half_unit, d.figure_id as filed_figure_id,
        d.method as filed_form, d.known_from as filed_at
    from stg.standing_line as q
    join stg.ytd_difference as d
        on d.line_id = q.line_id
        and d.period_end = q.period_end
        and d.quarter_start = q.period_start
    semi join filed_key as l on l.figure_key = d.figure_key
    semi join filed_key as s on s.figure_key = d.shorter_key
    where q.period_type = 'Q' and d.value is not null
),

reach as (  -- up to when each company has filed
    select company_id, max(reports_until) as filed_until
    from stg.document
    where is_filing and held_as is null
    group by company_id
),

compared as (
    select
        r.figure_id, r.figure_key, r.company_id, r.document, r.metric, r.segment, r.fiscal_label,
        r.period_start, r.period_end, r.basis, r.unit, r.value, r.half_unit, r.document_known_at,
        coalesce(f.filed_value, d.filed_value) as filed_value,
        coalesce(f.tolerance, r.half_unit + d.half_unit)::decimal(38, 6) as tolerance,
        coalesce(f.filed_form, d.filed_form) as filed_form,
        coalesce(f.filed_figure_id, d.filed_figure_id) as filed_figure_id,
        f.filed_document,
        coalesce(f.filed_at, d.filed_at) as filed_at,
        coalesce(f.is_of_same_period, d.figure_key is not null) as is_of_same_period,
        e.filed_until >= r.document_period_end - 7 as is_filed
    from printed as r
    left join filing as f on f.figure_id = r.figure_id
    left join difference as d on d.figure_key = r.figure_key and f.figure_id is null
    left join reach as e on e.company_id = r.company_id
    where not r.is_filing
)

select
    * exclude (is_filed, is_of_same_period),
    value - filed_value as difference,
    case
        when abs(value - filed_value) <= tolerance then 'confirmed'
        when filed_value is not null and is_of_same_period then 'contradicted'
        when filed_value is not null then 'revised'
        when is_filed then 'not_printed'  -- the filing came and lacks it
        else 'not_yet'
    end as outcome
from compared
