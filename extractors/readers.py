"""The reader of each kind of document: bytes to an Extraction, with all intermediate values."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from extractors import cover, kinds, monthly_revenue, rates
from extractors.edgar import company_facts, submissions
from extractors.errors import DocumentError
from extractors.explanation.stages import Stages
from extractors.html import reader as html
from extractors.language.text import TextLine
from extractors.model import Document, Extraction, Refusal
from extractors.pdf import reader as pdf
from extractors.pdf import scanned
from extractors.sentences import filing_text, framework, precedence, print_text
from extractors.sentences.supply_remarks import supply_remarks
from extractors.tables import footing, printed_figures
from extractors.tables.grid import Table
from extractors.xbrl import instance, package, parse, plain_instance
from extractors.xbrl.facts import unique_facts
from extractors.xbrl.filing_calendar import filing_calendar
from extractors.xbrl.running_text import RunningText
from extractors.xbrl.tagged_figures import figures, unmapped
from extractors.xbrl.untagged_tables import untagged


def read(data: bytes, name: str) -> Stages:
    """Read a document; the stages hold the extraction and the values that led to it."""
    return _read(data, name, is_whole=True)


def _read(data: bytes, name: str, *, is_whole: bool) -> Stages:
    """Read a document; a submission only where it `is_whole`, as submissions cannot be nested."""
    kind: kinds.DocumentKind | None = None
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        plain = kinds.unpacked(data)
        kind = kinds.kind_of(plain)
        kinds.check_name(name, kind)
        if kind is None or (kind.is_whole and not is_whole):
            raise _unsupported(kind)
        kinds.check_undamaged(kind, plain)
        with _gc_paused():
            return READERS[kind.name](data, sha256, kinds.body(plain))
    except DocumentError as error:
        document = cover.document(data, sha256, kind, {})
        refusal = Refusal(document.sha256, str(error), error.reason)
        return Stages(Extraction(document, refusals=(refusal,)))


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Pause the garbage collector: reading makes no cycles, and it takes a seventh of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # Else the next object made would have the collector walk over all that was read.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _extract_inline(data: bytes, sha256: str, plain: bytes) -> Stages:
    original, plain = plain, parse.unstyled(plain)
    root = parse.parse(plain)
    tags = instance.read(root, sha256, parse.rebound_prefixes(plain))
    document = cover.document(data, sha256, kinds.INLINE_XBRL, tags.texts)
    if document.form and cover.PROXY.match(document.form):
        what = f"no figures: a proxy statement ({document.form}) is no report of results"
        return Stages(Extraction(document, refusals=(Refusal(sha256, what, "no_figures"),)))
    found = unique_facts(tags.tables, tags.tagged, tags.enclosing_table, tags.refusals)
    with_tags = set(tags.enclosing_table.values())
    made, refusals, rest = figures(document, found)
    if not made:
        what = "tagged numbers, but none that we know" if found else "no tagged numbers"
        refusals.append(Refusal(sha256, f"no figures: {what}", "no_figures"))
    without = [(n, t) for n, t in enumerate(tags.tables, 1) if t not in with_tags]
    dates = filing_calendar(document, tags.texts, made)
    more = untagged(without, document, dates, made)
    text = RunningText(plain, original)
    known = (*made, *more.figures)
    from_text = filing_text.figures(text.passages(), text.notes(), dates, known, sha256)
    extraction = Extraction(
        document,
        (*(unique.fact for unique in found), *more.facts, *from_text.facts),
        (*made, *more.figures, *from_text.figures),
        (*tags.refusals, *refusals, *more.refusals),
        tuple(rest),
    )
    unread = from_text.unread
    return Stages(extraction, more.tables, more.steps, unread=unread, tagged=tuple(found))


def _extract_instance(data: bytes, sha256: str, plain: bytes) -> Stages:
    root = parse.parse(plain)
    found = plain_instance.read(root, sha256, parse.rebound_prefixes(plain))
    document = cover.document(data, sha256, kinds.XBRL, found.texts)
    whole, others = found.whole()
    made, refusals, rest = figures(document, whole)
    if not made:
        what = (
            "numbers, but none of the whole company that we know"
            if whole or others
            else "no numbers"
        )
        refusals.append(Refusal(sha256, f"no figures: {what}", "no_figures"))
    facts = tuple(unique.fact for unique in (*found.facts, *found.rows))
    refused = (*found.refusals, *refusals)
    counted = (*rest, *unmapped(others))
    return Stages(Extraction(document, facts, tuple(made), refused, counted), tagged=(*whole,))


def _extract_zip(data: bytes, sha256: str, plain: bytes) -> Stages:
    """The content of the report in the zip, under the hash of the zip."""
    report = package.document(plain)
    kind = kinds.kind_of(report)
    if kind not in (kinds.XBRL, kinds.INLINE_XBRL):
        what = "the file in the zip is no XBRL document"
        raise DocumentError(what, to_do="see what it is", reason="unsupported_media_type")
    kinds.check_undamaged(kind, report)
    stages = READERS[kind.name](data, sha256, report)
    read = stages.extraction
    document = replace(
        read.document, kind=kinds.XBRL_ZIP.name, media_type=kinds.XBRL_ZIP.media_type
    )
    return replace(stages, extraction=replace(read, document=document))


def _extract_html(data: bytes, sha256: str, plain: bytes) -> Stages:
    page = html.read(html.parse(plain))
    document = cover.document(data, sha256, kinds.HTML, {})
    document = cover.named(document, (line.text for line in page.lines))
    return _of_print(document, _Print(page.tables, page.lines, page.lines))


def _extract_pdf(data: bytes, sha256: str, plain: bytes) -> Stages:
    document = cover.document(data, sha256, kinds.PDF, {})
    try:
        return _of_pages(document, pdf.read(plain))
    except DocumentError as error:
        page = scanned.read(plain, error)
    found = _of_pages(document, page)
    return replace(found, extraction=footing.proven(found.extraction, page.tables))


def _of_pages(document: Document, page: pdf.Page) -> Stages:
    document = cover.named(document, page.front)
    lines = tuple(TextLine(line.text, line.start, line.place) for line in page.lines)
    running = tuple(line for line, one in zip(lines, page.lines, strict=True) if not one.is_tabular)
    found = _of_print(document, _Print(page.tables, lines, running, page.remarks))
    skipped = tuple(Refusal(document.sha256, page.what, page.reason) for page in page.skipped)
    read = found.extraction
    return replace(found, extraction=replace(read, refusals=(*read.refusals, *skipped)))


@dataclass(frozen=True, slots=True)
class _Print:
    """A document without tags, as printed.

    running     the lines outside of tables; remarks: what other pages state about fiscal periods
    """

    tables: tuple[Table, ...]
    lines: tuple[TextLine, ...]
    running: tuple[TextLine, ...]
    remarks: tuple[str, ...] = ()


def _of_print(document: Document, page: _Print) -> Stages:
    """Combine tables and sentences of one document; see `precedence` for which of them counts."""
    sha256 = document.sha256
    texts = [line.text for line in page.lines]
    results = printed_figures.figures(page.tables, [*texts, *page.remarks], sha256)
    dates = results.calendar
    known = results.figures
    from_text = print_text.figures(page.running, page.tables, dates, known, sha256)
    made = precedence.with_tables_of_results(from_text.figures, known)
    made = framework.on_basis_of([*texts, *results.heads], made)
    used = {one.fact_id for figure in made for one in figure.inputs}
    facts = tuple(fact for fact in (*results.facts, *from_text.facts) if fact.fact_id in used)
    facts = (*facts, *supply_remarks(page.running, dates, sha256))
    refusals = list(results.refusals)
    if not made:
        what = "no figures: no table of results and no outlook"
        refusals.append(Refusal(sha256, what, "no_figures"))
    document = cover.dated(document, dates.reported, dates.fiscal_year_end)
    extraction = Extraction(document, facts, made, tuple(refusals))
    return Stages(extraction, results.tables, results.steps, dates, from_text.unread)


def _extract_rates(data: bytes, sha256: str, plain: bytes) -> Stages:
    """Observations become facts, but no figures, as they belong to no company."""
    found = rates.read(plain, sha256)
    refusals = found.refusals
    if not found.facts:
        refusals = (*refusals, Refusal(sha256, "no exchange rate: no day has one", "no_figures"))
    document = cover.document(data, sha256, kinds.RATES, {})
    document = replace(document, form=rates.FORM, period_end=found.until)
    return Stages(Extraction(document, found.facts, refusals=refusals))


def _extract_monthly_revenue(data: bytes, sha256: str, plain: bytes) -> Stages:
    """Facts of many companies, and no figure: a month is no period of a report."""
    found = monthly_revenue.read(plain, sha256)
    document = cover.document(data, sha256, kinds.MONTHLY_REVENUE, {})
    document = replace(document, form=monthly_revenue.FORM, period_end=found.until)
    return Stages(Extraction(document, found.facts, refusals=found.refusals))


def _extract_submission(data: bytes, sha256: str, plain: bytes) -> Stages:
    """All its documents that may hold results; if none has figures, they share one refusal."""
    whole = submissions.split(plain)
    header = whole.header
    stages = [(part, _read(part.data, part.name, is_whole=False)) for part in whole.readable]
    reads = [(part, one.extraction) for part, one in stages]
    refusals = [
        replace(refusal, what=f"{part.name}: {refusal.what}")
        for part, read in reads
        for refusal in read.refusals
        if refusal.reason != "no_figures"
    ]
    made = tuple(figure for _, read in reads for figure in read.figures)
    if not made:
        types = ", ".join(part.document_type for part, _ in reads) or "none that could hold them"
        what = f"no figures: no results in the documents of the submission ({types})"
        refusals.append(Refusal(sha256, what, "no_figures"))
    filer = header.filers[0] if len(header.filers) == 1 else None
    extraction = Extraction(
        replace(
            cover.document(data, sha256, kinds.SUBMISSION, {}),
            issuer=filer.name if filer else None,
            cik=filer.cik if filer else None,
            form=header.form,
        ),
        tuple(fact for _, read in reads for fact in read.facts),
        made,
        tuple(refusals),
        tuple(counted for _, read in reads for counted in read.unmapped),
    )
    return Stages(extraction, parts=tuple((part.name, one) for part, one in stages))


def _extract_company_facts(data: bytes, sha256: str, plain: bytes) -> Stages:
    """Opinions only: EDGAR's summary of filings is not a company's own document."""
    read = company_facts.read(plain, sha256)
    document = cover.document(data, sha256, kinds.COMPANY_FACTS, {})
    what = "no figures: company facts are a second opinion on those of documents"
    return Stages(
        Extraction(
            replace(document, issuer=read.issuer, cik=read.cik),
            refusals=(Refusal(sha256, what, "no_figures"),),
            unmapped=read.unmapped,
            opinions=read.opinions,
        )
    )


def _unsupported(kind: kinds.DocumentKind | None) -> DocumentError:
    what = f"no reader for {kind.media_type}" if kind else "the bytes are of no type that we know"
    *titles, last = [one.title for one in kinds.KINDS if one.gives in ("figures", "parts")]
    to_do = f"give {', '.join(titles)} or {last}"
    return DocumentError(what, to_do=to_do, reason="unsupported_media_type")


Reader = Callable[[bytes, str, bytes], Stages]
"""The bytes as they came, their sha256, and the bytes without gzip and wrapper."""
READERS: dict[str, Reader] = {
    kinds.INLINE_XBRL.name: _extract_inline,
    kinds.XBRL.name: _extract_instance,
    kinds.XBRL_ZIP.name: _extract_zip,
    kinds.HTML.name: _extract_html,
    kinds.PDF.name: _extract_pdf,
    kinds.SUBMISSION.name: _extract_submission,
    kinds.RATES.name: _extract_rates,
    kinds.MONTHLY_REVENUE.name: _extract_monthly_revenue,
    kinds.COMPANY_FACTS.name: _extract_company_facts,
}
"""The reader of each kind of kinds.KINDS."""
