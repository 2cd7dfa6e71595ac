"""DART: its list, its key, its statuses, and zips that are judged before they are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from extractors.errors import FetchError
from flows.net.client import Http
from flows.net.transport import Limits
from flows.sample.regulators import with_regulators
from flows.sample.site import JSON, Page
from flows.sample.tables import load
from flows.sources import dart
from flows.sources.feeds import Feed, left_out
from flows.sources.reports import Report
from tests.builders.instance import GROUP, Number, instance, packed
from tests.builders.place import Place
from tests.builders.site import Answer, Site, redirect
from tests.flows.test_refresh import told

LIST = "/api/list.json"
REPORT = "/api/fnlttXbrl.xml?rcept_no=20220308000123"
INSTANCE = instance(Number("ifrs-full:Revenue", "1000", (GROUP,)))


@pytest.fixture
def samsung(place: Place) -> Place:
    place.pages.update(with_regulators(place.pages, load()))
    return place


def listed(*rows: tuple[str, str, str], **more: object) -> Page:
    named = [dict(zip(("report_nm", "rcept_no", "rcept_dt"), row, strict=True)) for row in rows]
    whole = {"status": "000", "message": "", "page_no": 1, "total_page": 1, "list": named, **more}
    return Page(json.dumps(whole).encode(), JSON)


def offered(place: Place, since: date | None = None) -> list[tuple[str, date | None, str]]:
    with place.web() as web:
        offers = dart.discover("00126380", web, since).offers
    reports = [one for one in offers if isinstance(one, Report)]
    return [(one.url.partition("?")[2], one.published, one.form) for one in reports]


def test_reports_by_their_names(samsung: Place) -> None:
    samsung.pages[f"{LIST}?corp_code=00126380"] = listed(
        ("분기보고서 (2025.09)", "20251114000001", "20251114"),
        ("[기재정정]반기보고서 (2025.06)", "20250901000002", "20250901"),
        ("분기보고서 (2025.03)", "20250515000003", "20250515"),
        ("[첨부추가]사업보고서 (2024.12)", "20250320000009", "20250320"),
        ("사업보고서 (2024.12)", "20250311000004", "20250311"),
        ("임원ㆍ주요주주특정증권등소유상황보고서", "20250301000005", "20250301"),
    )
    assert offered(samsung, date(2025, 3, 12)) == [
        ("rcept_no=20251114000001&reprt_code=11014", date(2025, 11, 14), "DART quarterly report"),
        ("rcept_no=20250901000002&reprt_code=11012", date(2025, 9, 1), "DART half-year report"),
        ("rcept_no=20250515000003&reprt_code=11013", date(2025, 5, 15), "DART quarterly report"),
    ]


def test_a_fiscal_year_that_ends_in_march(samsung: Place) -> None:
    samsung.pages[f"{LIST}?corp_code=00126380"] = listed(
        ("사업보고서 (2025.03)", "20250630000001", "20250630"),
        ("분기보고서 (2024.12)", "20250214000002", "20250214"),
        ("분기보고서 (2024.06)", "20240814000003", "20240814"),
    )
    assert [query[-5:] for query, _, _ in offered(samsung)] == ["11011", "11014", "11013"]


def test_older_pages_of_the_list(samsung: Place) -> None:
    key = f"{LIST}?corp_code=00126380"
    samsung.pages[f"{key}&page_no=1"] = listed(
        ("사업보고서 (2024.12)", "20250311000004", "20250311"), total_page=2
    )
    samsung.pages[f"{key}&page_no=2"] = listed(
        ("사업보고서 (2014.12)", "20150331000001", "20150331"), total_page=2
    )
    assert [query[9:17] for query, _, _ in offered(samsung)] == ["20250311", "20150331"]


def test_a_company_without_reports(samsung: Place) -> None:
    samsung.pages[f"{LIST}?corp_code=00126380"] = Page(b'{"status": "013", "message": ""}', JSON)
    assert offered(samsung) == []


@pytest.mark.parametrize(
    ("body", "words", "tries"),
    [
        (b'{"status": "010", "message": ""}', "DART answers 010: the key is not known", 1),
        (b'{"status": "020", "message": ""}', "DART answers 020: no list", 2),
        (b'{"status": "800", "message": ""}', "DART answers 800: no list", 2),
        (b"<html>maintenance</html>", "the answer is no JSON", 2),
        (b'["000"]', "the answer is no JSON object", 2),
        (b'{"status": "000", "list": [1]}', "the answer lists no 'list'", 2),
        (b'{"status": "000", "list": [{}]}', "a row of the answer has no text 'report_nm'", 2),
        (b"[" * 100_000, "the answer is no JSON", 2),
    ],
)
def test_a_list_that_is_none(samsung, body, words, tries):
    samsung.pages[f"{LIST}?corp_code=00126380"] = Page(body, JSON)
    before = samsung.server.counters.requests
    (line,) = told(samsung.pull("samsung"))
    assert words in line
    assert "\n" not in line
    # Two lists of the site and the exchange rates beside.
    assert samsung.server.counters.requests - before == 3 + tries


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (packed({"../../a.xbrl": INSTANCE}), "a name in the zip leads out of it: '../../a.xbrl'"),
        (packed({"a.xbrl": INSTANCE})[:-40], "the zip is damaged"),
        (packed({"a.txt": b"x"}), "none of the zip's 1 files is an XBRL document"),
        (packed({"a.xbrl": b"<xbrl>" + bytes(101_000_000)}),
         "a.xbrl in the zip has more than 100,000,000 bytes"),
        (b"", "the body is no zip, in 0 bytes"),
        (b"<html><body>maintenance</body></html>", "the body is no zip, in 37 bytes"),
        (b"<result><status>020</status></result>", "DART answers 020"),
        (b"<result><status>011</status></result>", "the key may not be used; see PROFIT_POOLS_DART"),
        (b"<result><status>014</status></result>", "DART answers 014: the report has no XBRL"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_one_line_and_never_kept(samsung, body, words):
    good = samsung.pages[REPORT]
    samsung.pages[REPORT] = replace(good, body=body)
    (line,) = told(samsung.pull("samsung"))
    assert words in line
    assert "\n" not in line
    assert list(samsung.archive.origins()) == [
        one for one in samsung.archive.origins() if "rcept_no" not in one.url
    ]
    samsung.pages[REPORT] = good
    assert str(samsung.pull("samsung")) == "1 lists asked: 1 new"


def test_without_a_key_one_line_says_what_is_left_out(samsung: Place) -> None:
    feeds = [Feed("samsung", "dart", "00126380"), Feed("tsmc", "mops", "2330"),
             Feed("sk_hynix", "dart", "00164779")]  # fmt: skip
    with samsung.web() as web:
        lacking = replace(web, lacks={"dart": "PROFIT_POOLS_DART_KEY"})
        assert left_out(feeds, lacking) == (
            "not asked of dart, without PROFIT_POOLS_DART_KEY: samsung, sk_hynix",
        )
        assert left_out(feeds, web) == ()


class TestKeys:
    """A key goes out with the addresses that want it, and stands in no message."""

    @pytest.fixture
    def site(self):
        with Site().running() as site:
            yield site

    def http(self, site: Site, tmp_path) -> Http:
        limits = Limits(tries=1, size=100)
        keys = {f"{site.url}{LIST}": "crtfc_key=SECRET"}
        return Http(tmp_path, [], loopback=site.url, limits=limits, keys=keys)

    def test_it_is_sent_where_it_is_wanted_alone(self, site, tmp_path):
        url = site.on(f"{LIST}?a=1&crtfc_key=SECRET", Answer(body=b"{}"))
        other = site.on("/other?a=1", Answer(body=b"{}"))
        with self.http(site, tmp_path) as http:
            assert http.get(f"{site.url}{LIST}?a=1").url == f"{site.url}{LIST}?a=1"
            http.get(other)
        assert site.paths == [url.removeprefix(site.url), "/other?a=1"]

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(404), Answer(403), Answer(500), Answer(418), Answer(body=b"x" * 101),
            Answer(body=b"x", length=50), Answer(is_hung_up=True),
            redirect("https://elsewhere.example/?crtfc_key=SECRET"), redirect(LIST),
        ],
    )  # fmt: skip
    def test_no_message_shows_it(self, site, tmp_path, answer):
        site.on(f"{LIST}?crtfc_key=SECRET", answer)
        with self.http(site, tmp_path) as http, pytest.raises(FetchError) as caught:
            http.get(f"{site.url}{LIST}")
        assert "SECRET" not in str(caught.value)
