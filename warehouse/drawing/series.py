"""A line chart over periods: each point is a link, and a missing value is a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from warehouse.drawing.scales import Scale, axis, percent, plain
from warehouse.drawing.svg import WIDTH, Box, drawing, line, link, tag, text, width_of

SHAPES = 4
"""Circle, square, diamond, triangle: told apart without any colour."""
LINE = 16.0
"""What a line of text needs."""


@dataclass(frozen=True, slots=True)
class Point:
    """period: number of the period on the axis; is_open: approximate, drawn hollow.

    is_partial: what lines to it say is no change of the whole, so that they are broken.
    """

    period: int
    value: float
    href: str | None
    alt: str
    is_open: bool = False
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line. color: number of the palette and of the shape.

    breaks: no line is drawn into these periods.
    """

    label: str
    color: int
    points: tuple[Point, ...]
    breaks: frozenset[int] = frozenset()


def series(
    alt: str,
    periods: Sequence[str],
    lines: Sequence[Series],
    *,
    unit: str,
    is_percent: bool = False,
    height: float = 300,
) -> Markup:
    """A chart of lines; the axis holds zero. unit: what the axis counts in."""
    names = 34 + max((width_of(one.label) for one in lines), default=0.0)
    box = Box(58.0, 14.0 if is_percent else 30.0, WIDTH - names, height - 34, height)
    across = Scale(0, max(len(periods) - 1, 1), box.left + 14, box.right - 14)
    up, marks = axis([p.value for one in lines for p in one.points], box.bottom, box.top)
    label: Callable[[float], str] = percent if is_percent else plain
    parts = [] if is_percent else [text(box.left - 46, 14, unit, None, "unit")]
    for mark in marks:
        parts.append(line(box.left, up(mark), box.right, up(mark), "grid" if mark else "zero"))
        parts.append(text(box.left - 7, up(mark) + 4, label(mark), "end"))
    parts += _periods(periods, across, box)
    parts += _names(lines, up, box)
    for one in lines:
        parts += _line(one, across, up)
    return drawing(height, alt, parts)


def shape(kind: int, x: float, y: float, class_: str, size: float = 4.2) -> Markup:
    """A point's marker: circle, square, diamond or triangle around (x, y)."""
    if kind % SHAPES == 0:
        return tag("circle", cx=x, cy=y, r=size, class_=class_)
    if kind % SHAPES == 1:
        return tag("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, class_=class_)
    corners = (
        ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0))
        if kind % SHAPES == 2
        else ((0, -1.3), (1.25, 1), (-1.25, 1))
    )
    points = " ".join(f"{round(x + a * size, 1):g},{round(y + b * size, 1):g}" for a, b in corners)
    return tag("polygon", points=points, class_=class_)


def _line(one: Series, across: Scale, up: Scale) -> Iterator[Markup]:
    points = sorted(one.points, key=lambda point: point.period)
    for before, after in pairwise(points):
        if after.period == before.period + 1 and after.period not in one.breaks:
            yield line(
                across(before.period), up(before.value), across(after.period), up(after.value),
                f"line c{one.color}{' open' if before.is_partial or after.is_partial else ''}",
            )  # fmt: skip
    for point in points:
        name = f"point c{one.color}{' open' if point.is_open else ''}"
        x, y = across(point.period), up(point.value)
        yield link(point.href, point.alt, shape(one.color, x, y, name))


def _periods(periods: Sequence[str], across: Scale, box: Box) -> Iterator[Markup]:
    """As many period labels as fit, including the last one."""
    step = max((width_of(one) + 10 for one in periods), default=1)
    each = max(1, -(-int(step * max(len(periods) - 1, 1)) // int(box.right - box.left - 28)))
    for number, name in enumerate(periods):
        if (len(periods) - 1 - number) % each == 0:
            yield text(across(number), box.bottom + 20, name, "middle")


def _names(lines: Sequence[Series], up: Scale, box: Box) -> Iterator[Markup]:
    """The lines' names at their ends, moved apart where they would cover each other."""
    ends = [(up(max(one.points, key=lambda point: point.period).value), number)
            for number, one in enumerate(lines)]  # fmt: skip
    places = _apart([y for y, _ in sorted(ends)], box.top + 4, box.bottom - 2)
    for y, (_, number) in zip(places, sorted(ends), strict=True):
        yield shape(lines[number].color, box.right + 12, y, f"point c{lines[number].color}")
        yield text(box.right + 24, y + 4, lines[number].label)


def _apart(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places at least a line apart, in their order, as near to those wanted as they get."""
    found: list[float] = []
    for one in wanted:
        found.append(max(one, found[-1] + LINE if found else top))
    floor = bottom
    for number in reversed(range(len(found))):
        found[number] = min(found[number], floor)
        floor = found[number] - LINE
    return found
