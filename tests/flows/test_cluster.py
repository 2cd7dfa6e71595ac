"""Reading on a Dask cluster whose workers share nothing but the archive: the same warehouse."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractors import extractor_version
from extractors.errors import PipelineError
from extractors.model import Origin
from flows.reading import cluster, intake
from flows.settings import Settings
from tests.builders import dask_cluster
from tests.builders.bucket import bucket, s3
from tests.builders.place import Place
from tests.flows.conftest import Command
from warehouse.archive.store import Archive


def _not_here(*_: object, **__: object) -> None:
    raise AssertionError("this machine reads what the cluster should")


@pytest.mark.slow
def test_two_workers_that_share_only_the_archive_read_the_same(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    companies = ("--company", "hon_hai", "MU")  # PDF, and HTML from EDGAR
    words = ("refresh", "--source", "sample", "--site", place.server.url, *companies)
    local, shared = Command(tmp_path / "local"), Command(tmp_path / "shared")
    assert local(*words).code == 0
    monkeypatch.setattr(intake, "BATCH", 3)  # so that there is a batch for each worker
    with s3() as variables, dask_cluster.cluster(tmp_path, 2, variables) as address:
        environ = {
            **variables, "PROFIT_POOLS_ARCHIVE": bucket(variables), "PROFIT_POOLS_DASK": address,
        }  # fmt: skip
        monkeypatch.setattr(intake, "read_batch", _not_here)  # workers are other processes
        done = shared(*words, environ=environ)
    assert done.code == 0, done.err
    assert shared.content_hash == local.content_hash
    assert {path.name for path in (shared.home / "archive").iterdir()} == {"mirror"}
    for number in range(2):
        log = (tmp_path / f"worker {number}" / "log").read_text()
        assert "Registered to" in log
        assert "Traceback" not in log


RELEASE = Path(__file__).parents[1] / "documents" / "harbor-release.htm"


def _releases(archive: Archive, count: int) -> list[str]:
    """Put so many documents into the archive; returns their hashes."""
    names = []
    for number in range(count):
        data = RELEASE.read_bytes() + f"<!-- {number} -->\n".encode()
        now, url = datetime(2026, 3, 1, tzinfo=UTC), f"https://example.com/{number}"
        names.append(sha256(data).hexdigest())
        archive.put(data, Origin(names[-1], url, now, now, "retrieved"))
    return names


def _kill_one_at_work(address: str) -> str:
    """Kill a worker that has a batch; returns where it was."""
    library: Any = import_module("distributed")
    with library.Client(address, set_as_default=False) as client:
        deadline = time.monotonic() + dask_cluster.LONGEST
        client.wait_for_workers(2, timeout=dask_cluster.LONGEST)
        processes = client.run(os.getpid)
        while not (busy := [one for one, keys in client.processing().items() if keys]):
            assert time.monotonic() < deadline, "no worker got a batch"
            time.sleep(0.01)
        os.kill(processes[busy[0]], signal.SIGKILL)
        return str(busy[0])


@pytest.mark.slow
def test_a_worker_that_dies_costs_no_document(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    names = _releases(archive, 6)
    with (
        dask_cluster.cluster(tmp_path, 2, {}) as address,
        ThreadPoolExecutor(1) as beside,
    ):
        killed = beside.submit(_kill_one_at_work, address)
        done = cluster.read(address, archive, [[n] for n in names], {}, intake.ByFigures({}))
        assert killed.result().startswith("tcp://")
    assert (done.read, done.failed, done.refused) == (6, (), ())
    assert archive.missing(extractor_version()) == []
    read = archive.tables(extractor_version())["document"]  # also what was read twice counts once
    kept = [name for path in read for name in pq.read_table(path)["sha256"].to_pylist()]
    assert sorted(kept) == sorted(names)


def test_a_scheduler_that_is_not_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "WAIT", 0.5)
    with pytest.raises(
        PipelineError, match=r"the cluster gave up: .*what was read is kept"
    ) as caught:
        cluster.read("tcp://127.0.0.1:9", Archive(tmp_path), [["0" * 64]], {}, intake.ByFigures({}))
    assert str(caught.value).startswith("tcp://127.0.0.1:9: ")
    assert "\n" not in str(caught.value)


def test_a_worker_with_other_extractors_reads_nothing(tmp_path: Path) -> None:
    with pytest.raises(
        PipelineError, match=r"a worker has extractors .*; install the same version"
    ):
        cluster.read_here(Archive(tmp_path), "another", [], {}, intake.ByFigures({}))


def test_without_the_extra_a_cluster_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    with pytest.raises(
        PipelineError, match=r"is lacking; install it: pip install 'profit-pools\[dask"
    ):
        cluster.read("tcp://127.0.0.1:9", Archive(tmp_path), [], {}, intake.ByFigures({}))


@pytest.mark.parametrize("text", ["host", "http://host:8786", "tcp://host", "tcp://a b:1"])
def test_an_address_of_a_scheduler_that_is_none(text: str) -> None:
    with pytest.raises(PipelineError) as caught:
        Settings.of({"PROFIT_POOLS_DASK": text})
    assert str(caught.value) == (
        f"PROFIT_POOLS_DASK: {text!r} is no address of a scheduler; "
        "write it as tcp://host:8786, or unset it"
    )


def test_judges_of_a_batch_know_no_others() -> None:
    names = {"a": "a.htm", "b": "b.htm"}
    assert intake.ByFigures(names).among(["b", "c"]) == intake.ByFigures({"b": "b.htm"})
