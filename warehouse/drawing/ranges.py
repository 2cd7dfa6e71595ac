"""Guidance beside results: a bar from low to high, a tick in the middle, a dot for the actual."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from warehouse.drawing.scales import Scale, percent, plain, ticks
from warehouse.drawing.series import shape
from warehouse.drawing.svg import WIDTH, Box, drawing, line, link, tag, text, width_of

ROW = 26.0


@dataclass(frozen=True, slots=True)
class Range:
    """One row, all values in one unit; None where there was no guidance or is no result yet."""

    label: str
    low: float | None
    mid: float | None
    high: float | None
    actual: float | None
    href: str | None
    alt: str
    actual_href: str | None = None
    actual_alt: str = ""


def ranges(alt: str, rows: Sequence[Range], *, unit: str, is_percent: bool = False) -> Markup:
    """A chart of ranges. Its axis need not include zero, as only distances are compared."""
    label: Callable[[float], str] = percent if is_percent else plain
    left = 20 + max((width_of(one.label) for one in rows), default=0.0)
    box = Box(left, 40.0, WIDTH - 20, 40.0 + ROW * len(rows), 76.0 + ROW * len(rows))
    known = [v for one in rows for v in (one.low, one.mid, one.high, one.actual) if v is not None]
    marks = ticks(min(known), max(known), 6) if known else [0.0, 1.0]
    across = Scale(marks[0], marks[-1], box.left + 8, box.right - 8)
    parts = [
        text(8, 16, unit, None, "unit"),
        *_legend(box),
    ]
    for mark in marks:
        parts.append(line(across(mark), box.top, across(mark), box.bottom))
        parts.append(text(across(mark), box.bottom + 20, label(mark), "middle"))
    for number, one in enumerate(rows):
        parts += _row(one, box.top + ROW * (number + 0.5), across)
    return drawing(box.height, alt, parts)


def _legend(box: Box) -> Iterator[Markup]:
    x = box.right - 210
    yield tag("rect", x=x, y=9.0, width=30.0, height=8.0, class_="range c0")
    yield text(x + 36, 17, "outlook")
    yield shape(2, x + 118, 13, "point c1", 4.6)
    yield text(x + 128, 17, "result")


def _row(one: Range, y: float, across: Scale) -> Iterator[Markup]:
    yield text(8, y + 4, one.label)
    bounds = [value for value in (one.low, one.mid, one.high) if value is not None]
    drawn = []
    if bounds:
        x, right = across(min(bounds)), across(max(bounds))
        drawn.append(
            tag(
                "rect",
                x=x - 1,
                y=y - 5,
                width=max(right - x, 0) + 2,
                height=10.0,
                class_="range c0",
            )
        )
    if one.mid is not None:
        drawn.append(line(across(one.mid), y - 7, across(one.mid), y + 7, "mid"))
    if drawn:
        yield link(one.href, one.alt, *drawn)
    if one.actual is not None:
        yield link(
            one.actual_href, one.actual_alt, shape(2, across(one.actual), y, "point c1", 4.6)
        )
