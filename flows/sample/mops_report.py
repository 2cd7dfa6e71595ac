"""A facsimile of a quarterly report at MOPS: inline XBRL in two languages, in thousands.

The first column holds account numbers, contexts are named From…To…, and negative values have a sign
attribute besides their brackets.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from extractors.model import Duration
from flows.sample.tables import Row
from flows.sample.wording import NOTICE

_LINES = (
    ("revenue", "4000", "營業收入合計", "Total operating revenue", "ifrs-full:Revenue"),
    ("cost_of_revenue", "5000", "營業成本合計", "Total operating costs",
     "tifrs-bsci-ci:OperatingCosts"),
    ("gross_profit", "5900", "營業毛利（毛損）", "Gross profit (loss) from operations",
     "tifrs-bsci-ci:GrossProfitLossFromOperations"),
    ("research_and_development", "6300", "研究發展費用", "Total research and development expenses",
     "ifrs-full:ResearchAndDevelopmentExpense"),
    ("operating_income", "6900", "營業利益（損失）", "Net operating income (loss)",
     "ifrs-full:ProfitLossFromOperatingActivities"),
    ("", "7950", "所得稅費用（利益）", "Total tax expense (income)",
     "ifrs-full:IncomeTaxExpenseContinuingOperations"),
    ("", "8200", "本期淨利（淨損）", "Profit (loss)", "ifrs-full:ProfitLoss"),
)  # fmt: skip
_NAMESPACES = {
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": "http://www.xbrl.org/inlineXBRL/transformation/2015-02-26",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "ifrs-full": "https://xbrl.ifrs.org/taxonomy/2025-03-27/ifrs-full",
    "tifrs-bsci-ci": "http://www.xbrl.org/tifrs/bsci/ci/2025-06-30",
}


def document(code: str, rows: Iterable[Row]) -> bytes:
    """The report of the company `code` with the figures of `rows`."""
    lines = {(row.metric, row.period): row for row in rows}
    periods = sorted({period for _, period in lines}, reverse=True)
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    body = "\n".join(
        f'<tr><td>{number}</td><td><span class="zh">{zh}</span>'
        f'<span class="en">{en}</span></td>'
        + "".join(f"<td>{_cell(concept, period, lines.get((metric, period)))}</td>"
                  for period in periods)
        + "</tr>"
        for metric, number, zh, en, concept in _LINES
    )  # fmt: skip
    heads = "".join(f"<th>{period.start}~{period.end}</th>" for period in periods)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" {spaces}><head>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/>\n'
        f'<title>{code}</title></head><body>\n<div style="display:none"><ix:header><ix:resources>\n'
        f"{''.join(_context(code, period) for period in periods)}\n"
        '<xbrli:unit id="TWD"><xbrli:measure>iso4217:TWD</xbrli:measure></xbrli:unit>\n'
        f"</ix:resources></ix:header></div>\n<p>{escape(NOTICE)}</p>\n"
        "<p>單位：新台幣仟元 Unit: NT$ thousands</p>\n"
        f"<table><tr><th>Code</th><th>會計項目 Accounting Title</th>{heads}</tr>\n{body}\n"
        "</table></body></html>\n"
    ).encode()


def _name(period: Duration) -> str:
    return f"From{period.start:%Y%m%d}To{period.end:%Y%m%d}"


def _context(code: str, period: Duration) -> str:
    return (
        f'<xbrli:context id="{_name(period)}"><xbrli:entity>'
        f'<xbrli:identifier scheme="http://www.twse.com.tw">{code}</xbrli:identifier>'
        f"</xbrli:entity><xbrli:period><xbrli:startDate>{period.start}</xbrli:startDate>"
        f"<xbrli:endDate>{period.end}</xbrli:endDate></xbrli:period></xbrli:context>"
    )


def _cell(concept: str, period: Duration, row: Row | None) -> str:
    """The tagged number; nil where our tables lack it."""
    common = f'name="{concept}" contextRef="{_name(period)}" unitRef="TWD"'
    if row is None:
        return f'<ix:nonFraction {common} xsi:nil="true"/>'
    value = abs(row.value) / 1000
    sign = ' sign="-"' if row.value < 0 else ""
    decimals = -row.step.adjusted()
    tag = (
        f'<ix:nonFraction {common} format="ixt:numdotdecimal" scale="3" '
        f'decimals="{decimals}"{sign}>'
        f"{value:,.0f}</ix:nonFraction>"
    )
    return f"({tag})" if row.value < 0 else tag
