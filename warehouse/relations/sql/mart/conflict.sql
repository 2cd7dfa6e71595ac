-- contradictions, with rival figures, their places and what is held back; one row a conflict
with printed as (  -- what documents print, or a correction says
    select
        v.*, d.reported_form, d.known_at, d.url,
        coalesce(v.rejected_by, v.correction_id, v.accepted_by) as judged_by
    from stg.vintage as v
    join stg.document as d on d.sha256 = v.document
),

contradicted as (  -- printed values of one key that cannot both be right
    select distinct v.*
    from printed as v
    join printed as o
        on o.figure_key = v.figure_key
        and o.document <> v.document
        and not ref.is_within_rounding(o.value, o.half_unit, v.value, v.half_unit)
    where v.correction_id is null
        and o.correction_id is null
        and (
            o.document_period_end = v.document_period_end
            or ref.is_scale_jump(o.value, v.value)
        )
        and v.figure_key in (select figure_key from stg.judgement where outcome = 'applied')
),

overruled as (  -- a judgement took away what contradicted; that it once did stays on record
    select
        v.figure_key,
        if(max(abs(v.value / nullif(s.value, 0))) > 500
            or min(abs(v.value / nullif(s.value, 0))) < 0.002, 'scale', 'documents') as kind,
        s.value as expected,
        arg_max(v.value, v.position) as found,
        arg_max(greatest(v.half_unit, s.half_unit), v.position) as tolerance,
        arg_max(
            coalesce(v.rejected_by, c.correction_id, s.judged_by),
            (v.position, coalesce(c.position, 0))
        ) as settled_by,
        max(v.known_from) as known_from
    from contradicted as v
    join printed as s on s.figure_key = v.figure_key and s.is_standing
    left join printed as c on c.figure_id = v.figure_id and c.correction_id is not null
    where not ref.is_within_rounding(v.value, v.half_unit, s.value, s.half_unit)
        and (v.rejected_by is not null or c.correction_id is not null or s.judged_by is not null)
    group by v.figure_key, s.value
),

disputed as (
    select * exclude (subject) from stg.conflict
    union all by name
    select  -- under the name that stg.conflict gave it
        left(sha256(concat_ws(chr(31), kind, figure_key)), 16) as conflict_id,
        *, false as holds
    from overruled
    where figure_key not in (
        select figure_key from stg.conflict where kind in ('documents', 'scale')
    )
),

compared as (  -- the standing line that the others are compared with, shown beside them
    select distinct
        c.* replace (w.figure_key as figure_key, false as holds, null as settled_by)
    from disputed as c
    join printed as p on p.figure_key = c.figure_key and p.is_standing
    join printed as w
        on w.is_standing
        and w.total_key = if(c.kind = 'company_close', p.total_key, ref.total_key(
            p.company_id, 'revenue', p.basis, p.unit, p.period_start, p.period_end))
        and if(c.kind = 'company_close', w.segment is null, w.part_key = p.part_key)
    where c.kind in ('company_close', 'gross_profit') and p.kind = 'actual' and w.kind = 'actual'
),

disputed_figure as (
    select
        c.conflict_id, c.kind as dispute, c.expected, c.found, c.tolerance, c.holds, c.settled_by,
        c.known_from as disputed_from,
        f.* replace (if(f.kind = 'guidance', 'guidance_' || f.metric, f.metric) as metric)
    from (from disputed union all by name from compared) as c
    join printed as f on f.figure_key = c.figure_key
        and (f.is_standing or c.kind in ('documents', 'scale'))
),

place as (  -- of the first number that a figure rests on; mart.figure_lineage has them all
    select
        i.figure_id,
        arg_min(a.locator, i.position) as locator,
        arg_min(a.quote, i.position) as quote
    from raw.figure_input as i
    join raw.fact as a using (fact_id)
    where i.figure_id in (select figure_id from disputed_figure)
    group by i.figure_id
),

rival as (
    select
        f.conflict_id, f.dispute as kind, f.expected, f.found, f.tolerance,
        bool_or(f.holds) as holds,
        max(f.settled_by) as settled_by,
        max(f.disputed_from) as known_from,
        min(f.company_id) as company_id,
        min(f.metric) as metric,
        -- of a close many segments take part, of the other conflicts one line
        if(count(distinct f.segment) = 1 and f.dispute <> 'company_close', min(f.segment), null)
            as segment,
        min(f.basis) as basis,
        min(f.unit) as unit,
        min(f.period_start) as period_start,
        max(f.period_end) as period_end,
        max(f.fiscal_label) as fiscal_label,
        list({
            'figure_key': f.figure_key, 'metric': f.metric, 'segment': f.segment,
            'value': f.value, 'status': f.status, 'figure_id': f.figure_id,
            'document': f.document, 'form': f.reported_form, 'known_at': f.known_at,
            'source_url': f.url, 'locator': p.locator, 'quote': p.quote,
            'is_standing': f.is_standing, 'is_held_back': f.is_standing and f.holds,
            'judged_by': f.judged_by
        } order by f.figure_key, f.position) as rivals
    from disputed_figure as f
    left join place as p using (figure_id)
    group by f.conflict_id, f.dispute, f.expected, f.found, f.tolerance
),

refused as (  -- with the place that the refusal itself names as the other one
    select
        r.document, r.what, r.reason, r.locator,
        unnest(coalesce(nullif(list_distinct(
            [r.locator, r.against]
        ), []), [null])) as place
    from raw.refusal as r
    where r.reason in ('conflict', 'does_not_close', 'scale_break')
),

word as (  -- the last one on a refusal: let it be, or read by a person
    select
        r.document, r.what, r.locator,
        arg_max(j.judgement_id, (j.known_from, j.judgement_id)) as judgement_id,
        max(j.known_from) as known_from
    from refused as r
    join stg.judgement as j
        on j.named_document = r.document
        and j.named_locator = r.place
        and j.outcome = 'applied'
    group by r.document, r.what, r.locator
),

within_document as (
    select
        left(sha256(concat_ws(chr(31), 'document', r.document, r.what, r.locator)), 16)
            as conflict_id,
        if(r.reason = 'conflict', 'document', r.reason) as kind,
        w.judgement_id is null as holds,
        w.judgement_id as settled_by,
        greatest(d.known_at, w.known_from) as known_from,
        d.company_id,
        r.what as explanation,
        [r.document] as documents,
        r.locator,
        list({
            'figure_key': null::varchar, 'metric': null::varchar, 'segment': null::varchar,
            'value': a.value, 'status': 'refused', 'figure_id': null::varchar,
            'document': r.document, 'form': d.reported_form, 'known_at': d.known_at,
            'source_url': d.url, 'locator': r.place, 'quote': a.quote,
            'is_standing': false, 'is_held_back': false,
            'judged_by': null::varchar
        } order by r.place <> r.locator, r.place) as rivals
    from refused as r
    join stg.document as d on d.sha256 = r.document
    left join (  -- what the readers saw there
        select f.* from raw.fact as f anti join ref.readings as h on h.reading_id = f.fact_id
    ) as a on a.document = r.document and a.locator = r.place
    left join word as w
        on w.document = r.document and w.what = r.what and w.locator = r.locator
    group by
        r.document, r.what, r.reason, r.locator, d.known_at, d.company_id, w.judgement_id,
        w.known_from
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

unioned as (
    select
        *,
        case kind
            when 'documents' then 'two documents of one period print different values'
            when 'scale' then 'the value jumps by a thousand or a million'
            when 'company_close' then if(holds or settled_by is not null,
                'the parts do not add up to the whole',
                'the parts leave some of the whole unallocated')
            when 'gross_profit' then 'revenue less its cost is not the gross profit'
            when 'name' then 'two values stand under one name'
            when 'quarter' then 'the quarter is not the difference of the years to date'
        end as explanation,
        list_distinct([one.document for one in rivals]).list_sort() as documents
    from rival
    union all by name
    select * from within_document
    union all by name
    select * from misfiled
),

member as (  -- how much of a company, or of a part of it, earns in the layers
    select company_id, ref.segment_key(segment) as segment_key, max(weight) as weight
    from mart.profit_pool_member
    where layer <> 'out_of_scope'
    group by all
),

moving as (  -- of an open one what is held back, else what the two values differ by
    select
        e.conflict_id,
        max(m.weight)::double * if(e.unit = 'USD', 1, max(x.multiplier)) * if(e.holds,
            list_max([abs(one.value) for one in e.rivals if one.is_held_back]),
            abs(e.found - e.expected)) as usd
    from unioned as e
    join member as m
        on m.company_id = e.company_id
        and (e.segment is null or m.segment_key is null
            or m.segment_key = ref.segment_key(e.segment))
    left join stg.fx_average as x
        on x.currency = e.unit
        and x.period_start = e.period_start
        and x.period_end = e.period_end
    where e.metric in ('revenue', 'cost_of_revenue', 'gross_profit', 'operating_income')
    group by e.conflict_id, e.unit, e.holds, e.rivals, e.found, e.expected
)

select
    e.conflict_id, e.kind, e.company_id, c.ticker, e.metric, e.segment, e.fiscal_label,
    e.period_start, e.period_end, e.basis, e.unit, e.found, e.expected,
    e.found - e.expected as difference, e.tolerance,
    round(m.usd, 6)::decimal(38, 6) as moves_usd, e.holds, e.settled_by, e.explanation, e.locator,
    e.documents, e.rivals,
    coalesce([concat_ws(' ', one.segment, one.metric) for one in e.rivals if one.is_held_back], [])
        .list_sort() as held_back,
    e.known_from
from unioned as e
left join stg.company as c using (company_id)
left join moving as m using (conflict_id)
