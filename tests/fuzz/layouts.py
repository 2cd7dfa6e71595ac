"""Pages drawn at random, in the alignments, sizes and widths of reports, and what is read of them.

A seed is one page: what is wrong with seed 4711 is seen again by `SEED=4711 COUNT=1 make fuzz`.
Kinds follow each other from seed to seed; after each round of them the page is printed to PDF or
written as HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.builders import html_page
from tests.builders.pdf_page import FONT, Drawn
from tests.fuzz.drawings import Drawing, Kind, Said, read
from tests.fuzz.kinds import KINDS

RIGHT = 590
"""Where the page's right margin begins, in points."""
BOTTOM = 60
AMOUNT = re.compile(r"\(?\d{1,3}(?:,\d{3})*\)?$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table stands on its page; the fields up to `groups` are those of `Drawn`, in points.

    signs   where '$' stands: 'none', 'first' (row), 'all'
    """

    first: float
    step: float
    width: float
    size: float
    head_size: float
    pitch: float
    heads: str
    groups: str
    signs: str

    def sheet(self) -> Drawn:
        """An empty page for such a table."""
        return Drawn(
            first=self.first, step=self.step, width=self.width, size=self.size, heads=self.heads,
            groups=self.groups, head_size=self.head_size, pitch=self.pitch,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Markup:
    """How a table is written as HTML.

    signs      as for `Layout`
    sign_cell  whether '$' has a cell of its own, and the bracket behind a loss too
    gap        an empty cell before each number's
    """

    signs: str
    sign_cell: bool
    gap: bool

    def write(self, blocks: list[str]) -> bytes:
        return html_page.page(*(self._block(block) for block in blocks))

    def _block(self, block: str) -> str:
        if "|" not in block:
            return block
        wide = 1 + self.gap + 2 * self.sign_cell
        return html_page.table("\n".join(self._row(row, wide) for row in block.splitlines()))

    def _row(self, row: str, wide: int) -> str:
        caption, *cells = (cell.strip() for cell in row.split("|"))
        return " | ".join([caption, *(self._cell(cell, wide) for cell in cells)])

    def _cell(self, cell: str, wide: int) -> str:
        words, _, span = cell.partition("~")
        sign, _, number = words.rpartition(" ")
        if span or wide == 1 or not (AMOUNT.match(number) and sign in ("", "$")):
            width = int(span or 1) * wide
            return f"{words}~{width}" if width > 1 else words
        gap = [""] if self.gap else []
        if not self.sign_cell:
            return " | ".join([*gap, words])
        return " | ".join([*gap, sign, number.rstrip(")"), ")" if number.endswith(")") else ""])


@dataclass(frozen=True, slots=True)
class Trial:
    """One page and what was read of it."""

    seed: int
    kind: Kind
    layout: Layout | Markup
    drawing: Drawing
    read: frozenset[Said]

    def __str__(self) -> str:
        """What is wrong, and all that one needs to see it again."""
        again = f"again: SEED={self.seed} COUNT=1 make fuzz"
        wrong = [f"  wrong: {one}" for one in self.wrong]
        head = [f"{self.kind.name}; {again}", *wrong, f"  {self.layout}"]
        return "\n".join([*head, *self.drawing.blocks])

    @property
    def said(self) -> frozenset[Said]:
        return self.drawing.said

    @property
    def wrong(self) -> list[Said]:
        """What was read and is not so."""
        return sorted(self.read - self.drawing.said - self.drawing.may)

    @property
    def missed(self) -> list[Said]:
        """What was not read."""
        return sorted(self.said - self.read)

    @property
    def found(self) -> int:
        """How many figures were read rightly."""
        return len(self.read & self.said)


def trial(seed: int) -> Trial:
    """Draw the page of a seed and read it."""
    random = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    drawing = kind.draw(random)
    signs = random.choice(["none", "first", "all"])
    blocks = [_signed(block, signs) for block in drawing.blocks]
    if seed // len(KINDS) % 2:
        markup = Markup(signs, random.random() < 0.5, random.random() < 0.3)
        return Trial(seed, kind, markup, drawing, read(html_page.extract(markup.write(blocks), "")))
    layout = _layout(drawing, random, signs)
    return Trial(seed, kind, layout, drawing, read(_printed(blocks, layout).read()))


def _printed(blocks: list[str], layout: Layout) -> Drawn:
    """The blocks on pages of PDF; a table begins a new page where the rest is too low for it."""
    sheet = layout.sheet()
    for block in blocks:
        if "|" in block:
            if sheet.top - len(block.splitlines()) * layout.pitch * layout.size < BOTTOM:
                sheet.page()
            sheet.table(block)
            continue
        for words in _wrapped(block, layout.size):
            sheet.text(words)
    return sheet


def _wrapped(text: str, size: float) -> list[str]:
    """Lines of a paragraph that fit the page."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, FONT, size) > RIGHT - 60:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _signed(block: str, signs: str) -> str:
    """A table with '$' before its amounts."""
    if "|" not in block or signs == "none":
        return block
    rows, has_sign = [], False
    for row in block.splitlines():
        caption, *cells = row.split(" | ")
        if any(AMOUNT.match(cell) and cell != "—" for cell in cells) and not _is_head(cells):
            if signs == "all" or not has_sign:
                cells = [f"$ {cell}" if AMOUNT.match(cell) else cell for cell in cells]
            has_sign = True
        rows.append(" | ".join([caption, *cells]))
    return "\n".join(rows)


def _is_head(cells: list[str]) -> bool:
    return all(re.fullmatch(r"(?:19|20)\d\d", cell) for cell in cells if cell)


def _layout(drawing: Drawing, random: Random, signs: str) -> Layout:
    """A layout at random in which the table fits the page and each head its columns."""
    many = drawing.columns
    for attempt in range(2000):
        step = random.choice([45, 55, 65, 75]) if many < 8 else random.choice([40, 42])
        size = random.choice([7, 8, 9, 10]) if attempt < 1000 else random.choice([5, 6])
        place = Layout(
            first=min(random.choice([180, 220, 260]), RIGHT - step * many),
            step=step,
            width=step * random.choice([0.75, 0.8, 0.9, 1]),
            size=size,
            head_size=size * random.choice([0.8, 1, 1]),
            pitch=random.choice([1.2, 1.4, 1.7]),
            heads=random.choice(["cells", "numbers", "right", "left"]),
            groups=random.choice(["cells", "numbers", "left"]),
            signs=signs,
        )
        if place.first >= 150 and _fits(drawing, place):
            return place
    raise ValueError("no layout holds this drawing")


def _fits(drawing: Drawing, place: Layout) -> bool:
    """Whether heads and numbers fit their columns, and captions stand left of them."""
    for table in drawing.tables:
        for row in table.splitlines():
            caption, *cells = (cell.strip() for cell in row.split("|"))
            if stringWidth(caption, FONT, place.size) > place.first - 44:
                return False
            for words, _, span in (cell.partition("~") for cell in cells):
                if stringWidth(words, FONT, place.head_size) > int(span or 1) * place.step - 2:
                    return False
    return True
