"""A facsimile of a DART report: a plain XBRL instance with consolidated and separate statements.

The parent's separate figures are half of the consolidated ones, which no company prints, so that an
extractor that confuses them is found out.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.model import Duration
from flows.sample.tables import Row
from flows.sample.wording import NOTICE

_CONCEPTS = {
    "revenue": "ifrs-full:Revenue",
    "cost_of_revenue": "ifrs-full:CostOfSales",
    "gross_profit": "ifrs-full:GrossProfit",
    "operating_income": "dart:OperatingIncomeLoss",
}
_NAMESPACES = {
    "link": "http://www.xbrl.org/2003/linkbase",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "ifrs-full": "http://xbrl.ifrs.org/taxonomy/2021-03-24/ifrs-full",
    "dart": "http://dart.fss.or.kr/taxonomy/2024-06-30/ifrs/dart",
}
_AXIS = "ifrs-full:ConsolidatedAndSeparateFinancialStatementsAxis"
_SCOPES = {"ifrs-full:ConsolidatedMember": 1, "ifrs-full:SeparateMember": 2}


def document(code: str, rows: Iterable[Row]) -> bytes:
    """The instance of the company `code` with the figures of `rows`."""
    lines = [row for row in rows if row.metric in _CONCEPTS]
    periods = sorted({row.period for row in lines})
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {NOTICE} -->",
        f'<xbrl xmlns="http://www.xbrl.org/2003/instance" {spaces}>',
        *(_context(code, period, scope) for period in periods for scope in _SCOPES),
        '<unit id="KRW"><measure>iso4217:KRW</measure></unit>',
    ]
    for scope, share in _SCOPES.items():
        for row in lines:
            concept, name = _CONCEPTS[row.metric], _name(row.period, scope)
            parts.append(
                f'<{concept} contextRef="{name}" unitRef="KRW" decimals="{-row.step.adjusted()}">'
                f"{row.value / share:.0f}</{concept}>"
            )
    return "\n".join((*parts, "</xbrl>\n")).encode()


def _name(period: Duration, scope: str) -> str:
    return f"CFY{period.start:%Y%m%d}{period.end:%Y%m%d}_{scope.replace(':', '_')}"


def _context(code: str, period: Duration, scope: str) -> str:
    return (
        f'<context id="{_name(period, scope)}"><entity>'
        f'<identifier scheme="http://dart.fss.or.kr/ifrs/CIK">{code}</identifier></entity>'
        f"<period><startDate>{period.start}</startDate><endDate>{period.end}</endDate></period>"
        f'<scenario><xbrldi:explicitMember dimension="{_AXIS}">{scope}</xbrldi:explicitMember>'
        "</scenario></context>"
    )
