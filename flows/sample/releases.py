"""Earnings releases in plain HTML, as exhibits of an 8-K or 6-K."""

from __future__ import annotations

from collections.abc import Sequence

from flows.sample import outlook, reconciliation, statements
from flows.sample.filings import EXACT, Exhibit, Filing
from flows.sample.pages import bullets, page, paragraph, table
from flows.sample.statements import BLANKS, Table
from flows.sample.tables import Company, Row
from flows.sample.wording import (
    CAPTIONS,
    CURRENCIES,
    SCALES,
    amount,
    cell,
    day,
    period_name,
    scale_of,
)


def release(filing: Filing, exhibit: Exhibit) -> bytes:
    """One exhibit as a page: highlights, tables by standard, non-GAAP measures, outlook."""
    company, rows = filing.company, exhibit.rows
    body = [paragraph(f"{day(filing.filed)}. {_opening(company, rows)}")]
    body.append(bullets(highlights(rows, company)))
    body += [_table(shown, note) for shown, note in tables(rows)]
    guided = outlook.sentences(rows, company)
    if guided:
        body += ["<h2>Outlook</h2>", *(paragraph(sentence) for sentence in guided)]
    return page(f"{company.name}: results announced {day(filing.filed)}", body, rows)


def tables(rows: Sequence[Row]) -> list[tuple[Table, str]]:
    """Every table of a release or report, with the note on its units."""
    spoken = {row.line for row in statements.in_sentences(rows)}
    shown = [row for row in rows if row.kind == "actual" and row.line not in spoken]
    made: list[tuple[Table, str]] = []
    for basis in ("gaap", "ifrs"):
        for unit in dict.fromkeys(row.unit for row in shown if row.is_money):
            own = [row for row in shown if row.basis == basis and row.unit == unit]
            for is_exact in (True, False):  # a table of millions, and one of billions
                rounded_alike = [row for row in own if (row.step <= EXACT) == is_exact]
                if rounded_alike:
                    made += _of_unit(rounded_alike, basis, unit)
        shares = [row for row in shown if row.basis == basis and row.unit == "pure"]
        if found := statements.margins(shares):
            note = (
                "In percent of revenue, under IFRS" if basis == "ifrs" else "In percent of revenue"
            )
            made.append((found, note))
    if bridge := reconciliation.table(shown):
        unit = next(row.unit for row in shown if row.is_money)
        made.append((bridge, f"In {SCALES[scale_of(shown)]} of {CURRENCIES[unit]}, except margins"))
    return made


def _of_unit(rows: Sequence[Row], basis: str, unit: str) -> list[tuple[Table, str]]:
    note = f"In {SCALES[scale_of(rows)]} of {CURRENCIES[unit]}"
    note = f"{note}, under IFRS" if basis == "ifrs" else note
    build = (
        statements.income,
        statements.cash_flow,
        statements.segments,
        statements.products,
    )
    found = [_without_blanks(shown) for shown in (make(rows) for make in build) if shown]
    return [(shown, note) for shown in found]


def _without_blanks(shown: Table) -> Table:
    """The table without lines that have no number, as a release does not print them."""
    lines = tuple(line for line in shown.lines if line.metric not in BLANKS)
    return Table(shown.title, shown.columns, lines)


def _table(shown: Table, note: str) -> str:
    rows = [row for line in shown.lines for row in line.cells if row is not None]
    scale = scale_of(rows)
    return table(shown, note, lambda row, _line, _place: cell(row, scale) if row else "")


def highlights(rows: Sequence[Row], company: Company) -> list[str]:
    """The figures that are given in sentences, and counts."""
    spoken = statements.in_sentences(rows)
    counts = (row for row in rows if row.metric == "wafer_shipments")
    return [_highlight(row, company) for row in (*spoken, *counts)]


def _highlight(row: Row, company: Company) -> str:
    """'Data Center revenue for the first quarter of fiscal 2026 was $39.1 billion.'."""
    name = CAPTIONS[row.metric]
    when = period_name(row.label)
    when = f"the {when}" if "quarter" in when else when
    if row.metric == "wafer_shipments":
        return f"Wafer shipments for {when} were {cell(row, 3)} thousand 12-inch equivalents."
    what = f"{row.segment} {name.lower()}" if row.segment else name
    if row.metric == "capital_expenditures":
        what = "Capital spending"
    standing = "Non-GAAP " if row.basis == "non_gaap" else ""
    value = amount(row.value, row.step, row.unit, company)
    if row.value < 0 and row.metric == "operating_income":
        what, value = what.replace("income", "loss"), value.removeprefix("minus ")
    return f"{standing}{what} for {when} was {value}."


def _opening(company: Company, rows: Sequence[Row]) -> str:
    """'NVIDIA Corporation reports results for the fourth quarter of fiscal 2025, ended …'."""
    actual = [row for row in rows if row.kind == "actual"]
    if not actual:
        return f"{company.name} looks ahead."
    last = max(actual, key=lambda row: (row.period.end, -row.period.days))
    when = period_name(last.label)
    when = f"the {when}" if "quarter" in when else when
    return f"{company.name} reports results for {when}, ended {day(last.period.end)}."
