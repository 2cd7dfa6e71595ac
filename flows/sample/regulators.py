"""Facsimiles of MOPS and DART: lists, quarterly inline XBRL, XBRL instances in zip files.

Served under the regulators' own paths and with their error conventions: for a missing report MOPS
answers 200 with a notice, and DART 200 with a status. Beside them the monthly revenues of Taiwan's
exchange (flows.sample.monthly).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

from extractors.model import Duration
from flows.sample import dart_instance, monthly, mops_report
from flows.sample.filings import EXACT
from flows.sample.site import JSON, Page
from flows.sample.tables import Row, Tables
from flows.sample.verify import shown
from flows.sample.wording import NOTICE

MOPS_CODES = {"TSM": "2330", "2317.TW": "2317"}
DART_CODES = {"000660.KS": "00164779"}
ZIP, LATIN = "application/x-msdownload", "text/html; charset=iso-8859-1"
_MOPS = "/server-java/FileDownLoad"
_METRICS = (
    "revenue", "cost_of_revenue", "gross_profit", "research_and_development", "operating_income",
)  # fmt: skip
_DUE = {3: (0, 5, 15), 6: (0, 8, 14), 9: (0, 11, 14), 12: (1, 3, 31)}
_SAMSUNG = {
    2021: "279604799 166411342 113193457 51633856",
    2020: "236806988 144488296 92318692 35993876",
}
"""Samsung's report of 2021, in millions of KRW: revenue, cost, gross and operating profit."""
Lines = Mapping[tuple[str, Duration], Row]


def with_regulators(site: Mapping[str, Page], tables: Tables) -> dict[str, Page]:
    """The site with the regulators' pages added and named in its list.

    Their paths include queries.
    """
    made = {**site, _MOPS: Page(_notice(), LATIN)}
    for ticker, code in MOPS_CODES.items():
        made |= _of_mops(code, _lines(tables, ticker))
    lists = {code: _reports(_lines(tables, ticker)) for ticker, code in DART_CODES.items()}
    lists["00126380"] = [(date(2022, 3, 8), _samsung())]
    for code, reports in lists.items():
        made |= _of_dart(code, reports)
    made["/api/list.json"] = Page(json.dumps({"status": "013", "message": NOTICE}).encode(), JSON)
    made[monthly.PATH] = Page(monthly.file(), JSON)
    codes = {"mops": sorted(MOPS_CODES.values()), "dart": sorted(lists)}
    listed = json.loads(site["/ir/index.json"].body)
    made["/ir/index.json"] = Page(json.dumps({**listed, "codes": codes}).encode(), JSON)
    return made


def _lines(tables: Tables, ticker: str) -> Lines:
    """The company's rows in its own currency, the most precise of each."""
    currency = tables.company(ticker).currency
    found: dict[tuple[str, Duration], Row] = {}
    for row in shown(tables.rows):
        is_line = row.ticker == ticker and row.metric in _METRICS and row.kind == "actual"
        if is_line and row.segment is None and row.unit == currency and row.step <= EXACT * 100:
            key = row.metric, row.period
            if key not in found or row.step < found[key].step:
                found[key] = row
    return found


def _notice() -> bytes:
    """Some 250 bytes of UTF-8, MOPS's answer for a missing report."""
    text = f"<html><body><h4>查無所需資料！ No such report. {NOTICE}</h4></body></html>"
    return text.encode()


def _of_mops(code: str, lines: Lines) -> dict[str, Page]:
    by_end: dict[date, list[Row]] = defaultdict(list)
    for (_, period), row in lines.items():
        is_wanted = row.period_type == ("FY" if period.end.month == 12 else "Q")
        if is_wanted and period.end.month in _DUE:
            by_end[period.end].append(row)
    made: dict[str, Page] = {}
    links = []
    for end, rows in sorted(by_end.items()):
        later, month, day = _DUE[end.month]
        when = datetime.combine(date(end.year + later, month, day), time(), UTC)
        query = f"co_id={code}&year={end.year}&season={end.month // 3}&report_id=C"
        made[f"{_MOPS}?{query}"] = Page(mops_report.document(code, rows), LATIN, when)
        links.append(f'<input type="button" onclick="window.open(\'{_MOPS}?step=9&{query}\')">')
    body = f"<html><body><p>{NOTICE}</p>{''.join(links)}</body></html>".encode()
    made[f"/mops/web/ajax_t203sb01?co_id={code}"] = Page(body, LATIN)
    return made


def _reports(lines: Lines) -> list[tuple[date, list[Row]]]:
    """Each year's rows with the day by which its report is due at DART."""
    by_year: dict[int, list[Row]] = defaultdict(list)
    for (_, period), row in lines.items():
        if row.period_type == "FY":
            by_year[period.end.year].append(row)
    return [(date(year + 1, 3, 31), rows) for year, rows in sorted(by_year.items())]


def _of_dart(code: str, reports: Sequence[tuple[date, Iterable[Row]]]) -> dict[str, Page]:
    made: dict[str, Page] = {}
    listed = []
    for filed, rows in reports:
        number = f"{filed:%Y%m%d}000123"
        year = max(row.period.end for row in rows).year
        when = datetime.combine(filed, time(), UTC)
        made[f"/api/fnlttXbrl.xml?rcept_no={number}"] = Page(
            _packed(code, dart_instance.document(code, rows)), ZIP, when
        )
        listed.append({
            "corp_code": code, "report_nm": f"사업보고서 ({year}.12)", "rcept_no": number,
            "rcept_dt": f"{filed:%Y%m%d}", "rm": "",
        })  # fmt: skip
    whole = {
        "status": "000", "message": NOTICE, "page_no": 1, "total_count": len(listed),
        "total_page": 1, "list": listed[::-1],
    }  # fmt: skip
    made[f"/api/list.json?corp_code={code}"] = Page(json.dumps(whole).encode(), JSON)
    return made


def _packed(code: str, instance: bytes) -> bytes:
    """A zip as DART writes it, with backslashes in names; reproducible byte by byte."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, data in {
            f"entity{code}_2025-03-31.xbrl": instance,
            "labels\\lab_en.xml": f"<!-- {NOTICE} --><labels/>".encode(),
        }.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _samsung() -> list[Row]:
    metrics = ("revenue", "cost_of_revenue", "gross_profit", "operating_income")
    return [
        Row(
            0, "005930.KS", "annual report", date(2022, 3, 8), metric, None, "ifrs", "actual", None,
            f"FY{year}", Duration(date(year, 1, 1), date(year, 12, 31)), "FY",
            Decimal(text) * EXACT, "KRW", "https://dart.fss.or.kr/", True, "", EXACT,
        )
        for year, texts in _SAMSUNG.items()
        for metric, text in zip(metrics, texts.split(), strict=True)
    ]  # fmt: skip
