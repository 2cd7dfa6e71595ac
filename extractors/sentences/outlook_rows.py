"""Rows of guidance tables: which ones are headers of the lines below, and values over cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has, pattern
from extractors.language.units import scale_word
from extractors.metrics import MARGINS
from extractors.sentences.outlook_periods import target_of
from extractors.tables.grid import Row, Token, is_numeric, is_year, with_amount

PROFITS = {profit: margin for margin, profit in MARGINS.items()}
"""Profit metric → the metric of its margin."""
MOST_OF_A_HEADING = 4
"""Words of a heading that ends in a colon, at most."""


def with_heads(rows: Sequence[Row], dates: Calendar) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Each row with its header rows; its cells hold the current values only.

    "$4.3 billion | +/- | $0.3 billion" becomes one cell; "(previously $4.1 billion)" is removed.
    """
    heads: tuple[Row, ...] = ()
    is_below = False
    for row in rows:
        row = _joined(_current(row))
        is_line = bool(row.caption) and any(map(_is_value, row.tokens))
        if is_line or _is_of_scales(row):
            is_below = True
        elif not is_below:
            heads = (*heads, row)
        elif (row.tokens and not _is_unnumbered(row)) or _names_period(row, dates):
            heads = (*_kept(heads, row, dates), row)
        yield row, heads


def _is_value(token: Token) -> bool:
    """Whether it is a number, or a range of them: "$1.109 to $1.149 billion", "$90m +/- $5m"."""
    is_range = has(token.text, "outlook_cell") or has(token.text, "plus_minus")
    return is_numeric(token) or (is_range and has(token.text, "outlook_amount"))


def _names_period(row: Row, dates: Calendar) -> bool:
    """Whether it is a caption alone that names the period of the lines below: "Fiscal 2026"."""
    text = row.caption
    is_named = bool(text) and not row.tokens
    return is_named and (target_of(text, dates) is not None or has(text, "period"))


def _is_unnumbered(row: Row) -> bool:
    """Whether it is a line without numbers, not a header: "FX impact | no impact | N/A"."""
    return bool(row.caption) and not any(
        has(token.text, "outlook_head") or has(token.text, "basis") for token in row.tokens
    )


def _is_of_scales(row: Row) -> bool:
    """Whether it has the scales that the values above leave out: 'billion'."""
    return bool(row.tokens) and all(has(token.text, "scale_alone") for token in row.tokens)


def _kept(heads: tuple[Row, ...], row: Row, dates: Calendar) -> tuple[Row, ...]:
    """The header rows that stay valid when `row` is another one: those of periods and bases.

    A header with another period replaces all.
    """
    if any(target_of(text, dates) or _names_period(row, dates) for text in _texts(row)):
        return ()
    return tuple(
        head
        for head in heads
        if any(target_of(text, dates) or has(text, "basis") for text in _texts(head))
    )


def _texts(row: Row) -> tuple[str, ...]:
    return (row.caption, *(token.text for token in row.tokens))


def _current(row: Row) -> Row:
    """The row without former values printed behind the current ones in its cells."""
    if not any(has(token.text, "former_value") for token in row.tokens):
        return row
    return replace(row, tokens=tuple(
        with_amount(replace(token, text=pattern("former_value").sub("", token.text)))
        for token in row.tokens
    ))  # fmt: skip


def _joined(row: Row) -> Row:
    """The row with a value, a plus-or-minus sign and a second value joined to one token.

    The sign has a cell of its own, or stands in that of the first or the second value.
    """
    found: list[Token] = []
    for token in row.tokens:
        if found and (has(found[-1].text, "spread_behind") or has(token.text, "spread_ahead")):
            text = f"{found[-1].text} {token.text}"
            found[-1] = replace(found[-1], text=text, end=token.end, quote=text, amount=None)
        else:
            found.append(token)
    return row if len(found) == len(row.tokens) else replace(row, tokens=tuple(found))


def in_column(metric: str, head: str, token: Token) -> tuple[str, str]:
    """The metric of a cell and the rest of its header: "Operating income" under "Margin (%)"."""
    margin = PROFITS.get(metric)
    if margin and has(head, "margin_column") and token.text.endswith("%"):
        return margin, " ".join(head.lower().replace("margin", " ").split())
    return metric, head


def are_years(head: str, heads: Sequence[Row]) -> bool:
    """Whether a bare year stands over the column, and another over one beside it: of results."""
    return (
        is_year(head) and len({t.text for row in heads for t in row.tokens if is_year(t.text)}) > 1
    )


def scale_in(text: str) -> str | None:
    """The scale that a title or a caption tells: "(in millions)", "Revenue ($B)"."""
    found = pattern("letter_scale").search(text)
    return scale_word(text) or (found and ("million" if found[1] else "billion"))


def announces(text: str) -> bool:
    """Whether it introduces guidance and is no section: 'For fiscal 2023, the Company plans:'."""
    return text.endswith((".", ":")) and len(text.split()) > MOST_OF_A_HEADING


def dates_below(row: Row, dates: Calendar) -> bool:
    """Whether a sentence names the period of the lines below, and no part of the company."""
    is_sentence = announces(row.caption) and not has(row.caption, "not_the_whole")
    return is_sentence and _names_period(row, dates)
