"""A process that forks children which have their modules already: to spawn one takes half a second.

It has one thread, so its forks cannot hang as those of a process with threads can. Unlike that of
multiprocessing, it tells how a child ended and how much memory it took.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

_SIZE = struct.Struct("!q")  # of the task that follows; 0 asks for the end of a child
_PID = struct.Struct("!q")
_END = struct.Struct("!qq")  # wait status, peak memory as getrusage tells it
_DESCRIPTORS = 5
_LOCK = threading.Lock()
"""Held for a question and its answer."""


@dataclass
class ForkServer:
    """The process as its parent sees it; it ends when `line` is closed, at the latest with us."""

    line: socket.socket
    popen: subprocess.Popen[bytes]
    owner: int = field(default_factory=os.getpid)

    @classmethod
    def started(cls) -> ForkServer:
        """A new one, in a process group of its own."""
        ours, theirs = socket.socketpair()
        with theirs:
            program = (
                f"import sys; sys.path[:] = {sys.path!r}; "
                f"from flows.reading.forkserver import serve; serve({theirs.fileno()})"
            )
            popen = subprocess.Popen(
                [sys.executable, "-c", program],
                pass_fds=[theirs.fileno()],
                process_group=0,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # one thread, as told above
            )
        one = cls(ours, popen)
        atexit.register(one.end)
        return one

    def fork(self, task: object, pipe: int, watched: int) -> int:
        """The process id of a child that runs `task`. Raises OSError where the server is dead.

        task: picklable; a function, called with the two descriptors, and what it takes besides.
        """
        data = pickle.dumps((dict(os.environ), task))
        here = os.open(".", os.O_RDONLY)
        try:
            with _LOCK:
                socket.send_fds(self.line, [_SIZE.pack(len(data))], [pipe, watched, here, 1, 2])
                self.line.sendall(data)
                (pid,) = _PID.unpack(_all(self.line, _PID.size))
        finally:
            os.close(here)
        return int(pid)

    def reaped(self, pid: int) -> tuple[int, int]:
        """Wait status and peak memory of a child that has ended or was killed. Raises OSError."""
        with _LOCK:
            self.line.sendall(_SIZE.pack(0) + _PID.pack(pid))
            status, peak = _END.unpack(_all(self.line, _END.size))
        return status, peak

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked: it runs, and is no copy that a fork of its owner has."""
        return self.owner == os.getpid() and self.popen.poll() is None

    def end(self) -> None:
        """End it; its children go on until their parents end them."""
        if self.owner == os.getpid():
            self.line.close()
            self.popen.wait()


def serve(line: int) -> None:
    """Entry point of the server: fork and reap children until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the parent handles Ctrl-C
    with socket.socket(fileno=line) as ours, suppress(ConnectionError):
        while True:
            head, descriptors, _, _ = socket.recv_fds(ours, _SIZE.size, _DESCRIPTORS)
            if not head:
                return
            (size,) = _SIZE.unpack(head)
            if size:
                ours.sendall(_PID.pack(_forked(ours, _all(ours, size), descriptors)))
            else:
                (pid,) = _PID.unpack(_all(ours, _PID.size))
                _, status, used = os.wait4(pid, 0)
                ours.sendall(_END.pack(status, used.ru_maxrss))


def _forked(line: socket.socket, data: bytes, descriptors: Sequence[int]) -> int:
    """The process id of a new child; what its task imports stays here for the next."""
    with suppress(Exception):  # the child meets the same error, and ends by it
        pickle.loads(data)  # noqa: S301 - from our parent
    pid = os.fork()
    if pid == 0:
        try:
            os.setpgid(0, 0)
            line.close()
            _run(data, *descriptors)
        finally:
            os._exit(1)
    os.setpgid(pid, pid)  # the child does the same; whichever comes first wins
    for one in descriptors:
        os.close(one)
    return pid


def _run(data: bytes, pipe: int, watched: int, here: int, out: int, err: int) -> NoReturn:
    """The child's life, with the folder, environment and output that its parent has."""
    os.fchdir(here)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for one in (here, out, err):
        os.close(one)
    environ, (work, *arguments) = pickle.loads(data)  # noqa: S301 - from our parent
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
