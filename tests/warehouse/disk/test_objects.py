"""Objects by name: what holds of files of this machine holds of a bucket."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractors.errors import ArchiveError
from tests.builders.bucket import bucket, s3
from warehouse.disk import bucket as buckets
from warehouse.disk import files
from warehouse.disk.bucket import Bucket
from warehouse.disk.objects import Folder, Objects


@pytest.fixture(scope="module")
def server() -> Iterator[Mapping[str, str]]:
    with s3() as variables:
        yield variables


@pytest.fixture(params=["folder", "bucket"])
def objects(
    request: pytest.FixtureRequest, tmp_path: Path, server: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Objects:  # fmt: skip
    if request.param == "folder":
        return Folder(tmp_path / "archive")
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return Bucket.of(bucket(server))


def test_what_is_put_is_there(objects: Objects) -> None:
    assert not objects.exists("documents/ab/one")
    assert objects.put("documents/ab/one", b"1,200")
    assert objects.exists("documents/ab/one")
    assert objects.get("documents/ab/one") == b"1,200"
    assert not objects.exists("documents/ab")
    assert objects.place("documents/ab/one").endswith("/documents/ab/one")


def test_the_first_to_put_has_the_name(objects: Objects) -> None:
    assert objects.put("a/b", b"first")
    assert not objects.put("a/b", b"second")
    assert objects.get("a/b") == b"first"


def test_of_many_who_put_at_once_one_is_first(objects: Objects) -> None:
    with ThreadPoolExecutor(12) as pool:
        puts = list(pool.map(lambda n: objects.put("race/one", b"%d" % n), range(24)))
    assert sum(puts) == 1
    assert objects.get("race/one") == b"%d" % puts.index(True)


def test_listings_are_of_a_folder_and_by_name(objects: Objects) -> None:
    assert list(objects.list("batches")) == []
    for key in ("batches/v1/b.json", "batches/v10/c.json", "batches/v1/a.parquet", "runs/d.json"):
        objects.put(key, key.encode())
    found = [(one.key, one.name, one.size) for one in objects.list("batches/v1")]
    assert found == [
        ("batches/v1/a.parquet", "a.parquet", 20),
        ("batches/v1/b.json", "b.json", 17),
    ]
    assert len(objects.list("batches")) == 3
    assert all(one.modified.tzinfo for one in objects.list("batches"))


def test_what_is_deleted_is_gone_and_may_be_put_again(objects: Objects) -> None:
    objects.put("a/b", b"first")
    objects.delete("a/b")
    objects.delete("a/b")
    assert list(objects.list("a")) == []
    with pytest.raises(FileNotFoundError):
        objects.get("a/b")
    assert objects.put("a/b", b"second")


def test_stores_of_one_place_are_one(objects: Objects) -> None:
    same = pickle.loads(pickle.dumps(objects))
    assert same == objects
    assert hash(same) == hash(objects)


def test_a_disk_without_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_path: Path, _to: Path) -> None:
        raise PermissionError(1, "Operation not permitted")  # as FAT says it

    monkeypatch.setattr(files.Path, "hardlink_to", refused)
    folder = Folder(tmp_path)
    assert folder.put("a/b", b"first")
    assert not folder.put("a/b", b"second")
    assert folder.get("a/b") == b"first"
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    "address",
    ["", "pools", "http://pools/a", "s3://", "s3://UPPER/a", "s3://pools/../a", "s3://a b/c"],
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        Bucket.of(address)
    assert str(caught.value) == (
        f"PROFIT_POOLS_ARCHIVE: {address!r} is no address of a bucket; write it as s3://bucket/prefix"
    )


def test_without_the_extra_a_bucket_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "find_spec", lambda _name: None)
    with pytest.raises(ArchiveError, match=r"obstore, .* is lacking; install it: pip install"):
        Bucket.of("s3://pools/a")


def test_a_bucket_that_is_not_there(
    server: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    absent = Bucket.of("s3://no-such-bucket/a")
    for act in (lambda: absent.put("a", b""), lambda: absent.list("a")):
        with pytest.raises(
            ArchiveError, match="there is no such bucket; check PROFIT_POOLS_ARCHIVE"
        ):
            act()


def test_a_server_that_is_not_there_is_one_line(
    server: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "_PATIENCE", {"max_retries": 0})
    for name, value in {**server, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    gone = Bucket.of("s3://gone/a")
    with pytest.raises(ArchiveError, match="check PROFIT_POOLS_ARCHIVE, the AWS_") as caught:
        gone.get("documents/ab/one")
    assert str(caught.value).startswith("s3://gone/a/documents/ab/one: ")
    assert "\n" not in str(caught.value)
    assert "testing" not in str(caught.value)


def test_plain_http_is_for_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://s3.example.org")
    with pytest.raises(ArchiveError, match="AWS_ENDPOINT_URL: buckets are asked by https alone"):
        Bucket.of("s3://pools-http/a").get("a")
