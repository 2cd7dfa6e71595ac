"""Reading many documents over the available cores, where one that kills its reader harms no other.

Only keys travel to the workers, a path or a hash; what a document gave travels back.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from extractors.errors import DocumentError, PipelineError
from extractors.model import Extraction

HERE = Path(__file__).resolve().parent

Read = Callable[[str], Extraction]
Outcome = Extraction | PipelineError


def cores() -> int:
    """How many processes may run at once here: the scheduler's word, not the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def read_all(read: Read, keys: Sequence[str], jobs: int) -> Iterator[tuple[str, Outcome]]:
    """Each key with what `read` made of it in a worker process, in the order of `keys`.

    An error is given, not raised: whatever befalls one document, the others are read. `read` is a
    function of a module (or a partial of one), since a worker imports it.
    """
    pool = _pool(min(jobs, len(keys)))
    try:
        futures = [pool.submit(read, key) for key in keys]
        for key, future in zip(keys, futures, strict=True):
            outcome = _outcome(future, key)
            yield key, _alone(read, key) if outcome is None else outcome
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # A child gets our sys.path. Prefect puts a flow's folder on it, where our http.py would hide
    # Python's own.
    sys.path[:] = [place for place in sys.path if Path(place).resolve() != HERE]
    # A forked child of a process with threads, as Prefect's are, can hang; a spawned one cannot.
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max(1, workers), mp_context=spawned, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C goes to the whole group; only the parent is to answer it, once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outcome(future: Future[Extraction], key: str) -> Outcome | None:
    """What the worker gave; None where its pool broke, which any document of it may have done."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return None
    if isinstance(error, PipelineError):
        return error
    what = f"the reader failed with {type(error).__name__}: {error}"
    return DocumentError(what, key, "report this fault; the other documents are read")


def _alone(read: Read, key: str) -> Outcome:
    with _pool(1) as pool:
        outcome = _outcome(pool.submit(read, key), key)
    return outcome or DocumentError(
        "the process that read it was killed", key, "see whether the memory is enough, run again"
    )
