-- what disagrees, with all rivals and what it holds back; one row a conflict
with rival as (
    select
        c.conflict_id, c.kind, c.expected, c.found, c.tolerance,
        bool_or(c.holds) as holds,
        max(c.settled_by) as settled_by,
        max(c.known_from) as known_from,
        any_value(f.company_id) as company_id,
        min(f.metric) as metric,
        -- of a close many segments take part, of the other conflicts one line
        if(count(distinct f.segment) = 1 and c.kind <> 'company_close', min(f.segment), null)
            as segment,
        any_value(f.basis) as basis,
        any_value(f.unit) as unit,
        any_value(f.period_start) as period_start,
        any_value(f.period_end) as period_end,
        max(f.fiscal_label) as fiscal_label,
        list({
            'figure_key': f.figure_key, 'metric': f.metric, 'segment': f.segment,
            'value': f.value, 'status': f.status, 'figure_id': f.figure_id,
            'document': f.document
        } order by f.figure_key, f.position) as rivals
    from stg.conflict as c
    join stg.vintage as f on f.figure_key = c.figure_key
        and (f.is_standing or c.kind in ('documents', 'scale'))
    group by c.conflict_id, c.kind, c.expected, c.found, c.tolerance
),

within_document as (
    select
        left(sha256(concat_ws(chr(31), 'document', r.document, r.what, r.locator)), 16)
            as conflict_id,
        if(r.reason = 'conflict', 'document', r.reason) as kind,
        true as holds,
        d.known_at as known_from,
        d.company_id,
        r.what as explanation,
        [r.document] as documents,
        r.locator
    from raw.refusal as r
    join stg.document as d on d.sha256 = r.document
    where r.reason in ('conflict', 'does_not_close', 'scale_break')
),

misfiled as (
    select
        left(sha256(concat_ws(chr(31), 'issuer', sha256)), 16) as conflict_id,
        'issuer' as kind,
        false as holds,
        known_at as known_from,
        company_id,
        'fetched as the document of another company than it says it is of' as explanation,
        [sha256] as documents
    from stg.document
    where is_misfiled
),

every as (
    select
        *,
        case kind
            when 'documents' then 'two documents of one period print different values'
            when 'scale' then 'the value jumps by a thousand or a million'
            when 'company_close' then if(holds,
                'the parts do not add up to the whole',
                'the parts leave some of the whole unallocated')
            when 'gross_profit' then 'revenue less its cost is not the gross profit'
            when 'quarter' then 'the quarter is not the difference of the years to date'
        end as explanation,
        list_distinct([one.document for one in rivals]).list_sort() as documents
    from rival
    union all by name
    select * from within_document
    union all by name
    select * from misfiled
)

select
    e.conflict_id, e.kind, e.company_id, c.ticker, e.metric, e.segment, e.fiscal_label,
    e.period_start, e.period_end, e.basis, e.unit, e.found, e.expected,
    e.found - e.expected as difference, e.tolerance, e.holds, e.settled_by, e.explanation,
    e.locator, e.documents, e.rivals, e.known_from
from every as e
left join stg.company as c using (company_id)
