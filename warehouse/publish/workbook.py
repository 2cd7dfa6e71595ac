"""An Excel workbook of pools, margins, guidance, claims and coverage, with links and formulas.

Text is written as text whatever it begins with, so no name or quote can become a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from warehouse.pages.links import Links

MAX_LINKS = 65_000
"""A worksheet holds no more links than 65,530."""
_COVERED = 0.9
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: header, key of the row's value, format, meaning, and link of a row.

    formula: Excel's text with {row} and {last}; its cached value is the warehouse's own.
    """

    head: str
    key: str
    format: str
    meaning: str
    link: Callable[[Row], str | None] = lambda _row: None
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, the select of its rows, and its columns."""

    name: str
    sql: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The bytes of an xlsx file, and how many rows each of its sheets has."""

    content: bytes
    rows: dict[str, int]


def workbook(con: duckdb.DuckDBPyConnection, links: Links) -> Workbook:
    """The workbook of the build that `con` is open on; `links` lead to a report."""
    options = {"in_memory": True} | dict.fromkeys(
        ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
    )
    with io.BytesIO() as file:
        with xlsxwriter.Workbook(file, options) as book:
            [(build, made)] = con.execute("select build_id, built_at from mart.build").fetchall()
            book.set_properties({"title": f"Profit pools, build {build}", "created": _naive(made)})
            formats = {
                name: book.add_format({"num_format": text} | more)
                for name, (text, more) in _FORMATS.items()
            }
            sheets = _sheets(links)
            rows = {one.name: _write(con, book.add_worksheet(one.name), one, formats)
                    for one in sheets}  # fmt: skip
            _about(book.add_worksheet("About"), sheets, str(build), formats)
        return Workbook(file.getvalue(), rows)


_FORMATS: dict[str, tuple[str, dict[str, object]]] = {
    "money": ("#,##0", {}), "percent": ("0.0%", {}), "ratio": ("0.00", {}),
    "day": ("yyyy-mm-dd", {}), "text": ("@", {}), "reason": ("@", {"italic": True}),
    "head": ("@", {"bold": True, "bottom": 1, "text_wrap": True}),
}  # fmt: skip
_POOLS = """
    select
        p.calendar_period, l.name, p.layer, p.revenue_usd, p.gross_profit_usd,
        p.operating_income_usd, p.gross_margin, p.operating_margin, p.revenue_share,
        p.profit_share, p.coverage, p.is_approximate, p.known_at,
        coalesce(p.reason, p.gross_margin_reason) as reason
    from mart.profit_pool as p join ref.layers as l using (layer)
    order by contains(p.calendar_period, 'Q'), p.calendar_period desc, l.position
"""
_COMPANIES = """
    select *, null as segment, null as breakdown, null as parent
    from mart.company_margin order by company_id, period_type, period_end desc, basis, currency
"""
_SEGMENTS = """
    from mart.segment_margin
    order by company_id, segment, period_type, period_end desc, breakdown, parent, basis
"""
_GUIDANCE = """
    from mart.guidance order by company_id, period_end desc, metric, basis, known_at desc
"""
_CLAIMS = "from mart.claim order by claim"
_COVERAGE = """
    from mart.coverage order by company_id nulls last, period_end desc nulls last, url
"""


def _sheets(links: Links) -> tuple[Sheet, ...]:
    return (
        Sheet("Pools", _POOLS, _pool_columns(links)),
        Sheet("Companies", _COMPANIES, _margin_columns(links)),
        Sheet("Segments", _SEGMENTS, _margin_columns(links)),
        Sheet("Guidance", _GUIDANCE, _guidance_columns(links)),
        Sheet("Claims", _CLAIMS, (
            Column("Claim", "claim", "text", "what an article claims"),
            Column("Claimed", "claimed", "ratio", "the number claimed, in the unit beside"),
            Column("Found", "found", "ratio", "the same, derived from the warehouse",
                   lambda row: links.first(row["figure_ids"])),
            Column("Unit", "unit", "text", "of both numbers"),
            Column("Verdict", "verdict", "text", "holds, rounds to, differs or cannot tell"),
            Column("Explanation", "explanation", "text", "why"),
        )),
        Sheet("Coverage", _COVERAGE, (
            Column("Company", "company_id", "text", "who reports"),
            Column("Form", "form", "text", "the kind of document"),
            Column("Period end", "period_end", "day", "the period that it reports"),
            Column("Outcome", "outcome", "text", "what became of it"),
            Column("Figures", "figures", "money", "how many figures it gave"),
            Column("Refused", "refusals", "money", "how many it could not be trusted for"),
            Column("Source", "url", "text", "where it came from", lambda row: _web(row["url"])),
        )),
    )  # fmt: skip


def _pool_columns(links: Links) -> tuple[Column, ...]:
    def at(metric: str) -> Callable[[Row], str | None]:
        """The link of a metric of the row's pool."""
        return lambda row: links.pool(row["layer"], row["calendar_period"], metric)

    period, revenue, profit = "$A$2:$A${last}", "$C$2:$C${last}", "$E$2:$E${last}"
    covered = f'$J$2:$J${{last}},">={_COVERED}"'
    return (
        Column("Period", "calendar_period", "text", "calendar year or quarter"),
        Column("Layer", "name", "text", "layer of the chain"),
        Column("Revenue, USD", "revenue_usd", "money", "of its complete members", at("revenue")),
        Column("Gross profit, USD", "gross_profit_usd", "money",
               "of the members that disclose it", at("gross_profit")),
        Column("Operating income, USD", "operating_income_usd", "money", "the profit pool",
               at("operating_income")),
        Column("Gross margin", "gross_margin", "percent",
               "gross profit / revenue of the members that disclose it", at("gross_margin")),
        Column("Operating margin", "operating_margin", "percent", "operating income / revenue",
               at("operating_margin"), "=E{row}/C{row}"),
        Column("Share of revenue", "revenue_share", "percent",
               "of all layers of which 90 % or more is known", at("revenue_share"),
               f"=C{{row}}/SUMIFS({revenue},{period},A{{row}},{covered})"),
        Column("Share of profit", "profit_share", "percent",
               "of the same layers' profits, losses aside", at("profit_share"),
               f'=MAX(E{{row}},0)/SUMIFS({profit},{period},A{{row}},{covered},{profit},">0")'),
        Column("Coverage", "coverage", "percent", "how much of the layer's revenue is known"),
        Column("Approximate", "is_approximate", "text", "fiscal years are not the calendar's"),
        Column("Why not", "reason", "reason", "the reason of what is missing"),
    )  # fmt: skip


def _margin_columns(links: Links) -> tuple[Column, ...]:
    def figure(name: str) -> Callable[[Row], str | None]:
        """The link of the named figure of the row."""
        return lambda row: links.figure(row[f"{name}_figure_id"])

    def gross(row: Row) -> str | None:
        """The link of the gross profit: of the printed figure, else of the computed number."""
        return links.figure(row["gross_profit_figure_id"]) or links.derived(row, "gross_profit")

    return (
        Column("Company", "company_id", "text", "who reports"),
        Column("Segment", "segment", "text", "empty: the whole company"),
        Column("Period", "fiscal_label", "text", "fiscal year or quarter"),
        Column("Period end", "period_end", "day", "its last day"),
        Column("Basis", "basis", "text", "gaap, ifrs or non_gaap"),
        Column("Currency", "currency", "text", "of the amounts"),
        Column("Revenue", "revenue", "money", "as printed, in single units", figure("revenue")),
        Column("Gross profit", "gross_profit", "money", "printed, or revenue less its cost", gross),
        Column("Operating income", "operating_income", "money", "as printed",
               figure("operating_income")),
        Column("Gross margin", "gross_margin", "percent", "gross profit / revenue",
               lambda row: links.derived(row, "gross_margin"), "=H{row}/G{row}"),
        Column("Operating margin", "operating_margin", "percent", "operating income / revenue",
               lambda row: links.derived(row, "operating_margin"), "=I{row}/G{row}"),
        Column("Why not", "reason", "reason", "the reason of what is missing"),
    )  # fmt: skip


def _guidance_columns(links: Links) -> tuple[Column, ...]:
    def first_figure(row: Row) -> str | None:
        """The link of the guidance's first figure."""
        return links.first(row["figure_ids"])

    return (
        Column("Company", "company_id", "text", "who expects"),
        Column("Metric", "metric", "text", "what is expected"),
        Column("Segment", "segment", "text", "empty: the whole company"),
        Column("Basis", "basis", "text", "gaap, ifrs or non_gaap"),
        Column("Period", "fiscal_label", "text", "for which period"),
        Column("Low", "low", "ratio", "lower end; fractions are 0 to 1",
               first_figure),
        Column("Middle", "mid", "ratio", "middle", first_figure),
        Column("High", "high", "ratio", "upper end", first_figure),
        Column("Unit", "unit", "text", "currency, or pure for fractions"),
        Column("What came", "actual", "ratio", "the result",
               lambda row: links.first(row["actual_figure_ids"])),
        Column("Surprise", "surprise", "ratio", "the result less the middle", formula=None),
        Column("Outcome", "outcome", "text", "below, within or above"),
        Column("Why not", "reason", "reason", "the reason of what is missing"),
    )  # fmt: skip


def _write(
    con: duckdb.DuckDBPyConnection, sheet: Worksheet, one: Sheet, formats: Mapping[str, Format]
) -> int:
    cursor = con.execute(one.sql)
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for place, column in enumerate(one.columns):
        sheet.write_string(0, place, column.head, formats["head"])
        sheet.set_column(place, place, 34 if column.key in _WIDE else 16)
    links = 0
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(one.columns):
            address = column.link(row) if row[column.key] is not None else None
            if address is not None and links < MAX_LINKS:
                sheet.write_url(number, place, address, string="", tip=column.meaning)
                links += 1
            _cell(sheet, (number, place), column, row[column.key], formats, len(rows) + 1)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(one.columns) - 1)
    return len(rows)


_WIDE = ("claim", "explanation", "url", "segment", "reason")


def _cell(
    sheet: Worksheet, at: tuple[int, int], column: Column, value: object,
    formats: Mapping[str, Format], last: int,
) -> None:  # fmt: skip
    """Write a number as a number, a date as a date, all else as text; nothing for None."""
    format_ = formats[column.format]
    if value is None:
        return
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        if column.formula is not None:
            text = column.formula.format(row=at[0] + 1, last=last)
            sheet.write_formula(*at, text, format_, float(value))
        else:
            sheet.write_number(*at, float(value), format_)
    elif column.format == "day":
        sheet.write_datetime(*at, value, format_)
    else:
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        sheet.write_string(
            *at, text.replace("_", " ") if column.format == "reason" else text, format_
        )


def _about(
    sheet: Worksheet, sheets: Sequence[Sheet], build: str, formats: Mapping[str, Format]
) -> None:
    """Write the sheet that explains each column."""
    for place, head in enumerate(("Sheet", "Column", "Head", "What it means")):
        sheet.write_string(0, place, head, formats["head"])
        sheet.set_column(place, place, (14, 8, 26, 70)[place])
    lines = [
        (one.name, xl_col_to_name(place), column.head, column.meaning)
        for one in sheets
        for place, column in enumerate(one.columns)
    ]
    lines.append(("", "", "Build", f"{build}; each number leads to its page in the report"))
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text, formats["text"])


def _web(url: str) -> str | None:
    return url if url.startswith(("https://", "http://")) else None


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
