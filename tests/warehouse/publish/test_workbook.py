"""The workbook as another library reads it: numbers, formulas with values, links, no injection."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders.homes import Homes
from tests.builders.reports import AMAZON_2024, Line, Report, registry, segment, year
from warehouse.pages.links import Links
from warehouse.publish.workbook import workbook
from warehouse.query.connection import connect

EVIDENCE = "https://www.sec.gov/Archives/"
FORMULA = '=HYPERLINK("http://evil.example","click")'
NVIDIA = Report(
    "nvda-2024",
    (
        Line("revenue", "130,497", year(2024)),
        Line("cost_of_revenue", "32,639", year(2024)),
        Line("operating_income", "81,453", year(2024)),
        segment("revenue", "1", year(2024), FORMULA),
    ),
    cik="0001045810", form="10-K", fiscal_year_end="12-31", period_end="2024-12-31",
    known_at="2025-02-26",
)  # fmt: skip
BOOK = registry(
    segments=[
        ("amazon", "2019", "AWS", "cloud", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "North America", "out_of_scope", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "International", "out_of_scope", "1", None, None, None, EVIDENCE),
        ("nvidia", "company", None, "chips", "1", None, None, None, EVIDENCE),
    ]
)


@pytest.fixture(scope="module")
def con(homes: Homes) -> Iterator[duckdb.DuckDBPyConnection]:
    _, built = homes.built(AMAZON_2024, NVIDIA, registry=BOOK)
    with connect(built.path) as con:
        yield con


@pytest.fixture(scope="module")
def content(con: duckdb.DuckDBPyConnection) -> bytes:
    return workbook(con, Links.of(con).below("file:///reports/report/")).content


def rows(content: bytes, sheet: str, *, values: bool) -> list[dict[str, openpyxl.cell.Cell]]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    head, *rest = list(book[sheet].iter_rows())
    names = [str(cell.value) for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rest]


def test_the_pool_of_2024(content: bytes) -> None:
    pools = {(row["Period"].value, row["Layer"].value): row
             for row in rows(content, "Pools", values=True)}  # fmt: skip
    cloud, chips = pools[("2024", "Cloud")], pools[("2024", "Chips")]
    assert cloud["Revenue, USD"].value == 107_556_000_000
    assert cloud["Operating income, USD"].value == 39_834_000_000
    assert round(cloud["Operating margin"].value, 6) == 0.370356
    # 39,834 and 81,453 are all the profit
    assert round(chips["Share of profit"].value, 4) == 0.6716
    assert cloud["Revenue, USD"].number_format == "#,##0"
    assert cloud["Operating margin"].number_format == "0.0%"


def test_margins_and_shares_are_formulas_over_their_own_row(content: bytes) -> None:
    for number, row in enumerate(rows(content, "Pools", values=False), 2):
        if row["Operating margin"].value is not None:
            assert row["Operating margin"].value == f"=E{number}/C{number}"
            assert str(row["Share of profit"].value).startswith(f"=MAX(E{number},0)/SUMIFS(")


def test_the_formulas_say_what_the_warehouse_says(content: bytes) -> None:
    """The shares' own sum: no spreadsheet program is needed to add two numbers up."""
    shown = [row for row in rows(content, "Pools", values=True) if row["Period"].value == "2024"]
    covered = [row for row in shown if (row["Coverage"].value or 0) >= 0.9]
    whole = sum(Decimal(row["Revenue, USD"].value) for row in covered)
    for row in covered:
        share = Decimal(row["Revenue, USD"].value) / whole
        assert abs(float(share) - row["Share of revenue"].value) < 1e-6


def test_every_formula_gives_the_value_that_is_kept_beside_it(content: bytes) -> None:
    """By what the formula says, read from its text, over what the other cells hold."""
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    checked = 0
    for sheet in formulas:
        for cell in (one for row in sheet.iter_rows() for one in row if one.data_type == "f"):
            kept = values[sheet.title][cell.coordinate].value
            assert abs(computed(str(cell.value), values[sheet.title]) - kept) < 1e-6
            checked += 1
    assert checked >= 10


def computed(formula: str, sheet: Worksheet) -> float:
    """The value of "=A1/B1", where A1 may be MAX(A1,0) and B1 a SUMIFS."""
    upper, _, lower = formula.removeprefix("=").partition("/")
    top = sheet[upper.removeprefix("MAX(").removesuffix(",0)")].value
    top = max(top, 0) if upper.startswith("MAX(") else top
    if not lower.startswith("SUMIFS("):
        return float(top / sheet[lower].value)
    summed, *criteria = lower.removeprefix("SUMIFS(").removesuffix(")").split(",")
    fits = [
        {number for number, value in column(sheet, where) if meets(value, wanted, sheet)}
        for where, wanted in zip(criteria[::2], criteria[1::2], strict=True)
    ]
    kept = set.intersection(*fits)
    return float(top / sum(value for number, value in column(sheet, summed) if number in kept))


def column(sheet: Worksheet, area: str) -> list[tuple[int, object]]:
    return [(cell.row, cell.value) for (cell,) in sheet[area.replace("$", "")]]


def meets(value: object, wanted: str, sheet: Worksheet) -> bool:
    """Whether a cell fits a criterion: another cell's value, or one like ">0"."""
    sign, limit = re.fullmatch(r'(?:"(>=?))?([^"]+)"?', wanted).groups()
    if sign is None:
        return value == sheet[limit].value
    is_number = isinstance(value, int | float)
    return is_number and (value > float(limit) or (sign == ">=" and value == float(limit)))


SOFFICE = shutil.which("soffice")


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="no soffice: apt-get install libreoffice-calc")
def test_libreoffice_computes_the_same(content: bytes, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.save(tmp_path / "pools.xlsx")  # without the values kept: what comes back was computed
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out",
         tmp_path / "pools.xlsx"],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    ours = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    theirs = openpyxl.load_workbook(tmp_path / "out/pools.xlsx", data_only=True)
    checked = 0
    for sheet in book:
        for cell in (one for row in sheet.iter_rows() for one in row if one.data_type == "f"):
            found = theirs[sheet.title][cell.coordinate].value
            assert isinstance(found, int | float), (sheet.title, cell.coordinate, found)
            assert abs(found - ours[sheet.title][cell.coordinate].value) < 1e-6
            checked += 1
    assert checked >= 10


def test_every_number_leads_to_its_page(content: bytes) -> None:
    cells = [row[name] for row in rows(content, "Companies", values=True)
             for name in ("Revenue", "Operating income", "Operating margin")]  # fmt: skip
    told = [cell for cell in cells if cell.value is not None]
    assert len(told) >= 6
    for cell in told:
        assert cell.hyperlink is not None, cell.coordinate
        target = f"{cell.hyperlink.target}#{cell.hyperlink.location or ''}"
        assert "report/audit/" in target.replace("\\", "/")


def test_a_name_that_looks_like_a_formula_is_text(content: bytes) -> None:
    found = [row["Segment"] for row in rows(content, "Segments", values=False)
             if str(row["Segment"].value).endswith('"click")')]  # fmt: skip
    assert found
    assert {(cell.value, cell.data_type) for cell in found} <= {(FORMULA, "s")}


def test_every_column_is_explained(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    told = {(row[0].value, row[2].value) for row in book["About"].iter_rows(min_row=2)}
    for sheet in book.sheetnames[:-1]:
        heads = {cell.value for cell in next(book[sheet].iter_rows(max_row=1))}
        assert {(sheet, head) for head in heads} <= told


def test_the_same_build_gives_the_same_bytes(
    con: duckdb.DuckDBPyConnection, content: bytes
) -> None:
    assert workbook(con, Links.of(con).below("file:///reports/report/")).content == content
