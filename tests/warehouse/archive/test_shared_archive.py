"""One archive in a bucket, many machines: what they put, read and fold at once counts once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractors.errors import ArchiveError
from tests.builders.bucket import bucket, s3
from tests.builders.samples import extraction_of, name_of, origin_of
from warehouse.archive import batches, origins
from warehouse.archive.batches import Batches
from warehouse.archive.runs import Run
from warehouse.archive.store import Archive
from warehouse.disk.objects import Folder

FRUIT = b"apples 1, pears 2"


@pytest.fixture(scope="module")
def server() -> Iterator[Mapping[str, str]]:
    with s3() as variables:
        yield variables


@pytest.fixture
def address(server: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return bucket(server)


@pytest.fixture
def archive(tmp_path: Path, address: str) -> Archive:
    return Archive(tmp_path / "one", address)


def rows(archive: Archive) -> list[int]:
    tables = archive.tables("v1")
    return [sum(len(pq.ParquetFile(one).read()) for one in files) for files in tables.values()]


def names(archive: Archive, folder: str) -> list[str]:
    return [one.name for one in archive.objects.list(folder)]


def test_another_machine_finds_all(tmp_path: Path, address: str, archive: Archive) -> None:
    assert archive.put(FRUIT, origin_of(FRUIT)) is True
    assert archive.put(FRUIT, origin_of(FRUIT)) is False
    archive.save([extraction_of(FRUIT, "1", "2")], "v1")
    run = Run("b1", "refresh", datetime(2026, 3, 1, tzinfo=UTC), None, "running")
    archive.record(run)
    other = Archive(tmp_path / "other", address)
    assert other.get(name_of(FRUIT)) == FRUIT
    assert other.origins() == [origin_of(FRUIT)]
    assert (other.missing("v1"), other.missing("v2")) == ([], [name_of(FRUIT)])
    assert other.runs() == [run]
    assert other.lost(by_hash=True) == []
    assert rows(other) == [1, 2, 2, 4, 1, 1, 1]
    assert {path.name for path in (tmp_path / "other/archive").iterdir()} == {"mirror"}
    with pytest.raises(ArchiveError, match=r"of/ours/documents/00/0.*: the document is not in the"):
        other.get("0" * 64)


@pytest.mark.slow
def test_many_machines_at_once(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origins, "LOOSE", 4)
    monkeypatch.setattr(origins, "PARTS", 2)
    data = [b"paper %d" % number for number in range(16)]

    def machine(share: int) -> None:
        archive = Archive(tmp_path / f"home {share}", address)
        for one in data[share:] + data[:share]:
            archive.put(one, origin_of(one))
        archive.save([extraction_of(one, "1") for one in data[share : share + 10]], "v1")
        archive.compact("v1")
        assert rows(archive)[0] >= 10

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(machine, [0, 2, 4, 6]))
    archive = Archive(tmp_path / "last", address)
    assert archive.missing("v1") == []
    archive.compact("v1")
    assert rows(archive) == [16, 16, 16, 32, 16, 16, 16]
    assert len(archive.origins()) == 16
    found = archive.tables("v1")["fact"]
    assert sum(name.endswith(".json") for name in names(archive, "batches")) == len(found) == 1
    mirrored = [path for path in (tmp_path / "last").rglob("*.parquet") if path.is_file()]
    assert len(mirrored) == 7


def test_of_two_who_fold_the_same_at_once_one_steps_back(archive: Archive) -> None:
    for number in range(2):
        data = b"paper %d" % number
        archive.save([extraction_of(data, "1")], "v1")
    one, other = (Batches(archive.objects, "batches/v1") for _ in range(2))
    parts = one.index()
    both = tuple(batch.batch for batch in parts.live)
    read = [(one._read(parts, batch), set(batch.documents)) for batch in parts.live]
    for folder in (one, other):
        folder.seal(batches.parquet.merge(read), replaces=both)
    assert len(one.index().live) == 1
    one.sweep()
    assert len(names(archive, "batches")) == 8  # seven tables and a manifest
    assert rows(archive) == [2, 2, 2, 4, 2, 2, 2]


class Forgetful(Folder):
    """Says of what it put that it had been there: the answer to the first try got lost."""

    def put(self, key: str, data: bytes) -> bool:
        super().put(key, data)
        return False


def test_an_answer_that_got_lost_loses_no_batch(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.objects = Forgetful(tmp_path / "archive")
    archive.save([extraction_of(FRUIT, "1", "2")], "v1")
    assert rows(archive) == [1, 2, 2, 4, 1, 1, 1]


def test_tables_of_one_who_still_writes_are_left_to_him(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.save([extraction_of(FRUIT, "1")], "v1")
    archive.objects.put("batches/v1/other.fact.parquet", b"whose manifest comes later")
    archive.compact("v1")
    assert "other.fact.parquet" in names(archive, "batches")
    monkeypatch.setattr(batches, "OLD", timedelta(0))
    archive.compact("v1")
    assert len(names(archive, "batches")) == 8


def test_a_damaged_table_is_set_aside_and_a_damaged_copy_made_again(archive: Archive) -> None:
    archive.save([extraction_of(FRUIT, "1")], "v1")
    (copy,) = archive.tables("v1")["figure"]
    whole = copy.read_bytes()
    copy.write_bytes(bytes(len(whole)))
    assert archive.mend("v1") == []
    assert copy.read_bytes() == whole
    key = f"batches/v1/{copy.name}"
    archive.objects.delete(key)
    archive.objects.put(key, bytes(len(whole)))
    copy.unlink()
    (line,) = archive.mend("v1")
    assert line.startswith(archive.place)
    assert line.endswith(f"{copy.name} is damaged; set aside, its documents are read again")
    assert copy.name in names(archive, "damaged")
    assert rows(archive) == [0] * 7


def test_a_damaged_document_is_mended_by_fetching_again(archive: Archive) -> None:
    archive.put(FRUIT, origin_of(FRUIT))
    key = f"documents/{name_of(FRUIT)[:2]}/{name_of(FRUIT)}"
    archive.objects.delete(key)
    archive.objects.put(key, b"apples 2, pears 2")
    assert archive.lost() == []
    assert archive.lost(by_hash=True) == [name_of(FRUIT)]
    assert archive.lost({name_of(FRUIT)}, by_hash=True) == [name_of(FRUIT)]
    archive.put(FRUIT, origin_of(FRUIT))
    assert archive.get(name_of(FRUIT)) == FRUIT
