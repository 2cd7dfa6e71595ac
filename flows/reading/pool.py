"""Reads many documents in parallel; a document that kills its reader does not affect others.

Only keys (a path or a hash) are sent to the workers; extractions come back.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from multiprocessing.connection import wait

from extractors import extract
from extractors.errors import DocumentError
from flows.reading.processes import START, Start
from flows.reading.worker import (
    FOREVER,
    RUN_AGAIN,
    Answer,
    LimitExceeded,
    Limits,
    Load,
    Outcome,
    Read,
    Reader,
    settled,
)

AHEAD = 4
"""Documents for each process that may be read before the one whose turn it is is done."""


def cores() -> int:
    """How many processes may run at once: the cores granted to us, perhaps fewer than exist."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def read_all(
    load: Load,
    keys: Sequence[str],
    jobs: int,
    *,
    limits: Limits | None = None,
    read: Read = extract,
    start: Start = START,
) -> Generator[tuple[str, Outcome]]:
    """Each key with its document's extraction or error, read in `jobs` processes, in key order.

    Errors are returned, not raised, so that one document does not stop the others. A document that
    exceeds its `limits` (default: those of the environment) is refused as too_slow or too_large.
    `load` and `read` must be functions of a module (or partials of one), since a worker imports
    them. Raises PipelineError where the environment's limits are invalid.
    """
    costs = limits or Limits.of()
    pool = _Pool(partial(Reader, load, read, costs, start), jobs)
    try:
        for key, answer in pool.answers(keys):
            yield key, settled(answer, key, load, costs)
    finally:
        pool.end()


class _Pool:
    """Reader processes, each working on one document at a time."""

    def __init__(self, make: Callable[[], Reader], jobs: int) -> None:
        self.make, self.jobs = make, max(1, jobs)
        self.readers: list[Reader] = []
        self.todo: deque[tuple[int, str]] = deque()
        self.done: dict[int, Answer] = {}

    def answers(self, keys: Sequence[str]) -> Iterator[tuple[str, Answer]]:
        """Each key with its answer, in order."""
        self.todo.extend(enumerate(keys))
        for turn, key in enumerate(keys):
            while turn not in self.done:
                self._hand_out(turn)
                self._gather()
            yield key, self.done.pop(turn)

    def end(self) -> None:
        """Kill all readers."""
        for reader in self.readers:
            reader.end()
        self.readers.clear()

    def _hand_out(self, turn: int) -> None:
        """Give idle readers the next documents, and start as many readers as there is work for."""
        for reader in [one for one in self.readers if one.is_idle]:
            if not self.todo or self.todo[0][0] >= turn + AHEAD * self.jobs:
                return
            try:
                reader.give(*self.todo[0])
            except OSError:
                self._drop(reader)
            else:
                self.todo.popleft()
        starting = sum(not reader.is_ready for reader in self.readers)
        for _ in range(min(self.jobs - len(self.readers), len(self.todo) - starting)):
            self.readers.append(self.make())

    def _gather(self) -> None:
        """Wait until a reader answers, dies, or exceeds its time."""
        active = [one for one in self.readers if not one.is_idle]
        left = min(one.deadline for one in active) - time.monotonic()
        ready = wait([one.pipe for one in active], None if left == FOREVER else max(0, left))
        for reader in active:
            if reader.pipe in ready:
                self._note(reader, reader.take())
            elif reader.deadline <= time.monotonic():
                self._note(reader, LimitExceeded.TIME)

    def _note(self, reader: Reader, answer: Answer | None) -> None:
        if reader.work is None and answer is not None and self.todo:
            # It died while starting, and the next may too; charging a document ends the loop.
            turn, _ = self.todo.popleft()
            self.done[turn] = DocumentError("no process could be started", to_do=RUN_AGAIN)
        elif reader.work is not None and answer is not None:
            self.done[reader.work[0]] = answer
            reader.work = None
        if not reader.is_ready or isinstance(answer, LimitExceeded) or reader.is_dead:
            self._drop(reader)

    def _drop(self, reader: Reader) -> None:
        self.readers.remove(reader)
        reader.end()
