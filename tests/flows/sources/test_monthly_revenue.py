"""Revenue of the month: asked for with Taiwan's companies, and kept where it says something new."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from flows.sample import monthly
from flows.sample.regulators import with_regulators
from flows.sample.site import JSON, Page
from flows.sample.tables import load
from tests.builders.place import Place
from tests.flows.test_refresh import told


@pytest.fixture
def taiwan(place: Place) -> Place:
    place.pages.update(with_regulators(place.pages, load()))
    return place


def edition(place: Place, *, on: str = "1140816", **changed: str) -> None:
    """Another day's file, in which a company's revenue of the month is another."""
    rows = json.loads(monthly.file())
    for row in rows:
        row["出表日期"] = on
        row["營業收入-當月營收"] = changed.get(f"c{row['公司代號']}", row["營業收入-當月營收"])
        row["營業收入-去年同月增減(%)"] = ""
    place.pages[monthly.PATH] = Page(json.dumps(rows, ensure_ascii=False).encode(), JSON)


def test_it_is_kept_and_known_at_the_end_of_its_day(taiwan: Place) -> None:
    # Four reports of its own list, six of MOPS, and the revenue of the month.
    assert str(taiwan.pull("hon_hai")) == "2 lists asked: 11 new"
    (origin,) = taiwan.origins(monthly.PATH)
    assert (origin.known_at, origin.known_at_basis, origin.company_id) == (
        datetime(2025, 8, 16, 16, tzinfo=UTC), "published", None,
    )  # fmt: skip
    assert taiwan.archive.get(origin.sha256) == monthly.file()


def test_companies_of_elsewhere_do_not_ask_for_it(taiwan: Place) -> None:
    taiwan.pull("PLTR", "samsung")
    assert taiwan.origins(monthly.PATH) == []


def test_an_edition_is_kept_where_it_says_something_new(taiwan: Place) -> None:
    taiwan.pull("hon_hai")
    edition(taiwan, on="1140817")
    assert str(taiwan.pull("hon_hai")) == "2 lists asked: nothing new"
    edition(taiwan, on="1140818", c2330="323165708")
    assert str(taiwan.pull("hon_hai")) == "2 lists asked: 1 changed"
    assert len(taiwan.origins(monthly.PATH)) == 2
    assert str(taiwan.pull("hon_hai")) == "2 lists asked: nothing new"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (Page(b"<html>maintenance</html>", JSON), "no list of monthly revenues: it is no JSON"),
        (Page(monthly.file()[:-20], JSON), "no list of monthly revenues: it is no JSON"),
        (Page(b"[]", JSON), "no list of monthly revenues: it is no list of companies"),
        (Page(b"", JSON, status=404), "404: no such document"),
    ],
)
def test_what_is_no_such_file_is_one_line_and_not_kept(taiwan, page, words):
    taiwan.pages[monthly.PATH] = page
    (line,) = told(taiwan.pull("hon_hai"))
    assert words in line
    assert taiwan.origins(monthly.PATH) == []
    taiwan.pages[monthly.PATH] = Page(monthly.file(), JSON)
    assert str(taiwan.pull("hon_hai")) == "2 lists asked: 1 new"
