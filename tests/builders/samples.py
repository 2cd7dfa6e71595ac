"""Small documents of our own, as the readers would give them, for tests of the warehouse."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

from extractors.model import (
    Document,
    Duration,
    Extraction,
    Fact,
    Figure,
    Input,
    Locator,
    Opinion,
    Origin,
    Refusal,
    Unmapped,
)

YEAR = Duration(date(2024, 1, 1), date(2024, 12, 31))


def name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def origin_of(
    data: bytes,
    url: str = "https://www.sec.gov/Archives/a.htm",
    day: int = 1,
    retrieved: int = 1,
) -> Origin:
    known = datetime(2025, 2, day, 21, 5, tzinfo=UTC)
    return Origin(
        sha256=name_of(data),
        url=url,
        retrieved=datetime(2025, 3, retrieved, 8, 0, tzinfo=UTC),
        known_at=known,
        known_at_basis="acceptance",
        accession="0001018724-25-000004",
        form="10-K",
        published=known.date(),
        accepted=known,
        etag='"abc"',
        company_id="amazon",
    )


def extraction_of(data: bytes, *values: str) -> Extraction:
    """A document with one fact and one figure for each value, a refusal, an unmapped count, an opinion."""
    sha256 = name_of(data)
    facts = tuple(
        Fact(
            document=sha256,
            concept="us-gaap:Revenues",
            period=YEAR,
            members=frozenset({("us-gaap:B", "x:Two"), ("srt:A", "x:One")}),
            value=Decimal(value),
            unit="USD",
            decimals=-6,
            quote=value,
            locator=Locator("xbrl_id", f"f-{number}"),
            also=(Locator("xbrl_id", f"g-{number}"),),
            caption=("Net sales", "AWS"),
            statement="segment",
            entity="0001018724",
        )
        for number, value in enumerate(values)
    )
    figures = tuple(
        Figure(
            document=sha256,
            metric="revenue",
            period=YEAR,
            period_type="FY",
            value=fact.value or Decimal(0),
            unit="USD",
            rule="printed",
            concept="us-gaap:Revenues",
            confidence="exact_tag",
            inputs=(Input(fact.fact_id), Input(fact.fact_id, -1, "less")),
            segment=f"Part {number}",
            breakdown="segment",
        )
        for number, fact in enumerate(facts)
    )
    return Extraction(
        document=Document(sha256, "text/html", "html", len(data), issuer="Amazon.com, Inc."),
        facts=facts,
        figures=figures,
        refusals=(Refusal(sha256, "Other", "missing_context"),),
        unmapped=(Unmapped("us-gaap:Assets", ("srt:A",), 3),),
        opinions=(
            Opinion(
                document=sha256,
                metric="revenue",
                basis="gaap",
                concept="us-gaap:Revenues",
                period=YEAR,
                value=Decimal("107556000000"),
                unit="USD",
                accession="0001018724-25-000004",
                form="10-K",
                filed=date(2025, 2, 7),
                rank=1,
            ),
        ),
    )
