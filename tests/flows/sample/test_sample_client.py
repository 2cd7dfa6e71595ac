"""The very client that asks EDGAR reads the sample site: nothing in it knows the difference."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flows.net.client import Http
from flows.sample.server import SampleServer
from flows.sample.site import build
from flows.sample.tables import load
from flows.sources import edgar
from flows.sources.listing_cache import Listings


def test_edgars_client_finds_releases_and_reports(tmp_path: Path) -> None:
    with (
        SampleServer(build(load()), limit=10_000) as server,
        Http(tmp_path, [], loopback=server.url, per_second=1000) as http,
    ):
        listings, site = Listings(tmp_path / "lists", http), edgar.Site.at(server.url)
        cik = edgar.cik_of("NVDA", listings, site)
        filings = edgar.filings(cik, listings, site)
        offers = [offer for one in filings for offer in edgar.offers(one, listings, site)]
        bodies = [http.get(offer.url).data for offer in offers]
    assert len(filings) == 18  # 9 releases, 3 annual and 6 quarterly reports, on two pages
    assert {one.form for one in filings} == {"8-K", "10-K", "10-Q"}
    assert [o.document.document_type for o in offers if o.filing.form == "8-K"] == ["EX-99.1"] * 9
    (release,) = [o for o in offers if o.url.endswith("/q4fy25pr.htm")]
    assert release.accepted == datetime(2025, 2, 26, 21, 21, 32, tzinfo=UTC)
    assert release.basis == "index"
    assert b"GAAP gross margin of 70.6%" in bodies[offers.index(release)]
