"""Tables of PDFs as printed: headers over their columns, signs with their numbers, whole captions."""

from __future__ import annotations

import io
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf import reader
from extractors.tables.columns import columns
from extractors.tables.grid import Row, Table, Token

LEFT, RIGHT, PITCH, SIZE = 40, (320, 400, 480, 560), 13, 9


class Sheet:
    """A page drawn like a report: captions left, numbers with their right ends in columns."""

    def __init__(self) -> None:
        self.data = io.BytesIO()
        self.canvas = Canvas(self.data)
        self.top = 760.0

    def row(self, caption: str, *numbers: str, indent: float = 0, drop: float = PITCH) -> None:
        self.top -= drop
        self.canvas.setFont("Helvetica", SIZE)
        self.canvas.drawString(LEFT + indent, self.top, caption)
        for right, number in zip(RIGHT, numbers, strict=False):
            sign, _, digits = number.rpartition(" ")
            hang = 3 if digits.endswith(")") else 0
            self.canvas.drawRightString(right + hang, self.top, digits)
            if sign:
                self.canvas.drawString(right - 60, self.top, sign)

    def over(self, text: str, first: int, last: int, drop: float = 0) -> None:
        self.top -= drop
        self.canvas.setFont("Helvetica", 7)
        self.canvas.drawCentredString((RIGHT[first] - 60 + RIGHT[last]) / 2, self.top, text)

    def page(self) -> None:
        self.canvas.showPage()
        self.top = 760.0

    def read(self) -> reader.Page:
        self.canvas.save()
        return reader.read(self.data.getvalue())


def row_of(table: Table, caption: str) -> Row:
    return next(row for row in table.rows if row.caption == caption)


def texts(tokens: tuple[Token, ...]) -> list[str]:
    return [token.text for token in tokens]


def statement() -> Sheet:
    sheet = Sheet()
    sheet.row("Condensed Statements of Income of the Sample Company, a company of samples")
    sheet.row("(In millions)")
    sheet.over("Three Months Ended", 0, 1, drop=PITCH)
    sheet.over("Nine Months Ended", 2, 3)
    for column, text in enumerate(["Oct 1, 2022", "Sep 25, 2021", "Oct 1, 2022", "Sep 25, 2021"]):
        sheet.over(text, column, column, drop=0 if column else PITCH)
    sheet.row("Net revenue", "$ 15,338", "$ 19,192", "$ 49,012", "$ 58,496")
    sheet.row("Cost of sales", "8,803", "8,446", "27,646", "25,690")
    sheet.row("Restructuring and other charges", "664", "42", "(460)", "—")
    return sheet


def test_group_headers_stand_over_their_columns() -> None:
    (table,) = statement().read().tables
    assert [column.period for column in columns(table).columns] == [
        "Three Months Ended Oct 1, 2022",
        "Three Months Ended Sep 25, 2021",
        "Nine Months Ended Oct 1, 2022",
        "Nine Months Ended Sep 25, 2021",
    ]


def test_a_sign_far_from_its_number_is_the_numbers() -> None:
    (table,) = statement().read().tables
    revenue = row_of(table, "Net revenue").amounts
    assert texts(revenue) == ["$15,338", "$19,192", "$49,012", "$58,496"]
    assert [token.quote for token in revenue] == ["15,338", "19,192", "49,012", "58,496"]
    charges = row_of(table, "Restructuring and other charges").amounts
    values = [token.amount.value for token in charges if token.amount]
    assert values == [Decimal(664), Decimal(42), Decimal(-460), None]


@pytest.mark.usefixtures("poppler")
def test_the_box_is_the_numbers_own(tmp_path: Path) -> None:
    sheet = statement()
    (table,) = sheet.read().tables
    file = tmp_path / "statement.pdf"
    file.write_bytes(sheet.data.getvalue())
    token = row_of(table, "Cost of sales").amounts[2]
    page, _, place = token.locator.place.partition("/")
    x0, top, x1, bottom = (round(float(text)) for text in place.split(","))
    area = ["-x", f"{x0 - 1}", "-y", f"{top}", "-W", f"{x1 - x0 + 2}", "-H", f"{bottom - top}"]
    command = ["pdftotext", "-r", "72", "-f", page, "-l", page, *area, str(file), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert found.strip() == "27,646"


def test_a_caption_that_wraps_is_one() -> None:
    sheet = statement()
    sheet.row("Research, development")
    sheet.row("and engineering expenses", "99", "204", "155", "100", indent=8, drop=10)
    sheet.row("Net income attributable to common", "1,019", "6,823", "8,678", "15,245")
    sheet.row("stockholders", indent=8, drop=10)
    (table,) = sheet.read().tables
    wrapped = row_of(table, "Research, development and engineering expenses")
    assert texts(wrapped.amounts) == ["99", "204", "155", "100"]
    wrapped = row_of(table, "Net income attributable to common stockholders")
    assert texts(wrapped.amounts) == ["1,019", "6,823", "8,678", "15,245"]


def test_dot_leaders_and_raised_marks_are_no_text() -> None:
    sheet = statement()
    sheet.row("Gross margin" + "." * 40, "6,535", "10,746", "21,366", "32,806")
    sheet.row("Research and development", "4,302", "3,803", "13,064", "11,141")
    sheet.canvas.setFont("Helvetica", 5)
    sheet.canvas.drawString(LEFT + 104, sheet.top + 3, "1")
    (table,) = sheet.read().tables
    assert texts(row_of(table, "Gross margin").amounts)[0] == "6,535"
    assert texts(row_of(table, "Research and development").amounts)[0] == "4,302"


def test_broken_years_are_mended() -> None:
    sheet = Sheet()
    sheet.row("Selected data of the sample company, in millions of the dollar")
    sheet.top -= PITCH
    sheet.canvas.setFont("Helvetica", SIZE)
    for right, tail in zip(RIGHT, "98", strict=False):
        sheet.canvas.drawString(right - 22, sheet.top, "201")
        sheet.canvas.drawString(right - 5, sheet.top, tail)
    sheet.row("Revenue", "6,731", "6,475")
    sheet.row("Net income", "341", "337")
    (table,) = sheet.read().tables
    assert [column.period for column in columns(table).columns] == ["2019", "2018"]


def test_a_table_without_headers_on_the_next_page_goes_on() -> None:
    sheet = statement()
    sheet.page()
    sheet.row("Operating income (loss)", "(175)", "5,227", "3,466", "14,467")
    sheet.row("Net income", "1,019", "6,823", "8,678", "15,245")
    (table,) = sheet.read().tables
    income = row_of(table, "Net income")
    assert columns(table).column_of(income.amounts[3]) == columns(table).columns[3]
    assert income.amounts[3].locator.place.startswith("2/")
    assert [row.number for row in table.rows] == sorted(row.number for row in table.rows)


def test_prose_ends_a_table_and_footnotes_make_no_column() -> None:
    sheet = statement()
    sheet.row("(1)  Depreciation of the segments includes an allocation of corporate property.")
    sheet.row(
        "The following text runs over the whole width of the page, where the numbers stand above it,"
        " and says 24% and 2021."
    )
    (table,) = sheet.read().tables
    assert len(columns(table).columns) == 4
    assert table.rows[-1].caption == "Restructuring and other charges"


def test_lines_are_paragraphs_and_give_places() -> None:
    sheet = Sheet()
    sheet.row(
        "We expect to spend, in the year that now begins and under the plan that was made, about"
    )
    sheet.row(
        "$1.4 billion on capital expenditures, as we said before, and no more than this in all."
    )
    page = sheet.read()
    (line,) = page.lines
    assert "made, about $1.4 billion on" in line.text
    start = line.text.index("$1.4")
    place = line.place(line.start + start, line.start + start + 4)
    assert place.place.startswith("1/40.0,")


@pytest.mark.parametrize(
    ("name", "page", "caption", "printed"),
    [
        ("AMD_2021_10K.pdf", 51, "Operating income", ["3,648", "1,369", "631"]),
        ("AMD_2021_10K.pdf", 76, "All Other", ["(421)", "(288)", "(209)"]),
        ("MICROSOFT_2019_10K.pdf", 90, "Intelligent Cloud", ["38,985", "32,219", "27,407"]),
        ("CORNING_2020_10K.pdf", 126, "Capital expenditures",
         ["$311", "$127", "$125", "$159", "$83", "$123", "$928"]),
        ("PEPSICO_2022Q4_EARNINGS.pdf", 19, "Core, Non-GAAP Measure",
         ["$13,291", "$14,705", "$11,775", "$—", "$2,930", "$125", "$455", "$2,310", "$1.67", "16.3%"]),
        ("docugami_2022_Q3_INTC_10Q.pdf", 35, "Gross margin",
         ["6,535", "42.6%", "10,746", "56.0%", "21,366", "43.6%", "32,806", "56.1%"]),
    ],
)  # fmt: skip
def test_rows_of_real_reports(
    shared: Path, name: str, page: int, caption: str, printed: list[str]
) -> None:
    found = reader.read((shared / "corpus/pdf" / name).read_bytes())
    rows = [row for table in found.tables for row in table.rows if row.caption == caption]
    there = [
        texts(row.amounts)
        for row in rows
        if row.amounts and row.amounts[0].locator.place.startswith(f"{page}/")
    ]
    assert printed in there


def test_a_header_a_little_higher_than_its_neighbour_is_of_the_same_row() -> None:
    sheet = Sheet()
    sheet.row("Statements of operations of the sample company, in millions of the dollar")
    sheet.over("Six Months Ended June 30,", 2, 3, drop=PITCH)
    sheet.over("Three Months Ended June 30,", 0, 1, drop=2.7)
    sheet.row("", "2024", "2025", "2024", "2025")
    sheet.row("Net product sales", "$ 61,569", "$ 68,246", "$ 122,484", "$ 132,216")
    sheet.row("Net service sales", "86,408", "99,456", "168,806", "191,153")
    (table,) = sheet.read().tables
    assert [column.period for column in columns(table).columns] == [
        "Three Months Ended June 30, 2024",
        "Three Months Ended June 30, 2025",
        "Six Months Ended June 30, 2024",
        "Six Months Ended June 30, 2025",
    ]


def test_lost_ligatures_are_found_again() -> None:
    sheet = statement()
    sheet.row("Gross pro t", "6,535", "10,746", "21,366", "32,806")
    sheet.row("Income tax bene t (provision)", "1,207", "(35)", "114", "(1,264)")
    (table,) = sheet.read().tables
    assert texts(row_of(table, "Gross profit").amounts)[0] == "6,535"
    assert row_of(table, "Income tax benefit (provision)").amounts
