"""Extractions as Arrow tables and Parquet files: columns, types, order and rounding of raw.*.

Rows are sorted by document and name, so that the same documents give the same tables in any order.
Money is converted here, once: decimal(38, 6), rounded half to even.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractors.errors import ArchiveError
from extractors.model import Document, Extraction, Fact, Figure, Opinion, Refusal, Unmapped

Row = tuple[object, ...]

_MONEY = pa.decimal128(38, 6)
_STEP = Decimal("0.000001")
_LIMIT = Decimal(10) ** 32
_WIDE = Context(prec=80)  # digits enough to hold any value exactly before it is rounded
_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_DAY, _SMALL, _LARGE = pa.date32(), pa.int32(), pa.int64()

SCHEMAS: dict[str, pa.Schema] = {
    "document": pa.schema(
        [
            ("sha256", _TEXT), ("media_type", _TEXT), ("kind", _TEXT), ("size", _LARGE),
            ("issuer", _TEXT), ("cik", _TEXT), ("ticker", _TEXT), ("form", _TEXT),
            ("period_end", _DAY), ("fiscal_year_end", _TEXT), ("is_amendment", pa.bool_()),
            ("extractor_version", _TEXT),
        ]
    ),
    "fact": pa.schema(
        [
            ("fact_id", _TEXT), ("document", _TEXT), ("concept", _TEXT), ("period_start", _DAY),
            ("period_end", _DAY), ("members", _TEXT), ("value", _MONEY), ("unit", _TEXT),
            ("decimals", _SMALL), ("quote", _TEXT), ("locator", _TEXT), ("also", _TEXTS),
            ("caption", _TEXTS), ("column_caption", _TEXTS), ("statement", _TEXT),
            ("entity", _TEXT),
        ]
    ),
    "figure": pa.schema(
        [
            ("figure_id", _TEXT), ("document", _TEXT), ("metric", _TEXT), ("segment", _TEXT),
            ("breakdown", _TEXT), ("parent", _TEXT), ("member", _TEXT), ("basis", _TEXT),
            ("kind", _TEXT), ("bound", _TEXT), ("period_start", _DAY), ("period_end", _DAY),
            ("period_type", _TEXT), ("value", _MONEY), ("unit", _TEXT), ("decimals", _SMALL),
            ("rule", _TEXT), ("concept", _TEXT), ("confidence", _TEXT),
        ]
    ),
    "figure_input": pa.schema(
        [
            ("figure_id", _TEXT), ("fact_id", _TEXT), ("position", _SMALL), ("weight", _SMALL),
            ("role", _TEXT),
        ]
    ),
    "refusal": pa.schema(
        [
            ("document", _TEXT), ("what", _TEXT), ("reason", _TEXT), ("locator", _TEXT),
            ("against", _TEXT),
        ]
    ),
    "unmapped": pa.schema(
        [("document", _TEXT), ("concept", _TEXT), ("axes", _TEXTS), ("facts", _SMALL)]
    ),
    "opinion": pa.schema(
        [
            ("fact_id", _TEXT), ("document", _TEXT), ("metric", _TEXT), ("basis", _TEXT),
            ("concept", _TEXT), ("period_start", _DAY), ("period_end", _DAY), ("value", _MONEY),
            ("unit", _TEXT), ("accession", _TEXT), ("form", _TEXT), ("filed", _DAY),
            ("rank", _SMALL),
        ]
    ),
}  # fmt: skip
"""Table → its columns, as every batch has them."""

_ORDER: dict[str, tuple[str, ...]] = {
    "document": ("sha256",),
    "fact": ("document", "fact_id"),
    "figure": ("document", "figure_id"),
    "figure_input": ("figure_id", "position"),
    "refusal": ("document", "reason", "what", "locator", "against"),
    "unmapped": ("document", "concept"),
    "opinion": ("document", "fact_id", "metric"),
}


def tables(extractions: Iterable[Extraction], version: str) -> dict[str, pa.Table]:
    """One Arrow table for each of SCHEMAS. Raises ArchiveError for a value that does not fit."""
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    for extraction in sorted(extractions, key=lambda one: one.document.sha256):
        sha256 = extraction.document.sha256
        rows["document"].append(_document(extraction.document, version))
        rows["fact"].extend(map(_fact, extraction.facts))
        for figure in extraction.figures:
            rows["figure"].append(_figure(figure))
            rows["figure_input"].extend(_inputs(figure))
        rows["refusal"].extend(map(_refusal, extraction.refusals))
        rows["unmapped"].extend(_unmapped(one, sha256) for one in extraction.unmapped)
        rows["opinion"].extend(map(_opinion, extraction.opinions))
    return {name: _sorted(name, _table(name, rows[name])) for name in SCHEMAS}


def merge(
    parts: Sequence[tuple[Mapping[str, pa.Table], Collection[str]]],
) -> dict[str, pa.Table]:
    """The tables of several batches as those of one; from each batch only the named documents."""
    chosen = [_only(batch, documents) for batch, documents in parts]
    return {
        name: _sorted(name, pa.concat_tables([part[name] for part in chosen])) for name in SCHEMAS
    }


def dump(table: pa.Table, file: BinaryIO) -> None:
    """Write `table` as one Parquet file. Raises OSError."""
    pq.write_table(table, file, compression="zstd")


def _only(batch: Mapping[str, pa.Table], documents: Collection[str]) -> dict[str, pa.Table]:
    if len(batch["document"]) == len(documents):
        return dict(batch)
    wanted = pa.array(sorted(documents), _TEXT)
    kept = {
        name: table.filter(pc.is_in(table[_ORDER[name][0]], value_set=wanted))
        for name, table in batch.items()
        if name != "figure_input"
    }
    figures = kept["figure"]["figure_id"].combine_chunks()
    inputs = batch["figure_input"]
    kept["figure_input"] = inputs.filter(pc.is_in(inputs["figure_id"], value_set=figures))
    return kept


def _table(name: str, rows: list[Row]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    try:
        arrays = [
            pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)
        ]
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise ArchiveError(
            f"a value does not fit its column: {error}", f"table {name}", "mend the reader"
        ) from error
    return pa.Table.from_arrays(arrays, schema=schema)


def _sorted(name: str, table: pa.Table) -> pa.Table:
    return table.sort_by([(column, "ascending") for column in _ORDER[name]])


def _money(value: Decimal, what: str, document: str) -> Decimal:
    try:
        rounded = value.quantize(_STEP, ROUND_HALF_EVEN, _WIDE)
    except InvalidOperation:
        rounded = Decimal("NaN")
    if not rounded.is_finite() or rounded.copy_abs() >= _LIMIT:
        raise ArchiveError(
            f"{value:.6E} of {what} does not fit decimal(38, 6)",
            f"document {document}",
            "the reader must refuse such a value",
        )
    return rounded


def _document(document: Document, version: str) -> Row:
    return (
        document.sha256, document.media_type, document.kind, document.size, document.issuer,
        document.cik, document.ticker, document.form, document.period_end,
        document.fiscal_year_end, document.is_amendment, version,
    )  # fmt: skip


def _fact(fact: Fact) -> Row:
    value = fact.value
    if value is not None:
        value = _money(value, f"fact {fact.locator}", fact.document)
    return (
        fact.fact_id, fact.document, fact.concept, fact.period.start, fact.period.end,
        "; ".join(f"{axis}={member}" for axis, member in sorted(fact.members)), value, fact.unit,
        fact.decimals, fact.quote, str(fact.locator), [str(place) for place in fact.also],
        list(fact.caption), list(fact.column_caption), fact.statement, fact.entity,
    )  # fmt: skip


def _figure(figure: Figure) -> Row:
    return (
        figure.figure_id, figure.document, figure.metric, figure.segment, figure.breakdown,
        figure.parent, figure.member, figure.basis, figure.kind, figure.bound,
        figure.period.start, figure.period.end, figure.period_type,
        _money(figure.value, f"figure {figure.metric}", figure.document), figure.unit,
        figure.decimals, figure.rule, figure.concept, figure.confidence,
    )  # fmt: skip


def _inputs(figure: Figure) -> Iterator[Row]:
    for position, operand in enumerate(figure.inputs, start=1):
        yield figure.figure_id, operand.fact_id, position, operand.weight, operand.role


def _refusal(refusal: Refusal) -> Row:
    places = (refusal.locator, refusal.against)
    texts = (None if place is None else str(place) for place in places)
    return refusal.document, refusal.what, refusal.reason, *texts


def _unmapped(unmapped: Unmapped, document: str) -> Row:
    return document, unmapped.concept, list(unmapped.axes), unmapped.facts


def _opinion(opinion: Opinion) -> Row:
    return (
        opinion.fact_id, opinion.document, opinion.metric, opinion.basis, opinion.concept,
        opinion.period.start, opinion.period.end,
        _money(opinion.value, f"opinion on {opinion.metric}", opinion.document), opinion.unit,
        opinion.accession, opinion.form, opinion.filed, opinion.rank,
    )  # fmt: skip
