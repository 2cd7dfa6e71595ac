"""A process that forks children which have their modules already: to spawn one takes half a second.

It has one thread, so its forks cannot hang as those of a process with threads can. Unlike that of
multiprocessing, it tells how a child ended and how much memory it took.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn

_NUMBER = struct.Struct("!q")  # the size of a task, 0 to ask for the end of a child; a process id
_END = struct.Struct("!qq")  # wait status, peak memory as getrusage tells it
_DESCRIPTORS = 3
_LOCK = threading.Lock()
"""Held for a question and its answer."""


@dataclass
class ForkServer:
    """The process as its parent sees it; it ends when `line` is closed, at the latest with us."""

    line: socket.socket
    popen: subprocess.Popen[bytes]
    owner: int = field(default_factory=os.getpid)

    @classmethod
    def started(cls, modules: Sequence[str] = ()) -> ForkServer:
        """A new one, in a process group of its own; it imports `modules` before it is asked."""
        ours, theirs = socket.socketpair()
        with theirs:
            # One thread, as told above, also where numpy is imported.
            environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
            popen = spawned(
                "flows.reading.forkserver", "serve", [theirs.fileno()], environ, modules
            )
        one = cls(ours, popen)
        atexit.register(one.end)
        return one

    def fork(self, task: object, pipe: int, watched: int) -> int:
        """The process id of a child that runs `task`. Raises OSError where the server is dead.

        task: picklable; a function, called with the two descriptors, and what it takes besides.
        """
        data = pickle.dumps((dict(os.environ), task))
        here = os.open(".", os.O_PATH)  # which a folder that may not be read gives too
        try:
            with _LOCK:
                socket.send_fds(self.line, [_NUMBER.pack(len(data))], [pipe, watched, here])
                self.line.sendall(data)
                (pid,) = _NUMBER.unpack(_all(self.line, _NUMBER.size))
        finally:
            os.close(here)
        return int(pid)

    def reaped(self, pid: int) -> tuple[int, int]:
        """Wait status and peak memory of a child that has ended or was killed. Raises OSError."""
        with _LOCK:
            self.line.sendall(_NUMBER.pack(0) + _NUMBER.pack(pid))
            status, peak = _END.unpack(_all(self.line, _END.size))
        return status, peak

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked: it runs, and is no copy that a fork of its owner has."""
        return self.owner == os.getpid() and self.popen.poll() is None

    def end(self) -> None:
        """End it; its children go on until their parents end them."""
        if self.owner == os.getpid():
            with suppress(OSError):  # it is dead already
                self.line.shutdown(socket.SHUT_RDWR)  # whoever has a copy of our end
            self.line.close()
            self.popen.wait()


def spawned(
    module: str,
    function: str,
    descriptors: Sequence[int],
    environ: Mapping[str, str] | None = None,
    words: Sequence[str] = (),
) -> subprocess.Popen[bytes]:
    """A new interpreter, in a process group of its own, that calls a function.

    The function gets the descriptors, which the process has, and then the words.
    """
    program = (
        f"import sys; sys.path[:] = {sys.path!r}; "
        f"from {module} import {function}; {function}(*{[*descriptors, *words]})"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program], pass_fds=descriptors, process_group=0, env=environ
    )


def serve(line: int, *modules: str) -> None:
    """Entry point of the server: fork and reap children until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the parent handles Ctrl-C
    have(modules)
    with socket.socket(fileno=line) as ours, suppress(ConnectionError):
        while True:
            head, descriptors, _, _ = socket.recv_fds(ours, _NUMBER.size, _DESCRIPTORS)
            if not head:
                return
            (size,) = _NUMBER.unpack(head)
            if size:
                ours.sendall(_NUMBER.pack(_forked(ours, _all(ours, size), descriptors)))
            else:
                (pid,) = _NUMBER.unpack(_all(ours, _NUMBER.size))
                _, status, used = os.wait4(pid, 0)
                ours.sendall(_END.pack(status, used.ru_maxrss))


def have(modules: Iterable[str]) -> None:
    """Import them; what is missing raises where it is needed."""
    for name in modules:
        with suppress(ImportError):
            importlib.import_module(name)


def _forked(line: socket.socket, data: bytes, descriptors: Sequence[int]) -> int:
    """The process id of a new child; what its task imports stays here for the next."""
    task: object = None
    try:
        task = pickle.loads(data)  # noqa: S301 - from our parent
    except Exception:  # noqa: BLE001 - whatever a module raises; the child ends at once
        traceback.print_exc()
    pid = os.fork()
    if pid == 0:
        try:
            os.setpgid(0, 0)
            line.close()
            if task is not None:
                _run(task, *descriptors)
        except BaseException:  # noqa: BLE001 - it must not go on as a second server
            traceback.print_exc()
        finally:
            os._exit(1)
    os.setpgid(pid, pid)  # the child does the same; whichever comes first wins
    for one in descriptors:
        os.close(one)
    return pid


def _run(given: Any, pipe: int, watched: int, here: int) -> NoReturn:
    """The child's life, in the folder and environment that its parent has."""
    os.fchdir(here)
    os.close(here)
    environ, (work, *arguments) = given
    os.environ.clear()
    os.environ.update(environ)
    work(pipe, watched, *arguments)
    os._exit(0)  # skips the exit handlers of the server


def _all(line: socket.socket, size: int) -> bytes:
    """So many bytes. Raises ConnectionError where the other end is closed before."""
    data = bytearray()
    while len(data) < size:
        part = line.recv(size - len(data))
        if not part:
            raise ConnectionResetError("the other end is closed")
        data += part
    return bytes(data)
