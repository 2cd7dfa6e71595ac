"""Pages drawn like reports from the notation of `pages.table`, with the alignments that reports have."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

from extractors import Extraction, extract

JUNE = "Sample Corporation today reported results for its second quarter ended June 30, 2025."
FONT = "Helvetica"
LEFT, TOP = 40, 780


@dataclass
class Drawn:
    """A PDF: captions left, numbers with their right ends in columns, heads over cells or numbers.

    first, step, width   left end of the first column, from one to the next, width of one
    heads, groups        how the heads of one and of several columns stand: 'cells' centred over
                         the cells, 'numbers' centred over the numbers, 'left', 'right' at that end
    head_size            of the heads' letters, where it is not `size`
    pitch                from one row to the next, as a multiple of `size`
    """

    first: float = 300
    step: float = 75
    width: float = 60
    size: float = 9
    heads: str = "cells"
    groups: str = "cells"
    head_size: float | None = None
    pitch: float = 1.5
    data: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.data)
        self.top = float(TOP)

    def text(self, *lines: str) -> Drawn:
        """Lines at the left margin."""
        for line in lines:
            self.top -= 2.4 * self.size
            self._at("left", LEFT, LEFT, line)
        return self

    def text_below(self, line: str) -> Drawn:
        """The next line of the paragraph above."""
        self.top -= 1.3 * self.size
        self._at("left", LEFT, LEFT, line)
        return self

    def table(self, text: str) -> Drawn:
        """A table: a line is a row, '|' parts cells, '~3' behind a cell is its span.

        '//' parts the lines of a caption that wraps, the last of which is level with the numbers.
        """
        self.top -= self.size
        for line in text.strip("\n").splitlines():
            self.top -= self.pitch * self.size
            caption, *cells = line.split("|")
            *above, caption = caption.split("//")
            for wrapped in above:
                self._at("left", LEFT, LEFT, wrapped.strip())
                self.top -= 1.1 * self.size
            self._at("left", LEFT + len(caption) - len(caption.lstrip()), LEFT, caption.strip())
            column = 0
            for cell in cells:
                words, _, span = cell.strip().partition("~")
                last = column + int(span or 1) - 1
                if words:
                    self._cell(words, column, last)
                column = last + 1
        return self

    def page(self) -> Drawn:
        """The next page."""
        self.canvas.showPage()
        self.top = float(TOP)
        return self

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.data.getvalue()

    def read(self) -> Extraction:
        return extract(self.bytes(), "drawn.pdf")

    def _cell(self, words: str, first: int, last: int) -> None:
        left, right = self.first + first * self.step, self.first + last * self.step + self.width
        is_year = len(words) == 4 and words.isdigit()
        is_number = words[-1] in "0123456789)%—" and not any(c.isalpha() for c in words)
        is_day = first != last and words.isdecimal()  # under its month, over several columns
        if is_number and not is_year and not is_day:
            sign, _, number = ("", "", words) if " - " in words else words.rpartition(" ")
            hang = self.canvas.stringWidth(")", FONT, self.size) if number.endswith(")") else 0
            self._at("right", left, right + hang, number)
            if sign:
                self._at("left", left, right, sign)
            return
        how = self.heads if first == last else self.groups
        if how == "numbers":
            digits = self.canvas.stringWidth("9,999", FONT, self.size)
            left = self.first + first * self.step + self.width - digits
        how = how if how in ("left", "right") else "centre"
        self._at(how, left, right, words, self.head_size)

    def _at(
        self, how: str, left: float, right: float, words: str, size: float | None = None
    ) -> None:
        self.canvas.setFont(FONT, size or self.size)
        if how == "left":
            self.canvas.drawString(left, self.top, words)
        elif how == "right":
            self.canvas.drawRightString(right, self.top, words)
        else:
            self.canvas.drawCentredString((left + right) / 2, self.top, words)
