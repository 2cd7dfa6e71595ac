"""A warehouse of what the sample site files, without the site: for tests of relations."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources.abc import Traversable
from pathlib import Path

from extractors import extract, extractor_version
from extractors.model import Origin
from flows.sample import exchange_rates
from flows.sample.filings import NEW_YORK, Filing, filings
from flows.sample.site import documents
from flows.sample.tables import PACKAGED, load
from warehouse import registry
from warehouse.archive.store import Archive
from warehouse.build.rebuild import rebuild

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def built(
    home: Path, wanted: Callable[[Filing], bool], tables: Path | Traversable = PACKAGED
) -> Path:
    """Archive the wanted filings and the exchange rates, read them, and build; gives `home`."""
    archive, version, book = Archive(home), extractor_version(), registry.load()
    given = load(tables)
    rates = exchange_rates.render(given.rates)
    archive.put(rates, _rates_origin(rates))
    for filing in filter(wanted, filings(given)):
        pages = documents(filing)
        for page in pages if filing.exhibits else pages[:1]:
            company_id = book.company(filing.company.ticker)
            archive.put(page.body, _origin(filing, page.name, page.body, company_id))
    archive.save([extract(archive.get(key)) for key in archive.missing(version)], version)
    rebuild(home, book, version=version, code="sample", now=NOW, months=0)
    return home


def _origin(filing: Filing, name: str, body: bytes, company_id: str) -> Origin:
    accepted = filing.accepted.replace(tzinfo=NEW_YORK).astimezone(UTC)
    return Origin(
        sha256=hashlib.sha256(body).hexdigest(),
        url=f"https://www.sec.gov{filing.folder}/{name}",
        retrieved=NOW,
        known_at=accepted,
        known_at_basis="acceptance",
        accession=filing.accession,
        form=filing.form,
        accepted=accepted,
        company_id=company_id,
    )


def _rates_origin(rates: bytes) -> Origin:
    return Origin(
        sha256=hashlib.sha256(rates).hexdigest(),
        url=f"https://www.federalreserve.gov{exchange_rates.PATH}",
        retrieved=NOW,
        known_at=NOW,
        known_at_basis="retrieved",
        form="H.10",
    )
