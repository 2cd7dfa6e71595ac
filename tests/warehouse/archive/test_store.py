"""The archive keeps what it was given: in any order, from many writers, through kills and full disks."""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ArchiveError
from extractors.model import Extraction
from tests.builders.samples import extraction_of, name_of, origin_of
from warehouse.archive.batches import Batches
from warehouse.archive.store import Archive

ROOT = Path(__file__).parents[3]
FRUIT = b"apples 1, pears 2"
TABLES = ["document", "fact", "figure", "figure_input", "refusal", "unmapped", "opinion"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "home")


def files_of(archive: Archive, kind: str) -> list[Path]:
    return sorted(path for path in (archive.root / kind).rglob("*") if path.is_file())


def content(archive: Archive, version: str = "v1") -> dict[str, list[dict[str, object]]]:
    """Every table's rows, sorted by their text: what a reader of the files sees, without order."""
    rows = {
        name: [row for path in paths for row in pq.ParquetFile(path).read().to_pylist()]
        for name, paths in archive.tables(version).items()
    }
    return {name: sorted(found, key=repr) for name, found in rows.items()}


# Bytes and origins


def test_put_and_get(archive: Archive) -> None:
    data = b"<html>net sales 107,556</html>"
    assert archive.put(data, origin_of(data)) is True
    assert archive.put(data, origin_of(data)) is False
    assert archive.get(name_of(data)) == data
    assert archive.origins() == [origin_of(data)]


def test_bytes_lie_under_their_sha256(archive: Archive) -> None:
    archive.put(b"abc", origin_of(b"abc"))  # the hash of 'abc' is the standard's own example
    name = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (archive.root / "documents" / "ba" / name).read_bytes() == b"abc"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=300), unique=True, max_size=5))
def test_put_and_get_give_the_same_bytes(documents: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as home:
        archive = Archive(Path(home))
        for data in documents:
            archive.put(data, origin_of(data))
        assert [archive.get(name_of(data)) for data in documents] == documents
        assert archive.missing("v1") == sorted(name_of(data) for data in documents)


def test_one_document_has_several_origins(archive: Archive) -> None:
    data = b"the same release on two sites"
    filed = origin_of(data, "https://www.sec.gov/Archives/a.htm", day=2)
    posted = origin_of(data, "https://ir.example.com/q4.htm", day=1)
    archive.put(data, filed)
    archive.put(data, posted)
    assert archive.origins() == [posted, filed]
    assert len(files_of(archive, "documents")) == 1


@pytest.mark.parametrize("days", [[1, 2], [2, 1]])
def test_fetching_again_keeps_the_first_retrieval(archive: Archive, days: list[int]) -> None:
    data = b"unchanged"
    for day in days:
        archive.put(data, replace(origin_of(data, retrieved=day), etag=f'"{day}"'))
    [origin] = archive.origins()
    assert origin.retrieved == datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def test_an_origin_without_optional_fields_comes_back(archive: Archive) -> None:
    data = b"from a folder"
    bare = replace(
        origin_of(data, "file:///inbox/a.htm"),
        accession=None,
        form=None,
        published=None,
        accepted=None,
        etag=None,
        company_id=None,
        known_at_basis="retrieved",
    )
    archive.put(data, bare)
    assert archive.origins() == [bare]


def test_an_origin_of_other_bytes_is_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="the origin is of bytes with sha256"):
        archive.put(b"these", origin_of(b"those"))
    assert not archive.root.exists()


def test_a_time_without_zone_is_refused(archive: Archive) -> None:
    data = b"when?"
    naive = replace(origin_of(data), retrieved=datetime(2025, 1, 1))  # noqa: DTZ001
    with pytest.raises(ArchiveError, match="has no zone; give times in UTC"):
        archive.put(data, naive)
    assert archive.origins() == []


def test_bytes_without_origin_wait_for_the_next_put(archive: Archive) -> None:
    data = b"killed after the bytes"
    archive.put(data, origin_of(data))
    shutil.rmtree(archive.root / "origins")
    assert archive.missing("v1") == []
    archive.put(data, origin_of(data))
    assert archive.missing("v1") == [name_of(data)]


def test_damaged_bytes_are_noticed_and_mended_by_fetching_again(archive: Archive) -> None:
    data = b"x" * 5000
    archive.put(data, origin_of(data))
    [path] = files_of(archive, "documents")
    path.write_bytes(data[:4000])
    with pytest.raises(ArchiveError, match="no longer have the hash") as caught:
        archive.get(name_of(data))
    assert str(caught.value).endswith("; fetch the document again, which mends it")
    assert archive.put(data, origin_of(data)) is False
    assert archive.get(name_of(data)) == data


def test_a_document_that_was_never_put(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="the document is not in the archive; fetch it again"):
        archive.get("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ABC", "0" * 63])
def test_a_name_that_is_no_hash_reaches_no_file(archive: Archive, name: str) -> None:
    with pytest.raises(ArchiveError, match="is not a sha256"):
        archive.get(name)


@pytest.mark.parametrize("version", ["", "..", "a/b", ".hidden"])
def test_a_version_that_is_no_file_name_is_refused(archive: Archive, version: str) -> None:
    with pytest.raises(ArchiveError, match="cannot name a file"):
        archive.missing(version)


def test_a_damaged_origin_names_its_file(archive: Archive) -> None:
    archive.put(FRUIT, origin_of(FRUIT))
    [path] = files_of(archive, "origins")
    path.write_text('{"sha256": ')
    with pytest.raises(ArchiveError, match="the origin is not whole") as caught:
        archive.origins()
    assert str(path) in str(caught.value)
    archive.put(b"2", origin_of(b"2"))
    paths = sorted(files_of(archive, "origins"))
    for each in paths:
        each.write_text("{}")
    with pytest.raises(ArchiveError, match="2 origins are not whole") as caught:
        archive.origins()
    assert ", ".join(map(str, paths)) in str(caught.value)


# Batches


def test_an_empty_archive_has_empty_tables(archive: Archive) -> None:
    assert archive.missing("v1") == []
    assert archive.tables("v1") == {name: [] for name in TABLES}
    archive.compact("v1")
    assert not archive.root.exists()


def test_what_was_read_is_no_longer_missing_for_that_version_alone(archive: Archive) -> None:
    archive.put(FRUIT, origin_of(FRUIT))
    archive.save([extraction_of(FRUIT, "1", "2")], "v1")
    assert archive.missing("v1") == []
    assert archive.missing("v2") == [name_of(FRUIT)]


def test_rows_have_the_columns_and_types_of_raw(archive: Archive) -> None:
    archive.save([extraction_of(FRUIT, "39834000000")], "v1")
    [facts], [figures] = archive.tables("v1")["fact"], archive.tables("v1")["figure"]
    [row] = duckdb.sql(
        f"select members, value, typeof(value), also, caption, locator, period_start::varchar, "
        f"entity from read_parquet('{facts}', hive_partitioning = false)"
    ).fetchall()
    assert row == (
        "srt:A=x:One; us-gaap:B=x:Two",
        Decimal("39834000000"),
        "DECIMAL(38,6)",
        ["xbrl_id:g-0"],
        ["Net sales", "AWS"],
        "xbrl_id:f-0",
        "2024-01-01",
        "0001018724",
    )
    [(segment, unit)] = duckdb.sql(f"select segment, unit from '{figures}'").fetchall()
    assert (segment, unit) == ("Part 0", "USD")
    inputs = content(archive)["figure_input"]
    assert [(row["position"], row["weight"], row["role"]) for row in inputs] == [
        (1, 1, "value"),
        (2, -1, "less"),
    ]
    assert content(archive)["document"][0]["extractor_version"] == "v1"
    assert content(archive)["unmapped"][0]["axes"] == ["srt:A"]
    assert content(archive)["opinion"][0]["value"] == Decimal("107556000000")


def test_every_extraction_may_be_empty(archive: Archive) -> None:
    archive.save([Extraction(extraction_of(b"").document)], "v1")
    assert [len(rows) for rows in content(archive).values()] == [1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("0.3704", "0.370400"),
        ("0.0000005", "0.000000"),  # a half goes to the even neighbour
        ("0.0000015", "0.000002"),
        ("-0.0000025", "-0.000002"),
        ("99999999999999999999999999999999.999999", "99999999999999999999999999999999.999999"),
    ],
)
def test_money_is_rounded_once_half_to_even(archive: Archive, printed: str, kept: str) -> None:
    archive.save([extraction_of(FRUIT, printed)], "v1")
    assert content(archive)["fact"][0]["value"] == Decimal(kept)


@pytest.mark.parametrize(
    "printed",
    ["100000000000000000000000000000000", "99999999999999999999999999999999.9999999", "-1E+999999"],
)
def test_money_that_does_not_fit_names_fact_and_document(archive: Archive, printed: str) -> None:
    with pytest.raises(ArchiveError, match=r"does not fit decimal\(38, 6\)") as caught:
        archive.save([extraction_of(FRUIT, "1", printed)], "v1")
    assert name_of(FRUIT) in str(caught.value)
    assert "fact xbrl_id:f-1" in str(caught.value)
    assert files_of(archive, "batches") == []


def test_a_text_that_is_no_text_is_an_error_of_its_column(archive: Archive) -> None:
    broken = extraction_of(FRUIT, "1")
    broken = replace(broken, facts=(replace(broken.facts[0], quote="\ud800"),))
    with pytest.raises(ArchiveError, match="table fact: a value does not fit its column"):
        archive.save([broken], "v1")


DOCUMENTS = [b"document %d" % number for number in range(6)]
EXTRACTIONS = [extraction_of(data, str(n), str(n * 7)) for n, data in enumerate(DOCUMENTS)]


@st.composite
def batchings(draw: st.DrawFn) -> list[list[int]]:
    """The six documents in any order, some of them again, cut into batches anywhere."""
    order = draw(st.permutations(range(6))) + draw(st.lists(st.integers(0, 5), max_size=3))
    cuts = draw(st.sets(st.integers(1, len(order) - 1), max_size=4))
    return [order[start:end] for start, end in pairwise([0, *sorted(cuts), len(order)])]


@pytest.fixture(scope="module")
def all_at_once(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("at-once"))
    for data in DOCUMENTS:
        archive.put(data, origin_of(data))
    archive.save(EXTRACTIONS, "v1")
    return archive


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(batches=batchings(), folds=st.sets(st.integers(0, 5)))
def test_order_batching_and_folding_change_nothing(
    all_at_once: Archive, batches: list[list[int]], folds: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as home:
        archive = Archive(Path(home))
        for step, batch in enumerate(batches):
            for number in batch:
                archive.put(DOCUMENTS[number], origin_of(DOCUMENTS[number]))
            archive.save([EXTRACTIONS[number] for number in batch], "v1")
            if step in folds:
                archive.compact("v1")
        assert archive.missing("v1") == []
        assert content(archive) == content(all_at_once)
        assert archive.manifest_hash("v1") == all_at_once.manifest_hash("v1")
        archive.compact("v1")
        for name, [path] in archive.tables("v1").items():
            [same] = all_at_once.tables("v1")[name]
            assert pq.ParquetFile(path).read() == pq.ParquetFile(same).read()


def test_the_manifest_hash_sees_documents_origins_and_version(archive: Archive) -> None:
    archive.put(FRUIT, origin_of(FRUIT))
    seen = {archive.manifest_hash("v1"), archive.manifest_hash("v2")}
    archive.save([extraction_of(FRUIT, "1")], "v1")
    seen.add(archive.manifest_hash("v1"))
    archive.put(FRUIT, origin_of(FRUIT, day=2))
    seen.add(archive.manifest_hash("v1"))
    assert len(seen) == 4
    archive.put(FRUIT, origin_of(FRUIT, day=2, retrieved=9))
    assert archive.manifest_hash("v1") in seen


def test_folding_leaves_one_batch_and_no_leftovers(archive: Archive) -> None:
    for extraction in EXTRACTIONS:
        archive.save([extraction], "v1")
    batches = archive.root / "batches" / "v1"
    (batches / "dead.fact.parquet").write_bytes(b"tables whose manifest never came")
    (archive.root / "scratch" / "dead").write_bytes(b"half a file")
    assert len(archive.tables("v1")["fact"]) == 6
    archive.compact("v1")
    assert len(files_of(archive, "batches")) == 8  # seven tables and a manifest
    assert files_of(archive, "scratch") == []


def test_a_fold_killed_before_its_sweep_counts_once(archive: Archive) -> None:
    archive.save(EXTRACTIONS[:2], "v1")
    archive.save(EXTRACTIONS[2:], "v1")
    before = content(archive)
    old = {path: path.read_bytes() for path in files_of(archive, "batches")}
    archive.compact("v1")
    for path, data in old.items():
        path.write_bytes(data)
    assert content(archive) == before
    archive.compact("v1")
    assert len(files_of(archive, "batches")) == 8


def test_documents_that_two_machines_read_at_once_count_once(tmp_path: Path) -> None:
    one, other = Archive(tmp_path / "one"), Archive(tmp_path / "other")
    one.save(EXTRACTIONS[:4], "v1")
    other.save(EXTRACTIONS[2:], "v1")
    shutil.copytree(other.root / "batches", one.root / "batches", dirs_exist_ok=True)
    assert Batches(one.objects, "batches/v1").overlap()
    rows = content(one)
    assert [len(rows[name]) for name in TABLES] == [6, 12, 12, 24, 6, 6, 6]


def test_full_batches_are_left_alone(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.archive.batches.FULL", 4)  # two documents of two facts
    for extraction in EXTRACTIONS[:5]:
        archive.save([extraction], "v1")
    archive.compact("v1")
    full = [path for path in archive.tables("v1")["fact"] if len(pq.ParquetFile(path).read()) == 4]
    assert (len(full), len(archive.tables("v1")["fact"])) == (2, 3)
    archive.save(EXTRACTIONS[5:], "v1")
    archive.compact("v1")
    assert set(full) <= set(archive.tables("v1")["fact"])
    assert len(content(archive)["fact"]) == 12


def test_a_cut_table_is_noticed(archive: Archive) -> None:
    archive.save(EXTRACTIONS, "v1")
    [path] = archive.tables("v1")["fact"]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ArchiveError, match=r"fact\.parquet is missing or cut; remove this file"):
        archive.tables("v1")


def test_damage_inside_a_table_is_noticed_when_folding(archive: Archive) -> None:
    archive.save(EXTRACTIONS[:3], "v1")
    archive.save(EXTRACTIONS[3:], "v1")
    path = archive.tables("v1")["fact"][0]
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(ArchiveError, match=r"it cannot be read: .*; remove this file"):
        archive.compact("v1")
    assert len(archive.tables("v1")["fact"]) == 2


def test_two_flipped_bytes_of_a_table_set_its_batch_aside(archive: Archive) -> None:
    archive.save(EXTRACTIONS[:3], "v1")
    archive.save(EXTRACTIONS[3:], "v1")
    assert archive.mend("v1") == []
    whole = content(archive)
    path = archive.tables("v1")["figure"][0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    data[len(data) // 2 + 1] ^= 1
    path.write_bytes(data)
    (line,) = archive.mend("v1")
    assert line.endswith(f"{path.name} is damaged; set aside, its documents are read again")
    assert (archive.root / "damaged" / path.name).read_bytes() == bytes(data)
    assert archive.mend("v1") == []
    for document in DOCUMENTS:
        archive.put(document, origin_of(document))
    assert len(archive.missing("v1")) == 3
    archive.save(EXTRACTIONS, "v1")
    assert content(archive) == whole


def test_a_batch_from_before_hashes_were_kept_is_whole(archive: Archive) -> None:
    archive.save(EXTRACTIONS, "v1")
    [path] = (archive.root / "batches" / "v1").glob("*.json")
    manifest = json.loads(path.read_text())
    del manifest["hashes"]
    path.write_text(json.dumps(manifest))
    assert archive.mend("v1") == []
    path.write_text("{}")
    assert [line.split(": ")[1] for line in archive.mend("v1")] == [
        "the manifest is not whole; set aside, its documents are read again"
    ]


def test_documents_that_are_gone_or_changed_are_lost(archive: Archive) -> None:
    one, other = b"one document", b"another"
    archive.put(one, origin_of(one))
    archive.put(other, origin_of(other))
    assert archive.lost(by_hash=True) == []
    paths = {path.name: path for path in files_of(archive, "documents")}
    paths[name_of(one)].write_bytes(b"One document")
    assert archive.lost() == []
    assert archive.lost(by_hash=True) == [name_of(one)]
    paths[name_of(other)].unlink()
    assert archive.lost() == [name_of(other)]
    assert archive.lost(by_hash=True) == sorted([name_of(one), name_of(other)])


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"documents": 1}', b"\xff\xfe"])
def test_a_damaged_manifest_names_its_file(archive: Archive, text: bytes) -> None:
    archive.save(EXTRACTIONS, "v1")
    [path] = (archive.root / "batches" / "v1").glob("*.json")
    path.write_bytes(text)
    with pytest.raises(ArchiveError, match="the manifest is not whole; remove this file") as caught:
        archive.missing("v1")
    assert str(path) in str(caught.value)
    path.unlink()
    archive.save(EXTRACTIONS, "v1")
    assert len(content(archive)["document"]) == 6


# Many writers, kills, bad disks


def test_many_writers_at_once(archive: Archive) -> None:
    data = [b"paper %d" % number for number in range(40)]

    def work(share: int) -> None:
        for one in data[share:] + data[:share]:
            archive.put(one, origin_of(one))
        archive.save([extraction_of(one, "1") for one in data[share : share + 25]], "v1")
        archive.compact("v1")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [0, 5, 10, 15]))
    assert archive.missing("v1") == []
    assert [len(rows) for rows in content(archive).values()] == [40, 40, 40, 80, 40, 40, 40]
    assert len(archive.origins()) == 40


WRITER = """
import sys
from pathlib import Path
from tests.builders.samples import extraction_of, origin_of
from warehouse.archive.store import Archive
archive = Archive(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(100_000):
    data = b"page %d " % number * 2000
    archive.put(data, origin_of(data))
    archive.save([extraction_of(data, str(number))], "v1")
    print(number, flush=True)
    if number % 5 == 4:
        archive.compact("v1")
"""


@pytest.mark.slow
@pytest.mark.parametrize("wait", [3, 4, 9, 13])
def test_kill_9_loses_nothing_that_was_reported(tmp_path: Path, wait: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        while int(writer.stdout.readline()) < wait:
            pass
        writer.send_signal(signal.SIGKILL)  # somewhere in the next put, save or compact
        done = wait + len(writer.stdout.read().split())
    archive = Archive(tmp_path)
    kept = {row["sha256"] for row in content(archive)["document"]}
    promised = [b"page %d " % number * 2000 for number in range(done + 1)]
    assert kept >= {name_of(data) for data in promised}
    assert [archive.get(name_of(data)) for data in promised] == promised
    assert kept <= {origin.sha256 for origin in archive.origins()}
    archive.save([extraction_of(b"after", "1")], "v1")
    archive.compact("v1")
    assert {row["sha256"] for row in content(archive)["document"]} == kept | {name_of(b"after")}
    assert len(files_of(archive, "batches")) == 8
    assert files_of(archive, "scratch") == []


FOLDER = """
import os, signal, sys
from pathlib import Path
from warehouse.archive.store import Archive
steps = int(sys.argv[2])
def counted(act):
    def step(*args, **options):
        global steps
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*args, **options)
    return step
Path.hardlink_to, Path.unlink = counted(Path.hardlink_to), counted(Path.unlink)
Archive(Path(sys.argv[1])).compact("v1")
"""


@pytest.mark.slow
@pytest.mark.parametrize("steps", [0, 1, 7, 8, 14, 15, 16, 17, 24, 30])
def test_kill_9_at_any_step_of_folding_changes_nothing(tmp_path: Path, steps: int) -> None:
    archive = Archive(tmp_path)
    archive.save(EXTRACTIONS[:2], "v1")
    archive.save(EXTRACTIONS[2:], "v1")
    before, sealed = content(archive), archive.manifest_hash("v1")
    command = [sys.executable, "-c", FOLDER, str(tmp_path), str(steps)]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == -signal.SIGKILL
    assert (content(archive), archive.manifest_hash("v1")) == (before, sealed)
    archive.compact("v1")
    assert content(archive) == before
    assert len(files_of(archive, "batches")) == 8
    assert files_of(archive, "scratch") == []


def test_home_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    for act in [
        lambda archive: archive.put(FRUIT, origin_of(FRUIT)),
        lambda archive: archive.save(EXTRACTIONS, "v1"),
    ]:
        with pytest.raises(ArchiveError, match="PROFIT_POOLS_HOME must name a folder") as caught:
            act(Archive(tmp_path / "home"))
        assert "\n" not in str(caught.value)


ATTEMPT = """
import os, resource, signal, sys
from pathlib import Path
from extractors.errors import ArchiveError
from tests.builders.samples import extraction_of, origin_of
from warehouse.archive.store import Archive
if sys.argv[2] == "nobody" and os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
if sys.argv[2] == "limit":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
archive = Archive(Path(sys.argv[1]))
data = os.urandom(100_000)
for act in [lambda: archive.put(data, origin_of(data)),
            lambda: archive.save([extraction_of(b"%d" % n, *map(str, range(99))) for n in range(30)], "v1")]:
    try:
        act()
        print("no error")
    except ArchiveError as error:
        print(error)
print(archive.missing("v1"), sum(map(len, archive.tables("v1").values())))
"""


def attempt(home: Path, how: str, *before: str) -> list[str]:
    command = [*before, sys.executable, "-c", ATTEMPT, str(home), how]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=True)
    return done.stdout.splitlines()


def test_a_read_only_folder_is_one_clear_line() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o555)
        put, save, rest = attempt(home, "nobody")
        assert put == save
        assert put == (
            f"{home}/archive: permission denied; make it readable and writable, "
            "or set PROFIT_POOLS_HOME to a folder that is"
        )
        assert rest == "[] 0"
        assert list(home.iterdir()) == []
        home.chmod(0o755)


@pytest.mark.slow
def test_a_file_over_the_limit_of_size_leaves_nothing(tmp_path: Path) -> None:
    put, save, rest = attempt(tmp_path, "limit")
    assert put.endswith(
        "archive: file too large; raise the limit of file size and run again: nothing was half-written"
    )
    assert "file too large" in save
    assert rest == "[] 0"
    assert files_of(Archive(tmp_path), "documents") == []
    assert files_of(Archive(tmp_path), "scratch") == []


@pytest.mark.slow
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    mount = 'mount -t tmpfs -o size=48k tmpfs "$0" && exec "$@"'
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    if (
        not shutil.which("unshare")
        or subprocess.run(
            [*alone, "sh", "-c", mount, tmp_path, "true"], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("no small file system can be mounted here")
    put, save, rest = attempt(tmp_path, "full", *alone, "sh", "-c", mount, str(tmp_path))
    for line in (put, save):
        assert "no space left on device; free some space and run again" in line
    assert rest == "[] 0"


def test_manifest_lists_documents_and_is_readable_by_eye(archive: Archive) -> None:
    archive.save(EXTRACTIONS, "v1")
    [path] = (archive.root / "batches" / "v1").glob("*.json")
    manifest = json.loads(path.read_text())
    assert manifest["documents"] == sorted(map(name_of, DOCUMENTS))
    assert manifest["facts"] == 12
    assert path.stat().st_mode & 0o444 == 0o444
