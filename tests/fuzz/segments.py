"""Kinds that divide a company: parts in rows, in columns, in blocks, and metrics in columns."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.fuzz.drawings import Drawing, Kind, Said, amount, line, share
from tests.fuzz.statements import PERIODS, Periods, Year, face, years

NAMES = ("Cloud Platforms", "Devices", "Industrial", "Healthcare", "Software", "Networking",
         "Aerospace", "Consumer Products")  # fmt: skip
PROFIT = ("Operating income", "Segment profit", "Operating profit", "Segment operating income")
TITLES = ("Segment information", "Segment Results", "Note 12. Segments", "Results by segment",
          "Business segment information")  # fmt: skip
OWN = ("Corporate", "Corporate and other", "Unallocated corporate expenses", "Corporate expenses")


@dataclass(frozen=True, slots=True)
class Divided:
    """A company in parts: revenue and profit of each name by column, and the corporate cost.

    The parts' revenue adds up to the company's; their profit with `corporate` (negative) too.
    """

    when: Periods
    columns: list[Year]
    revenue: dict[str, list[int]]
    profit: dict[str, list[int]]
    corporate: list[int]
    blocks: list[str]
    said: set[Said]

    @property
    def total(self) -> list[int]:
        return [one.revenue for one in self.columns]

    @property
    def segments(self) -> list[int]:
        """The profit of all parts together."""
        return [sum(row) for row in zip(*self.profit.values(), strict=True)]

    @property
    def operating(self) -> list[int]:
        return [one.operating for one in self.columns]


def divided(random: Random) -> Divided:
    """A company at random, with its statement."""
    when = random.choice(PERIODS[:4])
    columns = years(when.periods, random)
    names = random.sample(NAMES, random.randint(2, 4))
    revenue: dict[str, list[int]] = {name: [] for name in names}
    profit: dict[str, list[int]] = {name: [] for name in names}
    corporate = []
    for one in columns:
        cost = random.randint(10, 300)
        for table, whole in ((revenue, one.revenue), (profit, one.operating + cost)):
            for name, value in zip(names, _split(whole, len(names), random), strict=True):
                table[name].append(value)
        corporate.append(-cost)
    blocks, said = face(random, when, columns)
    for name in names:
        for period, sales, income in zip(when.periods, revenue[name], profit[name], strict=True):
            said |= {amount("revenue", period, sales, name)}
            said |= {amount("operating_income", period, income, name)}
    return Divided(when, columns, revenue, profit, corporate, [when.intro, *blocks], said)


def _split(whole: int, many: int, random: Random) -> list[int]:
    """Shares of a whole, which add up to it."""
    weights = [random.uniform(0.5, 2) for _ in range(many)]
    values = [int(whole * weight / sum(weights)) for weight in weights[:-1]]
    return [*values, whole - sum(values)]


def _of(
    one: Divided, caption: str, values: list[int], metric: str = "operating_income"
) -> set[Said]:
    return {amount(metric, p, x, caption) for p, x in zip(one.when.periods, values, strict=True)}


def _drawing(one: Divided, random: Random, tables: list[str], may: set[Said]) -> Drawing:
    blocks = (*one.blocks, random.choice(TITLES), "(in millions)", *tables)
    return Drawing(blocks, frozenset(one.said), frozenset(may))


def _rows(random: Random) -> Drawing:
    """Parts in rows under a heading for sales and one for profit."""
    one = divided(random)
    own = random.choice(OWN)
    sales, income = random.choice(["Net sales", "Revenue"]), random.choice(PROFIT)
    empty = [""] * len(one.columns)
    table = [
        one.when.heads,
        line(f"{sales}:", empty),
        *(line(f"  {name}", row) for name, row in one.revenue.items()),
        line(f"Total {sales.lower()}", one.total),
        line(f"{income}:", empty),
        *(line(f"  {name}", row) for name, row in one.profit.items()),
    ]
    if random.random() < 0.5:
        table.append(line(f"Total {income.lower()}", one.segments))
    table += [line(own, one.corporate), line("Operating income", one.operating)]
    may = _of(one, own, one.corporate) | _of(one, f"Total {income.lower()}", one.segments)
    return _drawing(one, random, ["\n".join(table)], may | _of(one, "Total", one.segments))


def _two_tables(random: Random) -> Drawing:
    """Parts in rows of two tables whose titles name the metric."""
    one = divided(random)
    own = random.choice(OWN)
    sales = [
        one.when.heads,
        *(line(name, row) for name, row in one.revenue.items()),
        line("Total net sales", one.total),
    ]
    income = [
        one.when.heads,
        *(line(name, row) for name, row in one.profit.items()),
        line(own, one.corporate),
        line("Total operating income", one.operating),
    ]
    blocks = (
        *one.blocks, "Net sales by segment", "(in millions)", "\n".join(sales),
        "Operating income by segment", "(in millions)", "\n".join(income),
    )  # fmt: skip
    return Drawing(blocks, frozenset(one.said), frozenset(_of(one, own, one.corporate)))


def _blocks(random: Random) -> Drawing:
    """A block for each part: its name, then its sales, profit and margin."""
    one = divided(random)
    has_margin = random.random() < 0.5
    table = [one.when.heads]
    for name in one.revenue:
        table.append(line(name, [""] * len(one.columns)))
        table.append(line("  Net sales", one.revenue[name]))
        table.append(line("  Operating profit", one.profit[name]))
        if has_margin:
            pairs = zip(one.profit[name], one.revenue[name], strict=True)
            margins = [f"{100 * income / sales:.1f}" for income, sales in pairs]
            table.append(line("  Operating margin", [f"{x}%" for x in margins]))
            one.said.update(
                share("operating_margin", p, x, name)
                for p, x in zip(one.when.periods, margins, strict=True)
            )
    return _drawing(one, random, ["\n".join(table)], set())


def _columns(random: Random) -> Drawing:
    """Parts in columns with the corporate cost and the total; a table for each period."""
    one = divided(random)
    own = random.choice(OWN[:2])
    tables, may = [], _of(one, own, one.corporate)
    income = random.choice(PROFIT[:1] + PROFIT[2:3])
    for i, period in enumerate(one.when.periods):
        heads = f"{_words(period)} | " + " | ".join([*one.revenue, own, "Total"])
        sales = [row[i] for row in one.revenue.values()]
        profit = [row[i] for row in one.profit.values()]
        rows = [
            line("Revenue", [*sales, "—", one.total[i]]),
            line(income, [*profit, one.corporate[i], one.operating[i]]),
        ]
        tables.append("\n".join([heads, *rows]))
    may |= _of(one, own, [0] * len(one.columns), "revenue")
    return _drawing(one, random, tables, may)


def _metrics(random: Random) -> Drawing:
    """Parts in rows, sales and profit in columns; a table for each period."""
    one = divided(random)
    own = random.choice(OWN)
    tables = []
    for i, period in enumerate(one.when.periods):
        rows = [line(name, [one.revenue[name][i], one.profit[name][i]]) for name in one.revenue]
        rows.append(line(own, ["—", one.corporate[i]]))
        rows.append(line("Total", [one.total[i], one.operating[i]]))
        tables.append("\n".join([f"{_words(period)} | Net sales | Operating income", *rows]))
    may = _of(one, own, one.corporate) | _of(one, own, [0] * len(one.columns), "revenue")
    return _drawing(one, random, tables, may)


def _words(period: str) -> str:
    """'Three Months Ended June 30, 2025'."""
    long = {"Q": "Three Months Ended", "H1": "Six Months Ended", "FY": "Year Ended"}
    kind, _, end = period.partition(" ")
    year, month, day = end.split("-")
    return f"{long[kind]} {'June' if month == '06' else 'December'} {day}, {year}"


SEGMENTS = (
    Kind("segments in rows", _rows),
    Kind("segments in two tables", _two_tables),
    Kind("segments in blocks", _blocks),
    Kind("segments in columns", _columns),
    Kind("segments in rows, metrics in columns", _metrics),
)
