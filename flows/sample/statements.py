"""Builds the statements of a document: income, cash flow, balance sheet, segments, margins.

The tables have no markup yet: inline XBRL, plain HTML and PDF each write them in their own way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.model import Duration
from flows.sample.filings import EXACT
from flows.sample.tables import Row
from flows.sample.wording import CAPTIONS

TAX, BOTTOM, OPERATING, INVESTING = "tax", "bottom", "operating_cash", "investing_cash"
BLANKS = {
    TAX: "Provision for income taxes",
    BOTTOM: "Net income",
    OPERATING: "Net cash provided by operating activities",
    INVESTING: "Net cash used in investing activities",
}
"""Lines that statements have and our tables do not: printed without a number, never invented."""
INCOME = (
    "revenue", "cost_of_revenue", "gross_profit", "research_and_development", "operating_expenses",
    "operating_income", TAX, "net_income", "net_income_attributable",
)  # fmt: skip
CASH_FLOW = ("depreciation_and_amortization", OPERATING, "capital_expenditures", INVESTING)
BALANCE = ("inventory",)
OBLIGATIONS = ("purchase_commitments", "remaining_performance_obligation")
STANDING = (*BALANCE, *OBLIGATIONS)
"""What stands on a day; its rows begin and end on it."""
MARGINS = ("gross_margin", "operating_margin")
BY_PART = ("revenue", "cost_of_revenue", "operating_income")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its caption, its metric, and a row or None for each column of its table.

    A line without cells is a heading for those below it.
    """

    caption: str
    metric: str = ""
    cells: tuple[Row | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Title, the period of each column, lines."""

    title: str
    columns: tuple[Duration, ...]
    lines: tuple[Line, ...]


def income(rows: Sequence[Row]) -> Table | None:
    """The income statement; None where nothing of it is known."""
    has_bottom = any(row.metric == "net_income" and row.segment is None for row in rows)
    metrics = [BOTTOM if m == "net_income" and not has_bottom else m for m in INCOME]
    return _face("Consolidated statements of income", rows, metrics)


def cash_flow(rows: Sequence[Row]) -> Table | None:
    """The lines of the cash flow statement that are known."""
    return _face("Consolidated statements of cash flows (excerpt)", rows, CASH_FLOW)


def balance(rows: Sequence[Row]) -> Table | None:
    """The lines of the balance sheet that are known."""
    return _face("Consolidated balance sheets (excerpt)", rows, BALANCE)


def obligations(rows: Sequence[Row]) -> Table | None:
    """Purchase commitments, and remaining performance obligations."""
    return _face("Obligations", rows, OBLIGATIONS)


def margins(rows: Sequence[Row]) -> Table | None:
    """Printed margins."""
    return _face("Margins", [row for row in rows if row.unit == "pure"], MARGINS)


def segments(rows: Sequence[Row]) -> Table | None:
    """Metric by metric the segments, and below them the whole company."""
    return _parts("Segment information", rows, ("segment", "corporate"))


def products(rows: Sequence[Row]) -> Table | None:
    """Revenue by product line."""
    return _parts("Revenue by product line", rows, ("product",))


def columns(rows: Sequence[Row]) -> tuple[Duration, ...]:
    """The periods of the rows: quarters before years, newest first."""
    found = {row.period for row in rows}
    return tuple(sorted(found, key=lambda p: (p.days > 130, -p.end.toordinal())))


def in_sentences(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Actual figures that a release gives in sentences, as they are too rounded for its tables.

    Where one segment's figure is, so are those of the other segments: a rounded one beside exact
    ones would make half a table.
    """
    exact: dict[tuple[str, Duration], set[str]] = defaultdict(set)
    rounded: dict[tuple[str, Duration], set[str]] = defaultdict(set)
    for row in rows:
        if row.segment and row.kind == "actual":
            kept = rounded if _is_spoken(row) else exact
            kept[row.metric, row.period].add(row.segment)
    return tuple(
        row
        for row in rows
        if row.kind == "actual"
        and row.is_money
        and (
            _is_spoken(row)
            or (row.segment and rounded[row.metric, row.period] - exact[row.metric, row.period])
        )
    )


def _is_spoken(row: Row) -> bool:
    """Whether its digits go with a word ("$26.3 billion"): tables of billions have none."""
    return row.step > EXACT and row.in_words


def _face(title: str, rows: Sequence[Row], metrics: Sequence[str]) -> Table | None:
    whole = [row for row in rows if row.segment is None and row.metric in metrics]
    if not whole:
        return None
    periods = columns(whole)
    lines = []
    for metric in metrics:
        cells = cells_of([row for row in whole if row.metric == metric], periods)
        if metric in BLANKS or any(cells):
            lines.append(Line(BLANKS.get(metric) or CAPTIONS[metric], metric, cells))
    return Table(title, periods, tuple(lines))


def _parts(title: str, rows: Sequence[Row], wanted: Sequence[str]) -> Table | None:
    parts = [row for row in rows if row.segment and row.metric in BY_PART and row.part in wanted]
    if not parts:
        return None
    periods = columns(parts)
    lines = []
    for metric in BY_PART:
        of_metric = [row for row in parts if row.metric == metric]
        if not of_metric:
            continue
        lines.append(Line(f"{CAPTIONS[metric]}:"))
        for name in sorted({row.segment or "" for row in of_metric}, key=_order(of_metric)):
            own = [row for row in of_metric if row.segment == name]
            lines.append(Line(name, metric, cells_of(own, periods)))
        whole = [row for row in rows if row.segment is None and row.metric == metric]
        total = cells_of(whole, periods)
        if any(total):
            lines.append(Line(f"Total {CAPTIONS[metric].lower()}", metric, total))
    return Table(title, periods, tuple(lines))


def _order(rows: Sequence[Row]) -> Callable[[str], tuple[bool, int]]:
    """A sort key for names: the order of the tables, corporate items last."""
    first: dict[str, tuple[bool, int]] = {}
    for place, row in enumerate(rows):
        first.setdefault(row.segment or "", (row.part == "corporate", place))
    return first.__getitem__


def cells_of(rows: Sequence[Row], periods: Sequence[Duration]) -> tuple[Row | None, ...]:
    """The first row of each period, None where there is none."""
    by_period: dict[Duration, Row] = {}
    for row in rows:
        by_period.setdefault(row.period, row)
    return tuple(by_period.get(period) for period in periods)
