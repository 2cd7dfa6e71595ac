"""The words of a PDF page, row by row, from pdfium's characters and their baselines.

pdfium, which also reads the text layer, gives every character's place some fifteen times faster
than a second parser would.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.language.phrases import has

SPACES = frozenset(
    " \t\r\n\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u202f\u3000"
)
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x00\x02\ufffe\uffff")
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
SAME_LINE, LEVEL = 0.22, 0.5
"""Baselines closer than this share of the size are one line; the second where none overlaps."""
WORD_GAP, SPACE = 0.17, 0.02
"""Gaps between words, in sizes: without and with a space between the characters."""
SMALLEST, LARGEST = 2.5, 200
"""Points; smaller print is not meant to be seen."""
SUPERSCRIPT, RAISED = 0.8, 0.85
"""How small marks are beside their words; browsers raise them in 5/6 of the size."""
MARK_GAP = 0.3
"""Sizes between a word and the mark that hangs on it."""
NEXT_SIGN = re.compile(r"(?<=[\d)%])[$€£¥₩]")
"""The sign of the next column's number, drawn close behind this one."""
LEADERS = re.compile(r"[._·…]{3,}|…")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space; x0, top, x1, bottom in points from the page's top left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class TextRow:
    """The words on one baseline, from left to right."""

    words: tuple[Word, ...]
    base: float
    size: float

    @property
    def x0(self) -> float:
        """Left end of the first word."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end of the last word."""
        return max(word.x1 for word in self.words)

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Character:
    """A character with its box as for `Word`; origin: where its glyph begins, as pdfium counts."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    is_spaced: bool
    origin: tuple[float, float]


def text_rows(page: pdfium.PdfPage) -> list[TextRow]:
    """The page's rows of words, from the top, without superscript marks and dot leaders."""
    chars = sorted(whole_glyphs(list(_chars(page))), key=lambda char: (char.base, char.x0))
    rows: list[list[Character]] = []
    for char in chars:
        if rows and char.base - rows[-1][0].base <= SAME_LINE * max(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    found = [row for chars in rows if (row := _row(chars)) is not None]
    return levelled(_without_superscripts(found))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The visible page; pdfium's coordinates start at the bottom left of the unrotated sheet."""

    left: float
    bottom: float
    width: float
    height: float
    turn: int

    def place(self, box: raw.FS_RECTF, x: float, y: float) -> tuple[float, ...]:
        """x0, top, x1, bottom and baseline on the page as it is shown."""
        x0, x1 = box.left - self.left, box.right - self.left
        low, high = box.bottom - self.bottom, box.top - self.bottom
        x, y = x - self.left, y - self.bottom
        width, height = self.width, self.height
        if self.turn == 90:
            return low, x0, high, x1, x
        if self.turn == 180:
            return width - x1, low, width - x0, high, y
        if self.turn == 270:
            return height - high, width - x1, height - low, width - x0, width - x
        return x0, height - high, x1, height - low, height - y


def _chars(page: pdfium.PdfPage) -> Iterator[Character]:
    """The visible characters, upright ones only."""
    left, bottom, right, top = page.get_bbox()
    sheet = _Sheet(left, bottom, right - left, top - bottom, page.get_rotation())
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    layer = page.get_textpage()
    handle, is_spaced = layer.raw, False
    try:
        for index in range(raw.FPDFText_CountChars(handle)):
            text = chr(raw.FPDFText_GetUnicode(handle, index))
            if text in SPACES:
                is_spaced = True
                continue
            if text in INVISIBLE:
                continue
            raw.FPDFText_GetLooseCharBox(handle, index, box)
            raw.FPDFText_GetCharOrigin(handle, index, x, y)
            x0, head, x1, foot, base = sheet.place(box, x.value, y.value)
            if SMALLEST <= foot - head <= LARGEST and x1 >= x0:
                text = LIGATURES.get(text, text)
                origin = x.value, y.value
                yield Character(text, x0, head, x1, foot, base, foot - head, is_spaced, origin)
            is_spaced = False
    finally:
        layer.close()


def whole_glyphs(chars: Sequence[Character]) -> Iterator[Character]:
    """The characters; the letters of one glyph ("fi") are as high as those beside them.

    pdfium tells the box of the glyph's ink for them, and so another size. They have one origin.
    """
    last: Character | None = None
    for index, char in enumerate(chars):
        beside = chars[max(0, index - 1) : index + 2]
        if any(one.origin == char.origin and one.x0 != char.x0 for one in beside):
            others = [one for one in chars[index + 1 : index + 4] if one.origin != char.origin]
            like = last if last is not None and last.base == char.base else next(iter(others), char)
            if like.base == char.base:
                char = replace(char, top=like.top, bottom=like.bottom, size=like.size)
        last = char
        yield char


def _row(chars: list[Character]) -> TextRow | None:
    """Words split at the gaps between characters; dot leaders split words too."""
    chars.sort(key=lambda char: char.x0)
    groups: list[list[Character]] = []
    for char in chars:
        last = groups[-1][-1] if groups else None
        if last is not None and _is_double(last, char):
            continue
        if last is not None and _are_one_word(last, char):
            groups[-1].append(char)
        else:
            groups.append([char])
    words = [word for group in groups for word in _words(group)]
    if not words:
        return None
    size = max(word.size for word in words)
    bases = sorted(word.base for word in words)
    return TextRow(tuple(words), bases[len(bases) // 2], size)


def _is_double(last: Character, char: Character) -> bool:
    """Whether it is bold print made by printing a character twice."""
    return last.text == char.text and abs(last.x0 - char.x0) < 0.1 * char.size


def _are_one_word(last: Character, char: Character) -> bool:
    if min(last.size, char.size) < SUPERSCRIPT * max(last.size, char.size):
        return False
    gap = (char.x0 - last.x1) / max(last.size, char.size)
    return gap < (SPACE if char.is_spaced else WORD_GAP)


def _words(chars: Sequence[Character]) -> Iterator[Word]:
    text = "".join(char.text for char in chars)
    if len(text) == len(chars) and (sign := NEXT_SIGN.search(text)):
        yield from _words(chars[: sign.start()])
        yield from _words(chars[sign.start() :])
        return
    if len(text) != len(chars) or not LEADERS.search(text):
        yield _word(chars)
        return
    start = 0
    for found in LEADERS.finditer(text):
        if found.start() > start:
            yield _word(chars[start : found.start()])
        start = found.end()
    if start < len(chars):
        yield _word(chars[start:])


def _word(chars: Sequence[Character]) -> Word:
    return Word(
        "".join(char.text for char in chars),
        chars[0].x0,
        min(char.top for char in chars),
        max(char.x1 for char in chars),
        max(char.bottom for char in chars),
        chars[0].base,
        max(char.size for char in chars),
    )


def levelled(rows: Sequence[TextRow]) -> list[TextRow]:
    """The rows from the top, with rows at nearly the same height joined if they do not overlap.

    A caption and its numbers may be placed so.
    """
    found: list[TextRow] = []
    for row in rows:
        last = found[-1] if found else None
        if last is None or not _are_level(last, row):
            found.append(row)
            continue
        words = tuple(sorted((*last.words, *row.words), key=lambda word: word.x0))
        found[-1] = TextRow(words, row.base, max(last.size, row.size))
    return found


def _are_level(last: TextRow, row: TextRow) -> bool:
    if row.base - last.base > LEVEL * min(last.size, row.size):
        return False
    return not any(a.x0 < b.x1 + 1 and b.x0 < a.x1 + 1 for a in last.words for b in row.words)


def _is_mark(word: Word, row: TextRow) -> bool:
    """Small digits and signs are marks on any baseline, small letters only where raised."""
    is_raised = row.base - word.base > 0.1 * row.size
    is_small = word.size < (RAISED if is_raised else SUPERSCRIPT) * row.size
    is_mark = is_small and has(word.text, "raised_mark")
    return is_mark and (is_raised or not word.text.isalpha())


def _without_superscripts(rows: list[TextRow]) -> list[TextRow]:
    """Rows without raised small marks, both as rows of their own and within others."""
    found: list[TextRow] = []
    above: list[Word] = []
    for index, row in enumerate(rows):
        near = [other for other in rows[max(0, index - 1) : index + 2] if other is not row]
        if all(has(word.text, "raised_mark") for word in row.words) and any(
            row.size < RAISED * other.size and 0 < other.base - row.base < 0.7 * other.size
            for other in near
        ):
            above.extend(row.words)
            continue
        is_mark = [_is_mark(word, row) for word in row.words]
        words = [word for word, mark in zip(row.words, is_mark, strict=True) if not mark]
        marks = above + [word for word, mark in zip(row.words, is_mark, strict=True) if mark]
        found.append(replace(row, words=_reaching(words, marks)) if words else row)
        above = []
    return found


def _reaching(words: Sequence[Word], marks: Sequence[Word]) -> tuple[Word, ...]:
    """Words of letters with the marks that hung on them in their width: no gap is left there."""
    if not marks:
        return tuple(words)
    reaching: list[Word] = []
    for word in words:
        end = word.x1
        for mark in sorted(marks, key=lambda one: one.x0):
            if word.text[-1].isalpha() and -0.1 < (mark.x0 - end) / word.size < MARK_GAP:
                end = mark.x1
        reaching.append(replace(word, x1=end) if end != word.x1 else word)
    return tuple(reaching)
