"""EDGAR's own answers, read; what is expected was typed from them by hand.

The flow from list to offer is shown on a site of ours whose listings have EDGAR's form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import FetchError
from flows.net.client import Http, MissingError
from flows.sources import acceptance, edgar
from flows.sources.edgar import chosen, cik_of, filings, is_report, offers
from flows.sources.edgar_json import Filing, Page, read_page, read_submissions, read_tickers
from flows.sources.filing_index import Contents, Listed, read_index, read_submission
from flows.sources.listing_cache import Listings
from tests.builders.passing_time import Time
from tests.builders.site import Answer, Site
from warehouse.disk.files import lock

MSFT, NVDA, TSLA = "0000789019", "0001045810", "0001318605"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestTickers:
    @pytest.mark.parametrize(
        ("ticker", "cik"),
        [("MSFT", MSFT), ("NVDA", NVDA), ("TSM", "0001046179"), ("GOOG", "0001652044"),
         ("GOOGL", "0001652044"), ("BRK-B", "0001067983")],
    )  # fmt: skip
    def test_real_list(self, shared: Path, ticker: str, cik: str) -> None:
        data = (shared / "corpus/edgar/company_tickers.json").read_bytes()
        assert read_tickers(data, "tickers")[ticker] == cik

    @pytest.mark.parametrize(
        "data",
        [b"", b"<html>Maintenance</html>", b"[]", b"null", b'{"0": {"ticker": "A"}}', b'{"0": 1}',
         b'{"0": {"ticker": 1, "cik_str": 1}}', b'{"0": {"ticker": "A", "cik_str": "x"}}',
         b"[" * 100_000, b"\xff\xfe"],
    )  # fmt: skip
    def test_something_else_is_one_clear_line(self, data: bytes) -> None:
        with pytest.raises(FetchError, match=r"^https://x: not what EDGAR lists filings in: ") as e:
            read_tickers(data, "https://x")
        assert "\n" not in str(e.value)


def listed(shared: Path, name: str, cik: str) -> dict[str, Filing]:
    data = (shared / f"corpus/edgar/{name}_CIK{cik}.json").read_bytes()
    return {one.accession: one for one in read_submissions(data, cik, name).filings}


class TestSubmissions:
    def test_a_release(self, shared: Path) -> None:
        assert listed(shared, "msft", MSFT)["0001193125-26-027198"] == Filing(
            cik="0000789019",
            accession="0001193125-26-027198",
            form="8-K",
            items=("2.02", "9.01"),
            filing_date=date(2026, 1, 28),
            report_date=date(2026, 1, 28),
            labelled=datetime.fromisoformat("2026-01-28 21:04:38"),
            primary_document="msft-20260128.htm",
        )

    def test_an_annual_report_and_its_amendment(self, shared: Path) -> None:
        tsla = listed(shared, "tsla", TSLA)
        report, amendment = tsla["0001628280-25-003063"], tsla["0001104659-25-042659"]
        assert (report.form, report.report_date) == ("10-K", date(2024, 12, 31))
        assert (report.filing_date, report.primary_document) == (
            date(2025, 1, 30),
            "tsla-20241231.htm",
        )
        assert (amendment.form, amendment.report_date) == ("10-K/A", date(2024, 12, 31))

    def test_older_pages_are_named(self, shared: Path) -> None:
        data = (shared / f"corpus/edgar/msft_CIK{MSFT}.json").read_bytes()
        assert read_submissions(data, MSFT, "msft").pages == (
            Page("CIK0000789019-submissions-001.json", date(2019, 9, 11)),
            Page("CIK0000789019-submissions-002.json", date(2007, 12, 9)),
        )

    def test_an_older_page(self, shared: Path) -> None:
        path = shared / f"corpus/edgar/tsla_CIK{TSLA}-submissions-001.json"
        page = read_page(path.read_bytes(), TSLA, "tsla")
        reports = [one for one in page if is_report(one)]
        assert len(page) == 720
        assert reports[0].accession == "0001564590-18-001521"
        assert [one.filing_date for one in reports if one.form == "10-K"] == [
            date(2017, 3, 1), date(2016, 2, 24), date(2015, 2, 26), date(2014, 2, 26),
            date(2013, 3, 7), date(2012, 2, 27), date(2011, 3, 3),
        ]  # fmt: skip

    def test_reports_of_two_years(self, shared: Path) -> None:
        since = [
            one for one in listed(shared, "nvda", NVDA).values() if one.filing_date.year > 2024
        ]
        assert [(one.form, str(one.filing_date)) for one in since if is_report(one)] == [
            ("10-K", "2026-02-25"), ("8-K", "2026-02-25"), ("10-Q", "2025-11-19"),
            ("8-K", "2025-11-19"), ("10-Q", "2025-08-27"), ("8-K", "2025-08-27"),
            ("10-Q", "2025-05-28"), ("8-K", "2025-05-28"), ("10-K", "2025-02-26"),
            ("8-K", "2025-02-26"),
        ]  # fmt: skip

    def test_of_another_company(self, shared: Path) -> None:
        data = (shared / f"corpus/edgar/msft_CIK{MSFT}.json").read_bytes()
        with pytest.raises(FetchError, match="of CIK 0000789019, and 0001045810 was asked for"):
            read_submissions(data, NVDA, "msft")

    @pytest.mark.parametrize(
        ("column", "value", "what"),
        [
            ("accessionNumber", "../../etc/passwd", "no accession number"),
            ("filingDate", "2026-02-30", "day is out of range"),
            ("form", 7, "'7' is no text"),
            ("acceptanceDateTime", "", "Invalid isoformat"),
        ],
    )
    def test_a_bad_row_is_named(self, column: str, value: object, what: str) -> None:
        table = listing("0000000001", [row("0000000001-26-000001", "10-K")])
        table["filings"]["recent"][column] = [value]  # type: ignore[index]
        with pytest.raises(FetchError, match=what):
            read_submissions(json.dumps(table).encode(), "0000000001", "x")

    def test_columns_of_different_length(self) -> None:
        table = listing("0000000001", [row("0000000001-26-000001", "10-K")])
        table["filings"]["recent"]["form"] = []  # type: ignore[index]
        with pytest.raises(FetchError, match="argument 2 is shorter"):
            read_submissions(json.dumps(table).encode(), "0000000001", "x")

    @pytest.mark.parametrize(
        ("form", "items", "is_one"),
        [
            ("10-K", "", True), ("10-K/A", "", True), ("10-Q", "", True), ("20-F", "", True),
            ("20-F/A", "", True), ("40-F", "", True), ("6-K", "", True), ("6-K/A", "", True),
            ("8-K", "2.02,9.01", True), ("8-K/A", "2.02", True), ("8-K", "5.02,9.01", False),
            ("8-K", "", False), ("8-K", "12.02", False), ("NT 10-K", "", False), ("4", "", False),
            ("11-K", "", False), ("10-K405", "", False), ("S-1/A", "", False),
        ],
    )  # fmt: skip
    def test_which_are_reports(self, form: str, items: str, is_one: bool) -> None:
        data = json.dumps(listing("0000000001", [row("0000000001-26-000001", form, items)]))
        (filing,) = read_submissions(data.encode(), "0000000001", "x").filings
        assert is_report(filing) is is_one


class TestAcceptance:
    @pytest.mark.parametrize(
        ("printed", "moment"),
        [
            ("20230315160636", "2023-03-15 20:06:36"),  # Adobe: summer time since 12 March
            ("20251219170037", "2025-12-19 22:00:37"),  # Meta: winter
            ("20240308173000", "2024-03-08 22:30:00"),  # the last Friday of winter
            ("20240311173000", "2024-03-11 21:30:00"),  # the Monday after
            ("20251231215959", "2026-01-01 02:59:59"),
        ],
    )
    def test_new_york_in_utc(self, printed: str, moment: str) -> None:
        assert acceptance.of_header(printed) == utc(moment)

    def test_of_a_page(self) -> None:
        assert acceptance.of_page("2023-03-15 16:06:36") == utc("2023-03-15 20:06:36")

    @pytest.mark.parametrize(
        ("accession", "moment"),
        [
            # After the close, while the same evening's filings count for the next day: UTC.
            ("0001045810-25-000021", "2025-02-26 21:21:32"),
            ("0001045810-25-000023", "2025-02-26 21:48:33"),
            # The clock of New York under a Z: NVIDIA's results come after the close at 16:00.
            ("0001045810-26-000019", "2026-02-25 21:31:25"),
            ("0001045810-26-000021", "2026-02-25 21:42:19"),
            # Half past midnight UTC, when EDGAR is shut in New York: 20:33 the evening before.
            ("0001045810-22-000036", "2022-03-18 00:33:34"),
            # Both readings are possible: the later one, so that nothing is known too early.
            ("0001045810-22-000133", "2022-08-08 17:16:50"),
        ],
    )
    def test_the_list_is_read_with_doubt(self, shared: Path, accession: str, moment: str) -> None:
        filing = listed(shared, "nvda", NVDA)[accession]
        assert acceptance.of_listing(filing.labelled, filing.filing_date) == utc(moment)

    def test_all_of_microsoft_are_utc(self, shared: Path) -> None:
        reports = [one for one in listed(shared, "msft", MSFT).values() if is_report(one)]
        read = [acceptance.of_listing(one.labelled, one.filing_date) for one in reports]
        assert len(read) == 52
        assert read == [one.labelled.replace(tzinfo=UTC) for one in reports]

    @given(
        st.datetimes(),
        st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    )
    def test_a_reading_is_one_of_two(self, labelled: datetime, filed: date) -> None:
        read = acceptance.of_listing(labelled, filed)
        assert read in (
            labelled.replace(tzinfo=UTC),
            labelled.replace(tzinfo=acceptance.NEW_YORK).astimezone(UTC),
        )


class TestContents:
    def test_an_index_page(self, shared: Path) -> None:
        path = shared / "corpus/odd/adbe_0000796343-23-000044-index.html"
        contents = read_index(path.read_bytes(), "adbe")
        assert contents.accepted == utc("2023-03-15 20:06:36")
        assert contents.documents[:2] == (
            Listed(1, "8-K", "adbe-20230315.htm", "8-K", 40091),
            Listed(2, "EX-99.1", "adbeex991q123.htm", "EX-99.1", 232940),
        )
        assert [(one.sequence, one.name) for one in contents.documents[2:]] == [
            (3, "adbe-20230315.xsd"), (4, "adbe-20230315_def.xml"), (5, "adbe-20230315_lab.xml"),
            (6, "adbe-20230315_pre.xml"), (7, "image.jpg"), (9, "adbe-20230315_htm.xml"),
        ]  # fmt: skip

    def test_a_whole_submission(self, shared: Path) -> None:
        data = (shared / "corpus/odd/adbe_0000796343-23-000044.txt").read_bytes()
        contents = read_submission(data, "adbe")
        assert (contents.accepted, contents.basis) == (utc("2023-03-15 20:06:36"), "header")
        assert contents.documents[1] == Listed(2, "EX-99.1", "adbeex991q123.htm", "EX-99.1")
        assert [one.document_type for one in contents.documents] == [
            "8-K", "EX-99.1", "EX-101.SCH", "EX-101.DEF", "EX-101.LAB", "EX-101.PRE", "GRAPHIC",
            "XML", "XML", "EXCEL", "XML", "XML", "XML", "JSON", "ZIP",
        ]  # fmt: skip

    def test_a_submission_without_results(self, shared: Path) -> None:
        data = (shared / "corpus/odd/meta_0001628280-25-058337.txt").read_bytes()
        contents = read_submission(data, "meta")
        assert contents.accepted == utc("2025-12-19 22:00:37")
        assert contents.documents[0] == Listed(1, "8-K", "meta-20251219.htm", "8-K")
        assert not [one for one in contents.documents if one.document_type.startswith("EX-99")]

    def test_what_a_document_says_is_no_header(self) -> None:
        data = (
            b"<SEC-HEADER>\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>8-K\n<SEQUENCE>1\n<FILENAME>a.htm\n"
            b"<TEXT>\n<ACCEPTANCE-DATETIME>20200101000000\n</TEXT>\n</DOCUMENT>\n"
        )
        assert read_submission(data, "x") == Contents(
            None, "header", (Listed(1, "8-K", "a.htm", ""),)
        )

    @pytest.mark.parametrize(
        "data", [b"", b"<html></html>", b"\x00\xff", b"<p>Undeclared Automated Tool</p>", b"<!--"]
    )
    def test_no_contents(self, data: bytes) -> None:
        for read in (read_index, read_submission):
            with pytest.raises(FetchError, match="it names no documents of a filing"):
                read(data, "x")

    def test_names_that_lead_elsewhere_are_left_out(self) -> None:
        page = index("2026-01-01 16:00:00", "1 8-K ok.htm", "2 EX-99.1 ..", "3 EX-99.2 %2e%2e")
        assert [one.name for one in read_index(page, "x").documents] == ["ok.htm"]


class TestChoice:
    @pytest.mark.parametrize(
        ("form", "documents", "names"),
        [
            (
                "8-K",
                "1 8-K a.htm, 2 EX-99.1 b.htm, 3 EX-99.2 c.htm, 4 GRAPHIC d.jpg",
                "b.htm c.htm",
            ),
            ("8-K/A", "1 8-K/A a.htm, 2 EX-99.1 b.htm", "b.htm"),
            ("8-K", "1 8-K a.htm, 2 EX-10.1 b.htm", "a.htm"),
            ("8-K", "1 8-K a.htm, 2 EX-99.1 b.jpg", "a.htm"),
            ("6-K", "1 6-K a.htm, 2 EX-99.1 b.htm, 3 EX-99.2 c.pdf", "b.htm c.pdf"),
            ("6-K", "1 6-K a.htm", "a.htm"),
            ("10-K", "1 10-K a.htm, 2 EX-13 b.htm, 3 EX-21 c.htm, 4 EX-99.1 d.htm", "a.htm b.htm"),
            ("10-K/A", "1 10-K/A a.htm, 2 EX-31.1 b.htm", "a.htm"),
            ("10-Q", "1 10-Q a.htm, 2 EX-99.1 b.htm, 3 EX-101.SCH c.xsd", "a.htm"),
            ("20-F", "1 20-F a.htm, 2 EX-12.1 b.htm", "a.htm"),
            ("40-F", "1 40-F a.htm, 2 EX-99.1 b.htm, 3 EX-99.2 c.htm", "a.htm b.htm c.htm"),
            ("10-K", "1 10-K405 main.htm, 2 EX-21 b.htm", "main.htm"),
        ],
    )
    def test_by_form(self, form: str, documents: str, names: str) -> None:
        data = json.dumps(listing("0000000001", [row("0000000001-26-000001", form, "2.02")]))
        (filing,) = read_submissions(data.encode(), "0000000001", "x").filings
        whole = [one.split(" ") for one in documents.split(", ")]
        given = tuple(Listed(int(n), kind, name, "") for n, kind, name in whole)
        assert [one.name for one in chosen(filing, given)] == names.split()


def row(accession: str, form: str, items: str = "", day: str = "2026-02-04") -> dict[str, str]:
    return {
        "accessionNumber": accession, "form": form, "items": items, "filingDate": day,
        "reportDate": "", "acceptanceDateTime": f"{day}T21:05:00.000Z",
        "primaryDocument": "main.htm",
    }  # fmt: skip


def table(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    return {name: [one[name] for one in rows] for name in row("", "")}


def listing(
    cik: str, rows: list[dict[str, str]], pages: list[dict[str, str]] | None = None
) -> dict[str, object]:
    return {"cik": cik, "filings": {"recent": table(rows), "files": pages or []}}


def index(accepted: str, *documents: str) -> bytes:
    """An index page of EDGAR's form; a document is 'sequence type name'."""
    cells = "".join(
        f"<tr><td>{n}</td><td>{kind}</td><td><a href='/ix?doc=/Archives/{name}'>{name}</a> iXBRL"
        f"</td><td>{kind}</td><td>1</td></tr>"
        for n, kind, name in (one.split(" ") for one in documents)
    )
    return (
        "<html><body><div class='infoHead'>Filing Date</div><div class='info'>2026-02-04</div>"
        f"<div class='infoHead'>Accepted</div><div class='info'>{accepted}</div>"
        "<table class='tableFile'><tr><th>Seq</th></tr>"
        f"{cells}<tr><td>&nbsp;</td><td>Complete submission text file</td>"
        "<td><a href='/Archives/x.txt'>x.txt</a></td><td>&nbsp;</td><td>9</td></tr></table>"
    ).encode()


CIK = "0000000042"
LIST = f"/submissions/CIK{CIK}.json"
OLDER = f"/submissions/CIK{CIK}-submissions-001.json"
RELEASE, ANNUAL, OLD = "0000000042-26-000007", "0000000042-26-000008", "0000000042-19-000001"
FOLDER = "/Archives/edgar/data/42/"
RELEASE_INDEX = f"{FOLDER}000000004226000007/{RELEASE}-index.html"
ANNUAL_INDEX = f"{FOLDER}000000004226000008/{ANNUAL}-index.html"


class TestFromListToOffer:
    @pytest.fixture
    def site(self) -> Iterator[Site]:
        """One company with a release and an annual report, and a page of older filings."""
        rows = [row(ANNUAL, "10-K", day="2026-02-05"), row(RELEASE, "8-K", "2.02"), row(OLD, "4")]
        pages = [{"name": OLDER.rpartition("/")[2], "filingTo": "2019-12-31"}]
        with Site().running() as site:
            self.publish(site, LIST, listing(CIK, rows, pages))
            self.publish(site, OLDER, table([row(OLD, "10-K", day="2019-02-01")]))
            page = index("2026-02-04 16:05:00", "1 8-K main.htm", "2 EX-99.1 release.htm")
            site.on(RELEASE_INDEX, Answer(body=page))
            site.on(ANNUAL_INDEX, Answer(body=index("2026-02-05 06:00:09", "1 10-K main.htm")))
            tickers = {"0": {"cik_str": 42, "ticker": "ACME", "title": "Acme"}}
            self.publish(site, "/files/company_tickers.json", tickers)
            yield site

    @staticmethod
    def publish(site: Site, path: str, content: object) -> None:
        body = json.dumps(content).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        site.on(path, Answer(body=body, validators=(etag, "Thu, 05 Feb 2026 12:00:00 GMT")))

    @pytest.fixture
    def http(self, site: Site, tmp_path: Path) -> Iterator[Http]:
        clock = Time().clock  # a doubtful answer is asked for again, with rests
        with Http(tmp_path / "http", [], loopback=site.url, clock=clock) as http:
            yield http

    @pytest.fixture
    def listings(self, http: Http, tmp_path: Path) -> Listings:
        return Listings(tmp_path / "listings", http)

    @pytest.fixture
    def place(self, site: Site) -> edgar.Site:
        return edgar.Site.at(site.url)

    def test_the_first_time(self, site: Site, listings: Listings, place: edgar.Site) -> None:
        found = filings(CIK, listings, place, since=date(2026, 1, 1))
        (annual,), (release,) = (offers(one, listings, place) for one in found)
        assert annual.url == f"{site.url}{FOLDER}000000004226000008/main.htm"
        assert release.url == f"{site.url}{FOLDER}000000004226000007/release.htm"
        assert (release.accepted, release.basis) == (utc("2026-02-04 21:05:00"), "index")
        assert site.paths == [LIST, ANNUAL_INDEX, RELEASE_INDEX]

    def test_nothing_new_costs_one_conditional_request(
        self, site: Site, listings: Listings, place: edgar.Site
    ) -> None:
        def ask() -> list[str]:
            found = filings(CIK, listings, place)
            return [offer.url for one in found[:2] for offer in offers(one, listings, place)]

        first = ask()
        site.requests.clear()
        assert ask() == first
        assert site.paths == [LIST]  # neither the older page nor an index page
        assert "If-None-Match" in site.requests[0].headers

    def test_a_new_filing_costs_its_index_page(
        self, site: Site, listings: Listings, place: edgar.Site
    ) -> None:
        for one in filings(CIK, listings, place, since=date(2026, 1, 1)):
            offers(one, listings, place)
        site.requests.clear()
        newest = row("0000000042-26-000009", "10-Q", day="2026-05-05")
        rows = [newest, row(ANNUAL, "10-K"), row(RELEASE, "8-K", "2.02")]
        self.publish(site, LIST, listing(CIK, rows))
        path = f"{FOLDER}000000004226000009/0000000042-26-000009-index.html"
        site.on(path, Answer(body=index("2026-05-05 16:00:00", "1 10-Q q.htm")))
        found = filings(CIK, listings, place, since=date(2026, 1, 1))
        assert [len(offers(one, listings, place)) for one in found] == [1, 1, 1]
        assert site.paths == [LIST, path]

    def test_older_pages_are_read_as_far_as_needed(
        self, site: Site, listings: Listings, place: edgar.Site
    ) -> None:
        forms = [one.form for one in filings(CIK, listings, place, since=date(2020, 1, 1))]
        assert (forms, site.paths) == (["10-K", "8-K"], [LIST])
        forms = [one.form for one in filings(CIK, listings, place, since=date(2019, 1, 1))]
        assert (forms, site.paths) == (["10-K", "8-K", "10-K"], [LIST, LIST, OLDER])

    def test_an_origin(self, site: Site, listings: Listings, place: edgar.Site, http: Http) -> None:
        (offer,) = offers(filings(CIK, listings, place)[1], listings, place)
        site.on(offer.url.removeprefix(site.url), Answer(body=b"x", headers={"ETag": '"r"'}))
        response = http.get(offer.url)
        origin = offer.origin("0" * 64, response, "acme")
        assert (origin.url, origin.accession, origin.form) == (offer.url, RELEASE, "8-K")
        assert (origin.published, origin.accepted) == (
            date(2026, 2, 4),
            utc("2026-02-04 21:05:00"),
        )
        assert (origin.known_at, origin.known_at_basis) == (origin.accepted, "acceptance")
        assert (origin.etag, origin.company_id) == ('"r"', "acme")

    def test_a_guessed_acceptance_is_flagged(
        self, site: Site, listings: Listings, place: edgar.Site, http: Http
    ) -> None:
        page = index("", "1 8-K main.htm", "2 EX-99.1 release.htm")
        site.on(RELEASE_INDEX, Answer(body=page))
        (offer,) = offers(filings(CIK, listings, place)[1], listings, place)
        assert offer.basis == "listing"
        origin = offer.origin("0" * 64, http.get(site.on("/x", Answer(body=b"x"))))
        assert (origin.accepted, origin.known_at_basis) == (None, "published")
        assert origin.known_at == utc("2026-02-04 21:05:00")

    def test_without_an_index_page_the_whole_submission_is_read(
        self, site: Site, listings: Listings, place: edgar.Site
    ) -> None:
        site.on(RELEASE_INDEX, Answer(404))
        whole = f"{FOLDER}000000004226000007/{RELEASE}.txt"
        text = "<SEC-HEADER>\n<ACCEPTANCE-DATETIME>20260204160500\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>EX-99.1\n<SEQUENCE>2\n<FILENAME>r.htm\n<TEXT>\n"
        site.on(whole, Answer(body=text.encode()))
        filing = filings(CIK, listings, place)[1]
        for _ in range(2):
            (offer,) = offers(filing, listings, place)
            assert offer.url.endswith("/000000004226000007/r.htm")
            assert (offer.accepted, offer.basis) == (utc("2026-02-04 21:05:00"), "header")
        assert site.paths[1:] == [OLDER, RELEASE_INDEX, whole]

    def test_without_either_the_filing_fails_alone(
        self, site: Site, listings: Listings, place: edgar.Site
    ) -> None:
        site.on(RELEASE_INDEX, Answer(404))
        annual, release, _ = filings(CIK, listings, place)
        with pytest.raises(MissingError, match=rf"{RELEASE}\.txt: 404: no such document"):
            offers(release, listings, place)
        assert len(offers(annual, listings, place)) == 1

    def test_a_notice_of_maintenance_is_not_remembered_for_ever(
        self, site: Site, listings: Listings, place: edgar.Site
    ) -> None:
        good = site.answers[RELEASE_INDEX][0]
        site.on(RELEASE_INDEX, Answer(body=b"<h1>Maintenance</h1>"), good)
        filing = filings(CIK, listings, place)[1]
        asked = len(site.requests)
        assert len(offers(filing, listings, place)) == 1  # it is asked again at once
        assert len(site.requests) == asked + 2
        site.on(RELEASE_INDEX, Answer(body=b"<h1>Maintenance</h1>"))
        assert len(offers(filing, listings, place)) == 1  # and what was good is remembered

    @pytest.mark.parametrize(
        ("bad", "line"),
        [
            (b"", "names no documents"),
            (b"<h1>Maintenance</h1>", "names no documents"),
            (
                index("2099-02-04 16:05:00", "1 8-K main.htm"),
                "accepted on 2099-02-0[45], of a filing",
            ),
            (index("2026-02-04 16:05:00", "1 8-K main.htm")[:-100], "a table has no end"),
        ],
    )
    def test_a_bad_index_page_is_refused_and_not_remembered(
        self, site: Site, listings: Listings, place: edgar.Site, bad: bytes, line: str
    ) -> None:
        good = site.answers[RELEASE_INDEX][0]
        filing = filings(CIK, listings, place)[1]
        site.on(RELEASE_INDEX, Answer(body=bad, validators=('"bad"', "")))
        with pytest.raises(FetchError, match=line):
            offers(filing, listings, place)
        site.on(RELEASE_INDEX, good)
        assert len(offers(filing, listings, place)) == 1

    def test_a_list_of_filings_that_is_cut_is_not_remembered(
        self, site: Site, listings: Listings, place: edgar.Site
    ) -> None:
        good = site.answers[LIST][0]
        site.on(LIST, Answer(body=good.body[:-20], validators=('"one"', "")))
        with pytest.raises(FetchError, match="not what EDGAR lists filings in"):
            filings(CIK, listings, place)
        site.on(LIST, replace(good, validators=('"one"', "")))  # under the same ETag
        assert len(filings(CIK, listings, place)) == 3

    def test_tickers(self, site: Site, listings: Listings, place: edgar.Site) -> None:
        assert cik_of("acme", listings, place) == CIK
        with pytest.raises(FetchError) as caught:
            cik_of("NOPE", listings, place)
        assert str(caught.value) == (
            f"{site.url}/files/company_tickers.json: no company has the ticker 'NOPE'; "
            "give the CIK in identifiers.csv: not every filer has a ticker there"
        )

    def test_an_unknown_company(self, site: Site, listings: Listings, place: edgar.Site) -> None:
        with pytest.raises(MissingError, match="404: no such document"):
            filings("0000000043", listings, place)


class TestListings:
    def test_scratch_of_a_killed_process_is_swept(self, site: Site, tmp_path: Path) -> None:
        scratch = tmp_path / "listings" / "scratch"
        scratch.mkdir(parents=True)
        (scratch / "half").write_bytes(b"half")
        with Http(tmp_path / "http", [], loopback=site.url) as http:
            with lock(tmp_path / "listings" / "lock", alone=False):  # as of one that writes
                Listings(tmp_path / "listings", http)
                assert [path.name for path in scratch.iterdir()] == ["half"]
            Listings(tmp_path / "listings", http)
        assert list(scratch.iterdir()) == []

    @pytest.fixture
    def site(self) -> Iterator[Site]:
        with Site().running() as site:
            yield site

    @pytest.fixture
    def listings(self, site: Site, tmp_path: Path) -> Iterator[Listings]:
        with Http(tmp_path / "http", [], loopback=site.url, per_second=1000) as http:
            yield Listings(tmp_path / "listings", http)

    def test_a_304_gives_the_bytes_of_last_time(self, site: Site, listings: Listings) -> None:
        url = site.on("/a", Answer(body=b"one\ntwo", validators=('"1"', "x")))
        assert listings.get(url).is_not_modified is False
        again = listings.get(url)
        assert (again.status, again.data, again.is_not_modified) == (304, b"one\ntwo", True)

    def test_a_changed_page_under_one_address(self, site: Site, listings: Listings) -> None:
        url = site.on("/a", Answer(body=b"old", validators=('"1"', "x")))
        listings.get(url)
        site.on("/a", Answer(body=b"new", validators=('"2"', "y")))
        assert (listings.get(url).data, listings.get(url).data) == (b"new", b"new")
        assert site.requests[-1].headers["If-None-Match"] == '"2"'

    def test_without_validators_equal_bytes_are_nothing_new(
        self, site: Site, listings: Listings
    ) -> None:
        url = site.on("/a", Answer(body=b"same"))
        assert listings.get(url).is_not_modified is False
        assert listings.get(url).is_not_modified is True
        assert site.requests[-1].headers.keys() == {
            "Host",
            "Accept-Encoding",
            "Accept",
            "User-Agent",
        }

    def test_nothing_is_remembered_of_a_failure(self, site: Site, listings: Listings) -> None:
        with pytest.raises(FetchError):
            listings.get(site.on("/a", Answer(404)))
        assert listings.kept(f"{site.url}/a") is None

    @pytest.mark.parametrize("damage", [b"", b"{}\n", b"not json\nx", b"\xff", b"[]\n", b"7\nx"])
    def test_what_is_damaged_is_asked_for_again(
        self, site: Site, listings: Listings, tmp_path: Path, damage: bytes
    ) -> None:
        url = site.on("/a", Answer(body=b"page", validators=('"1"', "x")))
        listings.get(url)
        (path,) = (tmp_path / "listings").glob("??/*")
        for content in (damage, path.read_bytes()[:-1]):
            path.write_bytes(content)
            assert listings.kept(url) is None
            assert listings.get(url).data == b"page"
