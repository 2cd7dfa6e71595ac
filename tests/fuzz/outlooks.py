"""Kinds that look ahead: outlooks in sentences and in tables."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.builders.pdf_page import JUNE
from tests.fuzz.drawings import Drawing, Kind, Said
from tests.fuzz.statements import PERIODS, face, years

NEXT, YEAR = "Q 2025-09-30", "FY 2025-12-31"


def _ahead(metric: str, bound: str, value: Decimal, basis: str, period: str) -> Said:
    unit = "pure" if metric.endswith("margin") else "USD"
    return Said(f"guidance_{metric} {bound}", "", basis, period, value, unit)


def _sales(random: Random) -> tuple[str, set[Said]]:
    """A sentence about revenue, as a range or with what it may miss by."""
    low = Decimal(random.randint(200, 900)) / 100
    high = low + Decimal(random.randint(1, 40)) / 100
    when, period = random.choice(
        [("the third quarter of 2025", NEXT), ("the full year 2025", YEAR)]
    )
    if random.random() < 0.5:
        words = random.choice(["to be in the range of", "of between", "to be between"])
        joint = "to" if "range" in words else "and"
        text = f"For {when}, the company expects revenue {words} ${low} billion {joint} ${high} billion."
        bounds = {"low": low, "high": high}
    else:
        percent = random.choice([1, 2, 5])
        expect = random.choice(["expects revenue to be", "expects revenue of approximately"])
        text = f"For {when}, the company {expect} ${low} billion, plus or minus {percent}%."
        step = low * percent / 100
        bounds = {"low": low - step, "mid": low, "high": low + step}
    ahead = {_ahead("revenue", b, x * 10**9, "gaap", period) for b, x in bounds.items()}
    return text, ahead


def _margins(random: Random) -> tuple[str, set[Said]]:
    """A sentence about two gross margins."""
    reported = Decimal(random.randint(300, 700)) / 10
    adjusted = reported + Decimal(random.randint(1, 30)) / 10
    text = (
        "For the third quarter of 2025, GAAP and non-GAAP gross margins are expected to be "
        f"{reported}% and {adjusted}%, respectively, plus or minus 50 basis points."
    )
    said = set()
    for value, basis in ((reported, "gaap"), (adjusted, "non_gaap")):
        for bound, step in (("low", "-0.5"), ("mid", "0"), ("high", "0.5")):
            x = (value + Decimal(step)) / 100
            said.add(_ahead("gross_margin", bound, x, basis, NEXT))
    return text, said


def _sentences(random: Random) -> Drawing:
    when = PERIODS[random.randint(0, 1)]
    blocks, said = face(random, when, years(when.periods, random))
    (first, one), (second, two) = _sales(random), _margins(random)
    ahead = (random.choice(["Outlook", "Business Outlook", "Financial Guidance"]), first, second)
    return Drawing((JUNE, *ahead, *blocks), frozenset(said | one | two))


def _updated(random: Random) -> Drawing:
    """A table of the outlook for the year as it was and as it is."""
    when = PERIODS[0]
    blocks, said = face(random, when, years(when.periods, random))
    low = random.randint(30, 60) * 100
    high = low + random.randint(1, 5) * 100
    prior = f"${low - 100:,} to ${high - 100:,}"
    heads = " | Prior outlook | Updated outlook"
    if random.random() < 0.5:
        heads = " | Prior guidance | Current guidance"
    rows = f"Net sales | {prior} | ${low:,} to ${high:,}"
    title = "Full year 2025 outlook (in millions)"
    ahead = {
        _ahead("revenue", bound, Decimal(x * 10**6), "gaap", YEAR)
        for bound, x in (("low", low), ("high", high))
    }
    return Drawing((JUNE, *blocks, title, f"{heads}\n{rows}"), frozenset(said | ahead))


OUTLOOKS = (
    Kind("outlooks in sentences", _sentences),
    Kind("an outlook that was changed", _updated),
)
