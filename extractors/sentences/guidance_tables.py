"""Guidance in tables: metrics in rows, periods or bases over columns, points and ranges in cells.

Metrics and periods are named by the same words as in sentences; what a cell leaves out (the scale
of "$2.47 - $2.54") must be in the line below it or in the table's unit, or the cell is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.language.captions import basis_of, plain_caption, stated_basis, without_marks
from extractors.language.concepts import SUBJECT, line_meanings
from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has, pattern, read
from extractors.language.ranges import amount, values
from extractors.language.units import SCALES, is_unit, unit_of
from extractors.metrics import MARGINS, METRICS
from extractors.model import Basis, Bound, Fact, Figure
from extractors.sentences.outlook_across import across
from extractors.sentences.outlook_facts import made
from extractors.sentences.outlook_periods import is_of_several, target_of
from extractors.sentences.outlook_rows import (
    PROFITS,
    announces,
    are_years,
    dates_below,
    in_column,
    scale_in,
    with_heads,
)
from extractors.sentences.text_figures import Target, TextFigures
from extractors.tables.grid import Row, Table, Token
from extractors.tables.row_meanings import ONLY_OF_PARTS

ENDS: tuple[Bound, ...] = ("low", "high")
WORDS_OF_A_TITLE = 6
NEAR = 4
"""Lines before a table that may name it an outlook, and its period."""


OF_A_PERIOD = ("quarter_named", "year_named", "calendar_year", "length_ended", "printed_day")
"""What a column's head may say of its period."""


def figures(tables: Iterable[Table], dates: Calendar, document: str) -> TextFigures:
    """Guidance of all tables; repeated values count once, contradictory ones not at all."""
    found: dict[str, tuple[Fact, Figure]] = {}
    refused: set[str] = set()
    for table in tables:
        for fact, figure in (*_of_table(table, dates, document), *across(table, dates, document)):
            known = found.setdefault(figure.figure_id, (fact, figure))
            if known[1].value != figure.value:
                refused.add(figure.figure_id)
    kept = [pair for name, pair in found.items() if name not in refused]
    facts = {fact.fact_id: fact for fact, _ in kept}
    return TextFigures(tuple(facts.values()), tuple(figure for _, figure in kept))


def _of_table(table: Table, dates: Calendar, document: str) -> Iterator[tuple[Fact, Figure]]:
    rows = list(with_heads(table.rows, dates))
    begin = next((i for i, (row, _) in enumerate(rows) if _metric(row)), None)
    if begin is None or dates.anchor is None:
        return
    heads, titles = rows[begin][1], list(table.before[-NEAR:])
    words = [text for row in heads for text in (row.caption, *(t.text for t in row.tokens)) if text]
    naming = [text for text in (*titles, *words) if has(text, "outlook_name")]
    if not naming or any(has(text, "not_the_whole") for text in naming):
        return
    default = None if _names_metrics(naming[-1]) else _section(_naming(naming[-1]))[1]
    is_whole = _above(heads, [text for text in titles if has(text, "outlook_name")])
    basis: Basis | None = None
    for row in heads:
        is_alone = row.caption and not row.tokens and not is_unit(row.caption)
        if is_alone and not announces(row.caption):
            basis = _section(row.caption)[1] or basis
    for index, (row, over) in enumerate(rows[begin:], begin):
        if not row.tokens and row.caption:
            is_whole, basis = _section(row.caption) if not dates_below(row, dates) else (True, None)
            continue
        metric = _metric(row)
        if metric is not None and is_whole:
            below = rows[index + 1][0] if index + 1 < len(rows) else None
            frame = _Frame(over, [*titles, *words], dates, document)
            told = basis or (None if frame.names_bases else default)
            yield from _of_row(row, metric, below, told, frame)


def _naming(text: str) -> str:
    """The sentence that names the outlook: the end of another before it says nothing of it."""
    parts = re.split(r"\. (?=[A-Z])", text)
    return next((part for part in reversed(parts) if has(part, "outlook_name")), text)


def _names_metrics(text: str) -> bool:
    """'Net revenue and non-GAAP gross margin are expected as follows:' names no basis of both."""
    return len({found.lastgroup for found in SUBJECT.finditer(text)}) > 1


def _without_unit(text: str) -> str:
    """'Cloud guidance (in millions, except per share data)' as 'Cloud guidance'."""
    return pattern("unit_tail").split(text)[0]


def _above(heads: Sequence[Row], titles: list[str]) -> bool:
    """Whether neither a title ("Cloud outlook") nor a section on the first line names a segment."""
    short = [text for text in titles if len(text.split()) <= 9 and not text.endswith((".", ":"))]
    named = (i for i, row in enumerate(heads) if has(row.caption, "outlook_name"))
    stubs = [row.caption for row in heads[next(named, 0) :] if row.caption]
    stubs = [text for text in stubs if not announces(text)]
    return all(_section(text)[0] for text in map(_without_unit, (*short, *stubs)))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The headers, titles, dates and document that apply to all rows of a guidance table."""

    heads: Sequence[Row]
    titles: list[str]
    dates: Calendar
    document: str

    @property
    def aimed(self) -> Target | None:
        """The target period named by the column headers or the nearest title."""
        texts = [*(row.caption for row in self.heads), *reversed(self.titles)]
        return next((t for text in texts if text and (t := target_of(text, self.dates))), None)

    @property
    def names_bases(self) -> bool:
        """Whether a column's head names a basis, or short titles name both: heads of columns.

        A column without one may, in print, have lost its own.
        """
        titles = {basis_of(text) for text in self.titles if len(text.split()) < WORDS_OF_A_TITLE}
        heads = (token.text for row in self.heads for token in row.tokens)
        return len(titles - {None}) > 1 or any(map(stated_basis, heads))


def _section(text: str) -> tuple[bool, Basis | None]:
    """Whether lines below the heading are about the whole company, and the basis it names."""
    basis = basis_of(text) if not has(text, "both_bases") else None
    return basis is not None or not _names_more(text), basis


def _names_more(text: str) -> bool:
    """Whether words remain besides those of guidance headings, the basis and marks."""
    if has(text, "of_the_whole"):
        return False
    rest = without_marks(read(text).rest("basis", "non_gaap"))
    rest = read(rest).rest("outlook_head")
    return any(letter.isascii() and letter.isalpha() for letter in rest)


def _of_row(
    row: Row, metric: str, below: Row | None, default: Basis | None, frame: _Frame
) -> Iterator[tuple[Fact, Figure]]:
    unit = unit_of(frame.titles)
    for token in row.tokens:
        over = [t.text for r in frame.heads for t in r.tokens if _is_over(t, token, r)]
        head = " ".join(over)
        if is_of_several(head):  # a title beside it is the nearest text of its line
            head = over[-1]
        own = target_of(head, frame.dates)
        aimed = own or frame.aimed
        if aimed is None or has(head, "outlook_past") or has(head, "former"):
            continue
        kind, head = in_column(metric, head, token)
        if _is_of_something_else(head, own) or (own is None and are_years(head, frame.heads)):
            continue
        named = basis_of(row.caption) or basis_of(head)
        if named is None and default is None and frame.names_bases:
            continue
        scale = _scale(token, below, [*frame.titles, row.caption])
        currency = unit.currency if unit else None
        basis: Basis = named or default or "gaap"
        found = _figures(row, token, kind, basis, aimed, scale, currency, frame.document)
        end = next((name for name in ENDS if has(head, "bound", name)), None)
        for fact, figure in found:
            is_alone = end is not None and figure.bound == "mid"
            yield fact, replace(figure, bound=end) if is_alone else figure


def _is_of_something_else(head: str, own: Target | None) -> bool:
    """Whether a column is of a past quarter, consensus, change, adjustment or segment."""
    if own is None and any(has(head, kind) for kind in OF_A_PERIOD):
        return True  # not of one ahead, whatever the title says: a statement may follow an outlook
    return _names_more(head)


def _metric(row: Row) -> str | None:
    """The metric that a caption names entirely: "Non-GAAP Operating Margin (2)"."""
    caption = plain_caption(without_marks(row.caption))
    caption = pattern("outlook_said").sub("", caption).removeprefix("consolidated ")
    if not caption or not row.tokens:
        return None
    if found := SUBJECT.fullmatch(caption):
        return found.lastgroup
    meanings = {m.metric for m in line_meanings(caption) if m.rank < ONLY_OF_PARTS}
    profits = meanings & set(PROFITS) or meanings & set(MARGINS)
    return profits.pop() if len(profits) == 1 else None


def _is_over(head: Token, token: Token, row: Row) -> bool:
    """Whether the header is over the token, or nearest to it where none is over it."""
    if any(other.over(token) for other in row.tokens):
        return head.over(token)
    middle = token.start + token.end
    return head is min(row.tokens, key=lambda t: abs(t.start + t.end - middle))


def _scale(token: Token, below: Row | None, titles: Iterable[str]) -> str:
    """The scale word that the cell leaves out, from the line below it or the unit."""
    if below is not None and not below.caption:
        under = [t.text for t in below.tokens if t.over(token)]
        if len(under) == 1 and has(under[0], "scale_alone"):
            return under[0].lower().rstrip("s")
    word = next(filter(None, map(scale_in, reversed(list(titles)))), None)
    if word is None:
        return ""
    return next(name for name, scale in SCALES.items() if scale == SCALES[word])


def _figures(
    row: Row,
    token: Token,
    metric: str,
    basis: Basis,
    aimed: Target,
    scale: str,
    currency: str | None,
    document: str,
) -> Iterator[tuple[Fact, Figure]]:
    if has(token.text, "plus_minus"):
        yield from _around(row, token, metric, basis, aimed, scale, currency, document)
        return
    found = pattern("outlook_cell").match(token.text)
    if found is None:
        return
    is_fraction = METRICS[metric] == "fraction"
    own = (found["scale"] or found["low_scale"] or "").strip() or scale
    bounds: dict[Bound, Decimal] = {}
    for bound, text in _printed(found):
        value = amount(text if is_fraction or not own else f"{text} {own}")
        if value is None or text.startswith("(") or is_fraction != text.endswith("%"):
            return
        bounds[bound] = value[1]
    if "low" in bounds and bounds["low"] > bounds["high"]:
        return
    yield from made(row, token, metric, basis, aimed, bounds, currency, document)


def _around(
    row: Row,
    token: Token,
    metric: str,
    basis: Basis,
    aimed: Target,
    scale: str,
    currency: str | None,
    document: str,
) -> Iterator[tuple[Fact, Figure]]:
    """'$10.7 billion ± $300 million', '44.0% +/- 1%': read only where all is in one cell."""
    names: tuple[Bound, ...] = ("low", "mid", "high")
    text = pattern("bare_money").sub(rf"\g<0> {scale}", token.text) if scale else token.text
    for _, around in values(text, text, False, basis):
        named = zip(names, around, strict=True)
        bounds = {name: value[1] for name, value in named if value is not None}
        is_fraction = METRICS[metric] == "fraction"
        if len(bounds) == 3 and is_fraction == (around[1] or ("", 0))[0].endswith("%"):
            yield from made(row, token, metric, basis, aimed, bounds, currency, document)


def _printed(found: re.Match[str]) -> list[tuple[Bound, str]]:
    """The cell's numbers with their bounds; "1.5 - 2%" is a range of percentages."""
    low, high = found["low"], found["high"]
    if high is None:
        return [("mid", low)]
    if high.endswith("%") and not low.endswith("%"):
        low = f"{low}%"
    if low.startswith("$") and not high.startswith("$"):
        high = f"${high}"
    return [("low", low), ("high", high)]
