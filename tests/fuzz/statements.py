"""Kinds that print a statement of the whole company, and tables that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from tests.builders.pdf_page import JUNE
from tests.fuzz.drawings import Drawing, Kind, Said, amount, line, share

TITLES = (
    "Consolidated Statements of Operations", "Consolidated Statements of Income",
    "CONDENSED CONSOLIDATED STATEMENTS OF EARNINGS", "Consolidated Income Statement",
)  # fmt: skip
UNITS = ("(in millions)", "(In millions of dollars)", "(Dollars in millions)", "($ in millions)")
REVENUE = ("Revenue", "Net sales", "Total revenues", "Net revenue", "Revenues")
COSTS = ("Cost of revenue", "Cost of sales", "Cost of goods sold", "Costs of revenue")
OPERATING = (
    "Operating income", "Income from operations", "Operating profit", "Operating income (loss)",
    "Income (loss) from operations",
)  # fmt: skip
NET = ("Net income", "Net earnings", "Net income (loss)", "Net earnings (loss)")
YEARS = "Annual report of Sample Corporation for the year ended December 31, 2025."


@dataclass(frozen=True, slots=True)
class Periods:
    """The columns of a statement: what dates the document, the heads, and each column's period."""

    intro: str
    heads: str
    periods: tuple[str, ...]


PERIODS = (
    Periods(
        JUNE,
        " | Three Months Ended June 30,~2\n | 2025 | 2024",
        ("Q 2025-06-30", "Q 2024-06-30"),
    ),
    Periods(
        JUNE,
        " | Three Months Ended~2 | Six Months Ended~2\n"
        " | June 30, 2025 | June 30, 2024 | June 30, 2025 | June 30, 2024",
        ("Q 2025-06-30", "Q 2024-06-30", "H1 2025-06-30", "H1 2024-06-30"),
    ),
    Periods(
        YEARS,
        " | Years Ended December 31,~3\n | 2025 | 2024 | 2023",
        ("FY 2025-12-31", "FY 2024-12-31", "FY 2023-12-31"),
    ),
    Periods(
        YEARS,
        " | 2025 | 2024 | 2023",
        ("FY 2025-12-31", "FY 2024-12-31", "FY 2023-12-31"),
    ),
    Periods(
        "Half-year report of Sample plc for the six months ended June 30, 2025.",
        " | Six months ended June 30,~2\n | 2025 | 2024",
        ("H1 2025-06-30", "H1 2024-06-30"),
    ),
)


@dataclass(frozen=True, slots=True)
class Year:
    """One column of a statement, in millions."""

    revenue: int
    cost: int
    research: int
    selling: int
    tax: int

    @property
    def gross(self) -> int:
        return self.revenue - self.cost

    @property
    def expenses(self) -> int:
        return self.research + self.selling

    @property
    def operating(self) -> int:
        return self.gross - self.expenses

    @property
    def net(self) -> int:
        return self.operating - self.tax


def years(periods: Sequence[str], random: Random) -> list[Year]:
    """Numbers for each period; a half is about two quarters."""
    return [_year(2 if period.startswith("H1") else 1, random) for period in periods]


def _year(times: int, random: Random) -> Year:
    revenue = random.randint(2000, 9000) * times
    cost = int(revenue * random.uniform(0.3, 0.7))
    research = int(revenue * random.uniform(0.05, 0.2))
    selling = int(revenue * random.uniform(0.05, 0.2))
    operating = revenue - cost - research - selling
    return Year(revenue, cost, research, selling, max(0, operating // 5))


def face(
    random: Random, when: Periods, columns: Sequence[Year], *, brackets: bool = False
) -> tuple[list[str], set[Said]]:
    """The statement's blocks, and what it says; `brackets` prints costs as negative numbers."""
    sign = -1 if brackets else 1
    rows: list[tuple[str, Iterable[int | str], str]] = [
        (random.choice(REVENUE), [one.revenue for one in columns], "revenue"),
        (random.choice(COSTS), [sign * one.cost for one in columns], "cost_of_revenue"),
        ("Gross profit", [one.gross for one in columns], "gross_profit"),
        (
            "Research and development",
            [sign * one.research for one in columns],
            "research_and_development",
        ),
        ("Selling, general and administrative", [sign * one.selling for one in columns], ""),
        (
            "Total operating expenses",
            [sign * one.expenses for one in columns],
            "operating_expenses",
        ),
        (random.choice(OPERATING), [one.operating for one in columns], "operating_income"),
        ("Provision for income taxes", [sign * one.tax for one in columns], ""),
        (random.choice(NET), [one.net for one in columns], "net_income"),
    ]
    table = "\n".join([when.heads, *(line(caption, cells) for caption, cells, _ in rows)])
    said = {
        amount(metric, period, abs(number) if brackets and number < 0 and metric in COSTLY else number)
        for _, cells, metric in rows
        if metric
        for number, period in zip(cells, when.periods, strict=True)
        if isinstance(number, int)
    }  # fmt: skip
    return [random.choice(TITLES), random.choice(UNITS), table], said


COSTLY = ("cost_of_revenue", "research_and_development", "operating_expenses")
"""Metrics that are costs, positive whatever their sign in print."""


def _statement(random: Random, *, brackets: bool = False) -> Drawing:
    when = random.choice(PERIODS)
    blocks, said = face(random, when, years(when.periods, random), brackets=brackets)
    return Drawing((when.intro, *blocks), frozenset(said))


def _shares(random: Random) -> Drawing:
    """A statement, and the same lines as a percentage of revenue."""
    when = random.choice(PERIODS)
    columns = years(when.periods, random)
    blocks, said = face(random, when, columns)
    sign = random.choice(["%", " %"])
    captions = (("Cost of revenue", "", "cost"), ("Gross profit", "gross_margin", "gross"))
    captions = (*captions, ("Operating income", "operating_margin", "operating"))
    rows = [line("Revenue", [f"100{sign}"] * len(columns))]
    for caption, metric, name in captions:
        shares = [f"{100 * getattr(one, name) / one.revenue:.1f}" for one in columns]
        rows.append(
            line(caption, [f"({x[1:]}){sign}" if x[0] == "-" else x + sign for x in shares])
        )
        if metric:
            said |= {share(metric, p, x) for p, x in zip(when.periods, shares, strict=True)}
    title = random.choice(["As a percentage of revenue", "Percentage of net revenue:"])
    return Drawing((when.intro, *blocks, title, "\n".join([when.heads, *rows])), frozenset(said))


def _translation(random: Random) -> Drawing:
    """Yuan, and a last column that gives the newest period in dollars for convenience."""
    columns = years(("Q", "Q"), random)
    rows, said, may = [], set(), set()
    for caption, metric in (
        ("Total revenues", "revenue"), ("Cost of revenues", "cost_of_revenue"),
        ("Gross profit", "gross_profit"), ("Operating income", "operating_income"),
        ("Net income", "net_income"),
    ):  # fmt: skip
        name = {"cost_of_revenue": "cost", "gross_profit": "gross"}.get(
            metric, metric.split("_")[0]
        )
        before, now = (getattr(one, name) for one in columns)
        rows.append(line(caption, [before, now, round(now / 7.1)]))
        said |= {amount(metric, "Q 2024-06-30", before, unit="CNY")}
        said |= {amount(metric, "Q 2025-06-30", now, unit="CNY")}
        may |= {amount(metric, "Q 2025-06-30", round(now / 7.1))}
    heads = random.choice(
        [
            " | Three months ended June 30,~3\n | 2024 | 2025 | 2025\n | RMB | RMB | US$",
            " | June 30, 2024 | June 30, 2025~2\n | RMB | RMB | US$",
        ]
    )
    title = "Unaudited Condensed Consolidated Statements of Income"
    blocks = (JUNE, title, "For the three months ended June 30", "(in millions)")
    return Drawing((*blocks, "\n".join([heads, *rows])), frozenset(said), frozenset(may))


def _nine_quarters(random: Random) -> Drawing:
    """A slide: nine quarters in columns, amounts above, margins below."""
    places = [(2023, q) for q in (2, 3, 4)] + [(2024, q) for q in (1, 2, 3, 4)]
    places += [(2025, 1), (2025, 2)]
    ends = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}
    periods = [f"Q {year}-{ends[q]}" for year, q in places]
    columns = years(periods, random)
    head = line("", [random.choice(["Q{q} {y}", "{q}Q{s}", "Q{q}'{s}"])] * 9)
    head = line("", [head.split(" | ")[1].format(q=q, y=y, s=y % 100) for y, q in places])
    margins = [f"{100 * one.gross / one.revenue:.1f}" for one in columns]
    rows = [
        line("Revenue", [one.revenue for one in columns]),
        line("Gross profit", [one.gross for one in columns]),
        line("Gross margin", [f"{x}%" for x in margins]),
        line("Operating income", [one.operating for one in columns]),
    ]
    said: set[Said] = set()
    for period, one, margin in zip(periods, columns, margins, strict=True):
        said |= {amount("revenue", period, one.revenue), amount("gross_profit", period, one.gross)}
        said |= {share("gross_margin", period, margin)}
        said |= {amount("operating_income", period, one.operating)}
    table = "\n".join([head, *rows])
    return Drawing((JUNE, "Quarterly results", "(in millions)", table), frozenset(said))


def _owners(random: Random) -> Drawing:
    """Net income with minorities, theirs, and what is left to the owners."""
    when = random.choice(PERIODS)
    columns = years(when.periods, random)
    blocks, said = face(random, when, columns)
    theirs = [random.randint(3, 90) for _ in columns]
    ours = [one.net - part for one, part in zip(columns, theirs, strict=True)]
    minority = random.choice(["noncontrolling", "non-controlling"])
    rows = [
        line(f"Less: Net income attributable to {minority} interests", theirs),
        line("Net income attributable to Sample Corporation", ours),
    ]
    blocks[-1] = "\n".join([blocks[-1], *rows])
    may = {amount("net_income_attributable", p, x) for p, x in zip(when.periods, ours, strict=True)}
    return Drawing((when.intro, *blocks), frozenset(said), frozenset(may))


def _adjusted(random: Random) -> Drawing:
    """A reconciliation in rows, from the reported line to the adjusted one."""
    when = random.choice(PERIODS)
    columns = years(when.periods, random)
    blocks, said = face(random, when, columns)
    word = random.choice(["Non-GAAP", "Adjusted"])
    rows = []
    for caption, metric, name in (
        ("gross profit", "gross_profit", "gross"),
        ("operating income", "operating_income", "operating"),
        ("net income", "net_income", "net"),
    ):
        reported = [getattr(one, name) for one in columns]
        pay = [random.randint(5, 200) for _ in columns]
        deals = [random.randint(5, 200) for _ in columns]
        adjusted = [sum(three) for three in zip(reported, pay, deals, strict=True)]
        first = f"GAAP {caption}" if word == "Non-GAAP" else caption.capitalize()
        rows += [
            line(first, reported), line("Stock-based compensation", pay),
            line("Acquisition-related charges", deals), line(f"{word} {caption}", adjusted),
        ]  # fmt: skip
        said |= {
            amount(metric, p, x, basis="non_gaap")
            for p, x in zip(when.periods, adjusted, strict=True)
        }
    title = "Reconciliation of GAAP to Non-GAAP Financial Measures"
    table = "\n".join([when.heads, *rows])
    return Drawing((when.intro, *blocks, title, "(in millions)", table), frozenset(said))


def _lookalikes(random: Random) -> Drawing:
    """A statement, and a table of the same captions that is not the company's as reported."""
    when = random.choice(PERIODS[:3])
    blocks, said = face(random, when, years(when.periods, random))
    title = random.choice(
        [
            "Unaudited pro forma information, as if the acquisition had closed a year before",
            "Results of discontinued operations",
            "Summarized financial information of our equity method investee",
        ]
    )
    others = years(when.periods, random)
    rows = [
        line("Net sales", [one.revenue for one in others]),
        line("Operating income", [one.operating for one in others]),
        line("Net income", [one.net for one in others]),
    ]
    table = "\n".join([when.heads, *rows])
    return Drawing((when.intro, *blocks, title, "(in millions)", table), frozenset(said))


STATEMENTS = (
    Kind("a statement", _statement),
    Kind(
        "a statement with its costs in brackets", lambda random: _statement(random, brackets=True)
    ),
    Kind("a statement and its shares of revenue", _shares),
    Kind("a translation beside the currency", _translation),
    Kind("nine quarters", _nine_quarters),
    Kind("income of owners and minorities", _owners),
    Kind("adjusted lines below reported ones", _adjusted),
    Kind("another's results below a statement", _lookalikes),
)
