"""A printed table from any format: rows of tokens, each over a range of columns.

HTML gives grid columns, PDF gives points; the overlap of ranges means the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractors.language.amounts import Amount, amount_of
from extractors.language.phrases import has
from extractors.model import Locator

CLOSERS = frozenset((")", "%", ")%", "%)", "pts", "pts.", "x", "]"))
OPENERS = frozenset(("$", "US$", "NT$", "HK$", "RMB", "€", "£", "¥", "₩", "(", "$(", "($"))
SIGNS = frozenset(text[0] for text in OPENERS)
"""How the characters of `OPENERS` begin."""
MARKED = re.compile(r"(?:(?:US|NT|HK)?\$|RMB|[€£¥₩]) ?\((?:[Nn]otes? )?\d{1,2}\)")
"""A currency with the number of a footnote, or of a note."""


@dataclass(frozen=True, slots=True)
class Token:
    """Adjacent characters: a caption, a header, or an amount with its sign and marks.

    start, end   the range of columns, end exclusive
    own          the range of the number's own characters, where a sign beside it widened the token
                 or its column moved it; None where that is [start, end)
    locator      the place of the number's own characters
    quote        those characters
    amount       their value, None where they are no amount
    """

    text: str
    start: float
    end: float
    locator: Locator
    quote: str
    amount: Amount | None = None
    own: tuple[float, float] | None = None

    def over(self, other: Token) -> bool:
        """Whether the ranges overlap."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its leading caption and the tokens to the right of it.

    `amounts` are the tokens that are amounts and not years.
    """

    number: int
    lead: Token | None
    tokens: tuple[Token, ...]
    amounts: tuple[Token, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found = (t for t in self.tokens if t.amount is not None and not is_year(t.text))
        object.__setattr__(self, "amounts", tuple(found))

    @property
    def caption(self) -> str:
        """Text of the leading cell."""
        return self.lead.text if self.lead else ""

    @property
    def has_numbers(self) -> bool:
        """Whether a cell is an amount, or a range of two as in guidance."""
        return any(is_numeric(t) for t in self.tokens)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the lines of text before it, nearest last."""

    number: int
    rows: tuple[Row, ...]
    before: tuple[str, ...] = field(default=())


def is_year(text: str) -> bool:
    """Whether it is '2024': as a header a year, as a cell hardly an amount."""
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


def is_numeric(token: Token) -> bool:
    """Whether it is an amount and not a year, or values of guidance."""
    if token.amount is not None:
        return not is_year(token.text)
    return has(token.text, "printed_range")


def joined(cells: Sequence[Token]) -> list[Token]:
    """Cells as tokens: '$', '(1,234', ')' and '70.6', '%' are one token each."""
    tokens: list[Token] = []
    opener: Token | None = None
    if _are_currencies(cells):
        return [_head(cell) for cell in cells]  # "RMB RMB US$(1) % Change": heads of columns
    for cell in cells:
        text = cell.text
        if text in OPENERS:
            opener = cell if opener is None else replace(opener, text=opener.text + text)
            continue
        if text in CLOSERS and tokens and opener is None and not _is_head(tokens[-1], cell):
            last = tokens[-1]
            tokens[-1] = _merged(last, last.text + text, last.start, cell.end)
            continue
        if opener is not None and _are_words(opener, cell):
            tokens.append(opener)  # "US$ | EUR" over two columns
            opener = None
        if opener is not None:
            cell = _merged(cell, opener.text + text, opener.start, cell.end)
            opener = None
        tokens.append(cell)
    if opener is not None:
        tokens.append(opener)
    return [with_amount(token) for token in tokens]


def _are_currencies(cells: Sequence[Token]) -> bool:
    """Whether no cell but the first, a caption, holds a number, and two hold a currency alone."""
    if not any(cell.text[:1] in SIGNS for cell in cells[1:]):
        return len(cells) < 2  # nearly all rows, at the cost of a glance
    signs = [cell for cell in cells[1:] if cell.text in OPENERS or MARKED.fullmatch(cell.text)]
    if not any(cell.text in OPENERS for cell in signs):
        return False  # "$(1) $(2)" are losses
    others = (cell for cell in cells[1:] if cell not in signs)
    is_of_words = not any(character.isdigit() for cell in others for character in cell.text)
    return len(signs) == len(cells) - 1 or (len(signs) > 1 and is_of_words and _names_two(signs))


def _names_two(signs: Sequence[Token]) -> bool:
    """Whether they are two currencies or more, none an opening bracket."""
    return len({cell.text.split("(")[0] for cell in signs}) > 1 and not any(
        cell.text.startswith("(") for cell in signs
    )


def _head(cell: Token) -> Token:
    """A currency over a column without its footnote: "US$(1)" is no loss of a dollar."""
    if MARKED.fullmatch(cell.text):
        return _merged(cell, cell.text.split("(")[0].strip(), cell.start, cell.end)
    return with_amount(cell)


def _is_head(last: Token, sign: Token) -> bool:
    """Whether a "%" apart from words or a year is a column's header: "Sales | %", "2025 | %"."""
    if sign.text == "%" and is_year(last.text):
        return sign.start >= last.end
    has_digit = any(character.isdigit() for character in last.text)
    is_worded = any(character.isalpha() for character in last.text)
    is_number = (has_digit and not is_worded) or last.text in ("-", "–", "—")
    return sign.text == "%" and sign.start >= last.end and not is_number


def _are_words(opener: Token, cell: Token) -> bool:
    """Whether a currency is before words, and so a header of its own."""
    return "(" not in opener.text and cell.text[:1].isalpha() and cell.text not in CLOSERS


def with_amount(token: Token) -> Token:
    """The token with its amount, if its text is one."""
    amount = amount_of(token.text)
    if amount is None:
        return token
    # Field by field: for every cell of a document `replace` is too slow.
    return Token(token.text, token.start, token.end, token.locator, token.quote, amount, token.own)


def _merged(cell: Token, text: str, start: float, end: float) -> Token:
    """The cell with its neighbours' marks; its place and quote are kept."""
    return Token(text, start, end, cell.locator, cell.quote, own=cell.own)


def row_of(number: int, cells: Sequence[Token]) -> Row:
    """A row: the first token is its caption unless it is an amount or a year."""
    tokens = joined(cells)
    if tokens and tokens[0].amount is None and not is_year(tokens[0].text):
        return Row(number, tokens[0], tuple(tokens[1:]))
    return Row(number, None, tuple(tokens))


def _hangs_over(row: Row, numbers: Sequence[Token], captions: _Captions) -> bool:
    """Whether the row's first text is a head that begins left of its column's numbers.

    It begins right of where all captions do and ends before the next column, or, over several
    columns, before the next head. Unless it is right of where captions end, its words must say
    that it heads a column.
    """
    lead = row.lead
    edge = min((token.start for token in numbers), default=0)
    if lead is None or not captions.left < lead.start < edge < lead.end:
        return False
    if has(lead.text, "ended_quarter") or has(lead.text, "currency_alone"):
        return True
    reach = max(token.end for token in numbers if token.start == edge)
    following = min((token.start for token in numbers if token.start >= reach), default=0)
    is_narrow = lead.start > captions.right and lead.end <= following
    if lead.start >= captions.end:
        is_cut = any(t.start < lead.end < t.end for t in (*numbers, *row.tokens))
        return is_narrow or (bool(row.tokens) and not is_cut and lead.end <= row.tokens[0].start)
    return is_narrow and any(has(lead.text, kind) for kind in ("period", "basis", "neutral"))


@dataclass(frozen=True, slots=True)
class _Captions:
    """Where the first caption begins; where the last of a row of numbers does; where all end."""

    left: float
    right: float
    end: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Captions:
        """The captions of the rows."""
        left = min((row.lead.start for row in rows if row.lead), default=0)
        lines = [row.lead for row in rows if row.lead and any(map(is_numeric, row.tokens))]
        starts, ends = [lead.start for lead in lines], [lead.end for lead in lines]
        return cls(left, max(starts, default=left), max(ends, default=left))


def is_words(token: Token) -> bool:
    """Whether it is words, and no number or sign."""
    return token.amount is None and any(character.isalpha() for character in token.text)


def table_of(number: int, rows: Sequence[Row], before: Iterable[str]) -> Table:
    """A table whose captions are left of all numbers; a first token above numbers is a header."""
    numbers = [t for row in rows if row.lead for t in row.tokens if is_numeric(t)]
    edge = min((t.start for t in numbers), default=0)
    captions = _Captions.of(rows)
    settled = []
    for row in rows:
        tokens = row.tokens
        if row.lead and (row.lead.start >= edge or _hangs_over(row, numbers, captions)):
            settled.append(replace(row, lead=None, tokens=(row.lead, *tokens)))
        elif row.lead is None:
            # A single number left of all numbers is a page or note number.
            kept = tuple(t for t in tokens if t.amount is None or t.end > edge or is_year(t.text))
            is_led = bool(row.amounts and kept) and is_words(kept[0]) and kept[0].end <= edge
            lead = kept[0] if is_led else None
            settled.append(replace(row, lead=lead, tokens=kept[bool(lead) :]))
        else:
            settled.append(row)
    return Table(number, tuple(settled), tuple(before))
