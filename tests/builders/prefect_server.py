"""A real Prefect server in a process of its own, which can be ended and started again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.builders.homes import Homes


class PrefectServer:
    """Prefect's server at a free port of this machine; what it knows is in `home`."""

    def __init__(self, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self._home = home
        self.url = f"http://127.0.0.1:{self._port}/api"
        self.start()

    def start(self) -> None:
        """Start it, and return when it answers."""
        environ = os.environ | {"PREFECT_HOME": str(self._home), "PYTHONWARNINGS": ""}
        words = ["server", "start", "--host", "127.0.0.1", "--port", str(self._port)]
        with (self._home / "log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *words], env=environ, stdout=log, stderr=log
            )
        for _ in range(600):
            assert self._process.poll() is None, (self._home / "log").read_text()[-2000:]
            try:
                with urlopen(f"{self.url}/health", timeout=30) as answer:
                    if answer.status == 200:
                        return
            except (URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError("Prefect did not start")

    def end(self) -> None:
        """End it, if it runs."""
        self._process.terminate()
        self._process.wait(timeout=60)


def laid_out(home: Path, homes: Homes) -> None:
    """Make `home` one whose database has its tables, which Prefect takes six seconds to make."""
    model, _ = homes.made("prefect", _begun)
    shutil.copytree(model, home, dirs_exist_ok=True)


def _begun(home: Path) -> None:
    PrefectServer(home).end()


@contextmanager
def prefect_server(home: Path) -> Iterator[PrefectServer]:
    """One that runs until the block ends."""
    server = PrefectServer(home)
    try:
        yield server
    finally:
        server.end()
