"""Kinds in the shapes of releases: shares below profits, a table for each part, spreads in cells."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.builders.pdf_page import JUNE
from tests.fuzz.drawings import Drawing, Kind, Said, line, share
from tests.fuzz.segments import divided
from tests.fuzz.statements import PERIODS, face, years

NEXT = "Q 2025-09-30"
SHARES = ("percent of revenue", "% of revenue", "as a % of net sales", "Margin")


def _shares_below(random: Random) -> Drawing:
    """A summary whose profits have their share of revenue in the row below."""
    when = random.choice(PERIODS[:4])
    columns = years(when.periods, random)
    blocks, said = face(random, when, columns)
    caption = random.choice(SHARES)
    rows = [when.heads, line("Revenue", [one.revenue for one in columns])]
    profits = (
        ("Gross profit", "gross_margin", [one.gross for one in columns]),
        ("Operating income (loss)", "operating_margin", [one.operating for one in columns]),
    )
    for name, metric, row in profits:
        percents = [f"{100 * x / one.revenue:.1f}" for x, one in zip(row, columns, strict=True)]
        rows += [line(name, row), line(caption, [_percent(x) for x in percents])]
        said |= {share(metric, p, x) for p, x in zip(when.periods, percents, strict=True)}
    table = "\n".join(rows)
    return Drawing((when.intro, *blocks, "Summary", "(in millions)", table), frozenset(said))


def _percent(text: str) -> str:
    return f"({text[1:]})%" if text.startswith("-") else f"{text}%"


def _titled(random: Random) -> Drawing:
    """A table for each part, its name above it, and lines that every one of them has."""
    one = divided(random)
    blocks = [*one.blocks, "Segment information"]
    income = random.choice(["Operating income", "Operating profit"])
    for name, sales in one.revenue.items():
        rows = [one.when.heads, line("Net sales", sales), line(income, one.profit[name])]
        blocks += [name, "(in millions)", "\n".join(rows)]
    return Drawing(tuple(blocks), frozenset(one.said))


def _spreads(random: Random) -> Drawing:
    """An outlook whose values, signs and spreads have cells of their own."""
    when = PERIODS[0]
    blocks, said = face(random, when, years(when.periods, random))
    mid, off = random.randint(30, 60) * 100, random.randint(1, 5) * 50
    margin = Decimal(random.randint(300, 700)) / 10
    rows = (
        " | GAAP~3 | Non-GAAP~3",
        f"Revenue | ${mid:,} | +/- | ${off:,} | ${mid:,} | +/- | ${off:,}",
        f"Gross margin | {margin}% | +/- | 1% | {margin + 1}% | +/- | 1%",
    )
    title = "Outlook for the third quarter of 2025 (in millions)"
    for step, bound in ((-1, "low"), (0, "mid"), (1, "high")):
        value = Decimal((mid + step * off) * 10**6)
        said |= {
            Said(f"guidance_revenue {bound}", "", b, NEXT, value) for b in ("gaap", "non_gaap")
        }
        said |= {
            Said(f"guidance_gross_margin {bound}", "", b, NEXT, (base + step) / 100, "pure")
            for base, b in ((margin, "gaap"), (margin + 1, "non_gaap"))
        }
    return Drawing((JUNE, *blocks, title, "\n".join(rows)), frozenset(said))


RELEASES = (
    Kind("shares below profits", _shares_below),
    Kind("a table for each part", _titled),
    Kind("an outlook and its spread", _spreads),
)
