"""Exchange rates from the sample site and by the registry's address: what comes, and at what cost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors import extract
from extractors.model import Origin
from flows.sample.site import CSV, HTML, Page
from flows.settings import Settings
from flows.sources import inbox, rates
from flows.sources.fetch import FetchResult
from flows.sources.inbox_manifest import ManifestRow
from flows.sources.rates import File
from flows.sources.web import open_web
from tests.builders.place import NOW, SITE, Place
from warehouse import registry

PATH = "/datadownload/Output.aspx"
BODY = SITE[PATH].body
QUERY = "?rel=H10&series=60f32914ab61dfab590e0e470153e3ae&lastobs=&from={}&to={}"
FORM = "&filetype=csv&label=include&layout=seriescolumn&type=package"
WHOLE = PATH + QUERY.format("", "") + FORM
FRIDAY, NEXT_FRIDAY = "2026-02-20", "2026-02-27"


def upto(day: str, body: bytes = BODY) -> Page:
    """The rates of the file up to a day."""
    lines = body.decode().splitlines(keepends=True)
    kept = [line for line in lines if line.startswith('"') or line[:10] <= day]
    return Page("".join(kept).encode(), CSV)


def pull(place: Place, *wanted: File) -> FetchResult:
    book = registry.load()
    with place.web() as web:
        files = wanted or rates.files(book, None, NOW, place.server.url)
        return rates.pull(files, web, place.archive)


def origins(place: Place) -> list[Origin]:
    """By the time they were retrieved."""
    return sorted(place.origins(WHOLE), key=lambda one: one.retrieved)


# --- what comes in -----------------------------------------------------------------------------


def test_the_rates_come_with_the_filings_whoever_is_asked_for(place: Place) -> None:
    place.pages[PATH] = upto(NEXT_FRIDAY)
    pulled = place.pull("PLTR")
    assert (pulled.documents.new, pulled.rates) == (
        2,
        FetchResult(new=1),
    )  # a report and company facts
    (origin,) = origins(place)
    assert place.archive.get(origin.sha256) == place.pages[PATH].body
    assert (origin.form, origin.company_id, origin.known_at_basis) == ("H.10", None, "published")
    assert origin.published == date(2026, 3, 2)  # the Monday after
    assert origin.known_at == datetime(2026, 3, 4, tzinfo=UTC)  # when its Tuesday is over
    assert origin.etag is not None


def test_nothing_new_is_one_conditional_request(place: Place) -> None:
    assert rates.summary(pull(place)) == "exchange rates: 1 new"
    before = place.server.counters
    again = pull(place)
    after = place.server.counters
    assert (again, rates.summary(again)) == (FetchResult(same=1), "exchange rates: nothing new")
    assert after.requests - before.requests == 1
    assert after.statuses["304"] - before.statuses.get("304", 0) == 1
    assert after.body_bytes == before.body_bytes


def test_next_weeks_file_is_kept_beside_the_first(place: Place) -> None:
    place.pages[PATH] = upto(FRIDAY)
    pull(place)
    place.pages[PATH] = upto(NEXT_FRIDAY)
    place.seconds += 60
    assert rates.summary(pull(place)) == "exchange rates: 1 newer"
    assert [(one.published, one.known_at_basis) for one in origins(place)] == [
        (date(2026, 2, 23), "published"),
        (date(2026, 3, 2), "published"),
    ]


def test_a_revision_without_a_new_row_is_known_from_when_we_saw_it(place: Place) -> None:
    place.pages[PATH] = upto(NEXT_FRIDAY)
    pull(place)
    revised = place.pages[PATH].body.replace(b"2024-01-02,", b"2024-01-02,9")
    place.pages[PATH] = Page(revised, CSV)
    place.seconds += 60
    pull(place)
    first, second = origins(place)
    assert (first.known_at_basis, second.known_at_basis) == ("published", "retrieved")
    assert second.known_at == second.retrieved > first.known_at


def test_rates_that_are_not_out_yet_by_the_calendar_are_known_when_seen(place: Place) -> None:
    place.pages[PATH] = upto("2026-03-06")  # out on Monday 9 March, and it is Tuesday noon
    pull(place)
    (origin,) = origins(place)
    assert (origin.known_at, origin.known_at_basis) == (origin.retrieved, "retrieved")


def test_a_damaged_file_is_mended(place: Place) -> None:
    pull(place)
    (origin,) = origins(place)
    path = place.home / "archive/documents" / origin.sha256[:2] / origin.sha256
    path.write_bytes(b"")
    assert pull(place) == FetchResult(same=1)
    assert path.read_bytes() == BODY


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (Page(b"", HTML, status=500), ": 500 from the server, 2 times in a row; "),
        (Page(b"", HTML, status=403), ": 403 from the server, 2 times in a row; "),
        (Page(b"", HTML, status=404), ": 404: no such document; "),
        (Page(b"<html>maintenance", HTML), ": it is no file of H.10 rates: "),
        (Page(BODY.replace(b'"TWD"', b'"KRW"'), CSV), "row 4, column 4: RXI_N.B.TA is in "),
        (Page(BODY[:-3], CSV), "row 918: the file breaks off, at '31.57'"),
    ],
)
def test_rates_that_fail_are_one_line_and_the_filings_come_in(
    place: Place, page: Page, line: str
) -> None:
    place.pages[PATH] = page
    pulled = place.pull("NVDA", "PLTR")
    assert (pulled.documents.new, pulled.failed) == (21, ())
    (error,) = pulled.rates.failed
    assert line in str(error)
    assert WHOLE in str(error)
    assert origins(place) == []
    place.pages[PATH] = SITE[PATH]
    assert place.pull("NVDA", "PLTR").rates == FetchResult(new=1)


def test_after_three_failures_the_other_files_are_left_alone(place: Place) -> None:
    wanted = [File(f"{place.server.url}/none/{year}", year) for year in range(2026, 2020, -1)]
    result = pull(place, *wanted)
    assert len(result.failed) == 4
    assert str(result.failed[-1]).endswith("3 more files of exchange rates were not asked for; "
                                         "run again later")  # fmt: skip


def test_rates_in_a_folder_are_not_refused_for_want_of_figures() -> None:
    assert list(inbox.refusals(extract(BODY), ManifestRow("FRB_H10.csv"), registry.load())) == []
    (refused,) = inbox.refusals(extract(BODY[:300]), ManifestRow("FRB_H10.csv"), registry.load())
    assert (refused.name, refused.reason) == ("FRB_H10.csv", "truncated")


# --- whom it asks ------------------------------------------------------------------------------


def test_a_file_a_year_back_to_the_comparatives(tmp_path: Path) -> None:
    files = rates.files(registry.load(), date(2024, 1, 1), NOW)
    assert [file.year for file in files] == [2026, 2025, 2024, 2023, 2022, 2021]
    base = "https://www.federalreserve.gov" + PATH
    assert files[0].url == base + QUERY.format("01/01/2026", "12/31/2026") + FORM
    settings = Settings(tmp_path, None, "Jane Doe jane@example.com")
    with open_web(settings, registry.load()) as web:
        assert web.http.check(files[0].url) == "www.federalreserve.gov"


def test_early_in_january_the_new_year_is_not_asked_for() -> None:
    for day, newest in ((12, 2025), (16, 2026)):
        now = datetime(2026, 1, day, tzinfo=UTC)
        assert rates.files(registry.load(), date(2024, 1, 1), now)[0].year == newest


@pytest.mark.parametrize(
    ("last_row", "is_final"),
    [("2025-12-24", False), ("2025-12-26", False), ("2025-12-31", True)],
)
def test_a_year_is_asked_for_until_its_last_rates_are_in(
    place: Place, last_row: str, is_final: bool
) -> None:
    place.pages[PATH] = upto(last_row)
    file = File(place.server.url + PATH + "?from=01/01/2025&to=12/31/2025", 2025)
    assert pull(place, file).new == 1
    before = place.server.counters.requests
    pull(place, file)
    assert place.server.counters.requests - before == (0 if is_final else 1)


def test_a_year_under_way_is_asked_for_whatever_its_file_says(place: Place) -> None:
    place.pages[PATH] = Page(BODY.replace(b"2026-06-30", b"2026-12-31"), CSV)
    file = File(place.server.url + PATH + "?from=01/01/2026&to=12/31/2026", 2026)
    assert pull(place, file).new == 1
    assert pull(place, file).same == 1


def test_a_source_may_be_one_file_without_years(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text(
        "source,company_id,host,url,kind,note\n"
        "h10,,example.com,https://example.com/h10.csv,rates,\n"
    )
    files = rates.files(registry.load(tmp_path), date(2024, 1, 1), NOW)
    assert files == [File("https://example.com/h10.csv")]
