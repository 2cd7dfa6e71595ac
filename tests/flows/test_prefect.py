"""The flows run under a real Prefect, and say the same as the command."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import ROOT, Command
from tests.flows.filings import annual_report

SCRIPT = """
import sys
from flows.refresh import refresh
refresh(sys.argv[1])
"""


def run(command: Command, inbox: Path) -> subprocess.CompletedProcess[str]:
    # Prefect and what it imports warn of their own affairs, so warnings are no errors here.
    environ = command.environment({"PYTHONWARNINGS": "", "PREFECT_LOGGING_LEVEL": "INFO"})
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(inbox)], cwd=ROOT, env=environ, text=True,
        capture_output=True, timeout=180, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_flow_refresh_fills_the_warehouse_once(command: Command, inbox: Path) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    (inbox / "b.htm").write_bytes(b"")
    first = run(command, inbox)
    assert first.returncode == 0, first.stderr
    assert "b.htm: refused: empty" in first.stderr
    answer = command(
        "sql", "select distinct revenue from mart.company_margin where period_type = 'FY'",
        "--format", "csv",
    )  # fmt: skip
    assert answer.out == "revenue\n1000000000\n"
    second = run(command, inbox)
    assert "the warehouse is current" in second.stderr
    assert command("refresh", inbox).err == "inbox: nothing new among 2 files\n"


@pytest.mark.slow
def test_the_deployments_name_flows_that_exist() -> None:
    script = (
        "import importlib, yaml\n"
        "for one in yaml.safe_load(open('prefect.yaml'))['deployments']:\n"
        "    path, name = one['entrypoint'].split(':')\n"
        "    flow = getattr(importlib.import_module(path[:-3].replace('/', '.')), name)\n"
        "    assert flow.name == one['name']\n"
        "    flow.validate_parameters(one['parameters'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
