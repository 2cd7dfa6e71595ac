"""Judgements: added whole or not at all, under their own names, and what they do to a build."""

from __future__ import annotations

import csv
import io
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ArchiveError, CorrectionError, RegistryError
from extractors.model import Locator
from tests.builders.homes import Built
from tests.builders.reports import (
    AMAZON_2024,
    VERSION,
    Line,
    Report,
    archive,
    ask,
    at,
    build,
    registry,
    segment,
    warehouse,
    year,
)
from warehouse.archive.store import Archive
from warehouse.query.audit import audit, lines
from warehouse.registry.declarations import TABLES
from warehouse.registry.judgements import append
from warehouse.registry.registry import load

NOW = datetime(2026, 3, 1, 12, 30, 15, 250, tzinfo=UTC)
HEADER = ",".join(TABLES["reviews"].names)


def row(**more: str | None) -> dict[str, str | None]:
    return {
        "figure_key": "0123456789abcdef", "document": "a" * 64, "metric": "revenue",
        "segment": None, "period_start": "2024-01-01", "period_end": "2024-12-31",
        "verdict": "accept", "reason": "seen", "evidence": "page 3", "reviewer": "me",
        "known_from": NOW.isoformat(), **more,
    }  # fmt: skip


# --- what is written -----------------------------------------------------------------------------


def test_a_new_file_has_a_header_and_the_row(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "registry"
    [name] = append(folder, "reviews", [row()], NOW)
    assert name.startswith("20260301T123015Z-")
    assert (folder / "reviews.csv").read_text() == (
        f"{HEADER}\n{name},0123456789abcdef,{'a' * 64},revenue,,2024-01-01,2024-12-31,accept,"
        "seen,page 3,me,2026-03-01T12:30:15.000250+00:00,\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "reviews.csv"]


@pytest.mark.parametrize(
    "old",
    [
        f"{HEADER}\nr1,0123456789abcdef,,,,,,reject,x,y,me,2025-01-01,\n",
        f"{HEADER}\nr1,0123456789abcdef,,,,,,reject,x,y,me,2025-01-01,",
        f"\ufeff{HEADER}\r\nr1,0123456789abcdef,,,,,,reject,x,y,me,2025-01-01,\r\n\r\n",
        "verdict , review_id,reason,evidence,reviewer,known_from,figure_key,document,metric,"
        'period_start,period_end\naccept,r1,"a, ""b""\nc",y,me,2025-01-01,0123456789abcdef,,,,\n',
        f"{HEADER}\n",
    ],
)
def test_what_stands_there_stays_byte_for_byte(tmp_path: Path, old: str) -> None:
    path = tmp_path / "reviews.csv"
    path.write_bytes(old.encode())
    path.chmod(0o640)
    [name] = append(tmp_path, "reviews", [row(reason='it said "no", then yes')], NOW)
    new = path.read_bytes()
    assert new.startswith(old.encode())
    assert new.count(b"\r\n") == (old.count("\r\n") + 1 if "\r\n" in old else 0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    records = list(load(tmp_path).tables["reviews"].records())
    assert records[-1]["review_id"] == name
    assert records[-1]["reason"] == 'it said "no", then yes'
    assert len(records) == 1 + old.count("r1")


def test_a_file_without_the_column_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("review_id,figure_key,verdict,reason,evidence,reviewer,known_from\n")
    before = path.read_bytes()
    with pytest.raises(RegistryError, match=r"reviews\.csv: has no column document or metric or"):
        append(tmp_path, "reviews", [row()], NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(), row(verdict="perhaps")], "column verdict: unknown value 'perhaps'"),
        ([row(), row(known_from="soon")], "column known_from: 'soon' is not valid"),
        ([row(), row(period_start="2025-01-01")], "column period_end: 2024-12-31 is before"),
        ([row(), row()], "this judgement stands there already"),
    ],
)
def test_all_rows_are_added_or_none(
    tmp_path: Path, rows: list[dict[str, str | None]], told: str
) -> None:
    with pytest.raises(RegistryError, match=told):
        append(tmp_path, "reviews", rows, NOW)
    assert not (tmp_path / "reviews.csv").exists()


def test_a_folder_that_is_not_in_order_gets_no_row(tmp_path: Path) -> None:
    (tmp_path / "layers.csv").write_text("layer,name\n")
    with pytest.raises(RegistryError, match=r"layers\.csv, line 1"):
        append(tmp_path, "reviews", [row()], NOW)
    assert not (tmp_path / "reviews.csv").exists()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "registry").write_text("")
    with pytest.raises(ArchiveError, match="registry"):
        append(tmp_path / "registry", "reviews", [row()], NOW)


def test_the_same_judgement_has_the_same_name_and_stands_once(tmp_path: Path) -> None:
    [name] = append(tmp_path / "one", "reviews", [row()], NOW)
    assert append(tmp_path / "two", "reviews", [row()], NOW) == [name]
    [other] = append(tmp_path / "two", "reviews", [row(reason="seen twice")], NOW)
    assert other != name
    with pytest.raises(RegistryError, match="stands there already"):
        append(tmp_path / "two", "reviews", [row(reason="seen twice")], NOW)


def test_what_a_killed_reviewer_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".writing").mkdir()
    (tmp_path / ".writing/half").write_text("review_id,fig")
    append(tmp_path, "reviews", [row()], NOW)
    assert not (tmp_path / ".writing").exists()
    assert len(load(tmp_path).tables["reviews"].rows) == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/mine.csv").write_text(f"{HEADER}\n")
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "reviews.csv").symlink_to(tmp_path / "kept/mine.csv")
    append(folder, "reviews", [row()], NOW)
    assert (folder / "reviews.csv").is_symlink()
    assert len((tmp_path / "kept/mine.csv").read_text().splitlines()) == 2


def test_two_reviewers_at_once_lose_nothing(tmp_path: Path) -> None:
    def judge(number: int) -> str:
        return append(tmp_path, "reviews", [row(reviewer=f"reviewer {number}")], NOW)[0]

    with ThreadPoolExecutor(max_workers=8) as pool:
        names = list(pool.map(judge, range(24)))
    records = list(load(tmp_path).tables["reviews"].records())
    assert sorted(str(one["review_id"]) for one in records) == sorted(names)
    assert len(set(names)) == 24
    assert {one["reviewer"] for one in records} == {f"reviewer {n}" for n in range(24)}


_LINE = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" ,\"'"), min_size=1
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(_LINE.map(lambda text: " ".join(text.split())).filter(bool), min_size=1, max_size=4)
)
def test_any_line_of_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, reasons: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("registry")
    rows = [row(reason=reason, reviewer=str(place)) for place, reason in enumerate(reasons)]
    append(folder, "reviews", rows, NOW)
    text = (folder / "reviews.csv").read_text(encoding="utf-8")
    assert [one["reason"] for one in csv.DictReader(io.StringIO(text))] == reasons
    assert [one["reason"] for one in load(folder).tables["reviews"].records()] == reasons


# --- what it does --------------------------------------------------------------------------------


def amazon(name: str, known_at: str, revenue: str, period_end: str = "2024-12-31") -> Report:
    return Report(name, (Line("revenue", revenue, year(2024)),), known_at=known_at,
                  period_end=period_end)  # fmt: skip


FIRST = amazon("first", "2025-02-01", "1,000")
SECOND = amazon("second", "2025-02-02", "1,010")
RIVALS = "select kind, holds, settled_by, held_back from mart.conflict"


def review(name: str, verdict: str, report: Report, moment: str) -> tuple[str | None, ...]:
    place = ("revenue", None, "2024-01-01", "2024-12-31")
    return (name, None, report.sha256, *place, verdict, "why", "page 1", "me", f"{moment}T00:00+00")


def misprint(name: str, report: Report, old: str, new: str) -> tuple[str | None, ...]:
    place = ("revenue", None, "2024-01-01", "2024-12-31", "gaap")
    return (name, None, report.sha256, *place, old, new, "USD", "misprint", "page 3", "me",
            "2025-03-01T00:00+00")  # fmt: skip


def test_a_conflict_shows_its_rivals_with_their_places() -> None:
    con = warehouse(FIRST, SECOND)
    assert ask(con, RIVALS) == [("documents", True, None, ["revenue"])]
    [(rivals,)] = ask(con, "select rivals from mart.conflict")
    assert isinstance(rivals, list)
    places = [
        (one["quote"], one["locator"], one["document"], one["source_url"], one["form"],
         one["known_at"], one["is_standing"], one["is_held_back"])
        for one in rivals
    ]  # fmt: skip
    assert places == [
        ("1,000", "xbrl_id:f-1", FIRST.sha256, FIRST.origin.url, "10-K", at("2025-02-01"), True,
         True),
        ("1,010", "xbrl_id:f-1", SECOND.sha256, SECOND.origin.url, "10-K", at("2025-02-02"), False,
         False),
    ]  # fmt: skip


def test_a_close_shows_the_whole_beside_its_parts() -> None:
    con = warehouse(
        AMAZON_2024.with_lines(
            Line("revenue", "100", year(2024)),
            segment("revenue", "60", year(2024), "AWS"),
            segment("revenue", "30", year(2024), "International"),
        )
    )
    [(rivals, held)] = ask(con, "select rivals, held_back from mart.conflict")
    assert isinstance(rivals, list)
    assert {(one["segment"], one["quote"], one["is_held_back"]) for one in rivals} == {
        (None, "100", False), ("AWS", "60", True), ("International", "30", True),
    }  # fmt: skip
    assert held == ["AWS revenue", "International revenue"]


def test_a_refusal_shows_both_places_that_it_names() -> None:
    what = "us-gaap:Revenues 2024: 10 against 11"
    report = Report("a", (Line("revenue", "10", year(2024)), Line("inventory", "11", year(2024))),
                    refusals=((what, "conflict", Locator("xbrl_id", "f-2")),))  # fmt: skip
    [(rivals, held)] = ask(warehouse(report), "select rivals, held_back from mart.conflict")
    assert isinstance(rivals, list)
    assert [(one["locator"], one["quote"]) for one in rivals] == [("xbrl_id:f-2", "11")]
    assert held == []


@pytest.mark.parametrize(
    ("judged", "value", "settled_by"),
    [
        ([("r1", "accept", SECOND, "2025-03-01")], 1_010, "r1"),
        ([("r1", "accept", FIRST, "2025-03-01")], 1_000, "r1"),
        ([("r1", "reject", FIRST, "2025-03-01")], 1_010, "r1"),
        ([("r2", "accept", SECOND, "2025-03-01"), ("r1", "accept", FIRST, "2025-03-02")], 1_000,
         "r1"),
        ([("r2", "accept", FIRST, "2025-03-01"), ("r1", "accept", SECOND, "2025-03-02")], 1_010,
         "r1"),
        ([("r1", "reject", SECOND, "2025-03-01"), ("r2", "accept", SECOND, "2025-03-02")], 1_010,
         "r2"),
        ([("r1", "accept", SECOND, "2025-03-01"), ("r2", "reject", SECOND, "2025-03-02")], 1_000,
         "r2"),
    ],
)  # fmt: skip
def test_of_two_judgements_the_last_counts_and_the_conflict_stays_on_record(
    judged: list[tuple[str, str, Report, str]], value: int, settled_by: str
) -> None:
    con = warehouse(FIRST, SECOND, registry=registry(reviews=[review(*one) for one in judged]))
    assert ask(con, "select revenue / 1e6, reason from mart.company_margin") == [
        (value, "not_disclosed")
    ]
    assert ask(con, RIVALS) == [("documents", False, settled_by, [])]


@pytest.mark.parametrize(
    ("correction", "value"),
    [
        (misprint("c1", FIRST, "1000000000", "1010000000"), 1_010),
        (misprint("c1", SECOND, "1010000000", "1000000000"), 1_000),
    ],
)
def test_a_correction_settles_a_conflict(correction: tuple[str | None, ...], value: int) -> None:
    con = warehouse(FIRST, SECOND, registry=registry(corrections=[correction]))
    assert ask(con, "select revenue / 1e6 from mart.company_margin") == [(value,)]
    assert ask(con, RIVALS) == [("documents", False, "c1", [])]


def test_of_two_corrections_the_last_counts() -> None:
    both = [
        misprint("c1", FIRST, "1000000000", "1010000000"),
        (*misprint("c2", FIRST, "1000000000", "1010000001")[:-1], "2025-03-02T00:00+00"),
    ]
    con = warehouse(FIRST, SECOND, registry=registry(corrections=both))
    assert ask(con, "select value from stg.current_figure") == [(1_010_000_001,)]
    assert ask(con, RIVALS) == [("documents", False, "c2", [])]


def test_a_corrected_value_outlives_a_rejection_before_it_and_none_after() -> None:
    corrected = misprint("c1", FIRST, "1000000000", "1005000000")
    for moment, values in (("2025-02-20", (1_005,)), ("2025-03-20", (None,))):
        judged = registry(corrections=[corrected], reviews=[review("r1", "reject", FIRST, moment)])
        con = warehouse(FIRST, registry=judged)
        assert ask(con, "select revenue / 1e6 from mart.company_margin") == [values]


def test_a_correction_by_key_leaves_the_line_of_the_same_name_alone() -> None:
    """AWS is a segment and, in another table, a product; they need not be misprinted both."""
    key = "select figure_key from stg.current_figure where segment = 'AWS' and metric = 'revenue'"
    [(figure_key,)] = ask(warehouse(AMAZON_2024), f"{key} and breakdown = 'product'")
    one = ("c1", str(figure_key), AMAZON_2024.sha256, "revenue", "AWS", "2024-01-01", "2024-12-31",
           "gaap", "107556000000", "107557000000", "USD", "misprint", "page 3", "me",
           "2025-03-01T00:00+00")  # fmt: skip
    con = warehouse(AMAZON_2024, registry=registry(corrections=[one]))
    assert ask(
        con,
        "select breakdown, value / 1e6 from stg.current_figure"
        " where segment = 'AWS' and metric = 'revenue' order by breakdown",
    ) == [("product", 107_557), ("segment", 107_556)]


@pytest.mark.slow
def test_readers_that_read_another_value_stop_the_rebuild_by_name(
    tmp_path: Path, built: Built
) -> None:
    known = registry(corrections=[misprint("c1", FIRST, "1000000000", "1010000000")])
    first = built(FIRST, registry=known)
    before = first.path.read_bytes()
    other = "fedcba9876543210"
    read = FIRST.with_lines(Line("revenue", "1,050", year(2024)))
    Archive(tmp_path).save([read.extraction], other)
    with pytest.raises(CorrectionError) as caught:
        build(tmp_path, registry=known, version=other)
    assert str(caught.value) == (
        f"correction c1, document {FIRST.sha256[:12]}: expects 1000000000 for company revenue, "
        "the document says 1050000000; look at the document, then change or remove the correction"
    )
    assert first.path.read_bytes() == before


@pytest.mark.slow
def test_a_judged_document_that_is_no_longer_read_stops_the_rebuild_by_name(
    tmp_path: Path,
) -> None:
    archive(tmp_path, [FIRST, SECOND])
    other = "fedcba9876543210"
    Archive(tmp_path).save([SECOND.extraction], other)
    for known, name in (
        (registry(corrections=[misprint("c1", FIRST, "1000000000", "1")]), "correction c1"),
        (registry(reviews=[review("r1", "reject", FIRST, "2025-03-01")]), "review r1"),
    ):
        build(tmp_path, registry=known, version=VERSION)
        with pytest.raises(CorrectionError, match=f"{name}, document {FIRST.sha256[:12]}"):
            build(tmp_path, registry=known, version=other)


@pytest.mark.slow
def test_a_judgement_of_a_document_that_is_not_known_yet_waits(tmp_path: Path) -> None:
    known = registry(reviews=[review("r1", "reject", SECOND, "2024-01-01")])
    done = build(tmp_path, FIRST, SECOND, registry=known, known_on=at("2025-02-01"))
    assert done.idle == (f"reject r1: document {SECOND.sha256[:12]} is not here",)


def test_an_audit_tells_who_judged_when_and_why() -> None:
    judged = registry(
        corrections=[misprint("c1", FIRST, "1000000000", "1010000000")],
        reviews=[review("r1", "accept", SECOND, "2025-04-01")],
    )
    found = audit(warehouse(FIRST, SECOND, registry=judged), "AMZN", "revenue")
    told = [(one.judgement_id, one.verdict, one.outcome, one.document) for one in found.judgements]
    assert told == [
        ("c1", "correct", "applied", FIRST.sha256), ("r1", "accept", "applied", SECOND.sha256),
    ]  # fmt: skip
    assert lines(found)[-2:] == [
        f"  judged     corrected 1,000,000,000 to 1,010,000,000 in document {FIRST.sha256[:12]} by"
        " me, 2025-03-01 00:00 UTC: misprint [evidence: page 3] (c1)",
        f"  judged     accepted in document {SECOND.sha256[:12]} by me, 2025-04-01 00:00 UTC: why"
        " [evidence: page 1] (r1)",
    ]
    early = warehouse(FIRST, SECOND, registry=judged, known_on=at("2025-03-15"))
    assert [one.judgement_id for one in audit(early, "AMZN", "revenue").judgements] == ["c1"]


def test_lineage_names_the_judgements_of_a_figure() -> None:
    judged = registry(reviews=[review("r1", "accept", SECOND, "2025-04-01")])
    con = warehouse(FIRST, replace(SECOND, lines=SECOND.lines), registry=judged)
    assert ask(con, "select sha256, judgements from mart.figure_lineage order by known_at") == [
        (FIRST.sha256, []), (SECOND.sha256, ["r1"]),
    ]  # fmt: skip
