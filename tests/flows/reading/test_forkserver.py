"""Children of the fork server: with what their parent has, told of when they end, and never left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from flows.reading import processes
from flows.reading.forkserver import ForkServer
from flows.reading.processes import LOST, started


def tell(pipe: Connection) -> None:
    """What it has, then what it is asked to do."""
    pipe.send((str(Path.cwd()), os.environ.get("PROFIT_POOLS_TOLD"), os.getpid(), os.getppid()))
    held = bytearray(pipe.recv() << 20)
    pipe.send(len(held))
    os._exit(pipe.recv())


@pytest.fixture(autouse=True)
def own() -> Iterator[None]:
    """A server for each test, since some kill it."""
    kept, processes._SERVERS[:] = list(processes._SERVERS), []
    yield
    for server in processes._SERVERS:
        server.end()
    processes._SERVERS[:] = kept


def test_a_child_has_the_folder_and_environment_of_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):  # of the moment in which each begins
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        monkeypatch.setenv("PROFIT_POOLS_TOLD", name)
        child = started("forkserver", tell, ())
        assert child.pipe.recv()[:2] == (str(tmp_path / name), name)
        child.end()


def test_it_tells_how_a_child_ended_and_what_it_took() -> None:
    child = started("forkserver", tell, ())
    assert child.pipe.recv()[2] == child.pid
    child.pipe.send(300)
    assert child.pipe.recv() == 300 << 20
    child.pipe.send(3)
    with pytest.raises(EOFError):
        child.pipe.recv()
    ended = child.end()
    assert ended.code == 3
    assert 300 << 20 < ended.peak < 600 << 20
    small = started("forkserver", tell, ())
    assert small.end().code == -signal.SIGKILL
    assert small.end().peak < 300 << 20


def test_children_come_of_one_server_until_it_dies() -> None:
    children = [started("forkserver", tell, ()) for _ in range(2)]
    assert len({child.pipe.recv()[3] for child in children}) == 1
    (server,) = processes._SERVERS
    server.popen.kill()
    server.popen.wait()
    assert children[0].end() == LOST
    assert _is_gone(children[0].pid)
    after = started("forkserver", tell, ())
    assert after.pipe.recv()[3] != server.popen.pid
    assert after.end().code == -signal.SIGKILL
    children[1].end()


def test_a_server_that_dies_while_it_is_asked_is_begun_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started("forkserver", tell, ()).end()
    (server,) = processes._SERVERS
    os.kill(server.popen.pid, signal.SIGKILL)
    monkeypatch.setattr(processes, "_server", iter([server, ForkServer.started()]).__next__)
    child = started("forkserver", tell, ())
    assert child.pipe.recv()[2] == child.pid
    child.end()
    assert child.server is not None
    child.server.end()


def test_a_server_ends_with_its_parent_and_so_do_its_children() -> None:
    program = (
        "import time\nfrom flows.reading.processes import started\n"
        "from tests.flows.reading.test_forkserver import tell\n"
        "child = started('forkserver', tell, ())\n"
        "print(*child.pipe.recv()[2:], flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(one) for one in parent.stdout.readline().split()]
    parent.kill()
    parent.communicate()
    assert len(pids) == 2
    assert [pid for pid in pids if not _is_gone(pid)] == []


def _is_gone(pid: int) -> bool:
    """Whether a process is no more, or is about to be none within some seconds."""
    for _ in range(500):
        status = Path(f"/proc/{pid}/stat")
        with suppress(FileNotFoundError, ProcessLookupError):
            if status.read_text().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.02)
                continue
        return True
    return False
