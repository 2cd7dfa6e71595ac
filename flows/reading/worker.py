"""One reader process, limited in time and memory, since no document is trusted.

The child sends one message when it is ready and one for each document, after which it is idle.
"""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from pickle import PicklingError

from extractors import cover, kinds
from extractors.errors import DocumentError, PipelineError
from extractors.model import Extraction, Refusal
from flows.reading.processes import Process, Start, peak, started

Load = Callable[[str], bytes]
"""A key, a path or a hash, to the bytes behind it."""
Read = Callable[[bytes, str], Extraction]
"""Bytes and a file name to what they say."""
Outcome = Extraction | PipelineError
GIB = 2**30
FOREVER = float("inf")
HEAD = 65_536
"""Bytes that tell a document's type where reading it went wrong."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of wall clock, bytes beyond those of an idle reader."""

    seconds: float = 120
    memory: int = 2 * GIB

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> Limits:
        """From PROFIT_POOLS_READ_SECONDS and PROFIT_POOLS_READ_GIB. Raises PipelineError."""
        seconds = _positive("PROFIT_POOLS_READ_SECONDS", environ, cls().seconds)
        return cls(seconds, int(_positive("PROFIT_POOLS_READ_GIB", environ, 2) * GIB))


def _positive(name: str, environ: Mapping[str, str], default: float) -> float:
    text = environ.get(name)
    try:
        number = float(text) if text else default
    except ValueError:
        number = 0
    if not 0 < number < 1e6:
        raise PipelineError(f"{text!r} is not a number above 0", name, "set it to one or unset it")
    return number


class LimitExceeded(Enum):
    """Which limit a document exceeded; the value is the reason of its refusal."""

    TIME = "too_slow"
    MEMORY = "too_large"


@dataclass(frozen=True, slots=True)
class WorkerError:
    """An unforeseen error inside a reader, as text, since not every exception can be pickled."""

    text: str


Answer = Extraction | PipelineError | WorkerError | LimitExceeded


@dataclass(slots=True)
class Reader:
    """A worker process as its parent sees it.

    `work` is the index and key of the document that it reads; None while it is idle or starting.
    """

    load: Load
    read: Read
    limits: Limits
    start: Start
    work: tuple[int, str] | None = None
    deadline: float = FOREVER
    is_ready: bool = False
    is_dead: bool = False
    idle_memory: int = 0
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.process = started(self.start, _serve, (self.load, self.read, self.limits))

    @property
    def pipe(self) -> Connection:
        """The connection to wait on: readable when there is a message, or when the child died."""
        return self.process.pipe

    @property
    def is_idle(self) -> bool:
        """Whether it is ready and has no document."""
        return self.is_ready and self.work is None

    def give(self, turn: int, key: str) -> None:
        """Let it read the document `key`. Raises OSError where the process has ended."""
        self.pipe.send(key)
        self.work, self.deadline = (turn, key), time.monotonic() + self.limits.seconds

    def take(self) -> Answer | None:
        """The result of its document, or why the process died; None for the 'ready' message."""
        try:
            answer: Answer | int = self.pipe.recv()
        except (EOFError, OSError):
            self.is_dead = True
            return self._fate()
        self.deadline, self.is_ready = FOREVER, True
        if isinstance(answer, int):
            self.idle_memory = answer
            return None
        return answer

    def _fate(self) -> Answer:
        """Why a process that we did not end died: out of memory, a crash, or an outside kill."""
        ended = self.process.end()
        if -ended.code not in CRASHES:
            return DocumentError("the process that read it was killed", to_do=RUN_AGAIN)
        # C code that is refused memory aborts; by then the process had used much of it.
        if ended.peak - self.idle_memory > self.limits.memory / 2:
            return LimitExceeded.MEMORY
        what = f"the process that read it was killed by {signal.Signals(-ended.code).name}"
        return DocumentError(what, to_do="report this fault; the other documents are read")

    def end(self) -> None:
        """Kill it with all that it started."""
        self.process.end()


CRASHES = frozenset((signal.SIGABRT, signal.SIGILL, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS))
RUN_AGAIN = "see whether the memory is enough, run again"


def settled(answer: Answer, key: str, load: Load, limits: Limits) -> Outcome:
    """An answer as an extraction or an error; exceeding a limit becomes a refusal."""
    if isinstance(answer, WorkerError):
        what = f"the reader failed with {answer.text}"
        return DocumentError(what, key, "report this fault; the other documents are read")
    if isinstance(answer, LimitExceeded):
        return _refused(answer, key, load, limits)
    if isinstance(answer, DocumentError) and not answer.where:
        return DocumentError(answer.what, key, answer.to_do, reason=answer.reason)
    return answer


def _refused(exceeded: LimitExceeded, key: str, load: Load, limits: Limits) -> Outcome:
    try:
        data = load(key)
    except PipelineError as error:
        return error
    sha256 = hashlib.sha256(data).hexdigest()
    what = f"not read within {limits.seconds:g} s, set PROFIT_POOLS_READ_SECONDS to allow more"
    if exceeded is LimitExceeded.MEMORY:
        gib = limits.memory / GIB
        what = f"not read within {gib:g} GiB of memory, set PROFIT_POOLS_READ_GIB to allow more"
    document = cover.document(data, sha256, kinds.kind_of(data[:HEAD]), {})
    return Extraction(document, refusals=(Refusal(sha256, what, exceeded.value),))


def _serve(pipe: Connection, load: Load, read: Read, limits: Limits) -> None:
    """The child's loop: read each key that arrives. Its first message is its memory in bytes."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # one core each; Tesseract would use all
    limit_memory(limits.memory)
    answer: Answer | int = peak(resource.getrusage(resource.RUSAGE_SELF))
    while answer is not LimitExceeded.MEMORY:
        _send(pipe, answer)
        answer = _answer(load, read, pipe.recv())
    _send(pipe, answer)  # a new process takes over, as this one's heap may be fragmented


def _send(pipe: Connection, answer: Answer | int) -> None:
    """Send it; of one that holds what another process cannot be given, that it does."""
    try:
        pipe.send(answer)
    except (AttributeError, TypeError, PicklingError) as error:
        pipe.send(WorkerError(f"{type(error).__name__}: {error}"))


def _answer(load: Load, read: Read, key: str) -> Answer:
    try:
        return read(load(key), Path(key).name)
    except PipelineError as error:
        return error.with_traceback(None)
    except MemoryError:
        return LimitExceeded.MEMORY
    # The one broad except: a malformed document may raise anything in a reader or a library.
    # The error is reported under the document's name, and the others are read.
    except Exception as error:  # noqa: BLE001
        return WorkerError(f"{type(error).__name__}: {error}")


def limit_memory(more: int) -> None:
    """Limit the address space to `more` bytes beyond what interpreter and imports use already."""
    status = Path("/proc/self/statm")
    taken = int(status.read_text().split()[0]) * resource.getpagesize() if status.exists() else 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = taken + more if hard == resource.RLIM_INFINITY else min(taken + more, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # crashes are reported, not dumped
