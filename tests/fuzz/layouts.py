"""Tables drawn at random, in the alignments, sizes and widths of reports, and what they say.

A seed is one layout: what is wrong with seed 4711 is seen again by `SEED=4711 COUNT=1 make fuzz`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from reportlab.pdfbase.pdfmetrics import stringWidth

from extractors import Extraction
from tests.builders.pdf_page import FONT, JUNE, Drawn
from tests.fuzz.kinds import KINDS, Column, Kind

LINES = {
    "Revenue": ("revenue", ""),
    "Gross profit": ("gross_profit", "gross_margin"),
    "Operating income (loss)": ("operating_income", "operating_margin"),
}
"""Captions, the metric of their amounts and that of their shares of revenue."""
MILLION = 10**6
RIGHT = 590
"""Where the page's right margin begins, in points."""
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """What a number says: an amount in the currency's units, a margin as a fraction."""

    metric: str
    part: str
    basis: str
    period: str
    value: Decimal

    def __str__(self) -> str:
        words = (self.metric, self.part, self.basis, self.period, f"{self.value:,}")
        return " ".join(word for word in words if word)


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
class Trial:
    """One layout and what was read of it."""

    seed: int
    kind: Kind
    layout: Layout
    table: str
    said: frozenset[Said]
    read: frozenset[Said]

    def __str__(self) -> str:
        """What is wrong, and all that one needs to see it again."""
        again = f"again: SEED={self.seed} COUNT=1 make fuzz"
        wrong = [f"  wrong: {one}" for one in self.wrong]
        return "\n".join([f"{self.kind.name}; {again}", *wrong, f"  {self.layout}", self.table])

    @property
    def wrong(self) -> list[Said]:
        """What was read and is not so."""
        return sorted(self.read - self.said)

    @property
    def found(self) -> int:
        """How many figures were read rightly."""
        return len(self.read & self.said)


def trial(seed: int) -> Trial:
    """Draw the layout of a seed and read it; kinds follow each other from seed to seed."""
    random = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    place = _layout(kind, random)
    rows = _rows(kind.columns, random)
    table = _table(kind, rows, place.signs)
    sheet = place.sheet().text(JUNE, kind.title, "(in millions)").table(table)
    return Trial(seed, kind, place, table, _said(kind.columns, rows), _read(sheet.read()))


def _layout(kind: Kind, random: Random) -> Layout:
    """A layout at random in which the table fits the page and each head its columns."""
    while True:
        step, size = random.choice([45, 55, 65, 75]), random.choice([7, 8, 9, 10])
        place = Layout(
            first=min(random.choice([180, 220, 260]), RIGHT - step * len(kind.columns)),
            step=step,
            width=step * random.choice([0.75, 0.8, 0.9, 1]),
            size=size,
            head_size=size * random.choice([0.8, 1, 1]),
            pitch=random.choice([1.2, 1.4, 1.7]),
            heads=random.choice(["cells", "numbers", "right", "left"]),
            groups=random.choice(["cells", "numbers", "left"]),
            signs=random.choice(["none", "first", "all"]),
        )
        if place.first >= 150 and _fits(kind, place):
            return place


def _fits(kind: Kind, place: Layout) -> bool:
    cells = [cell.strip() for line in kind.heads.splitlines() for cell in line.split("|")]
    for words, _, span in (cell.partition("~") for cell in cells):
        if stringWidth(words, FONT, place.head_size) > int(span or 1) * place.step - 2:
            return False
    return True


def _rows(columns: tuple[Column, ...], random: Random) -> dict[str, Row]:
    """Numbers of each line, in millions or percent; sums, shares and changes come out."""
    own = [_own(column, random) for column in columns]
    rows = {}
    for line, caption in enumerate(LINES):
        row: list[int] = []
        last = 0
        for i, column in enumerate(columns):
            match column.how:
                case "sum":
                    row.append(sum(row[last:]))
                    last = i + 1
                case "share":
                    row.append(round(100 * row[-1] / own[i - 1][0]))
                case "change":
                    row.append(row[0] - row[1])
                case "growth":
                    row.append(round(100 * (row[0] - row[1]) / (abs(row[1]) or 1)))
                case _:
                    row.append(own[i][line])
        rows[caption] = tuple(row)
    return rows


def _own(column: Column, random: Random) -> Row:
    """Revenue, gross profit and operating income of a column."""
    if column.how == "adjustment":
        return tuple(random.choice([0, random.randint(1, 300)]) for _ in LINES)
    times = 2 if column.period.startswith("H1") else 1
    revenue = random.randint(1000, 9000) * times
    gross = int(revenue * random.uniform(0.3, 0.7))
    return revenue, gross, random.randint(-300, gross)


def _table(kind: Kind, rows: dict[str, Row], signs: str) -> str:
    """The table in the notation of `Drawn.table`."""
    lines = [kind.heads]
    for caption, row in rows.items():
        has_sign = signs == "all" or (signs == "first" and caption == next(iter(rows)))
        cells = [_printed(x, c.how, has_sign) for x, c in zip(row, kind.columns, strict=True)]
        lines.append(" | ".join([caption, *cells]))
    return "\n".join(lines)


def _printed(number: int, how: str, has_sign: bool) -> str:
    digits = f"({-number:,})" if number < 0 else f"{number:,}"
    if how in ("share", "growth"):
        return f"{digits}%"
    if how == "adjustment" and not number:
        digits = "—"
    return f"$ {digits}" if has_sign else digits


def _said(columns: tuple[Column, ...], rows: dict[str, Row]) -> frozenset[Said]:
    said = set()
    for caption, row in rows.items():
        amount, share = LINES[caption]
        for number, column in zip(row, columns, strict=True):
            of = column.part or "", column.basis, column.period
            if column.how in ("own", "sum"):
                said.add(Said(amount, *of, Decimal(number * MILLION)))
            elif column.how == "share" and share:
                said.add(Said(share, *of, Decimal(number) / 100))
    return frozenset(said)


def _read(read: Extraction) -> frozenset[Said]:
    return frozenset(
        Said(f.metric, f.segment or "", f.basis, f"{f.period_type} {f.period.end}", f.value)
        for f in read.figures
    )
