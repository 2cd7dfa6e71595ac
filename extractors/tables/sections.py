"""What rows imply for the rows below them: headers, sections, periods, basis, segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.language.calendar_evidence import parsed_caption
from extractors.language.captions import basis_of, basis_over, clean_caption, plain_caption
from extractors.language.concepts import Meaning, line_meanings
from extractors.language.part_names import plain
from extractors.language.phrases import has, pattern
from extractors.language.rounding import Rounded, closes
from extractors.model import Basis
from extractors.tables.columns import Header
from extractors.tables.grid import Row, Table, Token
from extractors.tables.header_again import header_again

INDENT = 40.0
"""Points by which headings stand in another column of captions, and are not merely indented."""
MUST_CLOSE = 3
"""The rank of captions ("Total costs") that are cost of revenue only where it closes."""
LISTED = frozenset(("revenue", "operating_income"))
"""The metrics whose parts a table lists, each under its heading and over its total."""
SEGMENT_METRICS = ("revenue", "operating_income", "gross_profit", "cost_of_revenue")


@dataclass(frozen=True, slots=True)
class TableState:
    """What the rows above imply for the rows below; own_basis is the basis in the table's title.

    listed: the rows of numbers since the last heading; adjusted: see `adjusted_rows`; margins: the
    headings seen, each with its left edge; is_subtotal: the row is the total of the lines above it,
    within their list.
    """

    header: Header
    basis: Basis | None
    sections: tuple[str, ...] = ()
    period: str = ""
    is_after_data: bool = False
    part: str | None = None
    is_former: bool = False
    own_basis: Basis | None = None
    listed: tuple[Row, ...] = ()
    adjusted: frozenset[str] = frozenset()
    margins: tuple[tuple[str, float], ...] = ()
    is_subtotal: bool = False

    @property
    def heading(self) -> str:
        """The innermost section."""
        return self.sections[-1] if self.sections else ""

    @property
    def listing(self) -> tuple[str, ...]:
        """The sections from the one whose metric is listed below; all where there is none."""
        begin = (i for i, text in enumerate(self.sections) if is_listed(text))
        return self.sections[next(begin, 0) :]

    def on_heading(self, row: Row, table: Table) -> TableState:
        """The state after a row without amounts: a header, period, basis, segment or section."""
        row = self._without_notes(row)
        is_within_list = any(map(is_metric, self.sections)) and not row.tokens
        named = None if is_within_list else part_in([row.caption])
        if named is not None:
            basis = basis_of(row.caption) or ("gaap" if self.is_after_data else self.basis)
            state = replace(self, part=named, basis=basis, sections=(), is_after_data=False)
            return state if not row.tokens else state.on_new_header(row, table)
        if row.number in self.header.rows:
            return self.on_header(row)
        return self.on_new_header(row, table) if row.tokens else self._below_heading(row)

    def _without_notes(self, row: Row) -> Row:
        """A heading without what stands beside it in a column that nothing dates: "6(29) and 7"."""
        over = [self.header.column_of(token) for token in row.tokens]
        is_of_notes = bool(row.caption and self.is_after_data and self.header.captions) and all(
            one and not (one.period or one.label or one.basis or one.is_excluded) for one in over
        )
        return replace(row, tokens=()) if is_of_notes else row

    def on_header(self, row: Row) -> TableState:
        """The state after a metric left of the column headers, which applies to all lines."""
        if row.tokens and is_metric(row.caption):
            return replace(self, sections=(row.caption,))
        return self

    def on_new_header(self, row: Row, table: Table) -> TableState:
        """The state after another header row, if it has column headers."""
        if row.number in self.header.rows:
            return self
        if row.tokens:
            again = header_again(table, self.header, row)
            if again.captions or any(c.label or c.basis for c in again.columns):
                basis = self.own_basis if self.is_after_data else self.basis
                period = self._period_at(row, table)
                state = replace(self, header=again, is_after_data=False, period=period, basis=basis)
                return state.on_header(row)
        return self._below_heading(row)

    def _period_at(self, row: Row, table: Table) -> str:
        """The period left of new heads or, alone, right above them; '' where there is none."""
        if _is_period(row.caption):
            return row.caption
        above = next((one for one in table.rows if one.number == row.number - 1), row)
        return self.period if self.period and above.caption == self.period else ""

    def _below_heading(self, row: Row) -> TableState:
        text = row.caption
        if not text:
            return self
        if _is_period(text):
            return replace(self, period=_of_length(self.period, text))
        if has(text, "restated") or has(text, "former"):
            # "As previously reported" over some lines, then "As restated" over others.
            return replace(self, is_former=has(text, "former"), listed=())
        start = row.lead.start if row.lead else 0.0
        sections = self._parents(text, start) if self.is_after_data else self.sections
        basis = basis_over(text) or self.basis
        path, met = (*sections, text)[-4:], (*self.margins, (text, start))
        return replace(
            self, sections=path, basis=basis, is_after_data=False, listed=(), margins=met
        )

    def _parents(self, text: str, start: float) -> tuple[str, ...]:
        """The sections that contain a heading below numbers: a metric's, if it names a segment.

        Also those that begin farther left in a column of captions of their own.
        """
        first = self.listing[:1]
        margins = dict(self.margins)
        if all(margins.get(one, start) < start - INDENT for one in self.sections):
            return self.sections
        is_other = is_metric(text) or basis_of(text) is not None or has(text, "other_measure")
        if first and is_metric(first[0]) and not is_other:
            return self.sections[: self.sections.index(first[0]) + 1]
        return ()

    def on_data(self, row: Row) -> TableState:
        """The state after numbers; a total, or a line without caption, ends the inner section."""
        sections = self.sections
        if not row.caption:
            sections = sections[:-1] if len(sections) > 1 else sections
        elif has(row.caption, "total_line") or self._is_closed_by(row):
            sections = sections[:-1]
        return replace(self, sections=sections, is_after_data=True, listed=(*self.listed, row))

    def _is_closed_by(self, row: Row) -> bool:
        """Whether the row is the total of the innermost section's segment or metric."""
        if len(self.sections) > 1 and is_whole_of(row.caption, self.heading):
            return True
        is_again = plain_caption(row.caption) == plain_caption(self.heading)
        is_whole = is_listed(self.heading) and not has(self.heading, "segments")
        return self.is_after_data and is_again and is_whole

    def with_total_caption(self, row: Row) -> tuple[Row, bool]:
        """Give a line without caption below a metric's heading that caption, if it is the sum."""
        first = self.listed[0].lead if self.listed else None
        if row.lead or first is None or len(self.sections) != 1 or not is_metric(self.heading):
            return row, False
        if not adds_up(self.listed, row, self.header):
            return row, False
        place = row.tokens[0].locator
        return replace(row, lead=replace(first, text=self.heading, locator=place)), True


def _is_period(text: str) -> bool:
    return has(text, "period") and parsed_caption(text) is not None


def _of_length(above: str, text: str) -> str:
    """The day with the length that stands above it: "Three Months Ended" over "June 30, 2025"."""
    length = pattern("length_ended").match(above)
    if length is None or not has(text, "a_day"):
        return text
    words, ended, _ = length[0].lower().partition("ended")
    return f"{words}{ended} {text}"


def adds_up(rows: Sequence[Row], total: Row, header: Header) -> bool:
    """Whether each number of `total` is the sum of at least two of `rows` in its column."""
    return all(_is_sum(rows, token, header) for token in total.amounts)


def _is_sum(rows: Sequence[Row], total: Token, header: Header) -> bool:
    column = header.column_of(total)
    above = [t.amount for row in rows for t in row.amounts if header.column_of(t) == column]
    if column is None or total.amount is None or total.amount.value is None or len(above) < 2:
        return False
    values = [amount.value for amount in above if amount and amount.value is not None]
    whole = Rounded(total.amount.value, total.amount.decimals)
    return closes(((Rounded(value), 1) for value in values), whole)


def part_in(texts: list[str]) -> str | None:
    """The segment that all lines below are about: 'Domestic Segment Results'."""
    found = [m for text in texts if (m := pattern("part_results").match(text))]
    name = found[-1][1] if found else ""
    is_name = name and not has(name, "no_part_begin") and not has(name, "no_part_title")
    return name if is_name else None


def division_in(texts: list[str]) -> str | None:
    """The segment named as a division above a table: 'Software division'."""
    found = [m for text in texts if (m := pattern("part_division").fullmatch(text.strip()))]
    return found[-1][1] if found and not has(found[-1][1], "no_part_begin") else None


def heading_meanings(heading: str) -> tuple[Meaning, ...]:
    """Meanings of a heading over segments: "Operating segment revenue:" is revenue."""
    plain = plain_caption(heading)
    without = pattern("of_segments").sub(" ", plain).strip()
    found = dict.fromkeys((*line_meanings(plain), *line_meanings(without)))
    return tuple(meaning for meaning in found if meaning.rank != MUST_CLOSE)


def is_whole_of(caption: str, part: str) -> bool:
    """Whether a line below a segment's heading is its total: "Total Boats", "Net Boats sales"."""
    if plain(caption) == plain(part):  # "Total Boats" under "Boats Segment"
        return has(caption, "total_line")
    name = clean_caption(part)
    before, found, after = clean_caption(caption).partition(name)
    if not found or not (before or after):
        return False
    without = plain_caption(f"{before} {after}")
    return has(without, "total") or is_metric(without)


def is_listed(heading: str) -> bool:
    """Whether the heading is of revenue or profit, whose segments a table lists."""
    return any(m.metric in LISTED for m in heading_meanings(heading))


def is_metric(heading: str) -> bool:
    """Whether a heading is itself the name of a metric that segments can have."""
    return any(m.metric in SEGMENT_METRICS for m in heading_meanings(heading))
