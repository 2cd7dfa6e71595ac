"""Origins: written ahead, folded into Parquet, each once, and the earliest retrieval of the same."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ArchiveError
from extractors.model import Origin
from tests.builders.samples import extraction_of, name_of, origin_of
from warehouse.archive import origins
from warehouse.archive.store import Archive

DOCUMENTS = [b"document %d" % number for number in range(5)]
ORIGINS = [
    *(origin_of(data, f"https://www.sec.gov/{n}.htm", day=n + 1) for n, data in enumerate(DOCUMENTS)),
    replace(origin_of(DOCUMENTS[0], "inbox:a.htm"), accession=None, form=None, published=None,
            accepted=None, etag=None, company_id=None, known_at_basis="retrieved",
            document_type="EX-99.1"),
]  # fmt: skip
FIRST = [replace(one, retrieved=datetime(2025, 3, 1, 8, tzinfo=UTC)) for one in ORIGINS]
PUTS = [
    replace(one, retrieved=datetime(2025, 3, day, 8, tzinfo=UTC))
    for one in ORIGINS
    for day in (1, 2, 3)
]


def put(archive: Archive, origin: Origin) -> None:
    (data,) = (one for one in DOCUMENTS if name_of(one) == origin.sha256)
    archive.put(data, origin)


def names(archive: Archive) -> list[str]:
    """The objects of origins: the ends of their names, parts first."""
    return sorted(one.name.rpartition(".")[2] for one in archive.objects.list("origins"))[::-1]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "LOOSE", 2)
    monkeypatch.setattr(origins, "PARTS", 2)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(order=st.permutations(PUTS), folds=st.sets(st.integers(0, len(PUTS) - 1)))
def test_order_and_folding_change_nothing(order: list[Origin], folds: set[int]) -> None:
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        patch.setattr(origins, "LOOSE", 2)
        patch.setattr(origins, "PARTS", 2)
        archive = Archive(Path(home))
        for step, origin in enumerate(order):
            put(archive, origin)
            if step in folds:
                archive.compact("v1")
        found = archive.origins()
        assert found == sorted(FIRST, key=lambda one: (one.sha256, one.known_at, one.url))
        assert archive.missing("v1") == sorted(map(name_of, DOCUMENTS))
        before = archive.manifest_hash("v1")
        archive.compact("v1")
        assert archive.origins() == found
        assert archive.manifest_hash("v1") == before


def test_few_are_left_as_they_were_written(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for origin in ORIGINS:
        put(archive, origin)
    archive.compact("v1")
    assert names(archive) == ["json"] * 6


@pytest.mark.usefixtures("small")
def test_many_become_one_part_and_many_parts_one(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for origin in ORIGINS[:3]:
        put(archive, origin)
    archive.compact("v1")
    assert names(archive) == ["parquet"]
    put(archive, ORIGINS[3])
    archive.compact("v1")
    assert names(archive) == ["parquet", "json"]
    for origin in ORIGINS[4:]:
        put(archive, origin)
    archive.compact("v1")
    assert names(archive) == ["parquet"]
    assert len(archive.origins()) == 6


@pytest.mark.usefixtures("small")
def test_a_fold_that_was_killed_before_it_removed_anything(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for origin in ORIGINS:
        put(archive, origin)
    before = archive.origins(), archive.manifest_hash("v1")
    kept = {one.key: archive.objects.get(one.key) for one in archive.objects.list("origins")}
    archive.compact("v1")
    for key, data in kept.items():
        archive.objects.put(key, data)
    assert (archive.origins(), archive.manifest_hash("v1")) == before
    archive.compact("v1")
    assert names(archive) == ["parquet"]
    assert (archive.origins(), archive.manifest_hash("v1")) == before


@pytest.mark.usefixtures("small")
def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for origin in ORIGINS:
        put(archive, origin)
    archive.compact("v1")
    (path,) = (tmp_path / "archive/origins/folded").iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    for act in (archive.origins, lambda: archive.missing("v1"), lambda: archive.compact("v1")):
        with pytest.raises(
            ArchiveError, match="of origins are damaged; remove this file"
        ) as caught:
            act()
        assert str(path) in str(caught.value)


def test_some_addresses_are_asked_for_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for origin in ORIGINS:
        put(archive, origin)
    assert archive.origins({"https://www.sec.gov/3.htm"}) == [ORIGINS[3]]
    assert archive.origins(set()) == []
    assert archive.addresses()[name_of(DOCUMENTS[4])] == "https://www.sec.gov/4.htm"


def test_an_origin_and_a_manifest_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    read: list[str] = []
    get = type(archive.objects).get
    monkeypatch.setattr(
        type(archive.objects), "get", lambda self, key: (read.append(key), get(self, key))[1]
    )
    for number, data in enumerate(DOCUMENTS):
        archive.put(data, origin_of(data))
        archive.save([extraction_of(data, str(number))], "v1")
        assert len(archive.missing("v1")) == 0
        archive.manifest_hash("v1")
        assert len(archive.addresses()) == number + 1
    assert sorted(read) == sorted(
        one.key
        for folder in ("origins", "batches/v1")
        for one in archive.objects.list(folder)
        if one.key.endswith(".json")
    )
