"""Columns of a table from its stacked header rows: what each column of numbers is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.language.captions import plain_caption
from extractors.language.concepts import line_meanings
from extractors.language.dates import is_us_date
from extractors.language.phrases import has, pattern
from extractors.language.units import is_unit
from extractors.tables.column_heads import NO_LABEL, Column, column_of, text_over
from extractors.tables.grid import Row, Table, Token, is_year
from extractors.tables.half_dates import without_half_dates, without_lost_years
from extractors.tables.joined_heads import told_apart
from extractors.tables.strayed_heads import in_place
from extractors.tables.title_lengths import are_lengths, length_in

MAX_HEADER_ROWS = 12


@dataclass(frozen=True, slots=True)
class Header:
    """Columns in order, the numbers of the header rows, and the words above (title, unit)."""

    columns: tuple[Column, ...]
    rows: frozenset[int]
    title: tuple[str, ...]

    @property
    def captions(self) -> list[str]:
        """Period captions of all columns."""
        return [column.period for column in self.columns if column.period]

    def column_of(self, token: Token) -> Column | None:
        """The column with the largest overlap with the token; None without any."""
        best, most = None, 0.0
        for column in self.columns:
            if column.start < token.end and token.start < column.end:
                common = min(column.end, token.end) - max(column.start, token.start)
                if common > most:
                    best, most = column, common
        return best


def columns(table: Table) -> Header:
    """The columns of a table by its header rows, which precede the first row of numbers."""
    ranges = _ranges(table.rows)
    heads, title, numbers = _heads(table, ranges)
    dating = _dating([*table.before[-3:], *title], heads)
    length = "" if are_lengths(dating) else length_in(dating)
    length = length or _years_of(table.before[-1:], heads) or _period_of(title, heads)
    found: list[Column] = []
    of_revenue = _is_of_revenue(table, title)
    is_us = any(is_us_date(t.text) for row in heads for t in row.tokens)
    for start, end in ranges:
        column = column_of(start, end, heads, length, is_us)
        if of_revenue:
            column = replace(column, is_percent_of_revenue=True)
        if column.is_percent_of_revenue and found and not re.search(r"\d{4}", column.period):
            # "2025 | % of revenues": the percentage belongs to the year on its left.
            column = replace(column, period=found[-1].period)
        found.append(column)
    reach = 2 if any(map(is_unit, table.before[-1:])) else 1  # a title may stand above its unit
    told = (*table.before[-reach:], *title)
    is_former = any(has(text, "former") for text in told)  # it repeats what was before a recast
    if is_former and any(has(_texts_over(heads, c), "former") for c in found):
        is_former = False
    if is_former or (not of_revenue and any(has(text, "no_money") for text in told)):
        found = [replace(c, is_excluded=True) for c in found]
    if any(has(text, "accounting_change") for text in told):
        # "As adjusted" for a new standard is neither what was reported nor an adjusted measure.
        found = [replace(c, is_excluded=c.is_excluded or c.basis == "non_gaap") for c in found]
    found = told_apart(table.rows, heads, _of_amounts(heads, without_half_dates(found)))
    return Header(tuple(without_lost_years(found)), frozenset(numbers), tuple(title))


def _heads(
    table: Table, ranges: list[tuple[float, float]]
) -> tuple[list[Row], list[str], set[int]]:
    """The rows with column headers, the words of the title, and the row numbers of both."""
    heads: list[Row] = []
    title: list[str] = []
    numbers: set[int] = set()
    for row in table.rows[:MAX_HEADER_ROWS]:
        if not is_header(row) or _is_heading(row, heads):
            break
        numbers.add(row.number)
        if row.tokens and not _is_title(row, ranges):
            heads.append(row)
            title += [row.caption] if row.caption else []
        else:
            title += [text for text in (row.caption, *(t.text for t in row.tokens)) if text]
    return in_place(heads, ranges), title, numbers


def _of_amounts(heads: list[Row], found: list[Column]) -> list[Column]:
    """The columns, without unnamed ones beside columns named by basis, currency or segment."""
    changes = [column for column in found if column.is_excluded]
    found = [
        replace(c, is_excluded=c in changes or _is_of_no_basis(heads, c, changes)) for c in found
    ]
    found = _without_translations(found)
    if any(c.label and not has(c.label, "total") and not c.is_excluded for c in found):
        # Beside segments a "Total" is theirs: whether it is the company's, the statement says.
        found = [replace(c, label=c.label or _total_over(heads, c)) for c in found]
        left = [column for column in found if column.is_excluded]
        found = [replace(c, is_excluded=c in left or _is_headless(heads, c, left)) for c in found]
    return found


def _without_translations(found: list[Column]) -> list[Column]:
    """The columns without convenience translations: those in another currency than the first."""
    own = next((column.currency for column in found if column.currency), None)
    periods = {c.period for c in found if c.currency == own}
    other = next((c.currency for c in found if c.currency not in (None, own)), None)
    # "US$ | NT$": translations are into dollars, also where they are printed first.
    if own == "USD" and periods <= {c.period for c in found if c.currency == other}:
        own = other
    return [replace(c, is_excluded=True) if c.currency not in (None, own) else c for c in found]


def _dating(texts: list[str], heads: list[Row]) -> list[str]:
    """Texts that may give the columns' length of period: captions, sentences with their years."""
    years = {t.text for row in heads for t in row.tokens if is_year(t.text)}
    found = []
    for text in texts:
        named = set(re.findall(r"\b20\d\d\b", text))
        is_sentence = text.rstrip().endswith(".")
        if not is_sentence and (not named or not years or years <= named):
            found.append(text)
    return found


def in_fiscal_years(header: Header) -> Header:
    """The header with bare years ("2025") as fiscal years, and bare days as years ended then."""
    found = []
    for column in header.columns:
        period = column.period
        if is_year(period):
            period = f"Fiscal year {period}"
        elif has(period, "a_day"):
            period = f"Year ended {period}"
        found.append(column if period == column.period else replace(column, period=period))
    return header if tuple(found) == header.columns else replace(header, columns=tuple(found))


def _period_of(title: list[str], heads: list[Row]) -> str:
    """'Q4' or 'Full Year', where it is the only header of captions beside columns of bare years."""
    cells = [t.text for row in heads for t in row.tokens]
    named = {text for text in title if has(text, "period_alone")}
    has_length = any(has(text, "length") for text in cells)
    return named.pop() if len(named) == 1 and not has_length and any(map(is_year, cells)) else ""


def _texts_over(heads: list[Row], column: Column) -> str:
    return " ".join(text_over(row, column.start, column.end) for row in heads)


def _is_headless(heads: list[Row], column: Column, left: list[Column]) -> bool:
    """Whether header rows name segments over other columns, and nothing over this one.

    Headers of excluded columns do not count.
    """

    def names(token: Token) -> bool:
        """Whether the token names a segment over another column."""
        is_out = any(c.start < token.end and token.start < c.end for c in left)
        return _is_name(token.text) and not is_out

    naming = [row for row in heads if any(names(token) for token in row.tokens)]
    over = (
        t for row in naming for t in row.tokens if t.start < column.end and column.start < t.end
    )
    return not column.label and bool(naming) and next(over, None) is None


def _is_name(text: str) -> bool:
    is_other = has(text, "period") or is_unit(text) or is_year(text)
    return not is_other and not any(has(text, kind) for kind in NO_LABEL)


def _is_of_no_basis(heads: list[Row], column: Column, changes: list[Column]) -> bool:
    """Whether a header row has "Non-GAAP" over other columns, and nothing over this one.

    Headers over `changes` do not count.
    """

    def names_basis(token: Token) -> bool:
        """Whether the token names a basis over a column of amounts."""
        is_of_change = any(c.start < token.end and token.start < c.end for c in changes)
        return bool(has(token.text, "basis", "non_gaap")) and not is_of_change

    return column.basis is None and any(
        any(names_basis(t) for t in row.tokens)
        and not any(t.start < column.end and column.start < t.end for t in row.tokens)
        for row in heads
    )


def _years_of(texts: Sequence[str], heads: list[Row]) -> str:
    """'Years Ended' if the sentence before names exactly the years of the days over columns."""
    cells = [t.text for row in heads for t in row.tokens]
    days = [text for text in cells if has(text, "a_day")] or [t for t in cells if is_year(t)]
    printed = {day[-4:] for day in days}
    named = pattern("years_named")
    groups = [set(re.findall(r"20\d\d", m[1])) for text in texts for m in named.finditer(text)]
    if len(printed) < len(days) or len(days) < 2 or printed not in groups:
        return ""
    return (
        ""
        if has(" ".join(named.sub("", text) for text in texts), "length")
        else ("Fiscal year" if is_year(days[0]) else "Years Ended")
    )


def _total_over(heads: list[Row], column: Column) -> str:
    texts = [text_over(row, column.start, column.end) for row in heads]
    return next((text for text in texts if has(text, "total")), "")


def _is_of_revenue(table: Table, title: list[str]) -> bool:
    """Whether it is a table of percentages of revenue, with a first line or total of 100."""
    if _are_all_shares(table, title):
        return True
    if not any(has(text, "percent_of") for text in (*table.before[-2:], *title)):
        return False
    rows = [row for row in table.rows if row.amounts and row.caption]
    tops = [row for row in rows if has(row.caption, "all_revenue")]
    amounts = [row.amounts[0].amount for row in (*rows[:1], *tops[:1])]
    return any(amount is not None and amount.value in (1, 100) for amount in amounts)


def _are_all_shares(table: Table, title: list[str]) -> bool:
    """Whether revenue is 100 in each column, other lines bear "%", and no unit stands above."""
    rows = [row for row in table.rows if row.amounts]
    tops = [row for row in rows if has(row.caption, "all_revenue")]
    amounts = [token.amount for row in rows for token in row.amounts if token.amount]
    if len(tops) != 1 or any(map(is_unit, (*table.before[-2:], *title))):
        return False
    whole = [token.amount.value for token in tops[0].amounts if token.amount]
    is_signed = any(token.amount and token.amount.is_percent for token in rows[0].amounts)
    is_money = any(amount.currency or amount.scale != 1 for amount in amounts)
    return len(whole) > 1 and set(whole) == {100} and is_signed and not is_money


def _is_heading(row: Row, heads: list[Row]) -> bool:
    """Whether a caption alone, after the column headers, begins the lines."""
    return bool(heads) and bool(row.caption) and not row.tokens and not is_unit(row.caption)


def is_header(row: Row) -> bool:
    """Whether the row has no amount, or only years and dates."""
    return not row.amounts


def _is_title(row: Row, ranges: list[tuple[float, float]]) -> bool:
    """Whether it is one text over all columns, so about none of them; a metric's may be narrower.

    In a PDF "Total Revenue" is in the middle of the columns that it is over.
    """
    if len(row.tokens) != 1 or len(ranges) < 2 or row.caption:
        return False
    token, begin, end = row.tokens[0], ranges[0][0], ranges[-1][1]
    covers = token.start <= begin and token.end >= end
    if not covers and len(ranges) > 2 and line_meanings(plain_caption(token.text)):
        covers = abs(token.start + token.end - begin - end) < (end - begin) / 10
    return covers and not has(token.text, "period")


def _ranges(rows: tuple[Row, ...]) -> list[tuple[float, float]]:
    """Ranges of columns from left to right: overlapping amounts merged, narrow ones first.

    A wide amount that overlaps two columns joins neither: some rows merge cells that others keep
    apart.
    """
    tokens = {(t.start, t.end) for row in rows for t in row.amounts}
    ranges: list[tuple[float, float]] = []
    for start, end in sorted(tokens, key=lambda r: (r[1] - r[0], r)):
        over = [r for r in ranges if r[0] < end and start < r[1]]
        if not over:
            ranges.append((start, end))
        elif len(over) == 1:
            wide = (min(start, over[0][0]), max(end, over[0][1]))
            others = [r for r in ranges if r is not over[0]]
            if not any(r[0] < wide[1] and wide[0] < r[1] for r in others):
                ranges = [*others, wide]
    return sorted(ranges)
