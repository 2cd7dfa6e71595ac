"""Real answers of EDGAR and real filings under their own addresses: from a refresh to the pools.

Of NVIDIA the list of filings, the company facts and two filings are EDGAR's own bytes, of Adobe an
index page and a release; what the corpus lacks (other lists, the heads of submissions) is written
here as EDGAR writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.sample.server import SampleServer
from flows.sample.site import CSV, HTML, JSON, TEXT, XHTML, Page
from tests.builders.place import SITE, Place
from tests.builders.reports import ask
from tests.flows.conftest import Command

pytestmark = pytest.mark.slow

FILED = {
    # CIK, accession, form, filed, accepted by New York's clock, name at EDGAR, name in the corpus
    "nvidia_year": ("1045810", "0001045810-25-000023", "10-K", "2025-02-26", "20250226164833",
                    "nvda-20250126.htm", "ixbrl/nvda-10-k-2025-02-26.html"),
    "nvidia_quarter": ("1045810", "0001045810-25-000209", "10-Q", "2025-08-27", "20250827165207",
                       "nvda-20250727.htm", "ixbrl/nvda-10-q-2025-08-27.html"),
    "amazon_year": ("1018724", "0001018724-25-000004", "10-K", "2025-02-07", "20250206182402",
                    "amzn-20241231.htm", "ixbrl/amzn-10-k-2025-02-07.html"),
    "alphabet_year": ("1652044", "0001652044-25-000014", "10-K", "2025-02-05", "20250204203712",
                      "goog-20241231.htm", "ixbrl/googl-10-k-2025-02-05.html"),
}  # fmt: skip
ADOBE = "/Archives/edgar/data/796343/000079634323000044"


def listed(cik: str, accession: str, form: str, filed: str, primary: str, items: str = "") -> Page:
    """A list of one filing, as EDGAR writes it."""
    recent = {
        "accessionNumber": [accession], "form": [form], "items": [items], "filingDate": [filed],
        "reportDate": [filed], "acceptanceDateTime": [f"{filed}T21:00:00.000Z"],
        "primaryDocument": [primary],
    }  # fmt: skip
    return Page(json.dumps({"cik": cik, "filings": {"recent": recent, "files": []}}).encode(), JSON)


def pages_of(corpus: Path) -> dict[str, Page]:
    def real(path: str, media_type: str) -> Page:
        return Page((corpus / path).read_bytes(), media_type)

    made = {path: page for path, page in SITE.items() if "/Output.aspx" in path}
    made["/files/company_tickers.json"] = real("edgar/company_tickers.json", JSON)
    made["/ir/index.json"] = Page(b'{"lists": []}', JSON)
    for cik, accession, form, filed, accepted, name, path in FILED.values():
        folder = f"/Archives/edgar/data/{cik}/{accession.replace('-', '')}"
        made[f"{folder}/{name}"] = real(path, XHTML)
        head = (
            f"<SEC-DOCUMENT>{accession}.txt\n<SEC-HEADER>\n<ACCEPTANCE-DATETIME>{accepted}\n"
            f"</SEC-HEADER>\n<DOCUMENT>\n<TYPE>{form}\n<SEQUENCE>1\n<FILENAME>{name}\n<TEXT>\n"
            "</TEXT>\n</DOCUMENT>\n</SEC-DOCUMENT>\n"
        )
        made[f"{folder}/{accession}.txt"] = Page(head.encode(), TEXT)
        made[f"/submissions/CIK{int(cik):010d}.json"] = listed(cik, accession, form, filed, name)
    made["/submissions/CIK0001045810.json"] = real("edgar/nvda_CIK0001045810.json", JSON)
    facts = "/api/xbrl/companyfacts/CIK0001045810.json"
    made[facts] = real("edgar/nvda_companyfacts.json", JSON)
    made["/submissions/CIK0000796343.json"] = listed(
        "796343", "0000796343-23-000044", "8-K", "2023-03-15", "adbe-20230315.htm", "2.02,9.01"
    )
    index = f"{ADOBE}/0000796343-23-000044-index.html"
    made[index] = real("odd/adbe_0000796343-23-000044-index.html", HTML)
    made[f"{ADOBE}/adbeex991q123.htm"] = real("html_releases/adbeex991q123.htm", HTML)
    return {path: Page(page.body, page.media_type) for path, page in made.items() if page != CSV}


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Place]:
    pages = pages_of(shared / "corpus")
    with SampleServer(pages, limit=100_000) as server:
        home = tmp_path_factory.mktemp("replay") / "data"
        place = Place(server, pages, home, size=8 << 20)
        place.pull("NVDA", "AMZN", "GOOGL", since=date(2025, 2, 1))
        place.pull("ADBE", since=date(2023, 3, 1))
        done = Command(home)("rebuild")
        assert done.code == 0, done.err
        yield place


def test_what_is_there_comes_in_and_what_is_not_is_told(replayed: Place) -> None:
    """Of the reports that NVIDIA's list names since then, the corpus has two."""
    pulled = replayed.pull("NVDA", "AMZN", "GOOGL", since=date(2025, 2, 1))
    assert pulled.documents.new == pulled.documents.changed == 0
    missing = {str(error).rpartition("/")[2].partition(":")[0] for error in pulled.failed}
    assert {"0001045810-26-000021.txt", "0001045810-25-000230.txt"} <= missing
    assert not {f"{accession}.txt" for _, accession, *_ in FILED.values()} & missing
    kinds = ask(replayed.home, "select kind, count(*) from raw.document group by 1 order by 1")
    assert kinds == [("company_facts", 1), ("html", 1), ("inline_xbrl", 4), ("rates", 1)]


def test_figures_of_companies(replayed: Place) -> None:
    """In millions, from the statements of income."""
    assert ask(
        replayed.home,
        """
        select company_id, period_end::varchar, period_type, round(revenue / 1e6),
            round(operating_income / 1e6)
        from mart.company_margin
        where basis = 'gaap' and (company_id, period_end, period_type) in (
            ('nvidia', '2025-01-26'::date, 'FY'), ('nvidia', '2025-07-27'::date, 'Q'),
            ('amazon', '2024-12-31'::date, 'FY'), ('alphabet', '2024-12-31'::date, 'FY'),
            ('adobe', '2023-03-03'::date, 'Q'))
        order by company_id, period_end
        """,
    ) == [
        ("adobe", "2023-03-03", "Q", 4655, 1586),
        ("alphabet", "2024-12-31", "FY", 350018, 112390),
        ("amazon", "2024-12-31", "FY", 637959, 68593),
        ("nvidia", "2025-01-26", "FY", 130497, 81453),
        ("nvidia", "2025-07-27", "Q", 46743, 28440),
    ]


def test_the_cloud_of_2024(replayed: Place) -> None:
    """AWS 107,556 and 39,834; Google Cloud 43,229 and 6,112; Microsoft is not there."""
    assert ask(
        replayed.home,
        "select round(revenue_usd / 1e6), round(operating_income_usd / 1e6), operating_margin,"
        " reason from mart.profit_pool where layer = 'cloud' and calendar_period = '2024'",
    ) == [(150785, 45946, Decimal("0.304712"), "coverage")]


def test_times_are_those_of_acceptance(replayed: Place) -> None:
    """The list labels the 10-K of NVIDIA 21:48:33 Z, and its head 16:48:33 in New York."""
    assert ask(
        replayed.home,
        "select (known_at at time zone 'UTC')::varchar, known_at_basis from raw.origin"
        " where accession in ('0001045810-25-000023', '0000796343-23-000044') order by 1",
    ) == [("2023-03-15 20:06:36", "acceptance"), ("2025-02-26 21:48:33", "acceptance")]


def test_edgar_reads_nothing_otherwise_and_nothing_is_held_back(replayed: Place) -> None:
    """What NVIDIA's segments leave unallocated is told, and holds nothing back."""
    opinions = ask(
        replayed.home, "select outcome, count(*) > 70 from stg.second_opinion group by 1"
    )
    assert opinions == [("agrees", True)]
    conflicts = ask(replayed.home, "select distinct kind, len(held_back) from mart.conflict")
    assert conflicts == [("company_close", 0)]
