"""A build made of the last one has the content of a whole build, whatever changed in between."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.builds import summary
from tests.builders.homes import Homes
from tests.builders.reports import (
    AMAZON_2024,
    COMPANIES,
    IDENTIFIERS,
    NOW,
    SIGNALS,
    VERSION,
    Line,
    Report,
    archive,
    registry,
    segment,
    span,
    year,
)
from tests.warehouse.test_exchange_rates import Rates
from tests.warehouse.test_second_opinion import Facts, Filed, opinion
from warehouse.archive.store import Archive
from warehouse.build import company_sums, last_build, renewal, verification
from warehouse.build.content_hash import columns
from warehouse.build.database import BuildReport
from warehouse.build.rebuild import rebuild
from warehouse.registry.registry import Registry
from warehouse.relations import order
from warehouse.relations.apart import apart

pytestmark = pytest.mark.slow

EVIDENCE = "https://www.sec.gov/Archives/edgar/data/1/"
TSMC = ("tsmc", "TSMC", "TW", "TWD", "12-31", "year_of_end", None)
AMAZON, AMD = "0001018724", "0000002488"


def quarter(number: int, of: int = 2024) -> Line:
    ends = ("03-31", "06-30", "09-30", "12-31")
    starts = ("01-01", "04-01", "07-01", "10-01")
    period = span(f"{of}-{starts[number - 1]}", f"{of}-{ends[number - 1]}")
    return Line("revenue", f"{1_000 + 10 * number}", period, period_type="Q")


def of_amd(name: str, end: str, known: str, *lines: Line, **more: object) -> Report:
    return Report(name, lines, cik=AMD, fiscal_year_end="12-27", period_end=end, known_at=known,
                  **more)  # type: ignore[arg-type]  # fmt: skip


DOCUMENTS: tuple[Report | Rates | Facts, ...] = (
    Filed("amzn-2024", AMAZON_2024.lines, accession="0001018724-25-000004"),
    Report(
        "amzn-2025",
        (
            Line("revenue", "637,959", year(2024)), Line("operating_income", "68,600", year(2024)),
            Line("revenue", "716,000", year(2025)), Line("operating_income", "80,000", year(2025)),
            segment("revenue", "107,600", year(2024), "AWS", decimals=-8),
            segment("revenue", "128,000", year(2025), "AWS"),
            segment("operating_income", "45,000", year(2025), "AWS"),
        ),
        period_end="2025-12-31", known_at="2026-02-06",
    ),
    Report("amzn-release", (Line("revenue", "637,900", year(2024)),), form="8-K",
           known_at="2025-02-06"),
    of_amd("amd-q1", "2024-03-31", "2024-05-01", quarter(1), form="10-Q"),
    of_amd("amd-h1", "2024-06-30", "2024-08-01", quarter(1), quarter(2),
           Line("revenue", "2,030", span("2024-01-01", "2024-06-30"), period_type="H1"),
           form="10-Q"),
    of_amd("amd-2024", "2024-12-31", "2025-02-05", Line("revenue", "4,100", year(2024)),
           Line("operating_income", "-12", year(2024)), Line("gross_profit", "1,900", year(2024)),
           Line("cost_of_revenue", "2,200", year(2024))),
    of_amd("amd-outlook", "2024-12-31", "2025-02-04",
           Line("revenue", "1,050", span("2025-01-01", "2025-03-31"), bound="mid",
                period_type="Q"), form="8-K"),
    Report("nvda", (Line("revenue", "130,497", span("2024-01-29", "2025-01-26")),
                    Line("operating_income", "81,453", span("2024-01-29", "2025-01-26"))),
           cik="0001045810", fiscal_year_end="01-26", period_end="2025-01-26",
           known_at="2025-02-26"),
    Report("tsmc", (Line("revenue", "2,894,308", year(2024), unit="TWD", basis="ifrs"),
                    Line("operating_income", "1,322,053", year(2024), unit="TWD", basis="ifrs")),
           cik=None, company_id="tsmc", form="20-F", known_at="2025-04-17"),
    Report("nobody", (Line("revenue", "7", year(2024)),), cik="0000000009", known_at="2025-05-01"),
    Rates({f"2024-{month:02}-{day:02}": ("32.0000",) for month in range(1, 13)
           for day in (2, 9, 16, 23, 30) if (month, day) != (2, 30)}, known_at="2025-01-10"),
    Rates({"2024-07-16": ("40.0000",)}, known_at="2025-06-10", name="revised"),
    Facts((opinion("0001018724-25-000004", "637,959", year(2024), filed="2025-02-07"),)),
    Facts((opinion("0001018724-25-000004", "600,000", year(2024), filed="2025-02-07"),),
          name="later", retrieved="2026-02-21"),
)  # fmt: skip
EARNING = (
    ("amazon", "2024", "AWS", "cloud", "1", None, None, None, EVIDENCE),
    ("amazon", "2024", "North America", "out_of_scope", "1", None, None, None, EVIDENCE),
    ("amd", "company", None, "chips", "1", None, None, None, EVIDENCE),
    ("nvidia", "company", None, "chips", "1", None, None, None, EVIDENCE),
    ("tsmc", "company", None, "chips", "0.5", None, None, None, EVIDENCE),
)
REVIEW = (
    "r1", None, AMAZON_2024.sha256, "revenue", "AWS", "2024-01-01", "2024-12-31", "accept",
    "looked at", EVIDENCE, "me", "2025-03-01",
)  # fmt: skip
CORRECTION = (
    "c1", None, DOCUMENTS[5].sha256, "operating_income", None, "2024-01-01", "2024-12-31", "gaap",
    "-12000000", "12000000", "USD", "a sign", EVIDENCE, "me", "2025-03-01",
)  # fmt: skip


@dataclass(frozen=True)
class State:
    """What there is: documents by number, and changes of the registry by name."""

    documents: frozenset[int] = frozenset(range(len(DOCUMENTS)))
    changes: frozenset[str] = frozenset()

    @property
    def registry(self) -> Registry:
        changes = self.changes
        companies = [
            replaced
            for one in (*COMPANIES, TSMC)
            for replaced in [
                (*one[:4], "06-30", *one[5:])
                if one[0] == "nvidia" and "calendar" in changes
                else one
            ]
        ]
        identifiers = [
            ("nvidia", *one[1:]) if one[2] == AMD and "filer" in changes else one
            for one in IDENTIFIERS
            if one[2] != "AMZN" or "ticker" not in changes
        ]
        if "nobody" in changes:
            identifiers.insert(0, ("best_buy", "cik", "0000000009", None, None))
        fx = [("TWD", "2024-01-01", "2024-12-31", "33", EVIDENCE, None)] if "fx" in changes else []
        return registry(
            companies=companies,
            identifiers=identifiers,
            segments=[one for one in EARNING if one[0] != "amazon" or "earning" not in changes],
            reviews=[REVIEW] if "review" in changes else [],
            corrections=[CORRECTION] if "correction" in changes else [],
            fx=fx,
            signals=SIGNALS[1:] if "signals" in changes else SIGNALS,
        )


CHANGES = (
    "calendar",
    "filer",
    "ticker",
    "nobody",
    "fx",
    "earning",
    "review",
    "correction",
    "signals",
)
WHOLE = State()


@dataclass(frozen=True)
class Builds:
    """Builds of states, each made whole once a run; `home` is what is renewed."""

    homes: Homes
    home: Path

    def whole(self, state: State) -> tuple[Path, BuildReport]:
        """A home with nothing but a build of this state, for reading."""
        name = sha256(repr((sorted(state.documents), sorted(state.changes))).encode()).hexdigest()
        return self.homes.made(f"state-{name[:16]}", lambda home: self.make(home, state))

    def begun(self, state: State) -> None:
        """Make `home` one with a build of this state."""
        model, _ = self.whole(state)
        shutil.copytree(model, self.home)

    def make(self, home: Path, state: State, **more: object) -> BuildReport:
        """A build of a state in `home`."""
        options: dict[str, object] = {"version": VERSION, "code": "one", "now": NOW, "months": 0}
        return rebuild(
            home, state.registry, archive=Archive(self._archive(state)), accept=True,
            **(options | more),  # type: ignore[arg-type]
        )  # fmt: skip

    def same(self, state: State) -> BuildReport:
        """The build of a state from the last one; its content must be that of the whole."""
        found = self.make(self.home, state)
        _, whole = self.whole(state)
        assert whole.renewed is None
        assert found.build.content_hash == whole.build.content_hash
        assert found.checks == whole.checks
        return found

    def _archive(self, state: State) -> Path:
        told = [DOCUMENTS[number] for number in sorted(state.documents)]
        name = "-".join(map(str, sorted(state.documents)))
        place, _ = self.homes.made(f"archive-{name}", lambda place: archive(place, told))  # type: ignore[arg-type]
        return place


@pytest.fixture
def builds(homes: Homes, tmp_path: Path) -> Builds:
    return Builds(homes, tmp_path / "home")


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the archive, and however much of it is new."""
    monkeypatch.setattr(last_build, "FEWEST", 0)
    monkeypatch.setattr(renewal, "MOST", 1.0)
    monkeypatch.setattr(verification, "SMALL", 30)


states = st.builds(
    State,
    st.frozensets(st.integers(0, len(DOCUMENTS) - 1), min_size=len(DOCUMENTS) - 4),
    st.frozensets(st.sampled_from(CHANGES), max_size=3),
)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.lists(states, min_size=2, max_size=4))
def test_random_changes_give_the_content_of_a_whole_build(
    data: list[State], homes: Homes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    builds = Builds(homes, tmp_path_factory.mktemp("random") / "home")
    builds.begun(WHOLE)
    for state in data:
        builds.same(state)


@pytest.mark.parametrize("many", [last_build.MANY, 0])
def test_a_new_document_computes_its_company(
    builds: Builds, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one thread, and on DuckDB's own, as large archives are built."""
    monkeypatch.setattr(last_build, "MANY", many)
    builds.begun(State(WHOLE.documents - {4}))
    found = builds.same(WHOLE)
    assert found.renewed is not None
    assert (found.renewed.companies, found.renewed.of) == ({"amd"}, 4)


@pytest.mark.parametrize(
    ("before", "after", "companies"),
    [
        (State(WHOLE.documents - {5}), WHOLE, {"amd"}),
        (WHOLE, State(WHOLE.documents - {1}), {"amazon"}),
        (WHOLE, State(changes=frozenset({"ticker"})), {"amazon"}),
        (WHOLE, State(changes=frozenset({"filer"})), {"amd", "nvidia"}),
        (WHOLE, State(changes=frozenset({"nobody"})), {"best_buy"}),
        (WHOLE, State(changes=frozenset({"review", "correction"})), {"amazon", "amd"}),
        (State(WHOLE.documents - {13}), WHOLE, {"amazon"}),
        (State(WHOLE.documents - {11}), WHOLE, set()),  # rates: of all companies, computed whole
        (WHOLE, WHOLE, set()),
    ],
)
def test_one_change_computes_its_companies(
    builds: Builds, before: State, after: State, companies: set[str]
) -> None:
    builds.begun(before)
    found = builds.same(after)
    assert found.renewed is not None
    assert found.renewed.companies == companies


@pytest.mark.parametrize("change", ["fx", "signals"])
def test_what_is_of_all_companies_builds_the_whole(builds: Builds, change: str) -> None:
    builds.begun(WHOLE)
    assert builds.same(State(changes=frozenset({change}))).renewed is None


@pytest.mark.parametrize("other", [{"code": "two"}, {"is_whole": True}, {"known_on": NOW}])
def test_another_program_or_wish_builds_the_whole(builds: Builds, other: dict[str, object]) -> None:
    builds.begun(WHOLE)
    assert builds.make(builds.home, WHOLE, **other).renewed is None


def test_few_figures_or_much_news_build_the_whole(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds.begun(State(WHOLE.documents - {1, 5}))
    monkeypatch.setattr(renewal, "MOST", 0.25)
    assert builds.same(WHOLE).renewed is None
    monkeypatch.setattr(renewal, "MOST", 1.0)
    monkeypatch.setattr(last_build, "FEWEST", 20_000)
    assert builds.make(builds.home, WHOLE).renewed is None


def test_a_last_build_that_was_tampered_with_is_not_kept(builds: Builds) -> None:
    builds.begun(WHOLE)
    with duckdb.connect(builds.home / "profit_pools.duckdb") as con:
        con.execute("update stg.vintage set value = value + 1 where company_id = 'nvidia'")
    found = builds.same(State(WHOLE.documents - {5}))
    assert found.renewed is None
    assert found.whole_because is not None
    assert found.whole_because.startswith("the file that was written holds")
    assert "; built whole, as the last build could not be kept: the file" in summary(found)


def test_a_last_build_without_its_note_is_read_to_its_end(builds: Builds) -> None:
    builds.begun(WHOLE)
    note = builds.home / "builds" / "verified.json"
    note.unlink()
    with duckdb.connect(builds.home / "profit_pools.duckdb") as con:
        con.execute("update stg.vintage set value = value + 1 where company_id = 'nvidia'")
    found = builds.same(State(WHOLE.documents - {5}))
    assert found.whole_because is not None
    assert found.whole_because.startswith("the file that was written holds")
    note.unlink()
    assert builds.same(WHOLE).renewed is not None
    assert note.exists()


def test_a_damaged_last_build_is_not_kept(builds: Builds) -> None:
    builds.begun(WHOLE)
    file = builds.home / "profit_pools.duckdb"
    data = bytearray(file.read_bytes())
    for place in range(len(data) // 3, len(data), 40_000):
        data[place] ^= 0xFF
    file.write_bytes(data)
    assert builds.same(State(WHOLE.documents - {5})).renewed is None


def test_sums_of_companies_are_those_of_their_rows(builds: Builds) -> None:
    """Otherwise what is made of them would tell a wrong hash."""
    builds.begun(WHOLE)
    for state in (State(WHOLE.documents - {5}), WHOLE):
        assert builds.same(state).renewed is not None
        with duckdb.connect(builds.home / "profit_pools.duckdb") as con:
            named = columns(con)
            kept = con.execute("select distinct relation from made.company").fetchall()
            assert {"stg.figure", "mart.figure_lineage"} < {name for (name,) in kept}
            for (name,) in kept:
                found = company_sums.counted(con, name, named[name], "true")
                for by in company_sums.BY:
                    told = company_sums.kept(con, by, "true")
                    assert name not in told or told[name] == found


@pytest.mark.parametrize("company", ["amd", "nvidia"])
def test_sums_of_companies_that_were_changed_build_the_whole(builds: Builds, company: str) -> None:
    """Of the company that is computed anew, and of one that is kept."""
    builds.begun(State(WHOLE.documents - {4}))
    with duckdb.connect(builds.home / "profit_pools.duckdb") as con:
        con.execute(f"update made.company set first = first + 1 where company_id = '{company}'")
    assert "sums that are kept of companies" in str(builds.same(WHOLE).whole_because)


def test_every_relation_that_is_apart_exists() -> None:
    known = {one.name for one in order.relations()}
    assert set(apart()) <= known


def test_the_relations_of_one_company_are_those_of_all(builds: Builds) -> None:
    """Each company with nothing of the others gives what it has among them."""
    builds.begun(replace(WHOLE, documents=frozenset({9})))
    for number in (0, 5, 7, 8):
        builds.same(replace(WHOLE, documents=frozenset({9, number})))
