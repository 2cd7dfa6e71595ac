"""Checks of this machine's surroundings: network, clock, Prefect server."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from extractors.errors import PipelineError

SEC = "www.sec.gov"
_SECONDS = 5.0
_ASTRAY = timedelta(minutes=1)
"""By this much a clock may be wrong: schedules and acceptance times are to the second."""


def network() -> str:
    """Whether SEC's site can be reached, in words; no request is sent."""
    try:
        socket.create_connection((SEC, 443), _SECONDS).close()
    except OSError as error:
        return f"{SEC} cannot be reached ({error.strerror or error}), so that nothing comes from it"
    return f"{SEC} can be reached"


def clock(newest: datetime | None) -> str:
    """The current time, in words. Raises PipelineError where it is before `newest`, a past time."""
    now = datetime.now(UTC)
    if newest is not None and newest > now + _ASTRAY:
        what = f"{now:%Y-%m-%d %H:%M} is before the newest document came in"
        raise PipelineError(f"{what}, {newest:%Y-%m-%d %H:%M}", to_do="set the clock")
    return f"{now:%Y-%m-%d %H:%M:%S} UTC"


def prefect_server(url: str, version: str) -> str:
    """Whether the server at `url` has our `version` and our time, in words.

    Raises PipelineError where it has not, or cannot be reached.
    """
    if not url:
        return f"{version}, and no server: PREFECT_API_URL is not set"
    address = f"{url.rstrip('/')}/admin/version"
    try:
        answer = requests.get(address, timeout=_SECONDS)
        answer.raise_for_status()
        found, moment = str(answer.json()), parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, ValueError, KeyError) as error:
        to_do = "start it with `prefect server start`, or correct PREFECT_API_URL"
        raise PipelineError("no Prefect server answers", url, to_do) from error
    if found != version:
        what = f"the server has Prefect {found}, and here is {version}"
        raise PipelineError(what, url, "give both one version")
    astray = abs(moment - datetime.now(UTC))
    if astray > _ASTRAY:
        what = f"the server's clock differs from ours by {astray.total_seconds():,.0f} s"
        raise PipelineError(what, url, "set the clocks")
    return f"{version}, as the server at {url}"
