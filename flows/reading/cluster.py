"""Reading on a Dask cluster: workers that share nothing but the archive; through the extra `dask`.

Batches of hashes travel to the workers, counts and refusals come back. What is read, a worker
writes to the archive itself, so that a worker that dies costs the batches it had, which another
one reads, and a batch that was read twice counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from extractors import extractor_version
from extractors.errors import PipelineError
from flows.reading.intake import Judge, Reading, read_batch
from warehouse.archive.store import Archive

WAIT = 60.0  # seconds for the scheduler to answer, and for a first worker
RETRIES = 2  # further tries of a batch that failed, as where the archive's store is away
_TO_DO = "see that scheduler and workers run, then run again: what was read is kept"


def read(
    address: str,
    archive: Archive,
    batches: Sequence[Sequence[str]],
    names: Mapping[str, str],
    judge: Judge,
    step: Callable[[], None] = lambda: None,
) -> Reading:
    """Read batches of archived documents on the cluster of a scheduler; see intake.read_batch.

    Raises PipelineError where the cluster cannot be had or gives up, or where a worker has other
    extractors than this machine; ArchiveError where a worker cannot save.
    """
    if find_spec("distributed") is None:
        to_do = "install it: pip install 'profit-pools[dask]'"
        raise PipelineError("Dask, which reads on other machines, is lacking", address, to_do)
    library: Any = import_module("distributed")
    done = Reading()
    with _told(address), library.Client(address, timeout=WAIT, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=WAIT)
        futures = [
            client.submit(
                read_here, archive, extractor_version(), list(keys),
                {key: names[key] for key in keys if key in names}, judge.among(keys),
                pure=False, retries=RETRIES,
            )
            for keys in batches
        ]  # fmt: skip
        sizes = {future.key: len(keys) for future, keys in zip(futures, batches, strict=True)}
        for future, reading in library.as_completed(futures, loop=client.loop, with_results=True):
            done += reading
            for _ in range(sizes[future.key]):
                step()
    return done


def read_here(
    archive: Archive, version: str, keys: Sequence[str], names: Mapping[str, str], judge: Judge
) -> Reading:
    """On a worker: read a batch in a process with limits, and save it. Raises as `read` says."""
    if extractor_version() != version:
        what = f"a worker has extractors {extractor_version()}, and {version} are asked for"
        raise PipelineError(what, to_do="install the same version on all machines")
    return read_batch(archive, keys, names, judge, jobs=1)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Turn what Dask raises into one line; our own errors, from workers too, stay as they are."""
    library: Any = import_module("distributed")
    cancelled = import_module("distributed.client").FutureCancelledError
    try:
        yield
    except (OSError, library.KilledWorker, cancelled, library.core.CommClosedError) as error:
        what = str(error).partition("\n")[0] or type(error).__name__
        raise PipelineError(f"the cluster gave up: {what}", address, _TO_DO) from error
