"""Inline XBRL facsimiles of 10-K, 10-Q and 20-F: contexts, units, dimensions, statements.

A line whose number our tables lack is tagged nil, so that the statement is recognisable and no
number is invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from extractors.model import Duration, Instant, Member, Period
from flows.sample import notes, statements
from flows.sample.filings import PERIODIC, Filing
from flows.sample.pages import STYLE, notice, paragraph, source_list, table
from flows.sample.statements import BOTTOM, INVESTING, OPERATING, TAX, Line
from flows.sample.tables import Row
from flows.sample.wording import CURRENCIES, SCALES, cell, day, number, places, scale_of

GAAP = {
    "revenue": "us-gaap:Revenues",
    "cost_of_revenue": "us-gaap:CostOfRevenue",
    "gross_profit": "us-gaap:GrossProfit",
    "research_and_development": "us-gaap:ResearchAndDevelopmentExpense",
    "operating_expenses": "us-gaap:OperatingExpenses",
    "operating_income": "us-gaap:OperatingIncomeLoss",
    "net_income": "us-gaap:NetIncomeLoss",
    "net_income_attributable": "us-gaap:NetIncomeLoss",
    "capital_expenditures": "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",
    "depreciation_and_amortization": "us-gaap:DepreciationDepletionAndAmortization",
    "inventory": "us-gaap:InventoryNet",
    "purchase_commitments": "us-gaap:PurchaseObligation",
    "remaining_performance_obligation": "us-gaap:RevenueRemainingPerformanceObligation",
    TAX: "us-gaap:IncomeTaxExpenseBenefit",
    BOTTOM: "us-gaap:ProfitLoss",
    OPERATING: "us-gaap:NetCashProvidedByUsedInOperatingActivities",
    INVESTING: "us-gaap:NetCashProvidedByUsedInInvestingActivities",
}
IFRS = {
    "revenue": "ifrs-full:Revenue",
    "cost_of_revenue": "ifrs-full:CostOfSales",
    "gross_profit": "ifrs-full:GrossProfit",
    "research_and_development": "ifrs-full:ResearchAndDevelopmentExpense",
    "operating_income": "ifrs-full:ProfitLossFromOperatingActivities",
    "net_income": "ifrs-full:ProfitLoss",
    "net_income_attributable": "ifrs-full:ProfitLossAttributableToOwnersOfParent",
    "capital_expenditures": "ifrs-full:PurchaseOfPropertyPlantAndEquipmentClassifiedAs"
    "InvestingActivities",
    "depreciation_and_amortization": "ifrs-full:AdjustmentsForDepreciationAndAmortisationExpense",
    TAX: "ifrs-full:IncomeTaxExpenseContinuingOperations",
    BOTTOM: "ifrs-full:ProfitLoss",
    OPERATING: "ifrs-full:CashFlowsFromUsedInOperatingActivities",
    INVESTING: "ifrs-full:CashFlowsFromUsedInInvestingActivities",
}
_BY_NOTE = {  # metric → words in a row's note → concept of the line that it was read from
    "depreciation_and_amortization": ("depreciation of property", "us-gaap:Depreciation"),
    "capital_expenditures": (
        "purchases related to property and equipment and intangible",
        "us-gaap:PaymentsToAcquireProductiveAssets",
    ),
    "net_income": ("including non-controlling interests", "us-gaap:ProfitLoss"),
}
_SEGMENTS = "us-gaap:StatementBusinessSegmentsAxis"
_PRODUCTS = "srt:ProductOrServiceAxis"
_ITEMS = "srt:ConsolidationItemsAxis"
_CORPORATE = ("us-gaap:CorporateNonSegmentMember", "us-gaap:MaterialReconcilingItemsMember")
_NAMESPACES = {
    "": "http://www.w3.org/1999/xhtml",
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xlink": "http://www.w3.org/1999/xlink",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "dei": "http://xbrl.sec.gov/dei/2024",
    "us-gaap": "http://fasb.org/us-gaap/2024",
    "srt": "http://fasb.org/srt/2024",
    "ifrs-full": "https://xbrl.ifrs.org/taxonomy/2024-03-27/ifrs-full",
}
_FORMS = {"10-K": "Annual report", "10-Q": "Quarterly report", "20-F": "Annual report"}


def document(filing: Filing) -> bytes:
    """The primary document; for an 8-K or 6-K a cover page that names its exhibits."""
    writer = _Writer(filing)
    body = [*_cover(filing, writer), *_statements(filing, writer), *_exhibits(filing)]
    prefix = filing.company.ticker.lower()
    names = {
        **_NAMESPACES,
        prefix: f"http://facsimile.invalid/{prefix}/{filing.report_date:%Y%m%d}",
    }
    spaces = " ".join(f'xmlns{":" if p else ""}{p}="{uri}"' for p, uri in names.items())
    title = f"{filing.company.name}: {filing.form} of {day(filing.filed)}"
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<html {spaces} xml:lang="en-US"><head>',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        writer.header(),
        notice(),
        *body,
        source_list(filing.printed),
        "</body></html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def concept(row: Row) -> str:
    """The XBRL concept of a row's line."""
    words, named = _BY_NOTE.get(row.metric, ("", ""))
    if named and words in row.note and row.basis == "gaap":
        return named
    return (IFRS if row.basis == "ifrs" else GAAP)[row.metric]


@dataclass(slots=True)
class _Writer:
    """Collects contexts and units while facts are written; header() must be called last."""

    filing: Filing
    contexts: dict[tuple[Period, tuple[Member, ...]], str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    facts: int = 0

    def context(self, period: Period, members: tuple[Member, ...] = ()) -> str:
        """The id of the context, which is created on first use."""
        return self.contexts.setdefault((period, members), f"c-{len(self.contexts) + 1}")

    def next_id(self) -> str:
        """A fact's id."""
        self.facts += 1
        return f"f-{self.facts}"

    def text(self, name: str, value: str, period: Duration, form: str = "") -> str:
        """An ix:nonNumeric of the dei namespace."""
        kind = f' format="ixt:{form}"' if form else ""
        return (
            f'<ix:nonNumeric contextRef="{self.context(period)}" name="dei:{name}"{kind} '
            f'id="{self.next_id()}">{escape(value)}</ix:nonNumeric>'
        )

    def amount(self, row: Row, scale: int) -> str:
        """A tagged number, with brackets and sign outside the tag."""
        digits = places(row, scale)
        sign = ' sign="-"' if row.value < 0 else ""
        when = Instant(row.period.end) if row.metric in statements.STANDING else row.period
        tag = (
            f'<ix:nonFraction contextRef="{self.context(when, self._members(row))}" '
            f'name="{concept(row)}" unitRef="{self._unit(row.unit)}" scale="{scale}" '
            f'decimals="{digits - scale}" format="ixt:num-dot-decimal"{sign} '
            f'id="{self.next_id()}">{number(row, scale)}</ix:nonFraction>'
        )
        return cell(row, scale).replace(number(row, scale), tag)

    def blank(self, metric: str, period: Duration, unit: str, basis: str) -> str:
        """A nil fact, for a line whose number is not in our tables."""
        name = (IFRS if basis == "ifrs" else GAAP)[metric]
        return (
            f'<ix:nonFraction contextRef="{self.context(period)}" name="{name}" '
            f'unitRef="{self._unit(unit)}" xsi:nil="true" id="{self.next_id()}"/>not given'
        )

    def header(self) -> str:
        """ix:header with the hidden cover facts, contexts and units."""
        cik = self.filing.company.cik
        contexts = "\n".join(
            f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier '
            f'scheme="http://www.sec.gov/CIK">{cik}</xbrli:identifier>{_segment(members)}'
            f"</xbrli:entity>{_dated(period)}</xbrli:context>"
            for (period, members), name in self.contexts.items()
        )
        units = "\n".join(
            f'<xbrli:unit id="{name}"><xbrli:measure>iso4217:{unit}</xbrli:measure></xbrli:unit>'
            for unit, name in self.units.items()
        )
        return (
            '<div style="display:none"><ix:header>\n'
            f"<ix:hidden>{''.join(self.hidden)}</ix:hidden>\n<ix:references>"
            '<link:schemaRef xlink:type="simple" '
            'xlink:href="https://xbrl.fasb.org/us-gaap/2024/elts/us-gaap-all-2024.xsd"/>'
            f"</ix:references>\n<ix:resources>\n{contexts}\n{units}\n</ix:resources>\n"
            "</ix:header></div>"
        )

    def _unit(self, unit: str) -> str:
        return self.units.setdefault(unit, unit.lower())

    def _members(self, row: Row) -> tuple[Member, ...]:
        if row.segment is None:
            return ()
        words = re.findall(r"[A-Za-z0-9]+", row.segment.replace("&", "And"))
        own = "".join(word[0].upper() + word[1:] for word in words)
        member = f"{self.filing.company.ticker.lower()}:{own}Member"
        if row.part == "product":
            return ((_PRODUCTS, member),)
        if row.part == "corporate":
            names = sorted({r.segment or "" for r in self.filing.rows if r.part == "corporate"})
            return ((_ITEMS, _CORPORATE[names.index(row.segment)]),)
        return ((_ITEMS, "us-gaap:OperatingSegmentsMember"), (_SEGMENTS, member))


def _dated(period: Period) -> str:
    if isinstance(period, Instant):
        days = f"<xbrli:instant>{period.on}</xbrli:instant>"
    else:
        days = f"<xbrli:startDate>{period.start}</xbrli:startDate>"
        days += f"<xbrli:endDate>{period.end}</xbrli:endDate>"
    return f"<xbrli:period>{days}</xbrli:period>"


def _segment(members: tuple[Member, ...]) -> str:
    if not members:
        return ""
    inner = "".join(
        f'<xbrldi:explicitMember dimension="{axis}">{member}</xbrldi:explicitMember>'
        for axis, member in members
    )
    return f"<xbrli:segment>{inner}</xbrli:segment>"


def _covered(filing: Filing) -> Duration:
    """The period of the cover: the longest ending on the report date, else that day alone."""
    ends = [row.period for row in filing.rows if row.period.end == filing.report_date]
    return max(ends, key=lambda p: p.days, default=Duration(filing.report_date, filing.report_date))


def _cover(filing: Filing, writer: _Writer) -> list[str]:
    company, covered = filing.company, _covered(filing)
    is_year = PERIODIC.get(filing.form) == "FY"
    turn = f"{filing.report_date:%m-%d}" if is_year else company.fiscal_year_end
    labels = [row.label for row in filing.rows if row.period == covered]
    part, _, year = (labels[0] if labels else "").rpartition("FY")
    hidden = [
        ("AmendmentFlag", "false", "fixed-false"),
        ("CurrentFiscalYearEndDate", f"--{turn}", ""),
        ("EntityCentralIndexKey", company.cik or "", ""),
    ]
    if year:
        hidden += [
            ("DocumentFiscalYearFocus", year, ""),
            ("DocumentFiscalPeriodFocus", part.strip() or "FY", ""),
        ]
    writer.hidden += [writer.text(name, text, covered, form) for name, text, form in hidden]
    end = writer.text(
        "DocumentPeriodEndDate", day(filing.report_date), covered, "date-monthname-day-year-en"
    )
    words = "fiscal year" if is_year else "quarterly period" if filing.rows else "day"
    kind = _FORMS.get(filing.form, "Current report")
    return [
        f"<h1>Form {writer.text('DocumentType', filing.form, covered)}</h1>",
        f"<p>{kind} for the {words} ended {end}</p>",
        f"<h1>{writer.text('EntityRegistrantName', company.name, covered)}</h1>",
        f"<p>Trading symbol: {writer.text('TradingSymbol', company.ticker, covered)}</p>",
    ]


def _statements(filing: Filing, writer: _Writer) -> list[str]:
    rows = [row for row in filing.rows if row.metric not in notes.TOLD]
    if not rows:
        return []
    unit, basis, scale = rows[0].unit, rows[0].basis, scale_of(rows)
    note = f"In {SCALES[scale]} of {CURRENCIES[unit]}"
    made = []
    for shown in (
        statements.income(rows), statements.balance(rows), statements.cash_flow(rows),
        statements.obligations(rows),
        statements.segments(rows), statements.products(rows),
    ):  # fmt: skip
        if shown is None:
            continue
        periods = shown.columns

        def write(
            row: Row | None, line: Line, place: int, periods: tuple[Duration, ...] = periods
        ) -> str:
            """The cell of a line: a tagged amount, or nil where there is no row."""
            if row is not None:
                return writer.amount(row, scale)
            is_blank = line.metric in statements.BLANKS
            return writer.blank(line.metric, periods[place], unit, basis) if is_blank else ""

        made.append(table(shown, note, write))
    told = notes.sentences(filing.rows, filing.company)
    return [*made, *(paragraph(sentence) for sentence in told)]


def _exhibits(filing: Filing) -> list[str]:
    if not filing.exhibits:
        return []
    what = "Item 2.02 Results of operations. " if filing.form == "8-K" else ""
    made = [f"<p>{what}The figures are in the exhibits:</p><ul>"]
    for number_, exhibit in enumerate(filing.exhibits, 1):
        made.append(f'<li><a href="{escape(exhibit.name)}">Exhibit 99.{number_}</a></li>')
    return [*made, "</ul>"]
