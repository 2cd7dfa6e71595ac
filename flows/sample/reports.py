"""PDF reports of companies that publish in PDF: plain text, and tables one below the other.

Reportlab's invariant mode writes neither time nor random names, and nothing is compressed, so that
the bytes are the same on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from textwrap import wrap

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from flows.sample import outlook
from flows.sample.filings import Filing, sources
from flows.sample.releases import highlights, tables
from flows.sample.statements import Table
from flows.sample.tables import Company, Row, Tables
from flows.sample.verify import shown
from flows.sample.wording import NOTICE, cell, day, length_name, scale_of

LEFT, RIGHT, TOP, BOTTOM = 50.0, 545.0, 790.0, 60.0
COLUMN = 92.0  # points from one column's right edge to the next
LEADING = 14.0


@dataclass(frozen=True, slots=True)
class Report:
    """One PDF: its company, its date, and its rows."""

    company: Company
    published: date
    rows: tuple[Row, ...]

    @property
    def path(self) -> str:
        """Its path on the investor-relations site."""
        return f"/ir/{self.company.ticker}/{self.published.isoformat()}.pdf"

    @property
    def title(self) -> str:
        """'Quanta Computer Inc.: report of March 31, 2025'."""
        return f"{self.company.name}: report of {day(self.published)}"


def reports(source: Tables, filed: Sequence[Filing]) -> tuple[Report, ...]:
    """Reports of the companies that file nothing at EDGAR, and one beside each 6-K."""
    groups: dict[tuple[str, date], list[Row]] = defaultdict(list)
    for row in shown(source.rows):
        if row.form == "IR PDF":
            groups[row.ticker, row.published].append(row)
    for filing in filed:
        if filing.form == "6-K":
            rows = [row for exhibit in filing.exhibits for row in exhibit.rows]
            groups[filing.company.ticker, filing.filed] += rows
    return tuple(
        Report(source.company(ticker), published, tuple(rows))
        for (ticker, published), rows in sorted(groups.items())
    )


def pdf(report: Report) -> bytes:
    """The report's bytes, the same for the same rows."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(report.title)
    canvas.setSubject(NOTICE)
    _Writer(canvas).write(report)
    canvas.save()
    return target.getvalue()


class _Writer:
    """Lines from top to bottom; every page begins with the notice."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = 0.0

    def write(self, report: Report) -> None:
        """The whole report."""
        self._begin()
        for text in wrap(report.title, 60):
            self._line(text, size=14, bold=True, space=4)
        for text in highlights(report.rows, report.company):
            self._text(text)
        for table, note in tables(report.rows):
            self._table(table, note)
        guided = outlook.sentences(report.rows, report.company)
        if guided:
            self._line("Outlook", size=12, bold=True, space=10)
            for text in guided:
                self._text(text)
        self._line("Sources", size=12, bold=True, space=10)
        for url in sources(report.rows):
            self._text(url, size=7)
        self.canvas.showPage()

    def _begin(self) -> None:
        self.y = TOP
        for text in wrap(NOTICE, 110):
            self._line(text, size=8)
        self.y -= LEADING

    def _room(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.canvas.showPage()
            self._begin()

    def _line(
        self, text: str, *, size: float = 10, bold: bool = False, space: float = 0, x: float = LEFT
    ) -> None:
        if self.y < TOP:
            self._room(LEADING + space)
        self.y -= LEADING + space
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, self.y, text)

    def _text(self, text: str, size: float = 10) -> None:
        for line in wrap(text, int(950 / size), break_on_hyphens=False):
            self._line(line, size=size)

    def _table(self, table: Table, note: str) -> None:
        """Title, note, two header rows, the lines; a table never breaks across pages."""
        self._room(LEADING * (len(table.lines) + 6))
        self._line(table.title, size=12, bold=True, space=10)
        self._line(note, size=8)
        self._cells("", [length_name(period) for period in table.columns])
        self._cells("", [day(period.end) for period in table.columns])
        self.canvas.line(LEFT, self.y - 4, RIGHT, self.y - 4)
        self.y -= 4
        scale = scale_of([row for line in table.lines for row in line.cells if row])
        for line in table.lines:
            self._cells(line.caption, [cell(row, scale) if row else "" for row in line.cells])

    def _cells(self, caption: str, cells: Sequence[str]) -> None:
        self._line(caption, size=9)
        self.canvas.setFont("Helvetica", 9)
        for place, text in enumerate(reversed(cells)):
            self.canvas.drawRightString(RIGHT - place * COLUMN, self.y, text)
