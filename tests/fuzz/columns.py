"""Kinds whose columns differ in what they are: periods, bases, parts, shares, changes."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.builders.pdf_page import JUNE
from tests.fuzz.drawings import Drawing, Kind, Said, amount, line, share

NOW, BEFORE = "Q 2025-06-30", "Q 2024-06-30"
HALF, HALF_BEFORE = "H1 2025-06-30", "H1 2024-06-30"
LINES = {
    "Revenue": ("revenue", ""),
    "Gross profit": ("gross_profit", "gross_margin"),
    "Operating income (loss)": ("operating_income", "operating_margin"),
}
"""Captions, the metric of their amounts and that of their shares of revenue."""
DATED = "Results for the Three Months Ended June 30, 2025"
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """What the numbers of a column are.

    how   'own' (an amount), 'sum' (of the columns since the last sum), 'adjustment' (no figure),
          'share' (percent of the revenue in the column before), 'change' and 'growth' (of the
          first two columns)
    """

    period: str = NOW
    part: str | None = None
    basis: str = "gaap"
    how: str = "own"


def parts(period: str, *names: str) -> tuple[Column, ...]:
    """Columns of parts, and of their total."""
    return (*(Column(period, name) for name in names), Column(period, how="sum"))


def kind(name: str, heads: str, columns: tuple[Column, ...], title: str = "Results") -> Kind:
    """A table of LINES under `heads`, `title` above it; a total of parts stands in a face too."""

    def draw(random: Random) -> Drawing:
        rows = _rows(columns, random)
        table = "\n".join([heads, *(_line(caption, columns, rows) for caption in rows)])
        face = [column for column in columns if column.how == "sum" and column.basis == "gaap"]
        has_parts = any(column.part for column in columns)
        blocks = [*(_face(columns, rows) if has_parts and face else []), title, "(in millions)"]
        return Drawing((JUNE, *blocks, table), _said(columns, rows))

    return Kind(name, draw)


def _face(columns: tuple[Column, ...], rows: dict[str, Row]) -> list[str]:
    """The statement that a table of parts divides: the total columns alone."""
    places = [i for i, column in enumerate(columns) if column.how == "sum"]
    years = [columns[i].period[2:6] for i in places]
    heads = [f" | Three Months Ended June 30,~{len(places)}", line("", years)]
    body = [line(caption, [rows[caption][i] for i in places]) for caption in rows]
    return ["Consolidated Statements of Operations", "(in millions)", "\n".join([*heads, *body])]


def _rows(columns: tuple[Column, ...], random: Random) -> dict[str, Row]:
    """Numbers of each line, in millions or percent; sums, shares and changes come out."""
    own: list[Row] = []
    for column in columns:
        own.append(_own(column, random, dict(zip(columns, own, strict=False))))
    rows = {}
    for place, caption in enumerate(LINES):
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
                    row.append(own[i][place])
        rows[caption] = tuple(row)
    return rows


def _own(column: Column, random: Random, before: dict[Column, Row]) -> Row:
    """Revenue, gross profit and operating income of a column.

    Adjusted amounts are the reported ones and some more, revenue is the same.
    """
    if column.how == "adjustment":
        return tuple(random.choice([0, random.randint(1, 300)]) for _ in LINES)
    if column.basis == "non_gaap" and (reported := before.get(Column(column.period))):
        step = random.randint(1, 300)
        return reported[0], reported[1] + step, reported[2] + step
    times = 2 if column.period.startswith("H1") else 1
    revenue = random.randint(1000, 9000) * times
    gross = int(revenue * random.uniform(0.3, 0.7))
    return revenue, gross, random.randint(-300, gross)


def _line(caption: str, columns: tuple[Column, ...], rows: dict[str, Row]) -> str:
    cells: list[int | str] = []
    for number, column in zip(rows[caption], columns, strict=True):
        if column.how in ("share", "growth"):
            cells.append(f"({-number})%" if number < 0 else f"{number}%")
        else:
            cells.append("—" if column.how == "adjustment" and not number else number)
    return line(caption, cells)


def _said(columns: tuple[Column, ...], rows: dict[str, Row]) -> frozenset[Said]:
    said = set()
    for caption, row in rows.items():
        metric, margin = LINES[caption]
        for number, column in zip(row, columns, strict=True):
            of = column.part or "", column.basis
            if column.how in ("own", "sum"):
                said.add(amount(metric, column.period, number, *of))
            elif column.how == "share" and margin:
                said.add(share(margin, column.period, str(number), *of))
    return frozenset(said)


BRIDGE = (
    Column(),
    Column(how="adjustment"),
    Column(how="adjustment"),
    Column(basis="non_gaap", how="sum"),
)
QUARTERS_AND_HALVES = (Column(), Column(BEFORE), Column(HALF), Column(HALF_BEFORE))
COLUMNS = (
    kind(
        "periods",
        " | Three Months Ended~2\n | June 30, 2025 | June 30, 2024",
        (Column(), Column(BEFORE)),
    ),
    kind(
        "periods, the earlier first",
        " | Three Months Ended~2\n | June 30, 2024 | June 30, 2025",
        (Column(BEFORE), Column()),
    ),
    kind(
        "dates in two lines",
        " | Three Months Ended~2\n | June 30, | June 30,\n | 2025 | 2024",
        (Column(), Column(BEFORE)),
    ),
    kind(
        "spans in one line",
        " | Three Months Ended June 30,~2 | Six Months Ended June 30,~2\n"
        " | 2025 | 2024 | 2025 | 2024",
        QUARTERS_AND_HALVES,
    ),
    kind(
        "spans in two lines",
        " | Three Months Ended~2 | Six Months Ended~2\n | June 30,~2 | June 30,~2\n"
        " | 2025 | 2024 | 2025 | 2024",
        QUARTERS_AND_HALVES,
    ),
    kind(
        "bases over periods",
        " | GAAP~2 | Non-GAAP~2\n | Q2 2025 | Q2 2024 | Q2 2025 | Q2 2024",
        tuple(
            Column(when, basis=basis) for basis in ("gaap", "non_gaap") for when in (NOW, BEFORE)
        ),
    ),
    kind(
        "periods over bases",
        " | Q2 2025~2 | Q2 2024~2\n | GAAP | Non-GAAP | GAAP | Non-GAAP",
        tuple(
            Column(when, basis=basis) for when in (NOW, BEFORE) for basis in ("gaap", "non_gaap")
        ),
    ),
    kind(
        "parts",
        " | Cloud | Devices | Other | Total",
        parts(NOW, "Cloud", "Devices", "Other"),
        DATED,
    ),
    kind(
        "parts under periods",
        " | Three Months Ended June 30, 2025~3 | Three Months Ended June 30, 2024~3\n"
        " | Cloud | Devices | Total | Cloud | Devices | Total",
        (*parts(NOW, "Cloud", "Devices"), *parts(BEFORE, "Cloud", "Devices")),
    ),
    kind(
        "shares of revenue",
        " | Q2 2025 | % of revenue | Q2 2024 | % of revenue",
        (Column(), Column(how="share"), Column(BEFORE), Column(BEFORE, how="share")),
    ),
    kind(
        "changes",
        " | Three Months Ended June 30,~2\n | 2025 | 2024 | Change | % Change",
        (Column(), Column(BEFORE), Column(how="change"), Column(how="growth")),
    ),
    kind(
        "a bridge",
        " | Three Months Ended June 30, 2025~4\n | GAAP | SBC | Other | Non-GAAP",
        BRIDGE,
    ),
    kind(
        "a bridge whose heads wrap",
        " | As Reported | Stock-based | Restructuring | Non-GAAP\n"
        " | (GAAP) | Compensation | and Other | Results",
        BRIDGE,
        DATED,
    ),
)
