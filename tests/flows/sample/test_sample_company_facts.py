"""The facsimile of EDGAR's company facts: all that the facsimile reports tag of the whole company."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from extractors import extract
from extractors.model import Instant, Period
from flows.sample.filings import Filing, filings
from flows.sample.tables import load
from tests.builders.place import SITE

PERIODIC = [one for one in filings(load()) if one.form in ("10-K", "10-Q", "20-F")]
Key = tuple[str, str, str, str, Decimal]


def told(filing: Filing) -> dict[Key, tuple[str, str]]:
    """Concept, unit, period and value of all facts under the filing's number → form and day."""
    whole = json.loads(SITE[f"/api/xbrl/companyfacts/CIK{filing.company.cik}.json"].body)
    assert whole["cik"] == int(filing.company.cik or 0)
    assert whole["entityName"] == f"{filing.company.name} (facsimile)"
    found = {}
    for taxonomy, concepts in whole["facts"].items():
        for name, body in concepts.items():
            for unit, facts in body["units"].items():
                for one in facts:
                    key = (
                        f"{taxonomy}:{name}",
                        unit,
                        one.get("start", one["end"]),  # what stands on a day has none
                        one["end"],
                        Decimal(one["val"]),
                    )
                    if one["accn"] == filing.accession:
                        assert key not in found
                        found[key] = one["form"], one["filed"]
    return found


def _days(period: Period) -> tuple[str, str]:
    if isinstance(period, Instant):
        return str(period.on), str(period.on)
    return str(period.start), str(period.end)


@pytest.mark.parametrize("filing", PERIODIC, ids=lambda f: f"{f.company.ticker}-{f.report_date}")
def test_it_tells_what_the_report_tags_without_a_dimension(filing: Filing) -> None:
    tagged = {
        (fact.concept, fact.unit, *_days(fact.period), fact.value)
        for fact in extract(SITE[f"{filing.folder}/{filing.primary}"].body).facts
        if fact.value is not None and not fact.members and fact.locator.kind != "span"
    }
    found = told(filing)
    assert set(found) == tagged
    assert set(found.values()) == {(filing.form, filing.filed.isoformat())}


def test_fiscal_years_are_the_filings_as_at_edgar() -> None:
    """In a report on fiscal 2025 the figures of 2023 stand under 2025, which misleads who reads it."""
    whole = json.loads(SITE["/api/xbrl/companyfacts/CIK0001018724.json"].body)
    facts = whole["facts"]["us-gaap"]["Revenues"]["units"]["USD"]
    assert ("2023-12-31", 2025, "FY") in {(one["end"], one["fy"], one["fp"]) for one in facts}
