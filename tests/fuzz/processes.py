"""Many layouts, drawn and read on all cores."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.fuzz.layouts import trial
from tests.fuzz.scores import Score, scores

CHUNK = 50
"""Seeds that a process takes at a time."""


def drawn(seeds: range) -> Iterator[tuple[list[str], list[Score]]]:
    """Chunk by chunk, in order: the layouts that are read wrongly, and the scores."""
    chunks = [seeds[start : start + CHUNK] for start in range(0, len(seeds), CHUNK)]
    if len(chunks) == 1:
        yield _read(seeds)
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        yield from pool.map(_read, chunks)


def _read(seeds: range) -> tuple[list[str], list[Score]]:
    trials = [trial(seed) for seed in seeds]
    return [str(one) for one in trials if one.wrong], scores(trials)
