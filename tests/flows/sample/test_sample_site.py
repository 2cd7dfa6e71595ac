"""The rendered site: the same bytes, marked as facsimile, and read back to the tables' figures."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree, html

from extractors import extract
from extractors.model import Duration, Figure, Instant, Period
from flows.sample import filings as gathered
from flows.sample.site import Page, build
from flows.sample.tables import PACKAGED, load
from flows.sources import edgar_json, filing_index

FACSIMILE = "Facsimile made for demonstration: this page is no document of the company."
ROOT = Path(__file__).parents[3]
AMAZON_2024 = "/Archives/edgar/data/1018724/000101872425000004/amzn-20241231.htm"
AMAZON_2025 = "/Archives/edgar/data/1018724/000101872426000004/amzn-20251231.htm"
NVIDIA_RELEASE = "/Archives/edgar/data/1045810/000104581025000021/q4fy25pr.htm"
TSMC_20F = "/Archives/edgar/data/1046179/000119312525083423/tsm-20241231.htm"
TSMC_RELEASE = "/Archives/edgar/data/1046179/000104617925000004/a4q24e_withguidancexfinal.htm"
MICROSOFT_2024 = "/Archives/edgar/data/789019/000095017024087843/msft-20240630.htm"
MICROSOFT_2025 = "/Archives/edgar/data/789019/000095017025100235/msft-20250630.htm"
TABLES_AS_THEY_ARE = (
    "/files/company_tickers.json",
    "/facsimile/checks.csv",
    "/releases/h10/averages.csv",
    "/datadownload/Output.aspx",
)
MILLION = 10**6

TABLES = load()
FILINGS = gathered.filings(TABLES)
PERIODIC = [one for one in FILINGS if one.form in ("10-K", "10-Q", "20-F")]


@pytest.fixture(scope="module")
def site() -> Mapping[str, Page]:
    return build(TABLES)


def figures(page: Page) -> dict[tuple[str, str | None, date], Figure]:
    """Metric, segment and last day → figure."""
    return {(f.metric, f.segment, f.period.end): f for f in extract(page.body).figures}


def words(page: Page) -> str:
    """The page's text, white space folded."""
    if page.media_type == "application/pdf":
        with pdfplumber.open(io.BytesIO(page.body)) as pdf:
            text = " ".join(sheet.extract_text() for sheet in pdf.pages)
    else:
        text = html.fromstring(page.body).text_content()
    return " ".join(text.split())


# --- the same each time -----------------------------------------------------------------------


def rendered(out: Path, **environment: str) -> dict[str, bytes]:
    """The site as `python -m flows.sample.render` writes it in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "flows.sample.render", str(out)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=True,
        capture_output=True,
    )
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_two_renderings_are_the_same_bytes(tmp_path: Path) -> None:
    one = rendered(tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC")
    two = rendered(tmp_path / "two", PYTHONHASHSEED="2", TZ="Asia/Taipei")
    assert one == two
    assert len(one) > 900


# --- marked as what they are ------------------------------------------------------------------


def test_every_page_says_that_it_is_a_facsimile_and_gives_its_sources(
    site: Mapping[str, Page],
) -> None:
    marked = 0
    for path, page in site.items():
        if path in TABLES_AS_THEY_ARE or "-submissions-" in path:
            continue  # the server's header marks them
        text = page.body.decode() if page.body[:5] != b"%PDF-" else words(page)
        assert FACSIMILE in " ".join(text.split()), path
        has_source = re.search(r"https?://(?!www\.w3\.org|xbrl\.|www\.xbrl|fasb)\S+\.\S+", text)
        assert has_source or path == "/ir/index.json", path
        marked += 1
    assert marked > 900


def test_every_sheet_of_a_report_is_marked(site: Mapping[str, Page]) -> None:
    reports = [page for page in site.values() if page.media_type == "application/pdf"]
    assert len(reports) == 21
    for page in reports:
        assert page.body.count(b"CreationDate (D:20000101000000") == 1  # no clock
        with pdfplumber.open(io.BytesIO(page.body)) as pdf:
            for sheet in pdf.pages:
                assert FACSIMILE in " ".join((sheet.extract_text() or "").split())


def test_a_page_lists_the_addresses_of_its_own_figures(site: Mapping[str, Page]) -> None:
    for filing in FILINGS:
        page = words(site[f"{filing.folder}/{filing.accession}-index.html"])
        assert all(row.source_url in page for row in filing.printed)


# --- read back --------------------------------------------------------------------------------


def _span(period: Period) -> Duration:
    """What stands on a day begins and ends on it in the tables."""
    return Duration(period.on, period.on) if isinstance(period, Instant) else period


@pytest.mark.parametrize("filing", PERIODIC, ids=lambda f: f"{f.company.ticker}-{f.report_date}")
def test_our_reader_reads_back_the_rows(filing: gathered.Filing, site: Mapping[str, Page]) -> None:
    with PACKAGED.joinpath("facts.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    page = site[f"{filing.folder}/{filing.primary}"].body
    etree.fromstring(page)  # well-formed, strictly
    extraction = extract(page, filing.primary)
    assert not extraction.refusals
    assert extraction.document.cik == filing.company.cik
    assert extraction.document.form == filing.form
    assert extraction.document.period_end == filing.report_date
    found = {(f.metric, f.segment, _span(f.period)): f for f in extraction.figures}
    for row in filing.rows:
        figure = found.pop((row.metric, row.segment, row.period))
        if row.note == "sum of four quarters":
            continue  # of which no line is the only one
        line = lines[row.line - 2]
        assert figure.value == Decimal(line["value"]), row
        assert figure.unit == line["unit"]
        assert (figure.segment or "") == line["segment"]
        assert figure.breakdown == (row.part or None)
        assert figure.period_type == line["period_type"]
        span = _span(figure.period)
        assert f"{span.start}/{span.end}" == f"{line['period_start']}/{line['period_end']}"
    # What the tables lack, arithmetic gives, or the concept that says both.
    assert {metric for metric, _, _ in found} <= {"gross_profit", "net_income_attributable"}


def test_the_figures_that_the_demo_prints(site: Mapping[str, Page]) -> None:
    end_2024, end_2025 = date(2024, 12, 31), date(2025, 12, 31)
    amazon = figures(site[AMAZON_2024])
    assert amazon["revenue", "AWS", end_2024].value == 107_556 * MILLION
    assert amazon["operating_income", "AWS", end_2024].value == 39_834 * MILLION
    later = figures(site[AMAZON_2025])
    assert later["operating_income", "AWS", end_2025].value == 45_606 * MILLION
    tsmc = figures(site[TSMC_20F])
    assert tsmc["revenue", None, end_2024].value == Decimal("2894307.7") * MILLION
    assert tsmc["gross_profit", None, end_2024].value == Decimal("1624353.6") * MILLION
    assert tsmc["operating_income", None, end_2024].value == 1_322_053 * MILLION
    assert tsmc["revenue", None, end_2024].basis == "ifrs"
    assert tsmc["revenue", None, end_2024].unit == "TWD"


def test_microsoft_2024_stands_as_first_reported_and_as_recast(site: Mapping[str, Page]) -> None:
    end = date(2024, 6, 30)
    first, recast = figures(site[MICROSOFT_2024]), figures(site[MICROSOFT_2025])
    assert first["revenue", "Intelligent Cloud", end].value == 105_362 * MILLION
    assert recast["revenue", "Intelligent Cloud", end].value == 87_464 * MILLION
    assert first["revenue", None, end].value == 245_122 * MILLION
    assert recast["revenue", None, end].value == 245_122 * MILLION
    assert first["operating_income", None, end].value == 109_433 * MILLION
    assert recast["operating_income", None, date(2023, 6, 30)].value == 88_523 * MILLION


def test_nvidias_outlook_in_our_own_words(site: Mapping[str, Page]) -> None:
    text = words(site[NVIDIA_RELEASE])
    assert (
        "For the first quarter of fiscal 2026 we expect a GAAP gross margin of 70.6% and a "
        "non-GAAP gross margin of 71.0%, each plus or minus 50 basis points."
    ) in text
    assert "we expect revenue of $43.0 billion, plus or minus 2%." in text
    assert "GAAP operating expenses of about $5.2 billion" in text


def test_tsmcs_releases_print_the_margins_of_2024(site: Mapping[str, Page]) -> None:
    release = html.fromstring(site[TSMC_RELEASE].body)
    rows = {
        row[0].text_content(): [cell.text_content() for cell in row[1:]]
        for row in release.iter("tr")
    }
    assert rows["Gross margin"] == ["59.0%", "56.1%"]  # fourth quarter, year
    assert rows["Operating margin"] == ["49.0%", "45.7%"]
    assert rows["Revenue"] == ["868,461"]
    assert "Revenue for the fourth quarter of fiscal 2024 was US$26.88 billion." in words(
        site[TSMC_RELEASE]
    )


def test_reports_as_pdf_print_their_tables_as_text(site: Mapping[str, Page]) -> None:
    tsmc = words(site["/ir/TSM/2025-01-16.pdf"])
    assert "Gross margin 59.0% 56.1%" in tsmc
    assert "Wafer shipments for the fourth quarter of fiscal 2024 were 3,418 thousand" in tsmc
    hynix = words(site["/ir/000660.KS/2026-01-28.pdf"])
    assert "In millions of won" in hynix
    assert "Gross profit 31,828,146 (533,448)" in hynix
    assert "Operating income 47,206,319 23,467,319 (7,730,313)" in hynix
    assert "Revenue 1,410,756 1,085,611 1,280,429" in words(site["/ir/2382.TW/2025-03-31.pdf"])
    foxconn = words(site["/ir/2317.TW/2025-03-14.pdf"])
    assert "Revenue for fiscal 2024 was NT$6.86 trillion." in foxconn
    assert "Revenue 6,859,615 6,162,221 6,626,997" in foxconn


def test_a_report_in_billions_prints_its_quarter_and_nine_months(site: Mapping[str, Page]) -> None:
    page = site["/ir/000660.KS/2025-10-29.pdf"]
    printed = words(page)
    assert "Three Months Ended Three Months Ended Nine Months Ended Nine Months Ended" in printed
    assert "In billions of won, under IFRS" in printed
    found = {(f.period.end, f.period_type): f.value for f in extract(page.body).figures
             if f.metric == "revenue"}  # fmt: skip
    assert found == {
        (date(2025, 9, 30), "Q"): 244489 * 10**8,
        (date(2024, 9, 30), "Q"): 175731 * 10**8,
        (date(2025, 9, 30), "9M"): 643200 * 10**8,
        (date(2024, 9, 30), "9M"): 464264 * 10**8,
    }


def test_releases_print_every_row_that_is_shown(site: Mapping[str, Page]) -> None:
    for filing in FILINGS:
        for exhibit in filing.exhibits:
            text = words(site[f"{filing.folder}/{exhibit.name}"])
            for row in exhibit.rows:
                if row.bound in ("low", "high") and row.note.startswith("bound computed"):
                    continue  # 'plus or minus' says it
                exact = f"{abs(row.value) / MILLION:,.0f}"
                rounded = f"{abs(row.value):f}".rstrip("0").replace(".", "")
                share = f"{row.value * 100:f}".rstrip("0").rstrip(".")
                digits = text.replace(".", "").replace(",", "")
                assert exact in text or rounded in digits or share in text, (row, exact, rounded)


def test_what_no_table_knows_is_left_open(site: Mapping[str, Page]) -> None:
    facts = extract(site[AMAZON_2024].body).facts
    taxes = [fact for fact in facts if fact.concept == "us-gaap:IncomeTaxExpenseBenefit"]
    assert [fact.value for fact in taxes] == [None, None]
    rows = [row.xpath("string(.)") for row in html.fromstring(site[AMAZON_2024].body).iter("tr")]
    assert "Provision for income taxesnot givennot given" in rows


# --- numbers come from the tables alone -------------------------------------------------------


def test_a_changed_row_changes_the_document(tmp_path: Path, site: Mapping[str, Page]) -> None:
    for name in ("facts.csv", "companies.csv", "filings.csv", "fx.csv"):
        shutil.copyfile(str(PACKAGED.joinpath(name)), tmp_path / name)
    facts = tmp_path / "facts.csv"
    text = facts.read_text(encoding="utf-8")
    assert text.count('39834000000,USD,"39,834"') == 1
    changed = text.replace('39834000000,USD,"39,834"', '40834000000,USD,"40,834"')
    facts.write_text(changed, encoding="utf-8")
    other = build(load(tmp_path))
    aws = figures(other[AMAZON_2024])["operating_income", "AWS", date(2024, 12, 31)]
    assert aws.value == 40_834 * MILLION
    assert "40,834" in words(other[AMAZON_2024])
    different = {path for path in site if site[path].body != other[path].body}
    assert AMAZON_2024 in different
    assert all("/1018724/" in path or path == "/facsimile/checks.csv" for path in different)


# --- EDGAR's own forms ------------------------------------------------------------------------


def test_lists_index_pages_and_headers_are_read_as_edgars(site: Mapping[str, Page]) -> None:
    tickers = edgar_json.read_tickers(site["/files/company_tickers.json"].body, "tickers")
    assert tickers["NVDA"] == "0001045810"
    for filing in FILINGS:
        base = f"{filing.folder}/{filing.accession}"
        index = filing_index.read_index(site[f"{base}-index.html"].body, base)
        whole = filing_index.read_submission(site[f"{base}.txt"].body, base)
        assert index.accepted == whole.accepted
        assert [d.name for d in index.documents] == [d.name for d in whole.documents]
        assert index.documents[0].name == filing.primary
        for document in index.documents:
            assert f"{filing.folder}/{document.name}" in site


def test_acceptance_is_new_yorks_clock_even_where_the_list_labels_it_z(
    site: Mapping[str, Page],
) -> None:
    base = "/Archives/edgar/data/1045810/000104581026000021/0001045810-26-000021"
    index = filing_index.read_index(site[f"{base}-index.html"].body, base)
    assert index.accepted == datetime(2026, 2, 25, 21, 42, 19, tzinfo=UTC)
    listed = json.loads(site["/submissions/CIK0001045810.json"].body)["filings"]["recent"]
    place = listed["accessionNumber"].index("0001045810-26-000021")
    assert listed["acceptanceDateTime"][place] == "2026-02-25T16:42:19.000Z"
    assert b"<ACCEPTANCE-DATETIME>20260225164219" in site[f"{base}.hdr.sgml"].body


def test_lists_are_paged_and_name_what_is_invented(site: Mapping[str, Page]) -> None:
    listing = json.loads(site["/submissions/CIK0000789019.json"].body)
    (older,) = listing["filings"]["files"]
    assert older["name"] == "CIK0000789019-submissions-001.json"
    page = json.loads(site[f"/submissions/{older['name']}"].body)
    recent = listing["filings"]["recent"]
    assert set(page) == set(recent)
    assert older["filingCount"] == len(page["form"])
    accessions = recent["accessionNumber"] + page["accessionNumber"]
    assert len(accessions) == len(set(accessions)) == 21
    assert min(recent["filingDate"]) >= max(page["filingDate"]) == older["filingTo"]
    amazon = json.loads(site["/submissions/CIK0001018724.json"].body)
    invented = amazon["facsimile"]["invented"]["accessions"]
    assert len(invented) == 2  # releases whose source is a news page
    assert all(accession.startswith("0000000000-") for accession in invented)


def test_rates_are_the_table_as_it_is(site: Mapping[str, Page]) -> None:
    assert site["/releases/h10/averages.csv"].body == PACKAGED.joinpath("fx.csv").read_bytes()
    listing = json.loads(site["/ir/TSM/index.json"].body)
    assert listing["reports"][0]["href"] == "/ir/TSM/2026-01-15.pdf"


def test_the_days_of_a_year_average_to_what_is_published(site: Mapping[str, Page]) -> None:
    body = site["/datadownload/Output.aspx"].body
    assert b"(facsimile: the days are invented, their averages published)" in body
    days: dict[tuple[str, int], list[Decimal]] = {}
    for fact in extract(body).facts:
        days.setdefault((fact.unit, fact.period.end.year), []).append(fact.value or Decimal(0))
    for unit, average in (
        ("TWD/USD", "31.1525 32.1064 31.1663"),
        ("KRW/USD", "1306.7637 1363.4381 1421.3963"),
        ("USD/EUR", "1.0817 1.0820 1.1306"),  # 1 / 0.9245, 1 / 0.9242, 1 / 0.8845
    ):
        for year, expected in zip((2023, 2024, 2025), average.split(), strict=True):
            rates = days[unit, year]
            assert 250 < len(rates) < 262
            assert sum(rates) / len(rates) == Decimal(expected)
            assert len(set(rates)) > 50


def test_the_days_of_a_quarter_average_close_to_what_is_published(site: Mapping[str, Page]) -> None:
    body = site["/datadownload/Output.aspx"].body
    facts = [fact for fact in extract(body).facts if fact.unit == "TWD/USD"]
    for start, end, published in (
        (date(2024, 1, 1), date(2024, 3, 31), "31.4456"),
        (date(2024, 10, 1), date(2024, 12, 31), "32.3400"),
        (date(2026, 4, 1), date(2026, 6, 30), "31.6002"),
    ):
        rates = [fact.value or 0 for fact in facts if start <= fact.period.end <= end]
        assert abs(sum(rates) / len(rates) / Decimal(published) - 1) < Decimal("0.0002")
