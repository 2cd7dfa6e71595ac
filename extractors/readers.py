"""Each kind of document and how it is read: bytes to an Extraction."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from extractors import kinds, rates
from extractors.edgar import company_facts, submissions
from extractors.errors import DocumentError
from extractors.html import reader as html
from extractors.language.text import TextLine
from extractors.model import Document, Extraction, Refusal
from extractors.pdf import reader as pdf
from extractors.pdf import scanned
from extractors.sentences import (
    guidance_tables,
    guidance_text,
    margin_text,
    precedence,
    text_figures,
)
from extractors.sentences.text_figures import Told
from extractors.tables import footing, printed_figures
from extractors.xbrl import instance, parse
from extractors.xbrl.facts import unique_facts
from extractors.xbrl.tagged_figures import figures
from extractors.xbrl.untagged_tables import untagged


def read(data: bytes, name: str, *, is_whole: bool = True) -> Extraction:
    """Of a submission only where it `is_whole`: one does not stand in another."""
    kind: str | None = None
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        plain = kinds.unpacked(data)
        kind = kinds.media_type(plain)
        kinds.check_name(name, kind)
        reader = _READERS.get(kind or "") or (_WHOLE.get(kind or "") if is_whole else None)
        if reader is not None:
            with _gc_paused():
                return reader(data, sha256, kinds.body(plain))
        raise _unsupported(kind)
    except DocumentError as error:
        document = kinds.cover(data, sha256, kind, {})
        refusal = Refusal(document.sha256, str(error), error.reason)
        return Extraction(document, refusals=(refusal,))


@contextmanager
def _gc_paused() -> Iterator[None]:
    """No cyclic garbage arises here, and looking for it takes a seventh of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _extract_inline(data: bytes, sha256: str, plain: bytes) -> Extraction:
    plain = parse.unstyled(plain)
    root = parse.parse(plain)
    tags = instance.read(root, sha256, parse.rebound_prefixes(plain))
    document = kinds.cover(data, sha256, kinds.INLINE_XBRL, tags.texts)
    found = unique_facts(tags.tables, tags.tagged, tags.enclosing_table, tags.refusals)
    with_tags = set(tags.enclosing_table.values())
    made, refusals, unmapped = figures(document, found)
    if not made:
        what = "tagged numbers, but none that we know" if found else "no tagged numbers"
        refusals.append(Refusal(sha256, f"no figures: {what}", "no_figures"))
    without = [(n, t) for n, t in enumerate(tags.tables, 1) if t not in with_tags]
    more = untagged(without, document, tags.texts, made)
    return Extraction(
        document,
        (*(unique.fact for unique in found), *more.facts),
        (*made, *more.figures),
        (*tags.refusals, *refusals, *more.refusals),
        tuple(unmapped),
    )


def _extract_html(data: bytes, sha256: str, plain: bytes) -> Extraction:
    page = html.read(html.parse(plain))
    tables = printed_figures.figures(page.tables, [line.text for line in page.lines], sha256)
    told = guidance_text.figures(page.lines, tables.calendar, sha256)
    told = text_figures.both(told, margin_text.proven(page.lines, tables.figures, sha256))
    told = text_figures.joined(told, guidance_tables.figures(page.tables, tables.calendar, sha256))
    return _extraction(kinds.cover(data, sha256, kinds.HTML, {}), page.lines, tables, told)


def _extract_pdf(data: bytes, sha256: str, plain: bytes) -> Extraction:
    try:
        return _of_page(data, sha256, pdf.read(plain))
    except DocumentError as error:
        page = scanned.read(plain, error)
    return footing.proven(_of_page(data, sha256, page), page.tables)


def _of_page(data: bytes, sha256: str, page: pdf.Page) -> Extraction:
    lines = tuple(TextLine(line.text, line.start) for line in page.lines)
    texts = [*(line.text for line in lines), *page.remarks]
    tables = printed_figures.figures(page.tables, texts, sha256)
    running = tuple(line for line, one in zip(lines, page.lines, strict=True) if not one.is_tabular)
    told = guidance_text.figures(running, tables.calendar, sha256)
    told = text_figures.both(told, margin_text.proven(running, tables.figures, sha256))
    told = text_figures.relocated(told, page.place)
    told = text_figures.joined(told, guidance_tables.figures(page.tables, tables.calendar, sha256))
    found = _extraction(kinds.cover(data, sha256, kinds.PDF, {}), lines, tables, told)
    skipped = tuple(
        Refusal(sha256, why, "too_large" if "more than" in why else "unreadable")
        for why in page.skipped
    )
    return replace(found, refusals=(*found.refusals, *skipped))


def _extract_rates(data: bytes, sha256: str, plain: bytes) -> Extraction:
    """Observations are facts; no figure is made of them: they are of no company."""
    found = rates.read(plain, sha256)
    refusals = found.refusals
    if not found.facts:
        refusals = (*refusals, Refusal(sha256, "no exchange rate: no day has one", "no_figures"))
    cover = kinds.cover(data, sha256, kinds.RATES, {})
    cover = replace(cover, form=rates.FORM, period_end=found.until)
    return Extraction(cover, found.facts, refusals=refusals)


def _extract_submission(data: bytes, sha256: str, plain: bytes) -> Extraction:
    """All documents of it that can hold results; those without share one refusal if none has."""
    whole = submissions.split(plain)
    header = whole.header
    reads = [(part, read(part.data, part.name, is_whole=False)) for part in whole.readable]
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
    return Extraction(
        replace(
            kinds.cover(data, sha256, kinds.SUBMISSION, {}),
            issuer=filer.name if filer else None,
            cik=filer.cik if filer else None,
            form=header.form,
        ),
        tuple(fact for _, read in reads for fact in read.facts),
        made,
        tuple(refusals),
        tuple(unmapped for _, read in reads for unmapped in read.unmapped),
    )


def _extract_company_facts(data: bytes, sha256: str, plain: bytes) -> Extraction:
    """Opinions alone: what EDGAR says that filings say is no document of theirs."""
    read = company_facts.read(plain, sha256)
    cover = kinds.cover(data, sha256, kinds.COMPANY_FACTS, {})
    what = "no figures: company facts are a second opinion on those of documents"
    return Extraction(
        replace(cover, issuer=read.issuer, cik=read.cik),
        refusals=(Refusal(sha256, what, "no_figures"),),
        unmapped=read.unmapped,
        opinions=read.opinions,
    )


def _extraction(
    cover: Document,
    lines: tuple[TextLine, ...],
    tables: printed_figures.Read,
    told: Told,
) -> Extraction:
    """What tables and sentences of one document say together."""
    made = precedence.with_prose(tables.figures, told.figures)
    made = precedence.on_basis_of([*(line.text for line in lines), *tables.heads], made)
    used = {one.fact_id for figure in made for one in figure.inputs}
    facts = tuple(fact for fact in (*tables.facts, *told.facts) if fact.fact_id in used)
    refusals = list(tables.refusals)
    if not made:
        what = "no figures: no table of results and no outlook"
        refusals.append(Refusal(cover.sha256, what, "no_figures"))
    dates = tables.calendar
    document = kinds.dated(cover, dates.reported, dates.fiscal_year_end)
    return Extraction(document, facts, made, tuple(refusals))


def _unsupported(kind: str | None) -> DocumentError:
    what = f"no reader for {kind}" if kind else "the bytes are of no type that we know"
    to_do = "give an inline-XBRL filing, an HTML release, a PDF report or a whole submission"
    return DocumentError(what, to_do=to_do, reason="unsupported_media_type")


_Reader = Callable[[bytes, str, bytes], Extraction]
_READERS: dict[str, _Reader] = {
    kinds.INLINE_XBRL: _extract_inline,
    kinds.HTML: _extract_html,
    kinds.PDF: _extract_pdf,
    kinds.RATES: _extract_rates,
}
_WHOLE: dict[str, _Reader] = {  # what stands in no submission
    kinds.SUBMISSION: _extract_submission,
    kinds.COMPANY_FACTS: _extract_company_facts,
}
