-- The tables that are loaded, not computed: what the readers gave, as they gave it.
-- Money is decimal(38, 6), rounded half to even where the archive writes it; absent is NULL.

create schema raw;

create table raw.document (
    sha256 varchar, media_type varchar, kind varchar, size bigint, issuer varchar, cik varchar,
    ticker varchar, form varchar, period_end date, fiscal_year_end varchar, is_amendment boolean,
    extractor_version varchar
);
comment on table raw.document is 'what each document read says of itself; one row a document';

create table raw.origin (
    sha256 varchar, url varchar, company_id varchar, accession varchar, form varchar,
    published date, accepted timestamptz, retrieved timestamptz, known_at timestamptz,
    known_at_basis varchar, etag varchar, document_type varchar
);
comment on table raw.origin is 'how we got each document; one row a document and origin';

create table raw.fact (
    fact_id varchar, document varchar, concept varchar, period_start date, period_end date,
    members varchar, value decimal(38, 6), unit varchar, decimals integer, quote varchar,
    locator varchar, also varchar[], caption varchar[], column_caption varchar[],
    statement varchar, entity varchar
);
comment on table raw.fact is
    'numbers and remarks as printed (value NULL = nil, or a remark); one row a place in a document';

create table raw.figure (
    figure_id varchar, document varchar, metric varchar, segment varchar, breakdown varchar,
    parent varchar, member varchar, basis varchar, kind varchar, bound varchar,
    period_start date, period_end date, period_type varchar, value decimal(38, 6),
    unit varchar, decimals integer, rule varchar, concept varchar, confidence varchar
);
comment on table raw.figure is 'numbers as meant; one row a document, metric, segment and period';

create table raw.figure_input (
    figure_id varchar, fact_id varchar, position integer, weight integer, role varchar
);
comment on table raw.figure_input is 'the facts that a figure rests on; one row a figure and fact';

create table raw.refusal (
    document varchar, what varchar, reason varchar, locator varchar, against varchar
);
comment on table raw.refusal is 'what was not read, and why; one row a refusal';

create table raw.unmapped (document varchar, concept varchar, axes varchar[], facts integer);
comment on table raw.unmapped is
    'facts that no figure uses, counted; one row a document, concept and axes';

create table raw.opinion (
    fact_id varchar, document varchar, metric varchar, basis varchar, concept varchar,
    period_start date, period_end date, value decimal(38, 6), unit varchar, accession varchar,
    form varchar, filed date, rank integer
);
comment on table raw.opinion is
    'what EDGAR''s company facts say, never a figure; one row a fact and metric';

create table raw.run (
    run_id varchar, flow varchar, started timestamptz, ended timestamptz, outcome varchar,
    detail varchar
);
comment on table raw.run is 'runs of the flows, outside of the content hash; one row a run';

create table raw.run_outcome (run_id varchar, place varchar, outcome varchar, detail varchar);
comment on table raw.run_outcome is
    'what became of the documents of a run, outside of the content hash; one row a document';
