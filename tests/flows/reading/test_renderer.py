"""A PDF that hangs, eats memory or kills whoever draws it costs its own pictures and no others."""

from __future__ import annotations

import faulthandler
import os
import time
from collections.abc import Iterable, Sequence

import pytest

from extractors.errors import DocumentError
from flows.reading.renderer import Renderer
from flows.reading.worker import Limits
from tests.builders.pdf_page import JUNE, Drawn
from warehouse.excerpts.crops import Crop, Place, crops

HERE = Place(1, 300.0, 100.0, 340.0, 110.0)
LIMITS = Limits(seconds=60, memory=2**30)


def drawn() -> bytes:
    one = Drawn()
    one.text(JUNE, "(In millions)")
    one.canvas.save()
    return one.data.getvalue()


def moody(data: bytes, places: Sequence[Place]) -> Iterable[tuple[Place, Crop]]:
    """Draws like the real one, but for documents that say what they do."""
    faulthandler.disable()  # the test runner's, which would tell of a crash that is meant
    if data == b"sleep":
        time.sleep(600)
    if data == b"eat":
        bytearray(2**33)
    if data == b"die":
        os.abort()
    if data == b"stumble":
        raise KeyError("/Contents")
    return crops(data, places)


def test_it_draws_what_is_drawn_without_it() -> None:
    with Renderer(crops, LIMITS) as draw:
        [(place, crop)] = draw(drawn(), [HERE])
        assert draw(drawn(), []) == []
    [(same, direct)] = crops(drawn(), [HERE])
    assert (place, crop) == (same, direct)


@pytest.mark.parametrize(
    ("data", "seconds", "what"),
    [
        (b"sleep", 5, "not drawn within 5 s"),
        (b"eat", 60, "too much memory"),
        (b"die", 60, "died"),
        (b"stumble", 60, "cannot be drawn: KeyError"),
        (b"%PDF-1.4 nothing", 60, "."),
    ],
)
def test_what_befalls_one_document_befalls_no_other(data: bytes, seconds: int, what: str) -> None:
    limits = Limits(seconds, LIMITS.memory)
    with Renderer(moody, limits, "fork") as draw:
        with pytest.raises(DocumentError, match=what):
            draw(data, [HERE])
        [(place, crop)] = draw(drawn(), [HERE])
    assert place == HERE
    assert crop.png.startswith(b"\x89PNG")
