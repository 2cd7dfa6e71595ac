-- The registry: judgement as data. `line` is a row's place in its table, the packaged rows first.

create schema ref;

create table ref.argument (known_on timestamptz);
comment on table ref.argument is
    'what the build was asked for: known_on, NULL = all that the archive holds; one row';

create table ref.companies (
    company_id varchar, name varchar, country varchar, reporting_currency varchar,
    fiscal_year_end varchar, fiscal_label_rule varchar, note varchar,
    publishes varchar, line integer
);
comment on table ref.companies is 'companies under their permanent names; one row a company';

create table ref.identifiers (
    company_id varchar, scheme varchar, identifier varchar, valid_from date, valid_to date,
    line integer
);
comment on table ref.identifiers is
    'tickers, CIK, LEI and their dates, the primary first; one row a company, scheme, identifier';

create table ref.sources (
    source varchar, company_id varchar, host varchar, url varchar, kind varchar, pattern varchar,
    note varchar, line integer
);
comment on table ref.sources is
    'where documents come from, and the hosts allowed; one row a source';

create table ref.layers (
    layer varchar, name varchar, definition varchar, position integer, line integer
);
comment on table ref.layers is 'the layers of the value chain; one row a layer';

create table ref.segments (
    company_id varchar, framework varchar, segment varchar, layer varchar, weight decimal(9, 6),
    valid_from date, valid_to date, known_from timestamptz, evidence varchar, line integer
);
comment on table ref.segments is
    'which segment earns in which layer; one row a company, framework, segment, layer and validity';

create table ref.ai_share (
    company_id varchar, segment varchar, valid_from date, valid_to date, low decimal(9, 6),
    mid decimal(9, 6), high decimal(9, 6), basis varchar, evidence varchar,
    known_from timestamptz, line integer
);
comment on table ref.ai_share is
    'which part of a pool''s member is put down to AI; one row a company, segment and validity';

create table ref.buildout (
    company_id varchar, side varchar, segment varchar, valid_from date, valid_to date,
    known_from timestamptz, evidence varchar, line integer
);
comment on table ref.buildout is
    'who buys data centres, who sells into them; one row a company, side, segment and validity';

create table ref.fx (
    currency varchar, period_start date, period_end date, average_rate_per_usd decimal(20, 10),
    source_url varchar, note varchar, line integer
);
comment on table ref.fx is
    'average exchange rates for want of daily ones; one row a currency and period';

-- When the rate of a day was surely out. H.10 is updated on the Monday after the day's week, 16:15
-- New York, and on the Tuesday where that is a holiday: so at the end of that Tuesday, UTC.
create macro ref.rate_known_from(day) as (day + (10 - isodow(day))::integer)::timestamptz;

create table ref.corrections (
    correction_id varchar, figure_key varchar, document varchar, metric varchar, segment varchar,
    period_start date, period_end date, basis varchar, expect_value decimal(38, 6),
    value decimal(38, 6), unit varchar, reason varchar, evidence varchar, reviewer varchar,
    known_from timestamptz, line integer
);
comment on table ref.corrections is 'values that a human corrected; one row a correction';

create table ref.reviews (
    review_id varchar, figure_key varchar, document varchar, metric varchar, segment varchar,
    period_start date, period_end date, locator varchar, verdict varchar, reason varchar,
    evidence varchar, reviewer varchar, known_from timestamptz, line integer
);
comment on table ref.reviews is 'conflicts that a human settled; one row a review';

create table ref.readings (
    reading_id varchar, figure_id varchar, document varchar, locator varchar, quote varchar,
    metric varchar, segment varchar, breakdown varchar, parent varchar, basis varchar,
    period_start date, period_end date, period_type varchar, value decimal(38, 6), unit varchar,
    reason varchar, evidence varchar, reviewer varchar, known_from timestamptz, line integer
);
comment on table ref.readings is
    'numbers that a human read where the readers refuse them; one row a reading';

create table ref.claims (
    claim_id varchar, claim varchar, claimed varchar, unit varchar, comparison varchar,
    reading varchar, metric varchar, company_id varchar, segment varchar, basis varchar,
    fiscal_label varchar, wording varchar, line integer
);
comment on table ref.claims is
    'what is claimed, in the digits of the claim, and how it is read; one row a claim';

create table ref.claim_members (
    claim_id varchar, company_id varchar, segment varchar, line integer
);
comment on table ref.claim_members is
    'of whom a claim on several companies is; one row a claim and company or segment';

create table ref.signals (
    signal varchar, numerator varchar, denominator varchar, unit varchar, not_positive varchar,
    definition varchar, line integer
);
comment on table ref.signals is
    'what mart.watchlist watches: a quarter''s number, or a quotient of two; one row a signal';

create table ref.reasons (
    relation varchar, "column" varchar, reason varchar, meaning varchar, settled_by varchar
);
comment on table ref.reasons is
    'why a value may be NULL, by the column that says so; one row a relation, column and reason';

-- Whether what is known from then on is known at the build's date; NULL = always.
create macro ref.is_known(since) as coalesce(since::timestamptz, '-infinity'::timestamptz)
    <= coalesce((select known_on from ref.argument), 'infinity'::timestamptz);

-- A segment's name as compared: without case, '&', signs and the word "segment".
create macro ref.segment_key(name) as trim(regexp_replace(
    regexp_replace(replace(lower(name), '&', ' and '), '[\pP\pS\pZ\p{Cc}\p{Cf}]+', ' ', 'g'),
    ' segments?( |$)', ' ', 'g'
));

-- The company or a part of it in one basis, whatever the metric, unit and period. Compares as equal
-- where `is not distinct from` of its columns does.
create macro ref.part_key(company_id, segment, breakdown, parent, basis) as
    left(sha256(concat_ws(chr(31),
        company_id, coalesce(segment, ''), coalesce(breakdown, ''), coalesce(parent, ''), basis
    )), 16);

-- The whole that parts of a company add up to: a metric of one period, basis and unit.
create macro ref.total_key(company_id, metric, basis, unit, period_start, period_end) as
    left(sha256(concat_ws(chr(31),
        company_id, metric, basis, unit, coalesce(period_start::varchar, ''), period_end
    )), 16);

-- Half of the last printed place; NULL decimals are exact.
create macro ref.half_unit(decimals) as
    if(decimals is null or decimals > 5, 0, 0.5 * power(10, -decimals))::decimal(38, 6);

-- Whether two printed values may be one number: half of the coarser one's last place apart at most.
create macro ref.is_within_rounding(one, one_half_unit, other, other_half_unit) as
    abs(one - other) <= greatest(one_half_unit, other_half_unit);

-- The power of ten (3, 6, -3, -6) by which a ratio above 0 is out of scale, else NULL; `low`
-- and `high` allow for what the value itself may have changed by.
create macro ref.scale_of(ratio, low, high) as case
    when ratio between 1e3 * low and 1e3 * high then 3
    when ratio between 1e6 * low and 1e6 * high then 6
    when ratio between 1e-3 * low and 1e-3 * high then -3
    when ratio between 1e-6 * low and 1e-6 * high then -6
end;

-- Whether one of two values of one number was printed in thousands or millions of the other's unit.
create macro ref.is_scale_jump(one, other) as
    coalesce(ref.scale_of(abs(one / nullif(other, 0)), 0.9, 1.1), 0) > 0
    or coalesce(ref.scale_of(abs(other / nullif(one, 0)), 0.9, 1.1), 0) > 0;

-- Which of several bases of accounting is shown where only one can be.
create macro ref.basis_rank(basis) as list_position(['gaap', 'ifrs', 'non_gaap'], basis);

-- A company's name without what covers and registries write differently: case, points, commas.
create macro ref.plain_name(name) as
    trim(regexp_replace(lower(name), '[\pP\pS\pZ\p{Cc}\p{Cf}]+', ' ', 'g'));

-- Whether a document of that form is a report of a period that the law wants; NULL without a form.
create macro ref.is_periodic(form) as
    form similar to '(10-K|10-Q|20-F|40-F|MOPS|DART|EDINET|ESEF).*';

-- Why nothing is known of what a report might print, by whether a complete one was read.
create macro ref.why_missing(is_reported) as
    if(coalesce(is_reported, false), 'not_disclosed', 'not_collected');

-- Why a line {value, reason} has no value; NULL where it has one.
create macro ref.reason_of(line, is_reported) as
    if(line.value is null, coalesce(line.reason, ref.why_missing(is_reported)), null);

-- Of several lines {value, reason, figure_ids} the one that is there; of two neither is it.
create macro ref.only_line(line) as {
    'value': if(count(line) > 1, null, max(line.value)),
    'reason': if(count(line) > 1, 'conflict', max(line.reason)),
    'figure_ids': any_value(line.figure_ids)
};

-- Whether two values of one line speak of the same books: in one framework, and neither restated
-- while the other was not. A year is restated a quarter or more after its quarters are, by the
-- reports of one later year; so restatements within 280 days of report ends are one.
create macro ref.is_one_state(one, other) as
    one.framework is not distinct from other.framework
    and case
        when one.restated_for is null and other.restated_for is null then true
        when one.restated_for is null then other.restated_at <= one.agreed_at
        when other.restated_for is null then one.restated_at <= other.agreed_at
        else abs(one.restated_for - other.restated_for) <= 280
    end;

-- The same of a list of values, each with each.
create macro ref.are_one_state(states) as
    list_bool_and([
        list_bool_and([ref.is_one_state(one, other) for other in states]) for one in states
    ]);

-- A column of a mart as checks see it: the column of its reason, whether its value is missing, why.
create macro ref.answer(reason_column, value, reason) as
    struct_pack("column" := reason_column, is_missing := value is null, reason := reason);
