"""What company facts say of a figure: agreement, restatement and contradiction, on rows typed by hand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import extract, extractor_version
from extractors.model import Document, Duration, Extraction, Instant, Opinion, Origin, Period
from tests.builders.reports import (
    AMAZON_2024,
    CODE,
    IDENTIFIERS,
    NOW,
    VERSION,
    Line,
    Report,
    ask,
    at,
    day,
    registry,
    segment,
    span,
    warehouse,
    year,
)
from warehouse import registry as packaged
from warehouse.archive.store import Archive
from warehouse.build.rebuild import rebuild

MILLION = 10**6
FIRST, SECOND, THIRD = "0001018724-24-000008", "0001018724-25-000004", "0001018724-26-000004"
FILED = {FIRST: "2024-02-02", SECOND: "2025-02-07", THIRD: "2026-02-06"}


@dataclass(frozen=True)
class Filed(Report):
    """A report whose filing has a number."""

    accession: str | None = None

    @property
    def origin(self) -> Origin:
        own = super().origin
        known = own.known_at if own.known_at_basis == "acceptance" else None
        return replace(own, accession=self.accession, accepted=known)


def opinion(
    accession: str,
    value: str,
    period: Period = year(2023),  # noqa: B008 (a frozen value)
    metric: str = "revenue",
    *,
    concept: str = "us-gaap:Revenues",
    unit: str = "USD",
    rank: int | None = 1,
    filed: str | None = None,
) -> Opinion:
    """What a filing says, in millions."""
    amount = Decimal(value.replace(",", "")) * MILLION
    basis = "ifrs" if concept.startswith("ifrs") else "gaap"
    on = date.fromisoformat(filed or FILED[accession])
    return Opinion(
        "", metric, basis, concept, period, amount, unit, accession, "10-K", on, rank  # type: ignore[arg-type]
    )  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """A file of company facts, retrieved on a day; `name` makes its bytes."""

    opinions: tuple[Opinion, ...]
    name: str = "facts"
    retrieved: str = "2026-02-20"
    cik: str = "0001018724"
    company_id: str | None = "amazon"

    @property
    def data(self) -> bytes:
        return f"facts {self.name}".encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def origin(self) -> Origin:
        return Origin(
            self.sha256, "https://data.sec.gov/api/xbrl/companyfacts/CIK.json", at(self.retrieved),
            at(self.retrieved), "retrieved", company_id=self.company_id,
        )  # fmt: skip

    @property
    def extraction(self) -> Extraction:
        cover = Document(
            self.sha256, "application/json", "company_facts", len(self.data), cik=self.cik
        )
        told = tuple(replace(one, document=self.sha256) for one in self.opinions)
        return Extraction(cover, opinions=told)


def told(*opinions: Opinion) -> Facts:
    return Facts(opinions)


def annual(accession: str, value: str, *, decimals: int | None = -6, **more: object) -> Filed:
    """A 10-K of Amazon that gives the revenue of 2023 alone."""
    line = Line("revenue", value, year(2023), decimals=decimals)
    end = f"{int(FILED[accession][:4]) - 1}-12-31"
    return Filed(
        f"10-K {accession}", (line,), known_at=FILED[accession], period_end=end,
        accession=accession, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def outcomes(*documents: Report | Facts, **more: object) -> list[tuple[object, ...]]:
    """Match, outcome, and the last and first opinion in millions."""
    con = warehouse(*documents, **more)  # type: ignore[arg-type]
    return ask(
        con,
        """
        select match, outcome, opinion_value / 1e6, opinion_first_value / 1e6
        from stg.second_opinion order by document, figure_id
        """,
    )


# --- agreement ------------------------------------------------------------------------------------


def test_the_relation_has_the_columns_that_others_rely_on() -> None:
    report, facts = annual(FIRST, "574,785"), told(opinion(FIRST, "574,785"))
    con = warehouse(report, facts)  # type: ignore[arg-type]
    answer = con.execute("from stg.second_opinion")
    assert [name for name, *_ in answer.description or ()] == [
        "figure_id", "document", "company_id", "metric", "period_start", "period_end", "unit",
        "value", "half_unit", "opinion_value", "opinion_first_value", "opinion_filed",
        "opinion_accession", "opinion_document", "opinion_fact_id", "match", "outcome",
    ]  # fmt: skip
    (figure,) = report.extraction.figures
    assert answer.fetchall() == [
        (
            figure.figure_id, report.sha256, "amazon", "revenue", day("2023-01-01"),
            day("2023-12-31"), "USD", 574_785 * MILLION, 500_000, 574_785 * MILLION,
            574_785 * MILLION, day("2024-02-02"), FIRST, facts.sha256,
            facts.extraction.opinions[0].fact_id, "accession", "agrees",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "decimals", "outcome"),
    [
        ("574,785", -6, "agrees"),
        ("574,785.5", -6, "agrees"),
        ("574,784.4", -6, "differs"),
        ("574,800", -8, "agrees"),  # '$574.8 billion'
        ("574,700", -8, "differs"),
        ("574,786", -6, "differs"),
    ],
)
def test_agreement_is_within_the_figures_own_rounding(
    printed: str, decimals: int, outcome: str
) -> None:
    facts = told(opinion(FIRST, "574,785"))
    assert outcomes(annual(FIRST, printed, decimals=decimals), facts) == [
        ("accession", outcome, 574_785, 574_785)
    ]


@pytest.mark.parametrize(
    ("value", "outcome"), [("574785000000", "agrees"), ("574785000001", "differs")]
)
def test_an_exact_figure_agrees_exactly(value: str, outcome: str) -> None:
    report = annual(FIRST, value, decimals=None)
    assert outcomes(report, told(opinion(FIRST, "574,785")))[0][1] == outcome


def test_a_release_is_compared_with_the_filing_of_its_period() -> None:
    release = replace(annual(FIRST, "574,785"), accession="0001018724-24-000006", form="8-K")
    facts = told(opinion(FIRST, "574,785"))
    assert outcomes(release, facts) == [("period", "agrees", 574_785, 574_785)]


def test_a_figure_of_which_nothing_is_told_has_no_row() -> None:
    facts = told(
        opinion(FIRST, "574,785", year(2022)),
        opinion(FIRST, "574,785", span("2023-01-01", "2023-12-30")),
        opinion(FIRST, "574,785", Instant(date(2023, 12, 31))),
        opinion(FIRST, "574,785", metric="operating_income"),
        opinion(FIRST, "574,785", unit="EUR"),
        opinion(FIRST, "574,785", concept="ifrs-full:Revenue"),
    )
    assert outcomes(annual(FIRST, "574,785"), facts) == []
    assert outcomes(annual(FIRST, "574,785")) == []


def test_an_instant_is_compared_with_an_instant() -> None:
    end = Instant(date(2023, 12, 31))
    report = annual(FIRST, "1").with_lines(Line("inventory", "33,318", end))
    facts = told(
        opinion(FIRST, "33,318", end, "inventory", concept="us-gaap:InventoryNet"),
        opinion(FIRST, "99", year(2023), "inventory", concept="us-gaap:InventoryNet"),
    )
    assert outcomes(report, facts) == [("accession", "agrees", 33_318, 33_318)]


# --- restatement and contradiction ----------------------------------------------------------------

RESTATED = (opinion(FIRST, "100"), opinion(SECOND, "105"), opinion(THIRD, "110"))


def test_what_later_filings_restated_agreed_then() -> None:
    assert outcomes(annual(FIRST, "100"), told(*RESTATED)) == [
        ("accession", "agreed_then", 110, 100)
    ]
    assert outcomes(annual(SECOND, "105"), told(*RESTATED)) == [
        ("accession", "agreed_then", 110, 100)
    ]
    assert outcomes(annual(THIRD, "110"), told(*RESTATED)) == [("accession", "agrees", 110, 100)]


def test_a_release_agreed_then_with_whichever_filing() -> None:
    for value, outcome in (("100", "agreed_then"), ("105", "agreed_then"), ("101", "differs")):
        release = replace(annual(FIRST, value), accession="0001018724-24-000006", form="8-K")
        assert outcomes(release, told(*RESTATED)) == [("period", outcome, 110, 100)]


def test_a_figure_that_its_own_filing_contradicts_differs() -> None:
    """However well it agrees with what another filing said of the period."""
    assert outcomes(annual(SECOND, "100"), told(*RESTATED)) == [("accession", "differs", 110, 100)]


def test_the_day_of_filing_says_which_is_the_last_whatever_its_number() -> None:
    amended = opinion("0000000001-26-000001", "120", filed="2026-04-01")
    facts = told(amended, *RESTATED)
    assert outcomes(annual(THIRD, "120"), facts) == [("accession", "agrees", 120, 100)]


def test_a_wrong_sign_and_a_wrong_scale_differ() -> None:
    facts = told(opinion(FIRST, "574,785"))
    for value in ("-574,785", "574.785", "574785000"):
        assert outcomes(annual(FIRST, value), facts)[0][:2] == ("accession", "differs")


# --- which concept, and whose ---------------------------------------------------------------------


def test_the_figures_own_concept_goes_before_the_one_that_speaks_first() -> None:
    own = "us-gaap:revenue"  # as the test's reports tag it
    facts = told(
        opinion(FIRST, "600"), opinion(FIRST, "574", concept=own, rank=None),
        opinion(FIRST, "500", concept="us-gaap:SalesRevenueNet", rank=2),
    )  # fmt: skip
    assert outcomes(annual(FIRST, "574"), facts) == [("accession", "agrees", 574, 574)]


def test_what_may_be_a_part_is_not_heard_on_another_concept() -> None:
    part = opinion(FIRST, "500", concept="us-gaap:SalesRevenueGoodsNet", rank=None)
    assert outcomes(annual(FIRST, "574"), told(part)) == []
    second = opinion(FIRST, "574", concept="us-gaap:SalesRevenueNet", rank=2)
    assert outcomes(annual(FIRST, "574"), told(part, second)) == [("accession", "agrees", 574, 574)]


def test_never_a_segment_nor_an_outlook_nor_an_adjusted_figure() -> None:
    report = AMAZON_2024.with_lines(
        segment("revenue", "107,556", year(2024), "AWS"),
        segment("revenue", "56,214", year(2024), "Advertising services", breakdown="product"),
        Line("operating_income", "70,000", year(2024), basis="non_gaap"),
        Line("revenue", "700,000", year(2024), bound="low"),
        Line("operating_income", "68,593", year(2024)),
    )
    facts = told(
        opinion(SECOND, "107,556", year(2024)),
        opinion(SECOND, "68,593", year(2024), "operating_income"),
    )
    con = warehouse(report, facts)  # type: ignore[arg-type]
    assert ask(
        con,
        """
        select f.metric, f.segment, f.basis, f.kind, s.outcome
        from stg.second_opinion as s join raw.figure as f using (figure_id)
        """,
    ) == [("operating_income", None, "gaap", "actual", "agrees")]


def test_an_international_figure_is_compared_under_its_own_standard() -> None:
    report = annual(FIRST, "1").with_lines(Line("revenue", "574", year(2023), basis="ifrs"))
    facts = told(opinion(FIRST, "574", concept="ifrs-full:Revenue"), opinion(FIRST, "600"))
    assert outcomes(report, facts) == [("accession", "agrees", 574, 574)]


def test_the_file_says_whose_it_is_and_its_address_only_where_that_is_unknown() -> None:
    report, said = annual(FIRST, "574"), (opinion(FIRST, "574"),)
    wrong = Facts(said, company_id="nvidia")
    assert [one[1] for one in outcomes(report, wrong)] == ["agrees"]
    unknown = Facts(said, cik="0000000042")
    assert [one[1] for one in outcomes(report, unknown)] == ["agrees"]
    nobody = Facts(said, cik="0000000042", company_id=None)
    assert outcomes(report, nobody) == []
    other = Facts(said, cik="0001045810")
    assert outcomes(report, other) == []


def test_a_cik_counts_for_the_company_that_had_it_on_the_day_of_filing() -> None:
    ended = [
        (*row[:4], "2025-01-01") if row[:2] == ("amazon", "cik") else row for row in IDENTIFIERS
    ]
    heir = ("nvidia", "cik", "0001018724", "2025-01-02", None)
    book = registry(identifiers=[*ended, heir])
    facts = Facts((opinion(FIRST, "100"), opinion(SECOND, "105")), company_id=None)
    assert outcomes(annual(FIRST, "100"), facts, registry=book) == [
        ("accession", "agrees", 100, 100)
    ]


def test_of_several_files_the_last_is_heard_and_each_fact_once() -> None:
    old = Facts((opinion(FIRST, "574"), opinion(SECOND, "590")), "old", "2025-02-20")
    new = Facts((opinion(FIRST, "574"), opinion(SECOND, "580")), "new", "2026-02-20")
    for files in ((old, new), (new, old)):
        assert outcomes(annual(FIRST, "580"), *files) == [("accession", "agrees", 580, 574)]


# --- as of a day ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        ("2024-02-03", [("accession", "agrees", 100, 100)]),
        ("2025-02-06", [("accession", "agrees", 100, 100)]),
        ("2025-02-07", [("accession", "agreed_then", 105, 100)]),
        ("2026-02-07", [("accession", "agreed_then", 110, 100)]),
        ("2024-02-01", []),
    ],
)
def test_what_was_filed_later_is_not_heard(known_on: str, expected: list[object]) -> None:
    """Though the file itself was fetched long after: each of its facts has a day of its own."""
    assert outcomes(annual(FIRST, "100"), told(*RESTATED), known_on=at(known_on)) == expected


def test_the_acceptance_goes_before_the_day_of_filing() -> None:
    """What is accepted in the evening is filed, by EDGAR's calendar, on the next working day."""
    evening = replace(annual(SECOND, "105"), known_at="2025-02-06")
    documents = (annual(FIRST, "100"), evening, told(*RESTATED))
    con = warehouse(*documents, known_on=at("2025-02-06"))  # type: ignore[arg-type]
    assert ask(con, "select distinct opinion_value / 1e6 from stg.second_opinion") == [(105,)]


# --- what it never does ---------------------------------------------------------------------------


def test_it_changes_no_other_relation() -> None:
    report, facts = annual(FIRST, "574,785"), told(opinion(FIRST, "600,000"))
    without = warehouse(report).whole()
    con = warehouse(report, facts).whole()  # type: ignore[arg-type]
    names = [
        name
        for (name,) in ask(
            con,
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where schema_name in ('stg', 'mart')",
        )
    ]
    assert len(names) > 15
    for name in sorted(
        {*names}
        - {
            "stg.opinion",
            "stg.second_opinion",
            "mart.coverage",
            "mart.confirmation",
            "stg.confirmation_count",  # which mart.confirmation sums
        }
    ):
        query = f"from {name} order by all"
        assert ask(con, query) == ask(without, query), name
    assert ask(con, "select count(*) from raw.figure") == [(1,)]


def test_its_file_is_covered_as_what_it_is() -> None:
    facts = told(opinion(FIRST, "574,785"))
    refused = Facts((), "broken")
    con = warehouse(annual(FIRST, "574,785"), facts, refused)  # type: ignore[arg-type]
    assert ask(
        con,
        """
        select sha256, company_id, outcome, media_type from mart.coverage
        where form is null order by sha256
        """,
    ) == sorted(
        [
            (facts.sha256, "amazon", "second_opinion", "application/json"),
            (refused.sha256, "amazon", "no_figures", "application/json"),
        ]
    )


@pytest.mark.slow
def test_a_build_with_it_passes_its_checks(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    documents = [annual(FIRST, "100"), annual(SECOND, "105"), told(*RESTATED)]
    for one in documents:
        archive.put(one.data, one.origin)
    archive.save([one.extraction for one in documents], VERSION)
    report = rebuild(tmp_path, registry(), version=VERSION, code=CODE, now=NOW)
    assert (report.build.documents, report.build.figures) == (3, 2)
    assert ask(tmp_path, "select outcome from stg.second_opinion") == [("agreed_then",)] * 2


# --- real documents -------------------------------------------------------------------------------

NVIDIA = [
    ("ixbrl/nvda-10-k-2025-02-26.html", "10-K", "2025-02-26", "0001045810-25-000023"),
    ("ixbrl/nvda-10-q-2025-08-27.html", "10-Q", "2025-08-27", "0001045810-25-000209"),
    ("html_releases/nvda_FY2024_Q3_newsroom.html", "8-K", "2023-11-21", None),
    ("html_releases/nvda_FY2026_Q1_newsroom.html", "8-K", "2025-05-28", None),
    ("edgar/nvda_companyfacts.json", None, "2026-07-09", None),
]


def real(shared: Path, home: Path) -> None:
    """A build of NVIDIA's reports and its company facts."""
    archive, read = Archive(home), []
    for name, form, known, accession in NVIDIA:
        data = (shared / "corpus" / name).read_bytes()
        moment: datetime = at(known)
        archive.put(
            data,
            Origin(
                hashlib.sha256(data).hexdigest(), f"https://www.sec.gov/{name}", at("2026-07-09"),
                moment, "acceptance" if accession else "published", accession=accession, form=form,
                company_id="nvidia", accepted=moment if accession else None,
            ),
        )  # fmt: skip
        read.append(extract(data, name))
    archive.save(read, extractor_version())
    rebuild(home, packaged.load(), version=extractor_version(), code=CODE, now=NOW)


@pytest.mark.slow
def test_nvidias_reports_as_edgar_read_them(shared: Path, tmp_path: Path) -> None:
    real(shared, tmp_path)
    assert ask(tmp_path, "from stg.second_opinion where outcome <> 'agrees'") == []
    counted = ask(
        tmp_path,
        """
        select d.url.split('/')[-1], s.match, count(*) >= 15
        from stg.second_opinion as s join stg.document as d on d.sha256 = s.document
        where s.match = 'accession' or d.reported_form = '8-K'
        group by all order by all
        """,
    )
    assert counted == [
        ("nvda-10-k-2025-02-26.html", "accession", True),
        ("nvda-10-q-2025-08-27.html", "accession", True),
        ("nvda_FY2024_Q3_newsroom.html", "period", True),
        ("nvda_FY2026_Q1_newsroom.html", "period", True),
    ]
    assert ask(
        tmp_path,
        """
        select distinct value, opinion_value from stg.second_opinion
        where metric = 'operating_income' and period_end = '2025-01-26'
            and period_start = '2024-01-29'
        """,
    ) == [(81_453 * MILLION, 81_453 * MILLION)]


def test_a_real_figure_that_is_misread_would_be_told(shared: Path) -> None:
    """A digit, a scale, a column and a sign: each mistake in NVIDIA's revenue is seen."""
    facts = extract((shared / "corpus/edgar/nvda_companyfacts.json").read_bytes())
    year_2025 = Duration(date(2024, 1, 29), date(2025, 1, 26))
    own = tuple(one for one in facts.opinions if one.period == year_2025)
    file = Facts(own, cik="0001045810", company_id="nvidia")
    for value, outcome in (
        ("130,497", "agrees"), ("130,947", "differs"), ("130.497", "differs"),
        ("60,922", "differs"), ("-130,497", "differs"),
    ):  # fmt: skip
        report = Filed(
            "nvda", (Line("revenue", value, year_2025),), cik="0001045810",
            period_end="2025-01-26", known_at="2025-02-26", accession="0001045810-25-000023",
        )  # fmt: skip
        assert outcomes(report, file)[0][:2] == ("accession", outcome)
