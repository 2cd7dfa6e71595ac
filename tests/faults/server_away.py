"""Trials of a minute without the Prefect server, while a flow runs that it is to watch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.builders.prefect_server import PrefectServer, prefect_server
from tests.faults.killing import LONGEST, REFRESH, ROOT, awaited, recovered
from tests.faults.site import COMPANIES, FaultySite
from tests.faults.yard import Outcome, Undisturbed

AWAY = 60.0  # seconds
FAULT = "a minute without the Prefect server"
STAGES = ("begun", "a document written", "readings being written", "build begun")
FLOW = """
import json, sys
from flows.refresh import refresh
state = refresh(**json.loads(sys.argv[1]), return_state=True)
print(state.type.value)
"""


def trials(site: FaultySite, good: Undisturbed, folder: Path) -> Iterator[Outcome]:
    """Its server ends as a flow reaches each stage, and is back a minute later."""
    own = folder / "prefect"
    own.mkdir()
    with prefect_server(own) as server:
        for name in STAGES:
            home = folder / f"away {name}"
            notes = _left_alone(server, home, name, _environment(server, home, own), site)
            yield recovered(site, good, home, FAULT, name, *notes)


def _environment(server: PrefectServer, home: Path, own: Path) -> Mapping[str, str]:
    return {
        **os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "", "PREFECT_API_URL": server.url,
        "PREFECT_HOME": str(own), "PREFECT_LOGGING_LEVEL": "ERROR",
        "PROFIT_POOLS_HOME": str(home), "PROFIT_POOLS_HISTORY_MONTHS": "0",
    }  # fmt: skip


def _left_alone(
    server: PrefectServer, home: Path, stage: str, environ: Mapping[str, str], site: FaultySite
) -> list[str]:
    """Run the flow, without its server from the stage on for a minute; what is wrong with its end.

    It may end as completed, failed or crashed, but it ends.
    """
    asked = {"source": "sample", "site": site.url, "companies": list(COMPANIES)}
    flow = subprocess.Popen(
        [sys.executable, "-c", FLOW, json.dumps(asked)], env=environ, cwd=ROOT, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    awaited(flow, home, REFRESH[stage])
    server.end()
    time.sleep(AWAY)
    server.start()
    try:
        flow.wait(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        flow.kill()
        flow.wait()
        return ["the flow did not end"]
    return []
