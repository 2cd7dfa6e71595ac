"""Company facts from the sample site: when they are asked for, what goes wrong, what they say."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors import extract
from flows.sample.site import HTML, JSON, Page
from flows.sources.edgar import Site
from tests.builders.place import NOW, SITE, Place
from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command

AMAZON, NVIDIA = (f"/api/xbrl/companyfacts/CIK{cik}.json" for cik in ("0001018724", "0001045810"))
COREWEAVE = "/submissions/CIK0001769628.json"
DAY = 86_400.0
LISTED = "/submissions/CIK0001045810.json"


def asked(place: Place, *companies: str, recheck: int = 0) -> tuple[str, int, int]:
    """What a pull says of itself, the requests and the bytes that it cost."""
    before = place.server.counters
    pulled = place.pull(*companies, recheck=recheck)
    after = place.server.counters
    return str(pulled), after.requests - before.requests, after.body_bytes - before.body_bytes


def outgrown(text: bytes, value: bytes = b"123") -> bytes:
    """The file with one value changed."""
    first = json.loads(text)["facts"]["us-gaap"]["Revenues"]["units"]["USD"][0]["val"]
    return text.replace(str(first).encode(), value)


def test_the_address_is_edgars() -> None:
    assert Site().company_facts("0000000042") == (
        "https://data.sec.gov/api/xbrl/companyfacts/CIK0000000042.json"
    )


# --- when it is asked for -------------------------------------------------------------------------


def test_it_comes_in_with_its_origin(place: Place) -> None:
    place.pull("AMZN")
    (origin,) = place.origins(AMAZON)
    assert origin.sha256 == hashlib.sha256(SITE[AMAZON].body).hexdigest()
    assert place.archive.get(origin.sha256) == SITE[AMAZON].body
    assert (origin.company_id, origin.document_type) == ("amazon", "company facts")
    assert (origin.form, origin.accession) == (None, None)
    # The day of the last filing that it tells of.
    assert (origin.published, origin.known_at_basis) == (date(2026, 2, 6), "published")
    assert origin.known_at == datetime(2026, 2, 6, tzinfo=UTC)
    assert origin.retrieved >= NOW


def test_the_same_bytes_are_known_at_the_same_time_whenever_they_are_fetched(
    place: Place, tmp_path: Path
) -> None:
    later = Place(place.server, place.pages, tmp_path / "later", place.seconds + 20 * DAY)
    for one in (place, later):
        one.pull("AMZN", "hon_hai")
    first, second = (
        [origin for origin in one.archive.origins() if origin.company_id] for one in (place, later)
    )
    assert all(a.retrieved < b.retrieved for a, b in zip(first, second, strict=True))
    assert [replace(one, retrieved=NOW) for one in first] == [
        replace(one, retrieved=NOW) for one in second
    ]


@pytest.mark.parametrize(
    ("filed", "known"),
    [
        ("2026-02-07", ("2026-02-07", "published")),
        ("2099-01-01", ("2026-02-06", "published")),  # a slip, which is passed over
        ("2026-02-31", ("2026-02-06", "published")),
    ],
)
def test_a_filing_day_that_cannot_be_dates_nothing(
    place: Place, filed: str, known: tuple[str, str]
) -> None:
    body = SITE[AMAZON].body.replace(b'"2026-02-06"', f'"{filed}"'.encode(), 1)
    assert body != SITE[AMAZON].body
    place.pages[AMAZON] = Page(body, JSON)
    place.pull("AMZN")
    (origin,) = place.origins(AMAZON)
    assert (str(origin.known_at.date()), origin.known_at_basis) == known


def test_a_file_with_a_new_filing_is_known_from_that_filing_on(place: Place) -> None:
    place.pull("AMZN")
    place.seconds += 2 * DAY
    body = SITE[AMAZON].body.replace(b'"2026-02-06"', b'"2026-03-10"', 1)
    place.pages[AMAZON] = Page(body, JSON)
    assert place.pull("AMZN", recheck=1000).documents.changed == 1
    newest = max(place.origins(AMAZON), key=lambda one: one.retrieved)
    assert newest.known_at == datetime(2026, 3, 10, tzinfo=UTC)


def test_where_no_report_has_come_out_it_is_not_asked_for(place: Place) -> None:
    """EDGAR gives it no ETag, so that asking would cost all its bytes."""
    place.pull("AMZN")
    assert asked(place, "AMZN") == ("1 lists asked: nothing new", 4, 0)  # lists and rates


def test_after_a_report_it_is_asked_for_until_it_has_grown(place: Place) -> None:
    place.pull("NVDA")
    listing = SITE[LISTED].body.replace(b'"2026-02-25"', b'"2026-03-10"')  # a new report
    place.pages[LISTED] = Page(listing, JSON)
    place.seconds += 2 * DAY
    place.pull("NVDA")  # the list, which is new, and its older pages
    assert asked(place, "NVDA") == ("1 lists asked: nothing new", 5, 0)  # one more
    place.pages[NVIDIA] = Page(outgrown(SITE[NVIDIA].body), JSON)
    assert asked(place, "NVDA")[:2] == ("1 lists asked: 1 changed", 5)
    assert asked(place, "NVDA") == ("1 lists asked: nothing new", 4, 0)
    old, new = sorted(place.origins(NVIDIA), key=lambda one: one.retrieved)
    assert place.archive.get(old.sha256) == SITE[NVIDIA].body
    assert place.archive.get(new.sha256) == place.pages[NVIDIA].body
    assert [one.known_at.date() for one in (old, new)] == [date(2026, 2, 25), date(2026, 3, 12)]


def test_in_the_days_after_a_report_it_is_asked_for_as_documents_are(place: Place) -> None:
    place.pull("NVDA")
    assert asked(place, "NVDA", recheck=14) == ("1 lists asked: nothing new", 7, 0)
    place.pages[NVIDIA] = Page(outgrown(SITE[NVIDIA].body), JSON)
    assert asked(place, "NVDA", recheck=14)[0] == "1 lists asked: 1 changed"


def test_who_files_no_tagged_report_is_not_asked_about(place: Place) -> None:
    listing = json.loads(place.pages[COREWEAVE].body)
    listing["filings"]["recent"] = {name: [] for name in listing["filings"]["recent"]}
    place.pages[COREWEAVE] = Page(json.dumps(listing).encode(), JSON)
    del place.pages["/api/xbrl/companyfacts/CIK0001769628.json"]
    assert str(place.pull("CRWV")) == "1 lists asked: nothing new"


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (None, ": 404: no such document; see whether it has moved"),
        (Page(b"", HTML, status=500), ": 500 from the server, 2 times in a row; "),
        (Page(b"", HTML, status=403), ": 403 from the server, 2 times in a row; "),
        (Page(b"{" * (2 << 20), JSON), ": the body is larger than 1,048,576 bytes, "),
        (Page(b"\n<html>maintenance", HTML), ": not what EDGAR lists facts in, 2 times in a row; "),
        (Page(b"", JSON), ": not what EDGAR lists facts in, 2 times in a row; "),
    ],
)
def test_without_it_the_filings_come_in(place: Place, page: Page | None, line: str) -> None:
    place.pages.pop(AMAZON)
    if page:
        place.pages[AMAZON] = page
    pulled = place.pull("AMZN", "PLTR")
    (only,) = map(str, pulled.failed)
    assert only.startswith(f"{place.server.url}{AMAZON}{line}")
    assert (
        pulled.documents.new == 9
    )  # seven documents of Amazon, one of Palantir, and Palantir's facts
    assert place.origins(AMAZON) == []
    place.pages[AMAZON] = SITE[AMAZON]
    assert str(place.pull("AMZN")) == "1 lists asked: 1 new"


@pytest.mark.slow
def test_a_broken_one_is_refused_and_all_else_is_in_the_warehouse(place: Place) -> None:
    place.pages[AMAZON] = Page(b'{"cik": 1018724, "facts": {"us-gaap": 7}}', JSON)
    command = Command(place.home)
    done = command("refresh", "--source", "sample", "--site", place.server.url, "--company", "AMZN")
    assert (done.code, done.out) == (0, "")
    assert "9 read, of which without figures: 1 unreadable" in done.err.splitlines()[0]
    reason = "select outcome, refusal_reasons::varchar from mart.coverage where url like '%facts%'"
    assert command("sql", reason, "--format", "csv").out.splitlines()[1] == (
        "no_figures,{unreadable=1}"
    )
    count = "select count(*) > 20, (select count(*) from stg.second_opinion) from raw.figure"
    assert command("sql", count, "--format", "csv").out.splitlines()[1] == "true,0"


# --- from the site to the answer ------------------------------------------------------------------


@pytest.mark.slow
def test_the_facsimiles_agree_with_the_facsimile_of_edgars_reading(place: Place) -> None:
    command = Command(place.home)
    site = ["--source", "sample", "--site", place.server.url]
    done = command("refresh", *site, "--company", "AMZN", "DELL", "TSM")
    assert done.code == 0, done.err
    # As Dell said it in March 2024, and a year later.
    assert command(
        "sql",
        """
        select company_id, metric, period_end, value, opinion_value, match, outcome
        from stg.second_opinion where outcome <> 'agrees'
        """,
        "--format", "csv",
    ).out.splitlines()[1:] == [
        "dell,net_income,2024-02-02,3388000000,3372000000,accession,agreed_then"
    ]  # fmt: skip
    assert command(
        "sql",
        """
        select company_id, match from stg.second_opinion where outcome = 'agrees'
        group by all having count(*) >= 5 order by all
        """,
        "--format", "csv",
    ).out.splitlines()[1:] == [
        "amazon,accession", "dell,accession", "tsmc,accession",
    ]  # fmt: skip
    assert "company facts" not in command("status").out
    assert "companyfacts" not in command("status").out
    again = command("refresh", *site, "--company", "AMZN", "DELL", "TSM")
    assert again.err.splitlines() == [
        "4 lists asked: nothing new; exchange rates: nothing new; 0 read"
    ]  # TSMC has two


# --- from a folder --------------------------------------------------------------------------------


def told(cik: int) -> bytes:
    fact = {
        "start": "2024-01-01", "end": "2024-12-31", "val": 1_000_000_000,
        "accn": "0001018724-25-000004", "form": "10-K", "filed": "2025-02-07",
    }  # fmt: skip
    facts = {"us-gaap": {"Revenues": {"label": "Revenues", "units": {"USD": [fact]}}}}
    return json.dumps({"cik": cik, "entityName": "Sample Stores, Inc.", "facts": facts}).encode()


@pytest.mark.slow
def test_it_may_lie_in_the_inbox(command: Command, inbox: Path) -> None:
    (inbox / "CIK0001018724.json").write_bytes(told(1018724))
    (inbox / "a.htm").write_bytes(annual_report())
    (inbox / "inbox.csv").write_text("file,published\na.htm,2025-02-07\n")
    done = command("refresh", inbox)
    assert done.code == 0, done.err
    assert done.err.splitlines()[0] == "inbox: 2 files, 2 new; 2 read, 0 refused, 0 failed"
    query = "select metric, value, match, outcome from stg.second_opinion"
    assert command("sql", query, "--format", "csv").out.splitlines()[1:] == [
        "revenue,1000000000,period,agrees"
    ]


@pytest.mark.slow
def test_of_an_unknown_company_it_is_a_line(command: Command, inbox: Path) -> None:
    (inbox / "other.json").write_bytes(told(42))
    done = command("refresh", inbox)
    line = done.err.splitlines()[0]
    assert line.startswith(
        "other.json: refused: unknown_issuer: Sample Stores, Inc., 0000000042 is"
    )


def test_extract_says_that_it_gives_no_figures(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "CIK0001018724.json"
    path.write_bytes(told(1018724))
    done = command("extract", path)
    assert (done.code, done.out) == (0, "")
    assert done.line.endswith(
        "refused: no_figures: no figures: company facts are a second opinion on those of documents"
    )


def test_the_sample_sites_are_read_as_edgars() -> None:
    paths = [path for path in SITE if path.startswith("/api/xbrl/companyfacts/")]
    assert len(paths) == 20
    for path in paths:
        found = extract(SITE[path].body)
        assert found.document.cik == path[-15:-5]
        assert found.opinions
