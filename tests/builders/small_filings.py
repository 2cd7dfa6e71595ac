"""Small inline-XBRL filings of our own making; the numbers are invented."""

from __future__ import annotations

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
 xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
 xmlns:dei="http://xbrl.sec.gov/dei/2024" xmlns:us-gaap="http://fasb.org/us-gaap/2024"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
 xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:own="http://example.com/own">
<head><title>Form {form}</title></head><body>
<div style="display:none"><ix:header><ix:hidden>
<ix:nonNumeric name="dei:AmendmentFlag" contextRef="fy">false</ix:nonNumeric>
</ix:hidden><ix:resources>
<xbrli:context id="fy"><xbrli:entity><xbrli:identifier scheme="http://www.sec.gov/CIK">{cik}</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:startDate>2024-01-01</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate></xbrli:period></xbrli:context>
<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>
</ix:resources></ix:header></div>
<p>Form <ix:nonNumeric name="dei:DocumentType" contextRef="fy">{form}</ix:nonNumeric> of
<ix:nonNumeric name="dei:EntityRegistrantName" contextRef="fy">{issuer}</ix:nonNumeric>, CIK
<ix:nonNumeric name="dei:EntityCentralIndexKey" contextRef="fy">{cik}</ix:nonNumeric>, for the year ended
<ix:nonNumeric name="dei:DocumentPeriodEndDate" contextRef="fy" format="ixt:date-monthname-day-year-en">December 31, 2024</ix:nonNumeric></p>
<p>CONSOLIDATED STATEMENTS OF OPERATIONS (in millions)</p>
<table><tr><td>Year Ended December 31,</td><td>2024</td></tr>
<tr><td>Net sales</td><td><ix:nonFraction id="f-1" name="us-gaap:Revenues" contextRef="fy" unitRef="usd" scale="6" decimals="-6" format="ixt:num-dot-decimal">{revenue}</ix:nonFraction></td></tr>
<tr><td>Cost of sales</td><td><ix:nonFraction id="f-2" name="us-gaap:CostOfRevenue" contextRef="fy" unitRef="usd" scale="6" decimals="-6" format="ixt:num-dot-decimal">{cost}</ix:nonFraction></td></tr>
<tr><td>Operating income</td><td><ix:nonFraction id="f-3" name="us-gaap:OperatingIncomeLoss" contextRef="fy" unitRef="usd" scale="6" decimals="-6" format="ixt:num-dot-decimal">{profit}</ix:nonFraction></td></tr>
<tr><td>Net income</td><td><ix:nonFraction id="f-4" name="us-gaap:NetIncomeLoss" contextRef="fy" unitRef="usd" scale="6" decimals="-6" format="ixt:num-dot-decimal">{profit}</ix:nonFraction></td></tr>
</table></body></html>
"""


def annual_report(
    *,
    cik: str = "0001018724",
    issuer: str = "Sample Stores, Inc.",
    form: str = "10-K",
    revenue: str = "1,000",
    cost: str = "600",
    profit: str = "250",
) -> bytes:
    """A report for 2024, in millions of dollars; the CIK is one that the registry knows."""
    page = PAGE.format(cik=cik, issuer=issuer, form=form, revenue=revenue, cost=cost, profit=profit)
    return page.encode()
