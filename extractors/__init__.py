"""Extraction: bytes in, values out.

No files, no network, no clock, and blind to who the company is.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from lxml import etree
from pypdfium2 import PDFIUM_INFO

from extractors import (
    company_facts,
    documents,
    exchange_rates,
    footing,
    html_tables,
    inline_xbrl,
    margin_sentences,
    markup,
    merging,
    ocr,
    ocr_pages,
    outlooks,
    pdf_tables,
    printed,
    prose,
    submissions,
)
from extractors import told as told_by
from extractors.errors import DocumentError
from extractors.figures import figures
from extractors.model import Document, Extraction, Fact, Figure, Refusal
from extractors.readings import readings
from extractors.untagged import untagged

__all__ = ["Document", "Extraction", "Fact", "Figure", "Refusal", "extract", "extractor_version"]


@cache
def extractor_version() -> str:
    """16 hexadecimal digits: the readers' code, concepts.csv and the parsers' versions.

    Another where pictures can be read: the extra ocr and Tesseract.
    """
    parsers = f"lxml {etree.__version__} libxml2 {etree.LIBXML_VERSION} pdfium {PDFIUM_INFO}"
    parsers = " ".join(filter(None, (parsers, ocr.engine())))
    parts = [parsers.encode()]
    for name, source in sorted(_sources(files("extractors"))):
        parts += [name.encode(), source.read_bytes()]
    return hashlib.sha256(b"\x1f".join(parts)).hexdigest()[:16]


def _sources(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    """Every file of code and vocabulary below the folder, by its path in the package."""
    for item in folder.iterdir():
        name = f"{path}/{item.name}"
        if item.is_dir():
            yield from _sources(item, name)
        elif name.endswith((".py", ".csv")):
            yield name, item


def extract(data: bytes, name: str = "") -> Extraction:
    """Everything that one document says. A document that cannot be read gives a refusal, no error.

    `name` is the file's name, looked at only for a type that the bytes contradict. Of a whole
    submission it gives all its documents say; facts and figures name the document they are of.
    """
    return _extract(data, name, is_whole=True)


def _extract(data: bytes, name: str, *, is_whole: bool) -> Extraction:
    """Of a submission only where it `is_whole`: one does not stand in another."""
    kind: str | None = None
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        plain = documents.unpacked(data)
        kind = documents.media_type(plain)
        documents.check_name(name, kind)
        read = _READERS.get(kind or "") or (_WHOLE.get(kind or "") if is_whole else None)
        if read is not None:
            with _collector_at_rest():
                return read(data, sha256, documents.body(plain))
        raise _unsupported(kind)
    except DocumentError as error:
        document = documents.cover(data, sha256, kind, {})
        refusal = Refusal(document.sha256, str(error), error.reason)
        return Extraction(document, refusals=(refusal,))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No cyclic garbage arises here, and looking for it takes a seventh of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _extract_inline(data: bytes, sha256: str, plain: bytes) -> Extraction:
    plain = markup.unstyled(plain)
    root = markup.parse(plain)
    instance = inline_xbrl.read(root, sha256, markup.rebound_prefixes(plain))
    document = documents.cover(data, sha256, documents.INLINE_XBRL, instance.texts)
    found = readings(instance.tables, instance.tagged, instance.owners)
    with_tags = set(instance.owners.values())
    made, refusals, unmapped = figures(document, found)
    if not made:
        what = "tagged numbers, but none that we know" if found else "no tagged numbers"
        refusals.append(Refusal(sha256, f"no figures: {what}", "no_figures"))
    without = [(n, t) for n, t in enumerate(instance.tables, 1) if t not in with_tags]
    more = untagged(without, document, instance.texts, made)
    return Extraction(
        document,
        (*(reading.fact for reading in found), *more.facts),
        (*made, *more.figures),
        (*instance.refusals, *refusals, *more.refusals),
        tuple(unmapped),
    )


def _extract_html(data: bytes, sha256: str, plain: bytes) -> Extraction:
    page = html_tables.read(html_tables.parse(plain))
    tables = printed.figures(page.tables, [line.text for line in page.lines], sha256)
    told = prose.figures(page.lines, tables.calendar, sha256)
    told = told_by.both(told, margin_sentences.proven(page.lines, tables.figures, sha256))
    told = told_by.joined(told, outlooks.figures(page.tables, tables.calendar, sha256))
    return _extraction(documents.cover(data, sha256, documents.HTML, {}), page.lines, tables, told)


def _extract_pdf(data: bytes, sha256: str, plain: bytes) -> Extraction:
    try:
        return _of_page(data, sha256, pdf_tables.read(plain))
    except DocumentError as error:
        page = ocr_pages.read(plain, error)
    return footing.proven(_of_page(data, sha256, page), page.tables)


def _of_page(data: bytes, sha256: str, page: pdf_tables.Page) -> Extraction:
    lines = tuple(html_tables.Line(line.text, line.start) for line in page.lines)
    texts = [*(line.text for line in lines), *page.remarks]
    tables = printed.figures(page.tables, texts, sha256)
    running = tuple(line for line, one in zip(lines, page.lines, strict=True) if not one.is_tabular)
    told = prose.figures(running, tables.calendar, sha256)
    told = told_by.both(told, margin_sentences.proven(running, tables.figures, sha256))
    told = told_by.relocated(told, page.place)
    told = told_by.joined(told, outlooks.figures(page.tables, tables.calendar, sha256))
    found = _extraction(documents.cover(data, sha256, documents.PDF, {}), lines, tables, told)
    skipped = tuple(
        Refusal(sha256, why, "too_large" if "more than" in why else "unreadable")
        for why in page.skipped
    )
    return replace(found, refusals=(*found.refusals, *skipped))


def _extract_rates(data: bytes, sha256: str, plain: bytes) -> Extraction:
    """Observations are facts; no figure is made of them: they are of no company."""
    rates = exchange_rates.read(plain, sha256)
    refusals = rates.refusals
    if not rates.facts:
        refusals = (*refusals, Refusal(sha256, "no exchange rate: no day has one", "no_figures"))
    cover = documents.cover(data, sha256, documents.RATES, {})
    cover = replace(cover, form=exchange_rates.FORM, period_end=rates.until)
    return Extraction(cover, rates.facts, refusals=refusals)


def _extract_submission(data: bytes, sha256: str, plain: bytes) -> Extraction:
    """All documents of it that can hold results; those without share one refusal if none has."""
    whole = submissions.split(plain)
    header = whole.header
    reads = [(part, _extract(part.data, part.name, is_whole=False)) for part in whole.readable]
    refusals = [
        replace(refusal, what=f"{part.name}: {refusal.what}")
        for part, read in reads
        for refusal in read.refusals
        if refusal.reason != "no_figures"
    ]
    made = tuple(figure for _, read in reads for figure in read.figures)
    if not made:
        kinds = ", ".join(part.document_type for part, _ in reads) or "none that could hold them"
        what = f"no figures: no results in the documents of the submission ({kinds})"
        refusals.append(Refusal(sha256, what, "no_figures"))
    filer = header.filers[0] if len(header.filers) == 1 else None
    return Extraction(
        replace(
            documents.cover(data, sha256, documents.SUBMISSION, {}),
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
    cover = documents.cover(data, sha256, documents.COMPANY_FACTS, {})
    what = "no figures: company facts are a second opinion on those of documents"
    return Extraction(
        replace(cover, issuer=read.issuer, cik=read.cik),
        refusals=(Refusal(sha256, what, "no_figures"),),
        unmapped=read.unmapped,
        opinions=read.opinions,
    )


def _extraction(
    cover: Document, lines: tuple[html_tables.Line, ...], tables: printed.Read, told: told_by.Told
) -> Extraction:
    """What tables and sentences of one document say together."""
    made = merging.with_prose(tables.figures, told.figures)
    made = merging.on_basis_of([*(line.text for line in lines), *tables.heads], made)
    used = {one.fact_id for figure in made for one in figure.inputs}
    facts = tuple(fact for fact in (*tables.facts, *told.facts) if fact.fact_id in used)
    refusals = list(tables.refusals)
    if not made:
        what = "no figures: no table of results and no outlook"
        refusals.append(Refusal(cover.sha256, what, "no_figures"))
    dates = tables.calendar
    document = documents.dated(cover, dates.reported, dates.fiscal_year_end)
    return Extraction(document, facts, made, tuple(refusals))


def _unsupported(kind: str | None) -> DocumentError:
    what = f"no reader for {kind}" if kind else "the bytes are of no type that we know"
    to_do = "give an inline-XBRL filing, an HTML release, a PDF report or a whole submission"
    return DocumentError(what, to_do=to_do, reason="unsupported_media_type")


_Reader = Callable[[bytes, str, bytes], Extraction]
_READERS: dict[str, _Reader] = {
    documents.INLINE_XBRL: _extract_inline,
    documents.HTML: _extract_html,
    documents.PDF: _extract_pdf,
    documents.RATES: _extract_rates,
}
_WHOLE: dict[str, _Reader] = {  # what stands in no submission
    documents.SUBMISSION: _extract_submission,
    documents.COMPANY_FACTS: _extract_company_facts,
}
