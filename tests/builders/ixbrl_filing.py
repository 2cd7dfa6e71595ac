"""A builder of small inline-XBRL filings of our own: statements as rows × columns → XHTML bytes.

`page` wraps raw markup, `Filing` renders tables and paragraphs of tagged numbers together with the
contexts and units that they need. Printed amounts are written as

    1,300     the number, tagged
    (80)      brackets around a tagged positive number: an outflow printed as one
    -80       printed as (80) and tagged with sign="-"
    —         a dash, tagged as zero
    ''        an empty cell
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape

from extractors.model import Duration, Instant, Member, Period

CIK = "0009990001"
SEGMENT = "us-gaap:StatementBusinessSegmentsAxis"
PRODUCT = "srt:ProductOrServiceAxis"
ITEMS = "srt:ConsolidationItemsAxis"
ENTITIES = "srt:ConsolidatedEntitiesAxis"
OPERATING: Member = (ITEMS, "us-gaap:OperatingSegmentsMember")
CORPORATE: Member = (ITEMS, "us-gaap:CorporateNonSegmentMember")
FY24 = Duration(date(2024, 1, 1), date(2024, 12, 31))
FY23 = Duration(date(2023, 1, 1), date(2023, 12, 31))
END24, END23 = Instant(date(2024, 12, 31)), Instant(date(2023, 12, 31))
NAMESPACES = {
    "": "http://www.w3.org/1999/xhtml",
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
    "ixt-sec": "http://www.sec.gov/inlineXBRL/transformation/2015-08-31",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "dei": "http://xbrl.sec.gov/dei/2024",
    "us-gaap": "http://fasb.org/us-gaap/2024",
    "srt": "http://fasb.org/srt/2024",
    "ifrs-full": "https://xbrl.ifrs.org/taxonomy/2024-03-27/ifrs-full",
    "own": "http://example.com/own/20241231",
}


def segment(member: str) -> Member:
    """A member of the segment axis."""
    return SEGMENT, f"own:{member}"


def product(member: str) -> Member:
    """A member of the axis of products and services."""
    return PRODUCT, f"own:{member}"


def context(
    name: str, period: Period, members: tuple[Member, ...] = (), entity: str = CIK, extra: str = ""
) -> str:
    """One xbrli:context; `extra` is further markup of its segment element."""
    if isinstance(period, Duration):
        when = f"<xbrli:startDate>{period.start}</xbrli:startDate><xbrli:endDate>{period.end}</xbrli:endDate>"
    else:
        when = f"<xbrli:instant>{period.on}</xbrli:instant>"
    slices = extra + "".join(
        f'<xbrldi:explicitMember dimension="{axis}">{member}</xbrldi:explicitMember>'
        for axis, member in members
    )
    slices = f"<xbrli:segment>{slices}</xbrli:segment>" if slices else ""
    return (
        f'<xbrli:context id="{name}"><xbrli:entity>'
        f'<xbrli:identifier scheme="http://www.sec.gov/CIK">{entity}</xbrli:identifier>{slices}'
        f"</xbrli:entity><xbrli:period>{when}</xbrli:period></xbrli:context>"
    )


def unit(name: str) -> str:
    """One xbrli:unit of that name: 'USD', 'shares', 'pure', or 'USD/shares' as a divided one."""

    def measure(part: str) -> str:
        prefix = "xbrli" if part in ("shares", "pure") else "iso4217"
        return f"<xbrli:measure>{prefix}:{part}</xbrli:measure>"

    top, _, bottom = name.partition("/")
    inner = measure(top)
    if bottom:
        inner = (
            f"<xbrli:divide><xbrli:unitNumerator>{measure(top)}</xbrli:unitNumerator>"
            f"<xbrli:unitDenominator>{measure(bottom)}</xbrli:unitDenominator></xbrli:divide>"
        )
    return f'<xbrli:unit id="{name}">{inner}</xbrli:unit>'


def page(body: str, resources: str, *, hidden: str = "", **namespaces: str) -> bytes:
    """An XHTML page around `body`; `namespaces` (a '_' stands for '-') join the usual ones, '' removes one."""
    bound = NAMESPACES | {prefix.replace("_", "-"): uri for prefix, uri in namespaces.items()}
    declared = "\n ".join(
        f'xmlns:{prefix}="{uri}"' if prefix else f'xmlns="{uri}"'
        for prefix, uri in bound.items()
        if uri
    )
    hidden = f"<ix:hidden>\n{hidden}\n</ix:hidden>" if hidden else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<html {declared}>\n<head><title>Report</title></head>\n'
        f'<body>\n<div style="display:none"><ix:header>{hidden}<ix:resources>\n{resources}\n'
        f"</ix:resources></ix:header></div>\n{body}\n</body>\n</html>\n"
    ).encode()


@dataclass(frozen=True, slots=True)
class Tag:
    """One tagged number. `entity` None is the filing's own company, `name` the element's id."""

    concept: str
    period: Period
    printed: str
    members: tuple[Member, ...] = ()
    unit: str = "USD"
    scale: int = 6
    decimals: str = "-6"
    entity: str | None = None
    name: str = ""

    @property
    def context(self) -> str:
        """A readable context id that no other context has."""
        initials = [
            re.sub(r"[^A-Z]", "", axis) + "_" + m.rpartition(":")[2] for axis, m in self.members
        ]
        when = str(self.period).replace("/", "_")
        return ".".join([f"c_{when}", *initials, *([self.entity] if self.entity else [])])

    def markup(self) -> str:
        """The cell's text with its ix:nonFraction."""
        digits = re.sub(r"[^\d.,]", "", self.printed)
        known = f' id="{self.name}"' if self.name else ""
        sign = ' sign="-"' if self.printed.startswith("-") else ""
        form = "num-dot-decimal" if digits else "fixed-zero"
        tag = (
            f'<ix:nonFraction{known} name="{self.concept}" contextRef="{self.context}" unitRef="{self.unit}" '
            f'scale="{self.scale}" decimals="{self.decimals}"{sign} format="ixt:{form}">{digits or "—"}</ix:nonFraction>'
        )
        return f"({tag})" if self.printed[0] in "(-" and digits else tag


@dataclass(frozen=True, slots=True)
class Column:
    """Period, members and header of a table's column; the header's lines are stacked."""

    period: Period
    header: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; without amounts it is a heading. `period` overrides the column's."""

    caption: str
    concept: str = ""
    printed: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    unit: str = "USD"
    scale: int = 6
    decimals: str = "-6"
    entity: str | None = None
    period: Period | None = None

    def tags(self, columns: tuple[Column, ...]) -> list[Tag | None]:
        """One tag a column, None where the cell is empty."""
        return [
            Tag(
                self.concept, self.period or column.period, text, (*column.members, *self.members),
                column.unit or self.unit, self.scale, self.decimals, self.entity,
            )
            if text else None
            for column, text in zip(columns, self.printed, strict=bool(self.printed))
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its title."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def tags(self) -> Iterator[Tag]:
        """All tagged numbers, row by row."""
        for row in self.rows:
            yield from (tag for tag in row.tags(self.columns) if tag)

    def markup(self) -> str:
        """The table as XHTML, one row a line."""
        lines = [f"<p>{escape(self.title)}</p>", "<table>"]
        for level in range(max(len(column.header) for column in self.columns)):
            heads = (
                column.header[level] if level < len(column.header) else ""
                for column in self.columns
            )
            lines.append(_line("", [escape(head) for head in heads]))
        for row in self.rows:
            tags = row.tags(self.columns)
            cells = [tag.markup() if tag else "" for tag in tags]
            lines.append(_line(escape(row.caption), cells or [""] * len(self.columns)))
        return "\n".join([*lines, "</table>"])


def _line(caption: str, cells: list[str]) -> str:
    return "".join(["<tr><td>", caption, "</td>", *(f"<td>{cell}</td>" for cell in cells), "</tr>"])


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of text and tagged numbers."""

    parts: tuple[str | Tag, ...]

    def tags(self) -> Iterator[Tag]:
        """All tagged numbers, in order."""
        return (part for part in self.parts if isinstance(part, Tag))

    def markup(self) -> str:
        """The paragraph as XHTML."""
        return (
            f"<p>{''.join(p.markup() if isinstance(p, Tag) else escape(p) for p in self.parts)}</p>"
        )


@dataclass(frozen=True, slots=True)
class Untagged:
    """A title and a table without a tag: `rows` of cells, the first a caption, '' an empty cell."""

    title: str
    rows: tuple[tuple[str, ...], ...]

    def tags(self) -> Iterator[Tag]:
        """None."""
        return iter(())

    def markup(self) -> str:
        """The table as XHTML; a heading is a row of one cell."""
        width = max(len(row) for row in self.rows)
        lines = [
            _line(escape(row[0]), [escape(text) for text in row[1:]] or [""] * (width - 1))
            for row in self.rows
        ]
        return "\n".join([f"<p>{escape(self.title)}</p>", "<table>", *lines, "</table>"])


@dataclass(frozen=True, slots=True)
class Filing:
    """A whole filing: its cover facts and the tables and paragraphs of its body.

    `focus` is the fiscal period of the cover ('FY', 'Q2'), '' where it does not say.
    """

    body: tuple[Table | Prose | Untagged, ...]
    issuer: str = "Quartz & Sand Inc."
    cik: str = CIK
    ticker: str = "QZSD"
    form: str = "10-K"
    period: Duration = FY24
    fiscal_year_end: str = "--12-31"
    focus: str = ""
    namespaces: dict[str, str] = field(default_factory=dict)

    def render(
        self, arrange: Callable[[list[str]], list[str]] = lambda contexts: contexts
    ) -> bytes:
        """The bytes; `arrange` may put the contexts into another order."""
        tags = [tag for piece in self.body for tag in piece.tags()]
        contexts = {"cover": context("cover", self.period, entity=self.cik)}
        for tag in tags:
            contexts[tag.context] = context(
                tag.context, tag.period, tag.members, tag.entity or self.cik
            )
        units = [unit(name) for name in dict.fromkeys(tag.unit for tag in tags)]
        body = "\n".join([self._cover(), *(piece.markup() for piece in self.body)])
        resources = "\n".join([*arrange(list(contexts.values())), *units])
        amendment = (
            '<ix:nonNumeric name="dei:AmendmentFlag" contextRef="cover">false</ix:nonNumeric>'
        )
        return page(body, resources, hidden=amendment, **self.namespaces)

    def _cover(self) -> str:
        facts = {
            "DocumentType": self.form,
            "EntityRegistrantName": self.issuer,
            "EntityCentralIndexKey": self.cik,
            "TradingSymbol": self.ticker,
            "DocumentPeriodEndDate": str(self.period.end),
            "CurrentFiscalYearEndDate": self.fiscal_year_end,
        }
        if self.focus:
            facts["DocumentFiscalPeriodFocus"] = self.focus
            facts["DocumentFiscalYearFocus"] = str(self.period.end.year)
        return "\n".join(
            f'<p>{name}: <ix:nonNumeric name="dei:{name}" contextRef="cover">{escape(text)}</ix:nonNumeric></p>'
            for name, text in facts.items()
        )
