"""Remarks on what is scarce: of whom, known since when, at which place; none before it was known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from extractors import extract
from extractors.model import Extraction, Origin
from tests.builders.ixbrl_filing import CIK
from tests.builders.relations import Warehouse
from tests.builders.reports import ask, at, registry, warehouse
from tests.extractors.sentences.test_filing_text import data

QUARTZ = ("quartz", "Quartz & Sand", "US", "USD", "12-31", "year_of_end", None)
NUMBER = ("quartz", "cik", CIK, None, None)
SCARCE = "Our HBM3E output is sold out for the coming year."
WIDER = "We are doubling our CoWoS capacity."


@dataclass(frozen=True)
class Said:
    """An annual report for 2024 that says the sentences."""

    sentences: tuple[str, ...]
    known_at: str

    @property
    def data(self) -> bytes:
        return data(*self.sentences)

    @property
    def origin(self) -> Origin:
        return Origin(
            hashlib.sha256(self.data).hexdigest(), f"https://example.com/{self.known_at}",
            retrieved=at("2026-01-10"), known_at=at(self.known_at), known_at_basis="acceptance",
            form="10-K",
        )  # fmt: skip

    @property
    def extraction(self) -> Extraction:
        return extract(self.data)


def built(*said: Said, known_on: str | None = None) -> Warehouse:
    book = registry(companies=[QUARTZ], identifiers=[NUMBER])
    day = at(known_on) if known_on else None
    return warehouse(*said, registry=book, known_on=day)  # type: ignore[arg-type]


def test_each_remark_with_its_topic_and_source() -> None:
    con = built(Said((SCARCE, WIDER, "The board has 64 GB of HBM."), "2025-02-07"))
    assert ask(
        con,
        "select company_id, topic, remark, form, period_end::varchar, known_at, url"
        " from mart.remark order by topic",
    ) == [
        ("quartz", topic, remark, "10-K", "2024-12-31", at("2025-02-07"),
         "https://example.com/2025-02-07")
        for topic, remark in (("advanced_packaging", WIDER), ("high_bandwidth_memory", SCARCE))
    ]  # fmt: skip


def test_the_place_is_that_of_the_fact() -> None:
    con = built(Said((SCARCE,), "2025-02-07"))
    assert ask(
        con,
        "select f.quote, m.locator = f.locator, f.value from mart.remark as m"
        " join raw.fact as f using (fact_id)",
    ) == [(SCARCE, True, None)]


def test_what_was_not_known_yet_is_not_there() -> None:
    said = Said((SCARCE,), "2025-02-07"), Said((WIDER,), "2025-03-07")
    assert ask(built(*said), "select count(*) from mart.remark") == [(2,)]
    assert ask(built(*said, known_on="2025-02-08"), "select remark from mart.remark") == [(SCARCE,)]
