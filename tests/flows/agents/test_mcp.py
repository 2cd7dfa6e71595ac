"""The server as the SDK's own client finds it: each tool, refusals, and attacks on SQL."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

from flows.agents.answers import MAX_ROWS, TOOLS
from tests.builders.homes import Homes
from tests.builders.reports import AMAZON_2024, registry

EVIDENCE = "https://www.sec.gov/Archives/"
BOOK = registry(
    segments=[
        ("amazon", "2019", "AWS", "cloud", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "North America", "out_of_scope", "1", None, None, None, EVIDENCE),
        ("amazon", "2019", "International", "out_of_scope", "1", None, None, None, EVIDENCE),
    ]
)
COMMAND = [sys.executable, "-m", "flows", "mcp"]
Target = str | StdioServerParameters


@pytest.fixture(scope="module")
def home(homes: Homes) -> Path:
    return homes.built(AMAZON_2024, registry=BOOK)[0]


@pytest.fixture(scope="module")
def environment(home: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[3])
    return os.environ | {"PROFIT_POOLS_HOME": str(home), "PYTHONPATH": root}


@pytest.fixture(scope="module")
def stdio(environment: dict[str, str]) -> StdioServerParameters:
    return StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=environment)


@pytest.fixture(scope="module")
def http(environment: dict[str, str]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([*COMMAND, "--http", str(port)], env=environment,
                              stderr=subprocess.DEVNULL)  # fmt: skip
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/mcp"
    server.terminate()
    server.wait(20)


def told(target: Target, *asked: tuple[str, dict[str, object]]) -> list[tuple[bool, str]]:
    """Whether each call failed, and what it said."""

    async def ask() -> list[tuple[bool, str]]:
        async with Client(target) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {name for name, _ in TOOLS}
            done = [await client.call_tool(name, arguments) for name, arguments in asked]
            return [(bool(one.is_error), str(one.content[0].text)) for one in done]

    return asyncio.run(ask())


AWS = {"company": "AMZN", "segment": "AWS", "period": "FY2024"}


@pytest.mark.slow
def test_each_tool_over_stdio(stdio: StdioServerParameters) -> None:
    answers = told(
        stdio,
        ("find", {"text": "amaz"}),
        ("series", {"company": "AMZN", "metric": "operating_income", "segment": "AWS"}),
        ("margin", AWS | {"metric": "operating_margin"}),
        ("pool", {"layer": "cloud", "metric": "operating_income", "period": "2024"}),
        ("audit", {"of": "AMZN", "metric": "operating_income", "segment": "AWS",
                   "period": "FY2024"}),
        ("why_null", AWS | {"metric": "gross_margin"}),
        ("sql", {"query": "select operating_income from mart.segment_margin where segment = 'AWS'"}),
    )  # fmt: skip
    assert [is_error for is_error, _ in answers] == [False] * 7
    find, series, margin, pool, tree, null, sql = (json.loads(text) for _, text in answers)
    assert {"kind": "company", "id": "amazon", "name": "Amazon.com, Inc."} in find["found"]
    assert [one["value"] for one in series["values"]] == ["39834000000"]
    assert (margin["value"], margin["unit"], margin["reason"]) == ("0.370356", "pure", None)
    assert pool["value"] == "39834000000"
    assert pool["made_of"][0]["value"] == "39834000000"
    assert tree["figure_id"]
    assert tree["sources"] == ["https://www.sec.gov/Archives/amzn-2024.htm#f-9"]
    assert tree["known_at"].startswith("2025-02-07")
    assert "“39,834”" in tree["tree"]
    assert (null["is_null"], null["reason"]) == (True, "not_disclosed")
    assert sql["rows"] == [["39834000000"]]


@pytest.mark.slow
def test_the_same_over_http(http: str) -> None:
    [(is_error, text)] = told(http, ("margin", AWS | {"metric": "operating_margin"}))
    assert not is_error
    assert json.loads(text)["value"] == "0.370356"


@pytest.mark.slow
def test_what_there_is_not_is_told_with_what_there_is(stdio: StdioServerParameters) -> None:
    answers = told(
        stdio,
        ("margin", {"company": "AMZ", "metric": "revenue", "period": "FY2024"}),
        ("pool", {"layer": "clouds", "metric": "revenue"}),
        ("series", {"company": "AMZN", "metric": "inventory"}),
    )
    assert all(is_error for is_error, _ in answers)
    assert "did you mean AMZN" in answers[0][1]
    assert "is not a layer" in answers[1][1]
    assert "no figures of inventory" in answers[2][1]


@pytest.mark.slow
def test_sql_reads_the_warehouse_alone(
    stdio: StdioServerParameters, home: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    attacks = (
        f"copy (select 1) to '{target}'", "select * from read_text('/etc/passwd')",
        "select * from read_csv('http://127.0.0.1:1/x.csv')", "install httpfs",
        "attach 'other.duckdb'", "set enable_external_access = true", "drop table mart.build",
        "update mart.build set build_id = 'x'", "select 1; select 2", "create table x as select 1",
    )  # fmt: skip
    before = (home / "profit_pools.duckdb").read_bytes()
    for is_error, text in told(stdio, *(("sql", {"query": one}) for one in attacks)):
        assert is_error, text
        assert "root:" not in text
    assert not target.exists()
    assert (home / "profit_pools.duckdb").read_bytes() == before


@pytest.mark.slow
def test_rows_are_cut(stdio: StdioServerParameters) -> None:
    [(_, text)] = told(stdio, ("sql", {"query": "from range(100000)"}))
    answer = json.loads(text)
    assert len(answer["rows"]) == MAX_ROWS
    assert answer["is_cut"] is True
