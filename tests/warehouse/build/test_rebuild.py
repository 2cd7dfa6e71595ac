"""Rebuild: the same inputs give the same file, nothing changes unseen, nothing is half-written."""

from __future__ import annotations

import fcntl
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ArchiveError, BuildError, PipelineError
from tests.builders.homes import Built
from tests.builders.reports import (
    AMAZON_2024,
    CODE,
    NOW,
    VERSION,
    Line,
    Report,
    archive,
    ask,
    at,
    build,
    registry,
    segment,
    span,
    year,
)
from warehouse.archive.store import Archive
from warehouse.build import verification
from warehouse.build.database import BuildReport, read_build
from warehouse.build.rebuild import rebuild
from warehouse.query.connection import connect
from warehouse.registry.claim_queries import Query

pytestmark = pytest.mark.slow

NVIDIA_2025 = Report(
    "nvda-2025",
    (
        Line("revenue", "130,497", span("2024-01-29", "2025-01-26")),
        Line("operating_income", "81,453", span("2024-01-29", "2025-01-26")),
    ),
    cik="0001045810", fiscal_year_end="01-26", period_end="2025-01-26", known_at="2025-02-26",
)  # fmt: skip
AMAZON_2025 = Report(
    "amzn-2025",
    (
        Line("revenue", "637,959", year(2024)),
        Line("operating_income", "68,600", year(2024)),
        segment("revenue", "107,600", year(2024), "AWS", decimals=-8),
    ),
    period_end="2025-12-31", known_at="2026-02-06",
)  # fmt: skip
REPORTS = [AMAZON_2024, NVIDIA_2025, AMAZON_2025, Report("empty", refusals=(("all", "empty"),))]
AWS = "select value / 1e6 from stg.current_figure where segment = 'AWS' and metric = 'revenue'"


def plant(home: Path, sql: str) -> None:
    """Change the current build behind the program's back."""
    with duckdb.connect(home / "profit_pools.duckdb") as con:
        con.execute(sql)


# --- the same again ------------------------------------------------------------------------------


def test_a_build_says_what_it_is_made_of(tmp_path: Path) -> None:
    report = build(tmp_path, *REPORTS)
    known = registry()
    assert report.path == tmp_path / "profit_pools.duckdb"
    assert report.checks > 8
    assert (report.changes, report.last) == ((), None)
    one = report.build
    assert one == read_build(report.path)
    assert (one.code, one.registry_hash, one.extractor_version) == (CODE, known.hash, VERSION)
    assert one.archive_hash == Archive(tmp_path).manifest_hash(VERSION)
    assert (one.known_on, one.built_at, one.documents, one.figures) == (None, NOW, 4, 16)
    assert ask(tmp_path, "select comment from duckdb_tables() where comment is null") == []


def test_a_second_rebuild_has_the_same_content(tmp_path: Path, built: Built) -> None:
    first = built(*REPORTS)
    second = build(tmp_path, now=at("2026-03-02"))
    assert second.build.content_hash == first.build.content_hash
    assert second.build.build_id != first.build.build_id
    assert second.changes == ()
    assert second.last == first.build


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    return build(tmp_path_factory.mktemp("straight"), *REPORTS)


@settings(max_examples=5, deadline=None)
@given(order=st.permutations(REPORTS), batches=st.booleans())
def test_the_order_of_documents_does_not_matter(
    straight: BuildReport, order: list[Report], batches: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive(Path(folder), order, batches=batches)
        one, other = straight, build(Path(folder))
        assert one.build.content_hash == other.build.content_hash
        assert one.build.archive_hash == other.build.archive_hash


def test_the_time_zone_of_the_machine_does_not_matter(tmp_path: Path, built: Built) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.builders.reports import *\n"
        "print(build(Path(sys.argv[1]), AMAZON_2024).build.content_hash)"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script, tmp_path / zone.replace("/", "")],
            env=os.environ | {"TZ": zone, "PYTHONPATH": "."},
            check=True, capture_output=True, text=True, timeout=120,
        ).stdout
        for zone in ("Asia/Tokyo", "America/New_York")
    }  # fmt: skip
    assert hashes == {f"{built(AMAZON_2024).build.content_hash}\n"}


def test_the_time_of_retrieval_is_no_content(tmp_path: Path) -> None:
    first = build(tmp_path / "a", AMAZON_2024)
    kept = Archive(tmp_path / "b")
    kept.put(AMAZON_2024.data, replace(AMAZON_2024.origin, retrieved=at("2026-02-02"), etag="x"))
    kept.save([AMAZON_2024.extraction], VERSION)
    assert build(tmp_path / "b").build.content_hash == first.build.content_hash


def test_another_value_is_another_content(tmp_path: Path) -> None:
    other = AMAZON_2024.with_lines(*AMAZON_2024.lines[:-1])
    one, two = build(tmp_path / "a", AMAZON_2024), build(tmp_path / "b", other)
    assert one.build.content_hash != two.build.content_hash


# --- nothing changes unseen ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            "update raw.figure set value = value + 1 where segment = 'International'"
            " and metric = 'revenue'",
            "International revenue .*142,906,000,001 → 142,906,000,000",
        ),
        (
            "update stg.current_figure set value = 1 where segment = 'AWS'"
            " and metric = 'operating_income'",
            "amazon AWS operating_income FY2024 .*: 1 → 39,834,000,000 USD",
        ),
        ("delete from stg.current_figure where segment = 'AWS'", "AWS .*none → 107,556,000,000"),
        (
            "insert into stg.current_figure by name select 'x' as figure_key,"
            " * exclude (figure_key) replace ('Kuiper' as segment) from stg.current_figure"
            " where segment = 'AWS' and metric = 'operating_income'",
            "amazon Kuiper operating_income FY2024 .*: 39,834,000,000 → none USD",
        ),
    ],
)
def test_a_change_without_a_cause_stops_the_swap(
    tmp_path: Path, built: Built, sql: str, told: str
) -> None:
    first = built(*REPORTS)
    plant(tmp_path, sql)
    with pytest.raises(BuildError, match=told) as caught:
        build(tmp_path, now=at("2026-03-02"))
    assert "\n" not in str(caught.value)
    assert read_build(tmp_path / "profit_pools.duckdb") == first.build
    assert (tmp_path / "builds" / "rejected.duckdb").is_file()


def test_a_change_without_a_cause_can_be_accepted(tmp_path: Path, built: Built) -> None:
    first = built(*REPORTS)
    plant(tmp_path, "delete from stg.current_figure where segment = 'AWS'")
    with pytest.raises(BuildError):
        build(tmp_path, now=at("2026-03-02"))
    accepted = build(tmp_path, now=at("2026-03-03"), accept=True)
    assert ask(tmp_path, AWS) == [(107_556,), (107_556,)]
    assert accepted.build.content_hash == first.build.content_hash
    assert not (tmp_path / "builds" / "rejected.duckdb").exists()


def test_a_batch_that_was_written_anew_with_other_values_stops_the_swap(
    tmp_path: Path, built: Built
) -> None:
    built(AMAZON_2024)
    for path in (tmp_path / "archive" / "batches").rglob("*.*"):
        path.unlink()
    lines = (replace(AMAZON_2024.lines[0], value="700,000"), *AMAZON_2024.lines[1:])
    Archive(tmp_path).save([AMAZON_2024.with_lines(*lines).extraction], VERSION)
    with pytest.raises(BuildError, match="637,959,000,000 → 700,000,000,000"):
        build(tmp_path)


def test_a_change_that_no_figure_tells_stops_the_swap_too(tmp_path: Path, built: Built) -> None:
    first = built(AMAZON_2024)
    plant(tmp_path, "update mart.build set content_hash = 'another'")
    with pytest.raises(BuildError, match=f"content another → {first.build.content_hash}"):
        build(tmp_path)


def test_new_bytes_code_registry_and_readers_are_causes(tmp_path: Path, built: Built) -> None:
    built(AMAZON_2024)
    plant(tmp_path, "update stg.current_figure set value = 1 where segment = 'AWS'")
    later = build(tmp_path, AMAZON_2025)
    assert [str(change) for change in later.changes][:2] == [
        "amazon operating_income FY2024 (gaap): 68,593,000,000 → 68,600,000,000 USD",
        "amazon AWS operating_income FY2024 (gaap): 1 → 39,834,000,000 USD",
    ]
    for cause in ({"code": "code two"}, {"registry": registry(reviews=[REVIEW])}):
        plant(tmp_path, "update stg.current_figure set value = 1 where segment = 'AWS'")
        build(tmp_path, **cause)
        assert set(ask(tmp_path, AWS)) == {(107_556,)}
    other = "fedcba9876543210"
    Archive(tmp_path).save(
        [replace(AMAZON_2024, lines=AMAZON_2024.lines[:3]).extraction, AMAZON_2025.extraction],
        other,
    )
    build(tmp_path, version=other)
    assert ask(tmp_path, AWS) == [(107_600,)]


REVIEW = (
    "r1", "0000000000000000", None, None, None, None, None, "accept", "seen", "page 1", "me",
    "2025-01-01T00:00:00+00:00",
)  # fmt: skip


def test_news_of_one_company_excuses_no_change_of_another(tmp_path: Path) -> None:
    build(tmp_path, AMAZON_2024, NVIDIA_2025)
    plant(tmp_path, "update stg.current_figure set value = 1 where company_id = 'nvidia'")
    with pytest.raises(BuildError, match=r"2 values .*nvidia"):
        build(tmp_path, AMAZON_2025)


def test_a_current_file_that_is_no_build_is_not_silently_replaced(tmp_path: Path) -> None:
    archive(tmp_path, [AMAZON_2024])
    path = tmp_path / "profit_pools.duckdb"
    with duckdb.connect(path) as con:
        con.execute("create table mine as select 1 as x")
    with pytest.raises(BuildError, match="cannot be compared"):
        build(tmp_path)
    with duckdb.connect(path, read_only=True) as con:
        assert con.execute("from mine").fetchall() == [(1,)]
    build(tmp_path, accept=True)
    assert read_build(path).documents == 1


@pytest.mark.parametrize("bytes_", [b"", b"something else"])
def test_a_current_file_that_is_no_database_is_set_aside(tmp_path: Path, bytes_: bytes) -> None:
    archive(tmp_path, [AMAZON_2024])
    path = tmp_path / "profit_pools.duckdb"
    path.write_bytes(bytes_)
    build(tmp_path)
    assert read_build(path).documents == 1
    assert (tmp_path / "builds" / "damaged.duckdb").read_bytes() == bytes_


def test_a_build_is_read_again_before_it_counts(tmp_path: Path, built: Built) -> None:
    report = built(AMAZON_2024)
    path = tmp_path / "profit_pools.duckdb"
    verification.whole(path, report.build.content_hash)
    whole = path.read_bytes()
    damaged = bytearray(whole)
    for at_ in range(len(whole) // 4, len(whole), 4096):
        damaged[at_] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(BuildError, match="the file that was written cannot be read"):
        verification.whole(path, report.build.content_hash)
    path.write_bytes(whole)
    plant(tmp_path, "update raw.figure set value = value + 1")
    with pytest.raises(BuildError, match="the file that was written holds"):
        verification.whole(path, report.build.content_hash)


@pytest.mark.parametrize(
    "query",
    [
        'select text, 1 from (with "{0}" as (select 1 as x) from "{0}"), "{0}" as t (text)',
        'select (with "{0}" as (select 1 as x) select x from "{0}"), * from "{0}"',
    ],
)
def test_a_claim_reads_no_file_under_the_name_of_a_cte(tmp_path: Path, query: str) -> None:
    """The parser's names of CTEs have no scope: the query is asked where files cannot be read."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a\nsecret\n")
    archive(tmp_path, [AMAZON_2024])
    known = registry(claims=[("mine", "claims 1", "1", "number", "equals", "one")])
    text = f"-- reads a file; one row\n{query.format(secret)}\n"
    known = replace(known, queries={"mine": Query("mine.sql", text)})
    with pytest.raises(BuildError) as caught:
        rebuild(tmp_path, known, version=VERSION, code=CODE, now=NOW)
    assert "mine.sql" in str(caught.value)
    assert "disabled" in str(caught.value)


def test_an_archive_that_nobody_read_with_these_readers_is_no_reason_to_empty_the_warehouse(
    tmp_path: Path,
    built: Built,
) -> None:
    built(AMAZON_2024)
    with pytest.raises(BuildError, match=r"none of its documents was read .*profitpools refresh"):
        build(tmp_path, version="fedcba9876543210")
    assert read_build(tmp_path / "profit_pools.duckdb").documents == 1


def test_an_empty_archive_gives_an_empty_warehouse(tmp_path: Path) -> None:
    assert build(tmp_path).build.documents == 0
    assert ask(tmp_path, "from mart.segment_margin") == []


# --- builds as of a day, former builds, readers ---------------------------------------------------


def test_a_build_as_of_a_day_has_a_file_of_its_own(tmp_path: Path, built: Built) -> None:
    current = built(*REPORTS)
    as_of = build(tmp_path, known_on=at("2025-02-10"))
    assert as_of.path == tmp_path / "profit_pools.as_of_2025-02-10.duckdb"
    assert as_of.build.known_on == at("2025-02-10")
    assert (as_of.build.documents, as_of.build.figures) == (2, 11)  # known, not archived
    assert read_build(tmp_path / "profit_pools.duckdb") == current.build
    with connect(as_of.path) as con:
        assert ask(con, "select distinct ticker from mart.company_margin") == [("AMZN",)]
        assert ask(con, "select count(*) from raw.document") == [(4,)]
    again = build(tmp_path, known_on=at("2025-02-10"), now=at("2026-04-01"))
    assert again.build.content_hash == as_of.build.content_hash


def test_the_last_three_builds_are_kept(tmp_path: Path) -> None:
    made = [build(tmp_path, *([AMAZON_2024] if n == 1 else []), now=at(f"2026-03-0{n}"))
            for n in range(1, 6)]  # fmt: skip
    kept = {path.stem for path in (tmp_path / "builds").glob("*.duckdb")}
    assert kept == {one.build.build_id for one in made[1:4]}
    for one in made[1:4]:
        path = tmp_path / "builds" / f"{one.build.build_id}.duckdb"
        assert read_build(path) == one.build


def test_a_reader_keeps_the_build_it_opened_while_the_next_one_comes(
    tmp_path: Path, built: Built
) -> None:
    built(AMAZON_2024)
    with connect(tmp_path / "profit_pools.duckdb") as reader:
        query = "select count(*) from raw.document"
        assert ask(reader, query) == [(1,)]
        build(tmp_path, NVIDIA_2025)
        assert ask(reader, query) == [(1,)]
        assert ask(tmp_path, query) == [(2,)]


def test_a_client_of_duckdb_1_4_opens_the_file(tmp_path: Path, built: Built) -> None:
    built(*REPORTS)
    client = Path(tempfile.gettempdir()) / "profit-pools-duckdb-1.4"
    if not (client / "duckdb").is_dir():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", client]
        subprocess.run([*install, "duckdb==1.4.*"], check=True, timeout=300)
    script = (
        "import duckdb, sys\n"
        "assert duckdb.__version__.startswith('1.4.'), duckdb.__version__\n"
        "con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for schema, name in con.sql('select schema_name, table_name from duckdb_tables()')"
        ".fetchall():\n    con.sql(f'from {schema}.{name}').fetchall()\n"
        "print(*con.sql(sys.argv[2]).fetchall()[0])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "profit_pools.duckdb",
         "select revenue::bigint, operating_income::bigint from mart.segment_margin"
         " where ticker = 'AMZN' and segment = 'AWS'"],
        env=os.environ | {"PYTHONPATH": str(client)},
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert answer.stdout == "107556000000 39834000000\n"


# --- trouble -------------------------------------------------------------------------------------


def test_a_second_rebuild_at_once_gets_one_clear_line(tmp_path: Path, built: Built) -> None:
    built(AMAZON_2024)
    with (tmp_path / "builds" / "lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BuildError, match="another rebuild is under way") as caught:
            build(tmp_path)
    assert "\n" not in str(caught.value)
    build(tmp_path)


def test_a_killed_rebuild_leaves_the_last_build_and_the_next_sweeps_up(
    tmp_path: Path, built: Built
) -> None:
    first = built(AMAZON_2024)
    script = (
        "import sys; from pathlib import Path; from tests.builders.reports import *\n"
        "for number in range(99): build(Path(sys.argv[1]), code=f'code {number}')"
    )
    generator = random.Random(7)
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", script, tmp_path], env=os.environ | {"PYTHONPATH": "."}
        )
        scratch = tmp_path / "builds" / "scratch" / "new.duckdb"
        while not scratch.exists():
            assert child.poll() is None
            time.sleep(0.01)
        time.sleep(generator.random() * 0.3)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert read_build(tmp_path / "profit_pools.duckdb").content_hash == first.build.content_hash
    build(tmp_path, code="the next")
    assert {path.name for path in (tmp_path / "builds").iterdir()} - {"lock"} == {
        path.name for path in (tmp_path / "builds").glob("*Z-*.duckdb")
    }


def test_a_full_disk_gives_one_line_and_leaves_the_last_build(tmp_path: Path, built: Built) -> None:
    first = built(AMAZON_2024)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, hard))  # a file may not grow further
    try:
        with pytest.raises(PipelineError) as caught:
            build(tmp_path, code="another")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "\n" not in str(caught.value)
    assert "free some space" in str(caught.value)
    assert read_build(tmp_path / "profit_pools.duckdb") == first.build
    build(tmp_path, code="another")


def test_a_folder_that_cannot_be_written_gives_one_line() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        first = build(home, AMAZON_2024)
        modes = {path: path.stat().st_mode for path in [home, *home.rglob("*")]}
        user = os.geteuid()
        for path, mode in modes.items():
            path.chmod(0o555 if path.is_dir() else 0o444)
            modes[path] = mode
        try:
            if user == 0:
                os.seteuid(65534)  # root may write anywhere
            with pytest.raises(PipelineError) as caught:
                build(home, code="another")
        finally:
            os.seteuid(user)
            for path, mode in modes.items():
                path.chmod(mode)
        assert "\n" not in str(caught.value)
        assert "PROFIT_POOLS_HOME" in caught.value.to_do
        assert read_build(home / "profit_pools.duckdb") == first.build


def test_a_file_in_the_place_of_the_home_gives_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ArchiveError, match="a file stands there"):
        build(tmp_path / "home")


def test_a_failed_check_leaves_the_last_build(tmp_path: Path, built: Built) -> None:
    first = built(AMAZON_2024)
    traceless = AMAZON_2025.extraction
    Archive(tmp_path).put(AMAZON_2025.data, AMAZON_2025.origin)
    Archive(tmp_path).save([replace(traceless, facts=traceless.facts[1:])], VERSION)
    with pytest.raises(BuildError, match="figures_rest_on_facts: 1 of 14"):
        build(tmp_path)
    assert read_build(tmp_path / "profit_pools.duckdb") == first.build
