"""`profitpools report` and `audit --html` as a person calls them, and the setting of a refresh."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders.homes import Homes
from tests.builders.report_pages import Pages
from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command


@pytest.fixture(scope="module")
def filled(homes: Homes) -> Command:
    """A warehouse of one report, whose refresh was told to write its pages."""

    def fill(folder: Path) -> None:
        (folder / "inbox").mkdir()
        (folder / "inbox/a.htm").write_bytes(annual_report())
        (folder / "inbox/inbox.csv").write_text("file,published\na.htm,2025-02-07\n")
        command = Command(folder / "data")
        done = command(
            "refresh", folder / "inbox", environ={"PROFIT_POOLS_REPORT": str(folder / "pages")}
        )
        assert done.code == 0, done.err

    return Command(homes.made("report-with-pages", fill)[0] / "data")


@pytest.mark.slow
def test_a_refresh_writes_the_pages_that_a_setting_asks_for(filled: Command) -> None:
    pages = Pages.of(filled.home.parent / "pages")
    assert "index.html" in pages.texts
    assert pages.broken() == []


def test_the_report_says_where_it_is(filled: Command, tmp_path: Path) -> None:
    done = filled("report", "--to", tmp_path / "report")
    assert (done.code, done.out) == (0, "")
    assert done.line.startswith(f"file://{tmp_path}/report/index.html: ")
    text = (tmp_path / "report/index.html").read_text()
    assert text == (filled.home.parent / "pages/index.html").read_text()


def test_a_folder_of_something_else_is_left_alone(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = filled("report", "--to", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "is not empty and no report of ours" in done.line
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_without_a_warehouse_it_says_what_to_do(tmp_path: Path) -> None:
    done = Command(tmp_path / "none")("report")
    assert (done.code, done.out) == (1, "")
    assert "there is no warehouse yet" in done.line


def test_one_number_on_a_page_of_its_own(filled: Command, tmp_path: Path) -> None:
    company = filled("sql", "--format", "csv", "select ticker from mart.company_margin limit 1")
    ticker = company.out.splitlines()[1]
    done = filled("audit", ticker, "revenue", "--html", tmp_path / "page.html")
    assert (done.code, done.out) == (0, ""), done.err
    text = (tmp_path / "page.html").read_text()
    assert "1,000,000,000" in text
    assert "<mark>1,000</mark>" in text
    assert "default-src 'none'" in text


def test_a_workbook_needs_a_report_to_lead_to(filled: Command, tmp_path: Path) -> None:
    path = tmp_path / "pools.xlsx"
    done = filled("export", "--xlsx", path)
    assert (done.code, done.out) == (1, "")
    assert "there is no report for the links to lead to" in done.line
    done = filled("export", "--xlsx", path, "--report", filled.home.parent / "pages")
    assert done.code == 0, done.err
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.slow
def test_after_a_second_build_it_says_what_changed(filled: Command, tmp_path: Path) -> None:
    shutil.copytree(filled.home, tmp_path / "data")
    again = Command(tmp_path / "data")
    assert again("rebuild").code == 0
    [former] = (tmp_path / "data/builds").glob("*.duckdb")
    assert again("report", "--to", tmp_path / "report").code == 0
    text = Pages.of(tmp_path / "report").texts["changes.html"]
    assert f"The build before is {former.stem}." in text
    assert "No figure differs." in text
    former.write_bytes(b"damaged")
    done = again("report", "--to", tmp_path / "report")
    assert done.code == 0
    assert "does not say what changed since the build before" in done.err
    assert former.name in done.err
    assert "The build before" not in Pages.of(tmp_path / "report").texts["changes.html"]
