"""Documents that a disk or a transfer has damaged give no figure that the whole one does not give."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.model import Figure
from tests.builders.place import SITE

RELEASE = "/Archives/edgar/data/1045810/000104581025000021/q4fy25pr.htm"
ANNUAL = "/Archives/edgar/data/1018724/000101872425000004/amzn-20241231.htm"
TWENTIETHS = range(1, 20)


def figures(data: bytes) -> set[tuple[object, ...]]:
    def told(one: Figure) -> tuple[object, ...]:
        period = (one.period.start, one.period.end, one.period_type)
        return (one.metric, one.segment, one.basis, one.kind, one.bound, *period, one.value)

    return {told(one) for one in extract(data).figures}


@pytest.mark.parametrize("path", [RELEASE, ANNUAL])
def test_a_cut_document_gives_nothing_that_is_not_in_the_whole_one(path: str) -> None:
    whole = SITE[path].body
    good = figures(whole)
    for part in TWENTIETHS:
        assert figures(whole[: len(whole) * part // 20]) <= good, part


def test_a_zero_byte_in_the_name_of_an_encoding_names_none() -> None:
    whole = SITE[RELEASE].body
    damaged = whole.replace(b'charset="utf-8"', b'charset="ut\0-8"', 1)
    assert damaged != whole
    assert figures(damaged) == figures(whole)


@pytest.mark.parametrize("path", [RELEASE, ANNUAL])
@pytest.mark.parametrize("size", [8, 8192])
def test_zero_bytes_in_a_document_make_it_unreadable(path: str, size: int) -> None:
    whole = SITE[path].body
    for part in TWENTIETHS:
        at = len(whole) * part // 20
        read = extract(whole[:at] + bytes(size) + whole[at + size :])
        assert (read.figures, read.refusals[-1].reason) == ((), "unreadable"), part
