"""The paragraphs of a filing with guidance, a margin, a commitment or a remark, as lines of text.

Found in the bytes by a few words, as walking over all text of the tree would cost as much as
reading all tags. A paragraph keeps the lines just before it, which may be its headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from extractors.language.text import TextLine, clean
from extractors.model import Locator

AHEAD = (b"xpect", b"nticipat", b"utlook", b"uidance")
SHARES = (b" margin", b"% of ", b"ercentage of ")
METRICS = (b"evenue", b"ales", b"argin", b"xpenses", b"xpenditures", b"ncome", b"rofit")
PROFITS = (b"argin", b"rofit", b"perati", b"ustomer")
HEADINGS = (b"utlook", b"uidance")
OWED = (b"bligations", b"ommitments")
OWED_FOR = (b"urchase ", b"apacity ", b"upply ", b"related ")
"""What stands right before commitments to buy."""
TOPICS = (b"HBM", b"bandwidth memory", b"dvanced packaging", b"CoWoS")
HEADING = 400
"""Bytes of a line that may be an outlook's heading."""
BLOCK = re.compile(rb"<(?:/?(?:div|p|td|li|tr|table|h[1-6]|ul|ol)\b|br\b)[^>]*>")
"""Where a line ends."""
HEADER_END = b"</ix:header>"
"""Behind contexts and units, which are no text."""
BLOCK_OF_TEXT = re.compile(BLOCK.pattern.decode())
BLOCKS = (b"<div", b"</div", b"<p", b"</p", b"<td", b"</td", b"<li", b"<br")
PIECE = re.compile(r"<[^>]*>|&#?\w+;|[^<&]+|.", re.DOTALL)
BEFORE, AMOUNT, LONGEST = 500, 400, 4_000
"""Bytes of markup before a paragraph that may hold its headings; to an amount; of a paragraph."""


class RunningText:
    """The text of a filing: `plain` are its `original` bytes without styles."""

    def __init__(self, plain: bytes, original: bytes) -> None:
        self.plain = plain
        self.original = original
        self._begin = max(plain.find(HEADER_END), 0)

    def passages(self) -> Iterator[tuple[TextLine, ...]]:
        """Groups of consecutive lines, in document order."""
        for begin, end in self._regions():
            tags = list(BLOCK.finditer(self.plain, begin, end))
            ends = [*(tag.start() for tag in tags[1:]), end]
            lines = [self._line(tag.end(), stop) for tag, stop in zip(tags, ends, strict=False)]
            if found := tuple(line for line in lines if line.text):
                yield found

    def _regions(self) -> Iterator[tuple[int, int]]:
        """Ranges of bytes around relevant paragraphs; overlapping ones are merged."""
        found = sorted({at for word in (*AHEAD, *SHARES) for at in self._places(word)})
        first, done = 0, 0
        for at in found:
            if at < done:
                continue
            begin, end = self._block(at)
            if not _is_telling(self.plain[begin:end]):
                continue
            edge = max(self.plain.find(b"<", max(begin - BEFORE, 0)), 0)
            if edge > done:
                if done:
                    yield first, done
                first = edge
            done = end
        if done:
            yield first, done

    def notes(self) -> Iterator[TextLine]:
        """The paragraphs with an amount of commitments, or a topic of remarks; in their order."""
        found = {at for word in OWED for at in self._places(word) if self._is_owed(at)}
        done = 0
        for at in sorted(found | {at for word in TOPICS for at in self._places(word)}):
            if at >= done:
                begin, done = self._block(at)
                tag = BLOCK.match(self.plain, begin)
                yield self._line(tag.end() if tag else begin, done)

    def _is_owed(self, at: int) -> bool:
        """Whether the commitments at a position are those to buy, and an amount follows."""
        is_to_buy = self.plain[at - 9 : at - 1].endswith(OWED_FOR)
        return is_to_buy and self.plain.find(b"illion", at, at + AMOUNT) >= 0

    def _places(self, word: bytes) -> Iterator[int]:
        at = self.plain.find(word, self._begin)
        while at >= 0:
            yield at
            at = self.plain.find(word, at + len(word))

    def _block(self, at: int) -> tuple[int, int]:
        """The range of the line around a position, between two block tags."""
        begin = max(at - LONGEST, 0)
        for block in BLOCKS:
            begin = max(begin, self.plain.rfind(block, begin, at))
        tag = BLOCK.search(self.plain, at, at + LONGEST)
        return begin, tag.start() if tag else min(at + LONGEST, len(self.plain))

    def _line(self, begin: int, end: int) -> TextLine:
        raw = self.plain[begin:end].decode("utf-8", "replace")
        text = clean(_text(raw))

        def place(start: int, stop: int) -> Locator:
            """The locator of characters of the line."""
            shown = _shown(raw)
            first, last = shown[start - begin][0], shown[stop - begin - 1][1]
            return Locator("span", f"{self._at(begin, raw[:first])}-{self._at(begin, raw[:last])}")

        return TextLine(text, begin, place)

    def _at(self, begin: int, before: str) -> int:
        """Offset in the original's decoded text of a position in the plain bytes.

        The text between two tags is equal in both, and so is the number of earlier equal texts.
        """
        at = begin + len(before.encode())
        start = self.plain.rfind(b">", 0, at)
        text = self.plain[start : self.plain.find(b"<", start) + 1]
        there = -1
        for _ in range(self.plain.count(text, 0, start) + 1):
            there = self.original.find(text, there + 1)
        return len(self.original[: there + at - start].decode("utf-8", "replace"))


def line_at(markup: str, start: int, end: int) -> tuple[str, str, str] | None:
    """The line around characters of a filing's markup: text before them, theirs, text after.

    `start` and `end` count as in span locators. None where there is no text.
    """
    if not 0 <= start < end <= len(markup):
        return None
    edge = max(start - LONGEST, 0)
    begin = max((tag.end() for tag in BLOCK_OF_TEXT.finditer(markup, edge, start)), default=edge)
    tag = BLOCK_OF_TEXT.search(markup, end, end + LONGEST)
    parts = ((begin, start), (start, end), (end, tag.start() if tag else end))
    before, marked, after = (_text(markup[first:last]) for first, last in parts)
    return (before, marked, after) if marked.strip() else None


def _text(raw: str) -> str:
    """The text between tags, with its blanks unchanged."""
    pieces = (piece for piece in PIECE.findall(raw) if piece[0] != "<" or len(piece) == 1)
    return unescape("".join(pieces))


def _is_telling(line: bytes) -> bool:
    is_ahead = any(word in line for word in AHEAD)
    if b"%" not in line and b"illion" not in line:
        return is_ahead and len(line) < HEADING and any(word in line for word in HEADINGS)
    words = METRICS if is_ahead else PROFITS
    return (is_ahead or b"%" in line) and any(word in line for word in words)


def _shown(raw: str) -> list[tuple[int, int]]:
    """The range in the markup of each character that `clean` keeps of its text."""
    kept: list[tuple[int, int]] = []
    is_blank = True
    for piece in PIECE.finditer(raw):
        is_one = piece[0][0] == "&"
        if piece[0][0] == "<" and len(piece[0]) > 1:
            continue
        for at in (piece.start(),) if is_one else range(piece.start(), piece.end()):
            end = piece.end() if is_one else at + 1
            text = clean(unescape(raw[at:end]))
            if text or not (is_blank or not unescape(raw[at:end]).isspace()):
                kept.append((at, end))
                is_blank = not text
    return kept
