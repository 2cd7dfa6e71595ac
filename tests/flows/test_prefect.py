"""The flows run under a real Prefect, and say the same as the command."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.homes import Homes
from tests.builders.place import SITE, Place
from tests.builders.prefect_server import laid_out, prefect_server
from tests.builders.small_filings import annual_report
from tests.flows.conftest import ROOT, Command

PALANTIR = "/Archives/edgar/data/1321655/000132165526000011/pltr-20251231.htm"

SCRIPT = """
import importlib, json, sys, yaml
from flows.refresh import refresh
for one in yaml.safe_load(open("prefect.yaml"))["deployments"]:
    path, name = one["entrypoint"].split(":")
    flow = getattr(importlib.import_module(path[:-3].replace("/", ".")), name)
    assert (flow.name, "profit-pools") == (path[6:-3], one["tags"][0])
    flow.validate_parameters(one["parameters"])
for parameters in map(json.loads, sys.argv[1:]):
    state = refresh(**parameters, return_state=True)
    print(state.type.value, state.message)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, homes: Homes) -> Iterator[str]:
    """The address of one Prefect for all that run here; each would start its own for 10 seconds."""
    home = tmp_path_factory.mktemp("prefect")
    laid_out(home, homes)
    with prefect_server(home) as running:
        yield running.url


def run(
    command: Command, server: str, *runs: dict[str, object]
) -> subprocess.CompletedProcess[str]:
    """The flow with these parameters, one run after another in one process.

    Which fails where the deployments name a flow that does not exist.
    """
    # Prefect and what it imports warn of their own affairs, so warnings are no errors here.
    environ = command.environment(
        {"PYTHONWARNINGS": "", "PREFECT_LOGGING_LEVEL": "INFO", "PREFECT_API_URL": server}
    )
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *map(json.dumps, runs)], cwd=ROOT, env=environ, text=True,
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_flow_refresh_fills_the_warehouse_once(
    command: Command, inbox: Path, server: str
) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    (inbox / "b.htm").write_bytes(b"")
    parameters: dict[str, object] = {"source": "inbox", "folder": str(inbox)}
    done = run(command, server, parameters, parameters)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["COMPLETED"] * 2, done.stderr
    first, _, second = done.stderr.partition("b.htm: refused: empty")
    assert "nothing new" not in first
    assert "inbox: nothing new among 2 files" in second
    answer = command(
        "sql", "select distinct revenue from mart.company_margin where period_type = 'FY'",
        "--format", "csv",
    )  # fmt: skip
    assert answer.out == "revenue\n1000000000\n"
    assert command("refresh", inbox).err == "inbox: nothing new among 2 files\n"


@pytest.mark.slow
def test_the_flow_fails_with_its_lines_when_all_else_is_in(place: Place, server: str) -> None:
    command = Command(place.home)
    place.pages.pop(PALANTIR)
    parameters = {
        "source": "sample", "site": place.server.url, "companies": ["PLTR", "SMCI"],
    }  # fmt: skip
    done = run(command, server, parameters)
    assert done.stdout.startswith("FAILED"), done.stderr
    assert (
        f"1 failed, all else is in the warehouse: {place.server.url}{PALANTIR}: 404: "
        in done.stdout
    )
    place.pages[PALANTIR] = SITE[PALANTIR]
    again = run(command, server, parameters)
    assert again.stdout.startswith("COMPLETED"), again.stderr
    companies = command(
        "sql", "select distinct company_id from mart.company_margin order by all", "--format", "csv"
    )
    assert companies.out == "company_id\npalantir\nsupermicro\n"
    runs = command("sql", "select flow, outcome from raw.run order by started", "--format", "csv")
    assert runs.out == "flow,outcome\nrefresh,failed\nrefresh,running\n"


@pytest.mark.slow
def test_a_flow_that_cannot_begin_says_why_and_deployments_name_flows(
    command: Command, server: str
) -> None:
    why = {
        "sample": "source sample and site go together",
        "inbox": "source inbox needs a folder",
        "edgar": "SEC answers only to those who say who they are",
    }
    done = run(command, server, *({"source": source} for source in why))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(why), done.stderr
    for line, reason in zip(lines, why.values(), strict=True):
        assert line.startswith("FAILED")
        assert reason in line


STOPPING = """
from prefect import flow
from flows import tasks
from flows.net.client import MissingError
from flows.runner import Step

begun = []

def step(number):
    def work(advance):
        begun.append(number)
        if number > 1:
            raise MissingError("404", str(number))
        return number
    return Step(f"ask {number}", work)

@flow(task_runner=tasks.POOL)
def ask():
    seen = []
    outcomes = tasks.AsTasks().ask(
        "", [step(number) for number in range(20)],
        lambda outcome: seen.append(outcome) or len(seen) == 3,
    )
    assert outcomes[:2] == [0, 1]
    assert [one.where for one in outcomes[2:]] == ["2", "3", "4", "5"], outcomes
    assert sorted(begun) == [0, 1, 2, 3, 4, 5], begun

ask()
print("done")
"""


@pytest.mark.slow
def test_tasks_begin_no_more_once_it_is_over_and_retry_nothing_that_is_missing(
    command: Command, tmp_path: Path, homes: Homes
) -> None:
    """By a server that Prefect starts for this one process, as where no address is set."""
    laid_out(tmp_path / "prefect", homes)
    own = {"PYTHONWARNINGS": "", "PREFECT_HOME": str(tmp_path / "prefect")}
    done = subprocess.run(
        [sys.executable, "-c", STOPPING], cwd=ROOT, env=command.environment(own),
        text=True, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.stdout == "done\n", done.stderr
