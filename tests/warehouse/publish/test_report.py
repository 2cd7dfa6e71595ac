"""The report of a small warehouse: every link leads somewhere, nothing is active, bytes repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from lxml import etree

from extractors.errors import ExportError
from tests.builders.homes import Homes
from tests.builders.report_pages import Pages
from tests.builders.reports import AMAZON_2024, Line, Report, build, registry, segment, year
from warehouse.publish.report import report
from warehouse.query.connection import connect

EVIDENCE = "https://www.sec.gov/Archives/"
EVIL = "<script>alert(1)</script> \"x' onload=y"
NEXT = Report(
    "amzn-2025",
    (
        Line("revenue", "716,900", year(2025)),
        Line("operating_income", "80,000", year(2025)),
        segment("revenue", "128,725", year(2025), "AWS"),
        segment("operating_income", "45,606", year(2025), "AWS"),
        segment("revenue", "1,000", year(2025), EVIL),
    ),
    period_end="2025-12-31", known_at="2026-02-06",
)  # fmt: skip
BOOK = registry(
    segments=[
        ("amazon", "2019", "AWS", "cloud", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "North America", "out_of_scope", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "International", "out_of_scope", "1", None, None, None, EVIDENCE),
        ("amd", "company", None, "cloud", "1", None, None, None, EVIDENCE),
    ]
)


@pytest.fixture(scope="module")
def con(homes: Homes) -> Iterator[duckdb.DuckDBPyConnection]:
    _, built = homes.built(AMAZON_2024, NEXT, registry=BOOK)
    with connect(built.path) as con:
        yield con


@pytest.fixture(scope="module")
def pages(con: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("report") / "report"
    report(con, folder)
    return Pages.of(folder)


@pytest.mark.slow
def test_every_link_leads_to_a_page_and_an_element_of_it(pages: Pages) -> None:
    assert len(pages.texts) >= 20
    assert pages.broken() == []


def test_every_page_can_be_reached_from_the_first(pages: Pages) -> None:
    seen, waiting = set(), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += [path for path, _ in pages.links(page) if path.endswith(".html")]
    unreached = [page for page in set(pages.texts) - seen if not page.startswith("audit/")]
    assert unreached == []


def test_every_page_has_a_policy_and_nothing_active(pages: Pages) -> None:
    for page, text in pages.texts.items():
        assert "default-src 'none'; style-src 'self'; img-src data: 'self'" in text, page
        style = f'<link rel="stylesheet" href="{"../" * page.count("/")}style.css">'
        assert text.count(style) == 1, page
        text = text.replace(style, "")
        assert "<style" not in text, page
        assert " style=" not in text, page
        assert not re.search(r"<(script|iframe|object|embed|form|link|base)\b", text), page
        assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', text)), page
        assert "javascript:" not in text, page
    sheet = (pages.root / "style.css").read_text(encoding="utf-8")
    assert ".chart" in sheet
    assert "@import" not in sheet
    assert "url(" not in sheet


def test_a_name_is_shown_and_never_run(pages: Pages) -> None:
    assert any("&lt;script&gt;alert(1)&lt;/script&gt;" in text for text in pages.texts.values())


def test_a_cell_leads_to_the_quote_that_prints_it(pages: Pages) -> None:
    company = pages.texts["companies/amazon.html"]
    (address,) = set(re.findall(r'href="\.\./(audit/[^"]+)">39,834<', company))
    page, key = address.split("#")
    article = pages.texts[page].split(f'<article id="{key}">')[1].split("</article>")[0]
    assert "39,834,000,000 USD" in article
    assert "“39,834”" in article
    assert AMAZON_2024.sha256 in article
    assert "https://www.sec.gov/Archives/amzn-2024.htm#f-9" in article


def test_a_margin_opens_as_its_quotient(pages: Pages) -> None:
    company = pages.texts["companies/amazon.html"]
    (address,) = set(re.findall(r'href="\.\./(audit/[^"]+)">37.0 %<', company))
    page, key = address.split("#")
    article = pages.texts[page].split(f'<article id="{key}">')[1].split("</article>")[0]
    assert "37.04%" in article
    assert "operating income / revenue" in article
    assert "÷" in article
    assert "107,556,000,000 USD" in article


def test_the_first_page_begins_with_the_answer(pages: Pages) -> None:
    text = pages.texts["index.html"].replace("\N{NO-BREAK SPACE}", " ")
    lead = text.split('<p class="lead">')[1].split("</p>")[0]
    assert lead.startswith("In 2024 cloud kept 100.0 % of the profit")
    stats = text.split('<dl class="stats">')[1].split("</dl>")[0]
    assert "USD 39.8 bn" in stats
    assert "37.0 % of its revenue" in stats
    assert 'href="audit/layer-cloud/2024.html#' in stats


def test_who_is_not_read_stands_beside_the_pools(pages: Pages) -> None:
    assert "Not read, and in none of these numbers: AMD." in pages.texts["layers/cloud.html"]
    assert "in none of these numbers, coverage included: Cloud: AMD." in pages.texts["index.html"]


def test_a_company_begins_with_its_last_year_and_the_one_before(pages: Pages) -> None:
    stats = pages.texts["companies/amazon.html"].split('<dl class="stats">')[1].split("</dl>")[0]
    stats = stats.replace("\N{NO-BREAK SPACE}", " ")
    assert "Revenue, FY2025" in stats
    assert ">USD 716.9 bn<" in stats
    assert "638.0 bn in FY2024" in stats
    assert ">11.2 %<" in stats
    assert "10.8 % in FY2024" in stats


def test_a_missing_value_is_explained_on_its_page(pages: Pages) -> None:
    reasons = pages.texts["companies/amazon.html"].split('<dl class="reasons">')[1]
    assert "<dt>not disclosed<dd>" in reasons


def test_a_chart_has_its_table_sql_and_csv(pages: Pages) -> None:
    page = pages.texts["companies/amazon.html"]
    charts = page.count("<svg ")
    assert charts >= 1
    assert page.count("<table>") >= charts
    assert page.count("CSV with every digit") >= charts
    assert "from mart.company_margin" in page
    rows = (pages.root / "data/companies-amazon-margins-fy.csv").read_text().splitlines()
    assert rows[0].startswith("company_id,ticker,fiscal_label,")
    assert any("637959000000" in row for row in rows)


def test_the_same_build_gives_the_same_bytes(
    con: duckdb.DuckDBPyConnection, pages: Pages, tmp_path: Path
) -> None:
    report(con, tmp_path / "again")
    first = {
        p.relative_to(pages.root): p.read_bytes() for p in pages.root.rglob("*") if p.is_file()
    }
    again = tmp_path / "again"
    assert {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()} == first


def test_a_report_is_replaced_and_nothing_else_is(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="is not empty and no report of ours"):
        report(con, folder)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    (folder / "mine.txt").unlink()
    report(con, folder)
    report(con, folder)
    assert (folder / "index.html").is_file()


def test_a_conflict_shows_its_rivals_and_what_settles_it(tmp_path: Path) -> None:
    other = Report(
        "amzn-release",
        (segment("operating_income", "39,900", year(2024), "AWS"),),
        period_end="2024-12-31", known_at="2025-02-09",
        refusals=(("table 4: 'Boats' and its like add up to no printed total", "does_not_close"),),
    )  # fmt: skip
    with connect(build(tmp_path / "home", AMAZON_2024, other, registry=BOOK).path) as con:
        report(con, tmp_path / "report")
    text = (tmp_path / "report/review.html").read_text()
    conflict = text.split('<section class="conflict"')[1].split("</section>")[0]
    assert "two documents of one period print different values" in conflict
    assert "39,834,000,000 USD" in conflict
    assert "39,900,000,000 USD" in conflict
    assert "profitpools review accept FIGURE --reason TEXT --rebuild" in conflict
    assert "add up to no printed total" in text  # of no metric, period or figure
    assert "Refused: no value" in text
    assert Pages.of(tmp_path / "report").broken() == []


def test_the_feed_tells_what_is_new(pages: Pages) -> None:
    feed = etree.fromstring((pages.root / "atom.xml").read_bytes())
    name = "{http://www.w3.org/2005/Atom}"
    titles = [str(one.text) for one in feed.iter(f"{name}title")]
    assert titles[0] == "Profit pools: what changed"
    assert {"AMZN 10-K for 2025-12-31", "AMZN 10-K for 2024-12-31"} <= set(titles)
    for link in feed.iter(f"{name}link"):
        assert (pages.root / str(link.get("href")).partition("#")[0]).is_file()
