"""Child processes that can be killed one by one with their descendants, and never outlive us.

Not those of concurrent.futures, which end together, nor of multiprocessing, which do not report
each process's memory: the cost of one document must be known, and must not affect another.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, Literal, NoReturn

from flows.reading.forkserver import ForkServer, have, spawned

Start = Literal["fork", "forkserver", "spawn"]
"""A forked child of a process with threads, as Prefect's are, can hang; a spawned one cannot, but
imports everything anew; one of a fork server neither."""
START: Start = "forkserver" if sys.platform == "linux" else "spawn"
MODULES = ("extractors.readers",)
"""What almost all children need, and who starts them need not have."""
Serve = Callable[..., None]
"""What a child does: takes its end of the pipe, then the arguments that are given."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: exit code (negative: the signal that killed it), peak memory in bytes."""

    code: int
    peak: int


@dataclass(slots=True)
class Process:
    """A child in a process group of its own.

    `life` is a pipe that stays open until we die or end the child, which watches its other end.
    """

    pid: int
    pipe: Connection
    life: Connection
    popen: subprocess.Popen[bytes] | None = None
    server: ForkServer | None = None
    ended: Ended | None = field(default=None, init=False)

    def end(self) -> Ended:
        """Kill the child and its descendants; returns how it ended, which may have been earlier."""
        if self.ended is None:
            self.ended = self._reaped()
            self.pipe.close()
            self.life.close()
        return self.ended

    def _reaped(self) -> Ended:
        if self.server is not None and not self.server.is_alive:
            return LOST  # the child sees that `life` is closed
        with suppress(ProcessLookupError):
            # Not reaped yet, so that its process id and group id cannot have been reused.
            os.killpg(self.pid, signal.SIGKILL)
        try:
            status, most = self._waited()
        except OSError:  # the server died in between
            return LOST
        return Ended(os.waitstatus_to_exitcode(status), most * _UNIT)

    def _waited(self) -> tuple[int, int]:
        if self.server is not None:
            return self.server.reaped(self.pid)
        _, status, used = os.wait4(self.pid, 0)
        if self.popen is not None:
            self.popen.returncode = os.waitstatus_to_exitcode(status)
        return status, used.ru_maxrss


LOST = Ended(-signal.SIGKILL, 0)
"""Of a child whose fork server died, by which alone its end could be known."""
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes of what getrusage counts."""
_LOCK = threading.Lock()
_SERVERS: list[ForkServer] = []


def peak(used: resource.struct_rusage) -> int:
    """Peak memory of a process in bytes."""
    return used.ru_maxrss * _UNIT


def started(start: Start, serve: Serve, arguments: tuple[Any, ...]) -> Process:
    """A new child that runs `serve(pipe, *arguments)`.

    Unless start="fork", `serve` must be a function of a module and the arguments picklable.
    """
    ours, theirs = Pipe()
    watched, life = Pipe(duplex=False)
    try:
        if start == "fork":
            pid = os.fork()
            if pid == 0:
                ours.close()
                life.close()
                _forked(theirs, watched, serve, arguments)
            os.setpgid(pid, pid)  # the child does the same; whichever comes first wins
            return Process(pid, ours, life)
        if start == "forkserver":
            server, pid = _served((join, serve, arguments), theirs, watched)
            return Process(pid, ours, life, server=server)
        ends = [theirs.fileno(), watched.fileno()]
        popen = spawned("flows.reading.processes", "join", ends)
        ours.send((serve, arguments))
        return Process(popen.pid, ours, life, popen)
    finally:
        theirs.close()
        watched.close()


def _forked(
    pipe: Connection, watched: Connection, serve: Serve, arguments: tuple[Any, ...]
) -> NoReturn:
    try:
        os.setpgid(0, 0)
        _live(pipe, watched, serve, arguments)
    finally:
        os._exit(0)  # skips the parent's exit handlers and its buffered output


def join(pipe: int, watched: int, serve: Serve | None = None, arguments: Any = ()) -> None:
    """Entry point of a child that shares nothing: run its task, received first if none is given."""
    ours = Connection(pipe)
    if serve is None:
        have(MODULES)
        serve, arguments = ours.recv()
    _live(ours, Connection(watched, writable=False), serve, arguments)


def _served(task: object, pipe: Connection, watched: Connection) -> tuple[ForkServer, int]:
    """The fork server of this process and a child of it. Raises OSError where none can be had."""
    server, ends = _server(), (pipe.fileno(), watched.fileno())
    try:
        return server, server.fork(task, *ends)
    except OSError:  # it died in the meantime
        server.end()
    server = _server()
    return server, server.fork(task, *ends)


def _server() -> ForkServer:
    """The fork server of this process, a new one where it is dead."""
    with _LOCK:
        if not _SERVERS or not _SERVERS[-1].is_alive:
            _SERVERS[:] = [ForkServer.started(MODULES)]
        return _SERVERS[-1]


def _live(pipe: Connection, watched: Connection, serve: Serve, arguments: tuple[Any, ...]) -> None:
    faulthandler.disable()  # which a fork may have; a crash is one line, and the parent's to tell
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the parent handles Ctrl-C
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, args=(watched,), daemon=True).start()
    with suppress(EOFError):  # raised when the parent has ended
        serve(pipe, *arguments)


def _end_with_parent(watched: Connection) -> None:
    wait([watched])
    os.killpg(0, signal.SIGKILL)
