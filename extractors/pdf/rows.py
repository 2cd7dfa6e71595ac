"""Rows of a PDF page as cells: captions, headers, signs and amounts, each with its box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.language.phrases import has
from extractors.language.units import is_unit
from extractors.model import Locator
from extractors.pdf.words import TextRow, Word
from extractors.tables.grid import CLOSERS, OPENERS, Row, Token, is_year, row_of

CELL_GAP = 0.8
"""Words farther apart than this share of the size stand in cells of their own."""
HEAD_GAP = 0.4
"""The same for heads of columns, which often stand closer; words of one text have 0.3."""
NUMERIC = re.compile(
    r"[$€£¥]?\(?-?[$€£¥]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?%?\)?|\(?[—–]\)?%?"
)
BROKEN_YEAR = (re.compile(r"(?:19|20)\d"), re.compile(r"\d,?"))
BROKEN_AMOUNT = (re.compile(r"[$(]{0,2}\d{1,3},?"), re.compile(r",\d{3}(?:,\d{3})*\)?"))
MARK_GAP, APART = 4.0, 0.7
LOST = {
    "pro": ("fi", ("t", "ts", "table", "tability")), "bene": ("fi", ("t", "ts")),
    "classi": ("fi", ("ed", "cation")), "de": ("fi", ("cit", "ned")), "signi": ("fi", ("cant",)),
    "speci": ("fi", ("ed", "c")), "noti": ("fi", ("ed",)), "identi": ("fi", ("ed", "able")),
    "ef": ("fi", ("ciency",)), "of": ("fi", ("ce", "cers")), "in": ("fl", ("ation",)),
    "di": ("ff", ("erence", "erences")), "e": ("ff", ("ect", "ects", "ective")),
}  # fmt: skip
"""Words that fall apart where the text layer has no letters for a ligature: 'Gross pro t'."""
BEHEADED = {"rst": "first", "scal": "fiscal", "nancial": "financial", "ow": "flow", "ows": "flows"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a page: its words, and its cells."""

    page: int
    text: TextRow
    cells: tuple[Token, ...]
    has_amounts: bool

    @property
    def base(self) -> float:
        """The baseline."""
        return self.text.base

    @property
    def size(self) -> float:
        """Its font size in points."""
        return self.text.size


@dataclass(frozen=True, slots=True)
class Box:
    """The place of words on a page, in points to one decimal from its top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @classmethod
    def of(cls, page: int, words: Sequence[Word]) -> Box:
        """The box around adjacent words."""
        x0, x1 = min(w.x0 for w in words), max(w.x1 for w in words)
        top, bottom = min(w.top for w in words), max(w.bottom for w in words)
        return cls(page, round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))

    @property
    def locator(self) -> Locator:
        """The box as a locator."""
        place = f"{self.page}/{self.x0:.1f},{self.top:.1f},{self.x1:.1f},{self.bottom:.1f}"
        return Locator("box", place)


def line(page: int, row: TextRow) -> Line:
    """The row's words as cells, split at wide gaps and between amounts."""
    words = [replace(w, text="$") if w.text == "!" else w for w in mended(_unled(row.words))]
    groups: list[list[Word]] = []
    for index, word in enumerate(words):
        if groups and not _parts(words, index, row.size):
            groups[-1].append(word)
        else:
            groups.append([word])
    groups = _with_mark(groups, row.size)
    cells = tuple(cell_of(page, group) for group in groups)
    tokens = row_of(0, cells)
    return Line(page, row, cells, tokens.has_numbers)


def _unled(words: Sequence[Word]) -> list[Word]:
    """The words without dot leaders: "Gaming . . . . . 6,805"."""
    is_dot = [word.text in (".", "·", "…") for word in words]
    return [
        word
        for index, word in enumerate(words)
        if not (is_dot[index] and any(is_dot[max(0, index - 1) : index] + is_dot[index + 1 :][:1]))
    ]


def parted(item: Line, columns: Sequence[tuple[float, float]]) -> Line:
    """Close header cells split into their own, if each is over a column of its own."""
    if item.has_amounts or len(columns) < 2:
        return item
    words = mended(item.text.words)
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.x0 - groups[-1][-1].x1 <= HEAD_GAP * item.size:
            groups[-1].append(word)
        else:
            groups.append([word])
    groups = [part for group in groups for part in _repeated(group)]
    if len(groups) <= len(item.cells):
        return item
    over = [_over(group, columns) for group in groups if group[-1].x1 > columns[0][0]]
    if len(over) < 2 or None in over or len(set(over)) < len(over):
        return item
    return replace(item, cells=tuple(cell_of(item.page, group) for group in groups))


def _repeated(words: list[Word]) -> list[list[Word]]:
    """The words as the parts that repeat in them: "September 30, September 30,"."""
    texts = [word.text for word in words]
    sizes = (n for n in range(1, len(texts)) if len(texts) % n == 0)
    size = next((n for n in sizes if texts == texts[:n] * (len(texts) // n)), len(texts))
    return [words[i : i + size] for i in range(0, len(words), size)]


def _over(words: Sequence[Word], columns: Sequence[tuple[float, float]]) -> int | None:
    """The one column below the middle of the words."""
    middle = (words[0].x0 + words[-1].x1) / 2
    away = [max(start - middle, middle - end, 0) for start, end in columns]
    return away.index(min(away)) if min(away) < 8 else None


def _with_mark(groups: list[list[Word]], size: float) -> list[list[Word]]:
    """Join a footnote's mark to its text; drop a stray digit far from the only text."""
    if len(groups) < 2 or not has(_text(groups[0]), "item_mark"):
        return groups
    if NUMERIC.fullmatch(_text(groups[1])) or groups[1][0].text in OPENERS:
        return groups
    if groups[1][0].x0 - groups[0][-1].x1 < MARK_GAP * size:
        return [[*groups[0], *groups[1]], *groups[2:]]
    return groups if any(NUMERIC.fullmatch(_text(group)) for group in groups[1:]) else groups[1:]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def cell_of(page: int, words: Sequence[Word]) -> Token:
    """Adjacent words as one cell."""
    text, box = _text(words), Box.of(page, words)
    end = max(w.x1 for w in words)
    return Token(text, words[0].x0, end, box.locator, text, own=(box.x0, box.x1))


def mended(words: Sequence[Word]) -> list[Word]:
    """Words with their broken pieces joined: '201 9', '1 ,234', 'pro t'."""
    found: list[Word] = []
    for word in words:
        word = replace(word, text=BEHEADED.get(word.text, word.text))
        last = found[-1] if found else None
        text = None
        if last is not None and word.x0 - last.x1 < APART * word.size:
            text = _one_word(last.text, word.text)
        if last is None or text is None:
            found.append(word)
            continue
        top, bottom = min(last.top, word.top), max(last.bottom, word.bottom)
        found[-1] = replace(last, text=text, x1=word.x1, top=top, bottom=bottom)
    return found


def _one_word(head: str, tail: str) -> str | None:
    """The word made of the two pieces, or None."""
    for first, second in (BROKEN_YEAR, BROKEN_AMOUNT):
        if first.fullmatch(head) and second.fullmatch(tail):
            return head + tail
    between, tails = LOST.get(head.lower().lstrip("("), ("", ()))
    bare = tail.rstrip(".,;:)").lower()
    return head + between + tail if bare in tails else None


def _parts(words: Sequence[Word], index: int, size: float) -> bool:
    """Whether a new cell begins at the word."""
    last, word = words[index - 1], words[index]
    if word.x0 - last.x1 > CELL_GAP * size:
        return True
    both = f"{last.text} {word.text}"
    if last.text in OPENERS and (is_unit(both) or has(both, "change") or has(word.text, "noted")):
        return False  # "$ million", "$ Change" or "US$ (Note 4)" over a column
    if word.text in OPENERS and _begins_numbers(words[index + 1 :]):
        return True  # "External revenues $ 25,002 $ 1,834": the sign is near the caption
    if word.text in OPENERS or last.text in OPENERS:
        beside = [*words[max(0, index - 2) : index - 1], *words[index + 1 : index + 2]]
        return all(NUMERIC.fullmatch(w.text) or w.text in OPENERS | CLOSERS for w in beside) or any(
            b.x0 - a.x1 > CELL_GAP * size
            for a, b in zip(
                words[max(0, index - 2) :], words[max(0, index - 1) : index + 2], strict=False
            )
        )
    if word.text in CLOSERS or last.text in CLOSERS:
        return bool(NUMERIC.fullmatch(last.text) or NUMERIC.fullmatch(word.text))
    return bool(NUMERIC.fullmatch(last.text) and NUMERIC.fullmatch(word.text))


def _begins_numbers(words: Sequence[Word]) -> bool:
    """Whether only numbers follow, at least two."""
    rest = [word.text for word in words if word.text not in OPENERS | CLOSERS]
    return len(rest) > 1 and all(NUMERIC.fullmatch(text) for text in rest)


def as_row(number: int, item: Line) -> Row:
    """The line as a row of a table."""
    return row_of(number, item.cells)


def is_number(token: Token) -> bool:
    """Whether it is an amount and not a year."""
    return token.amount is not None and not is_year(token.text)
