"""A data folder, an inbox, and the command as a person calls it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from flows.cli import main
from flows.commands.demo import RATE
from flows.commands.refresh import take_in
from flows.outcomes import RefreshRequest
from flows.run_log import recorded
from flows.sample.server import SampleServer
from flows.settings import Settings
from tests.builders.homes import Homes
from tests.builders.place import SITE, Place, served
from warehouse.build.database import read_build

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line on stderr; fails where there are more, or none."""
        (line,) = self.err.splitlines()
        return line


def _heed_interrupts() -> None:
    """A shell lets what it starts in the background ignore them, this test run for one."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True, slots=True)
class Command:
    """`profitpools` over one data folder, without the pools' history.

    Called, it runs in this process, which saves a second of imports; start() and run() give it a
    process of its own, for what belongs to one: signals, pipes, what is imported.
    """

    home: Path

    @property
    def content_hash(self) -> str:
        """That of the folder's build."""
        return read_build(Settings(self.home, None).database).content_hash

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        return {
            **os.environ, "PYTHONPATH": str(ROOT), "PROFIT_POOLS_HOME": str(self.home),
            "PYTHONWARNINGS": "error", "PROFIT_POOLS_HISTORY_MONTHS": "0", **(extra or {}),
        }  # fmt: skip

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "flows", *map(str, words)], env=self.environment(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_heed_interrupts,
        )  # fmt: skip

    def run(
        self, *words: str | Path, stdin: str = "", environ: Mapping[str, str] | None = None
    ) -> Done:
        command: Sequence[str] = [sys.executable, "-m", "flows", *map(str, words)]
        done = subprocess.run(
            command, env=self.environment(environ), input=stdin, text=True,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def __call__(
        self, *words: str | Path, stdin: str = "", environ: Mapping[str, str] | None = None
    ) -> Done:
        asked, out, err = (_stream(text) for text in (stdin, "", ""))
        with (
            patch.dict(os.environ, self.environment(environ)),
            patch.object(sys, "stdin", asked),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                code = main([str(word) for word in words])
            except SystemExit as end:  # argparse, after help and wrong usage
                code = int(end.code or 0)
        return Done(code, _text(out), _text(err))


def _stream(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "data")


@pytest.fixture(scope="session")
def sample(homes: Homes) -> Command:
    """All that the sample site publishes, as `profitpools demo` pulls and builds it; for reading.

    Of the pools' history it has the last month end: each takes as long as ten tests.
    """

    def pull(home: Path) -> None:
        with SampleServer(SITE, limit=sys.maxsize) as server:
            at_once(Command(home), server.url, {"PROFIT_POOLS_HISTORY_MONTHS": "1"})

    home, _ = homes.made("sample", pull)
    return Command(home)


def at_once(
    command: Command, site: str, environ: Mapping[str, str], companies: Sequence[str] = ()
) -> str:
    """Take in the sample site, all or some, without SEC's limit of requests; what the run tells."""
    with patch.dict(os.environ, command.environment(environ)):
        settings = Settings.of()
        with recorded(settings.archive, "refresh") as note:
            request = RefreshRequest(tuple(companies), sample=site, rate=RATE)
            assert take_in(request, settings, note) == 0
            return note.detail


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """The whole sample site, without a limit of requests."""
    with served(tmp_path) as place:
        yield place
