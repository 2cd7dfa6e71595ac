"""README's "Schedule it" on loopback: a server, a worker, and a run that nobody starts by hand."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest
import requests

from flows.sample.site import build
from flows.sample.tables import load
from tests.builders.homes import Homes
from tests.builders.place import Place, served
from tests.builders.prefect_server import laid_out
from tests.flows.conftest import ROOT, Command

(BLOCK,) = re.findall(
    r"## Schedule it\n.*?```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S
)
COMPANIES = ["PLTR", "CRWV", "SMCI"]
"""So many that EDGAR's feed of filings is asked before their lists."""
CRON = re.compile(r"    schedules:\n.*?(?=    concurrency_limit)", re.S)
EDGAR = re.compile(r"parameters:\n      source: edgar\n(?:      \w+: .*\n)*")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of its own: Prefect's home, port and environment, and the project's folder."""

    folder: Path
    port: int
    environ: dict[str, str]

    def run(self, line: str) -> str:
        done = subprocess.run(
            ["bash", "-c", line], cwd=self.folder, env=self.environ, text=True,
            capture_output=True, timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def flow_runs(self) -> list[dict[str, object]]:
        body = {"flows": {"name": {"any_": ["refresh"]}}, "sort": "EXPECTED_START_TIME_ASC"}
        return self._asked("flow_runs", body)

    def artifacts(self) -> list[dict[str, object]]:
        return self._asked("artifacts", {})

    def _asked(self, what: str, body: dict[str, object]) -> list[dict[str, object]]:
        """What the server has; asked again where its database is locked, as Prefect's own client."""
        url = f"http://127.0.0.1:{self.port}/api/{what}/filter"
        for _ in range(30):
            answer = requests.post(url, json=body, timeout=30)
            if answer.ok:
                break
            time.sleep(1)
        answer.raise_for_status()
        return cast("list[dict[str, object]]", answer.json())


@contextmanager
def _machine(place: Place, tmp_path: Path) -> Iterator[Machine]:
    """A machine whose schedule asks the sample site every five seconds; its server is ended."""
    folder = tmp_path / "project"
    folder.mkdir(parents=True)
    for name in ("flows", "warehouse", "extractors"):
        (folder / name).symlink_to(ROOT / name)
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    often = "    schedules:\n      - interval: 5\n"
    sample = json.dumps({"source": "sample", "site": place.server.url, "companies": COMPANIES})
    text = EDGAR.sub(f"parameters: {sample}\n", CRON.sub(often, text, count=1))
    assert sample in text
    (folder / "prefect.yaml").write_text(text)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    machine = Machine(
        folder,
        port,
        {
            **Command(place.home).environment({"PYTHONWARNINGS": ""}),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PREFECT_HOME": str(tmp_path / "prefect"),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_API_PORT": str(port),
        },
    )
    try:
        yield machine
    finally:
        machine.run("prefect server stop")  # the one whose process id it wrote down


@pytest.mark.slow
def test_a_release_is_in_the_warehouse_with_the_next_run_of_the_schedule(
    tmp_path: Path, homes: Homes
) -> None:
    """On another machine again, where Prefect's server on SQLite answers nobody any more.

    It does so now and then, whatever runs on it; that is not what is asked here.
    """
    for machine_no in (1, 2):
        folder = tmp_path / str(machine_no)
        laid_out(folder / "prefect", homes)
        try:
            with served(folder) as place, _machine(place, folder) as machine:
                _comes_in(machine, place)
            return
        except requests.RequestException:
            if machine_no == 2:
                raise


def _comes_in(machine: Machine, place: Place) -> None:
    """The first run, one with nothing new, and one that finds the release."""
    _publish(place, until=date(2026, 1, 1))  # Palantir's year 2025 is not out yet
    lines = BLOCK.replace(":4200/", f":{machine.port}/").splitlines()
    assert lines[-1] == "prefect worker start --pool profit-pools"
    machine.run("\n".join(["set -e", *lines[:-1]]))
    log = place.home.parent / "worker.log"
    with log.open("w") as said:
        worker = subprocess.Popen(
            ["bash", "-c", f"exec {lines[-1]}"], cwd=machine.folder, env=machine.environ,
            stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        first = _ended(machine, after=datetime.min.replace(tzinfo=UTC))
        assert (first["state_type"], first["auto_scheduled"]) == ("COMPLETED", True), (
            log.read_text()
        )
        assert _palantir(place) == "fiscal_label,revenue\n"
        quiet = _ended(machine, after=_moment(first, "end_time"))
        told = [str(one["data"]) for one in machine.artifacts() if one["key"] == "refresh"]
        assert any(text.startswith("# 0 documents read, 0 refused, 0 failed") for text in told)
        _publish(place, until=date.max)
        published = datetime.now(UTC)  # a run that began while the site was made saw the old one
        run = _ended(machine, after=published)
    finally:
        _stop(worker)
    assert (quiet["state_type"], run["state_type"]) == ("COMPLETED", "COMPLETED"), log.read_text()
    assert _palantir(place) == "fiscal_label,revenue\nFY2025,4475446000\n"
    assert {"refresh", "new-figures"} <= {one["key"] for one in machine.artifacts()}
    took = _moment(run, "end_time") - published
    print(f"in the warehouse {took.total_seconds():.0f} s after its publication")
    print(f"a run with nothing new took {quiet['total_run_time']:.1f} s")


def _publish(place: Place, until: date) -> None:
    """The site as it was before a day."""
    tables = load()
    rows = tuple(row for row in tables.rows if row.published < until)
    place.pages.clear()
    place.pages.update(build(replace(tables, rows=rows)))


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """End the worker, and the run that it may just have begun: they are a group of their own."""
    worker.terminate()
    try:
        worker.wait(timeout=20)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=20)


def _palantir(place: Place) -> str:
    """Palantir's revenue of 2025, as the warehouse has it."""
    query = "from mart.company_margin where ticker = 'PLTR' and fiscal_label = 'FY2025'"
    ask = ("sql", f"select distinct fiscal_label, revenue {query}", "--format", "csv")
    return Command(place.home)(*ask).out


def _moment(run: dict[str, object], name: str) -> datetime:
    return datetime.fromisoformat(str(run[name]))


def _ended(machine: Machine, after: datetime) -> dict[str, object]:
    """The first run that began after a moment and came to an end."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        for run in machine.flow_runs():
            has_ended = run["state_type"] in ("COMPLETED", "FAILED", "CRASHED")
            if has_ended and run["start_time"] and _moment(run, "start_time") > after:
                return run
        time.sleep(1)
    raise AssertionError(f"no run ended: {machine.flow_runs()}")
