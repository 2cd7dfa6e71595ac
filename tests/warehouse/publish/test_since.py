"""What a report says of the build before: claims judged anew, figures gained and lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree, html

from extractors.errors import QueryError
from tests.builders.homes import Homes
from tests.builders.report_pages import Pages
from tests.builders.reports import AMAZON_2024, Line, Report, registry, segment, year
from warehouse.publish.report import report
from warehouse.publish.since import Since
from warehouse.query.connection import connect

CLAIM = "aws_operating_income_2024"
KNOWN = registry(
    claims=[
        (
            CLAIM,
            "AWS earned USD 39.8 billion in 2024",
            "39.8",
            "billion",
            "equals",
            "its income",
            "operating_income",
            "amazon",
            "AWS",
            "gaap",
            "FY2024",
        )
    ]
)
NEXT = Report(
    "amzn-2025",
    (
        Line("revenue", "716,900", year(2025)),
        segment("operating_income", "45,606", year(2025), "AWS"),
    ),
    period_end="2025-12-31", known_at="2026-02-06",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The report of a build with a year more than the one before."""
    _, old = homes.built(NEXT, registry=KNOWN)
    _, new = homes.built(AMAZON_2024, NEXT, registry=KNOWN)
    folder = tmp_path_factory.mktemp("since") / "report"
    with connect(new.path) as con:
        report(con, folder, since=Since.of(old.path, new.path))
    return Pages.of(folder)


@pytest.mark.slow
def test_a_claim_judged_anew_stands_with_both_verdicts(pages: Pages) -> None:
    tree = html.fromstring(pages.texts["changes.html"])
    [row] = tree.xpath("//section[@aria-labelledby='since-claims']//tbody/tr")
    assert [cell.text_content().replace("\xa0", " ") for cell in row] == [
        "AWS earned USD 39.8 billion in 2024", "cannot tell", "rounds to", "not collected",
        "39.83 billion",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_feed_has_the_changed_verdict_first(pages: Pages) -> None:
    feed = etree.fromstring((pages.root / "atom.xml").read_bytes())
    name = "{http://www.w3.org/2005/Atom}"
    first = feed.find(f"{name}entry")
    assert first is not None
    assert first.findtext(f"{name}title") == "claim: AWS earned USD 39.8 billion in 2024"
    assert first.findtext(f"{name}summary") == "cannot tell → rounds to"


def test_figures_that_appeared_lead_to_their_audit(pages: Pages) -> None:
    tree = html.fromstring(pages.texts["changes.html"])
    rows = tree.xpath("//section[@aria-labelledby='since-figures']//tbody/tr")
    shown = {tuple(cell.text_content() for cell in row) for row in rows}
    assert (
        "appeared", "amazon", "AWS", "operating income", "gaap", "FY2024", "–",
        "39,834 USD m",
    ) in shown  # fmt: skip
    assert {row[0] for row in shown} == {"appeared"}
    assert pages.broken() == []


def test_the_other_way_round_they_vanished(homes: Homes, tmp_path: Path) -> None:
    _, old = homes.built(AMAZON_2024, NEXT, registry=KNOWN)
    _, new = homes.built(NEXT, registry=KNOWN)
    since = Since.of(old.path, new.path)
    assert {one.what for one in since.figures} == {"vanished"}
    [claim] = since.claims
    assert (claim.old_found, claim.new_found) == (Decimal("39.834"), None)
    with connect(new.path) as con:
        report(con, tmp_path / "report", since=since)
    assert Pages.of(tmp_path / "report").broken() == []


def test_what_is_no_build_cannot_be_compared(homes: Homes, tmp_path: Path) -> None:
    _, new = homes.built(NEXT, registry=KNOWN)
    (tmp_path / "old.duckdb").write_bytes(b"no database")
    with pytest.raises(QueryError, match=r"old\.duckdb"):
        Since.of(tmp_path / "old.duckdb", new.path)
