"""DuckDB's memory limit for a rebuild, and the folder to which it spills."""

from __future__ import annotations

import re
from pathlib import Path

Config = dict[str, str | bool | int | float | list[str]]

MEMORY_LIMIT = 2 * 10**9
"""Bytes, unless told otherwise: 10⁶ figures need no more, and laptops have it."""
LEAST = 10**8
TO_DO = "free some space, or raise PROFIT_POOLS_MEMORY_LIMIT, and run again"
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s?([MGT])(i?)B", re.IGNORECASE)


def amount(text: str) -> int:
    """'2GB', '1.5 GiB' or '500MB' → bytes. Raises ValueError for others, and below LEAST."""
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not an amount of memory")
    number, unit, binary = match.groups()
    size = int(float(number) * (1024 if binary else 1000) ** (2 + "MGT".index(unit.upper())))
    if size < LEAST:
        raise ValueError(f"{text!r} is less than 100MB")
    return size


def bounded(limit: int | None, spill: Path) -> Config:
    """Connection settings: memory limit in bytes (None: DuckDB's own 80 %), folder for spilling."""
    config: Config = {"temp_directory": str(spill)}
    if limit is not None:
        config["memory_limit"] = f"{limit // 1000}KB"
    return config
