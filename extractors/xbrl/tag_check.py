"""Compares the lines of untagged tables with the tagged figures.

A line matches if it repeats a tagged figure, or is the margin of tagged figures. Then its row is
understood correctly, and so are the row's columns of untagged periods. Adjusted lines are never
tagged: they are accepted where other lines of their table match.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from extractors.language.part_names import plain
from extractors.language.phrases import has
from extractors.language.rounding import Rounded
from extractors.metrics import MARGINS
from extractors.model import Basis, Figure, PeriodType
from extractors.tables.printed_facts import PrintedFact
from extractors.tables.row_meanings import ONLY_OF_PARTS

OUTFLOW = "capital_expenditures"
ONE = Decimal(1)

Key = tuple[str, str | None, str, date, PeriodType]


@dataclass(frozen=True, slots=True)
class Known:
    """The tagged figures by metric, segment, basis and period; segments by their plain names.

    `basis` is that of the statements, gaap or ifrs, `currency` that of the first revenue.
    """

    figures: dict[Key, Figure]
    parts: dict[str, Figure]
    basis: Basis
    currency: str

    @classmethod
    def of(cls, tagged: list[Figure]) -> Known:
        """Index the tagged figures of one document."""
        return cls(
            {_key_of_figure(figure): figure for figure in tagged},
            {plain(f.segment): f for f in tagged if f.segment and f.breakdown == "segment"},
            "ifrs" if any(figure.basis == "ifrs" for figure in tagged) else "gaap",
            next((f.unit for f in tagged if f.metric == "revenue"), "USD"),
        )

    def same(self, line: PrintedFact, metric: str = "", basis: str = "") -> Figure | None:
        """The tagged figure for the line, or for another metric or basis in its place."""
        return self.figures.get(_key_of(line, metric, basis))

    def has(self, figure: Figure) -> bool:
        """Whether there is a tagged figure with the same key, whatever its value."""
        return _key_of_figure(figure) in self.figures


@dataclass(slots=True)
class TagComparison:
    """Lines of one table, compared with the tagged figures.

    new             lines without a tagged counterpart
    matching        lines whose values are those of tagged figures
    contradicting   lines whose values differ
    rows            numbers of the rows with matching lines
    """

    new: list[PrintedFact] = field(default_factory=list)
    matching: list[PrintedFact] = field(default_factory=list)
    contradicting: list[PrintedFact] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, found: Iterable[PrintedFact], known: Known) -> TagComparison:
        """Compare the table's lines about the company and the tagged segments."""
        comparison = cls()
        printed: dict[Key, PrintedFact] = {}
        kept = []
        for line in _with_whole(list(found), known):
            if line.part is not None and plain(line.part) not in known.parts:
                continue
            kept.append(line)
            if line.meaning.rank != ONLY_OF_PARTS:
                printed[_key_of(line)] = line  # the tags show which profit "segment profit" is
        for line in kept:
            comparison._take(line, known, printed)
        return comparison

    def _take(self, line: PrintedFact, known: Known, printed: dict[Key, PrintedFact]) -> None:
        same = known.same(line)
        agrees = _repeats(line, same) if same else self._is_margin(line, known, printed)
        if agrees:
            self.matching.append(line)
            self.rows.add(line.row.number)
        elif agrees is False:
            self.contradicting.append(line)
        if same is None and (agrees or line.meaning.rank != ONLY_OF_PARTS):
            self.new.append(line)

    def _is_margin(
        self, line: PrintedFact, known: Known, printed: dict[Key, PrintedFact]
    ) -> bool | None:
        """Whether tagged figures give the margin; None if they are missing or insufficient."""
        metric = MARGINS.get(line.meaning.metric)
        if metric is None:
            return None
        above = known.same(line, metric) or printed.get(_key_of(line, metric))
        below = known.same(line, "revenue", "gaap") or printed.get(_key_of(line, "revenue", "gaap"))
        if above is None or below is None or below.value <= 0:
            return None
        # No ratio is stored here: SQL computes those. Percentages adjusted to add up miss theirs
        # by more than half of the last digit.
        agrees = Rounded.of(line).is_quotient(Rounded.of(above), Rounded.of(below), steps=ONE)
        if isinstance(above, PrintedFact) and isinstance(below, PrintedFact):
            return None
        if line.basis != "gaap":
            return agrees or None  # adjusted revenue may differ
        self.rows |= {
            one.row.number for one in (above, below) if agrees and isinstance(one, PrintedFact)
        }
        return agrees

    def is_enough(self, is_part: bool, is_supposed: bool = False) -> bool:
        """Whether an amount of money matches, or two lines; for a segment always two lines.

        If the unit is supposed, an amount of three digits must match. If a line contradicts the
        tags, its column must still have the tagged revenue: then only that line means something
        else, as a cost of sales before amortization.
        """
        money = sum(line.unit != "pure" for line in self.matching)
        long = [one for one in self.matching if one.unit != "pure" and len(one.token.quote) > 2]
        if is_supposed and not long:
            return False
        revenues = {_column(one) for one in self.matching if one.meaning.metric == "revenue"}
        is_about_another = any(_column(line) not in revenues for line in self.contradicting)
        return not is_about_another and (len(self.matching) > 1 or (money > 0 and not is_part))

    @property
    def conflicts(self) -> list[PrintedFact]:
        """Contradicting lines, unless a similar line of another row matches: then a segment's."""
        agreed = {(one.meaning.metric, one.part, one.row.number) for one in self.matching}
        return [
            line
            for line in self.contradicting
            if not any(
                (metric, part) == (line.meaning.metric, line.part) and row != line.row.number
                for metric, part, row in agreed
            )
        ]

    @property
    def sure(self) -> list[PrintedFact]:
        """New lines in matching rows, and adjusted ones; none that tags contradict."""
        doubted = {(line.meaning.metric, line.part) for line in self.contradicting}
        rows = self.rows - {line.row.number for line in self.contradicting}
        return [
            line
            for line in self.new
            if line.row.number in rows
            or (line.basis == "non_gaap" and (line.meaning.metric, line.part) not in doubted)
        ]


def _with_whole(found: list[PrintedFact], known: Known) -> list[PrintedFact]:
    """The lines, where a column "Total" beside segments is the company if all its amounts are."""
    totals = [line for line in found if line.part and has(line.part, "total")]
    across = [line for line in totals if line.part == line.column.label]
    amounts = [replace(line, part=None) for line in across if line.unit != "pure"]
    same = [(line, known.same(line)) for line in amounts]
    if not amounts or not all(figure and _repeats(line, figure) for line, figure in same):
        return found
    return [replace(line, part=None) if line in across else line for line in found]


def _repeats(line: PrintedFact, figure: Figure) -> bool:
    ours, theirs = Rounded.of(line), Rounded.of(figure)
    if line.meaning.metric == OUTFLOW:  # printed in brackets or not
        ours, theirs = abs(ours), abs(theirs)
    return figure.unit == line.unit and ours.agrees(theirs)


def _column(line: PrintedFact) -> tuple[date, PeriodType, str | None]:
    return line.period.end, line.period_type, line.part


def _key(metric: str, part: str | None, basis: str, end: date, kind: PeriodType) -> Key:
    basis = "gaap" if basis == "ifrs" else basis
    return metric, plain(part) if part else None, basis, end, kind


def _key_of_figure(figure: Figure) -> Key:
    return _key(figure.metric, figure.segment, figure.basis, figure.period.end, figure.period_type)


def _key_of(line: PrintedFact, metric: str = "", basis: str = "") -> Key:
    metric, basis = metric or line.meaning.metric, basis or line.basis
    return _key(metric, line.part, basis, line.period.end, line.period_type)
