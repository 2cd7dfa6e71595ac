"""A report of a company of the registry in Japan, as EDINET lists it and gives it out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flows.sample.site import JSON, Page
from tests.builders.instance import Number, instance, packed

COMPANY, CODE = "tokyo_electron", "E02652"
LIST, ZIP, DAY = "/api/v2/documents.json", "/api/v2/documents/S100W3X3", "2026-09-23"
_PATH = f"XBRL/PublicDoc/jpcrp030000-asr-001_{CODE}-000_2024-12-31_01_2026-09-23.xbrl"
_ROW = {
    "docID": "S100W3X3", "edinetCode": CODE, "docTypeCode": "120", "fundCode": None,
    "withdrawalStatus": "0", "xbrlFlag": "1",
}  # fmt: skip


def with_japan(pages: Mapping[str, Page]) -> dict[str, Page]:
    """The site with the report, the list of its day, and those of other days, which name none."""
    whole = json.loads(pages["/ir/index.json"].body)
    codes = {**whole["codes"], "edinet": [CODE]}
    report = packed({_PATH: instance(Number("ifrs-full:Revenue", "1000", unit="JPY"))})
    return {
        **pages,
        "/ir/index.json": Page(json.dumps({**whole, "codes": codes}).encode(), JSON),
        **{f"{LIST}?date=2026-09-{day:02}": _listed() for day in range(1, 31)},
        f"{LIST}?date={DAY}": _listed(_ROW),
        ZIP: Page(report, "application/octet-stream"),
    }


def _listed(*rows: Mapping[str, object]) -> Page:
    whole = {"metadata": {"status": "200", "message": "OK"}, "results": rows}
    return Page(json.dumps(whole).encode(), JSON)
