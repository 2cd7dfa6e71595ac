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


@dataclass(frozen=True, slots=True)
class Point:
    """period: index of the period on the axis; is_open: approximate, drawn hollow."""

    period: int
    value: float
    href: str | None
    alt: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line. color: number in the palette; breaks: periods that no line is drawn into."""

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
    """A line chart; its axis includes zero. unit: that of the axis."""
    rows = _legend_rows(lines)
    box = Box(58.0, 26.0 + 18 * len(rows), WIDTH - 16, height - 34, height)
    across = Scale(0, max(len(periods) - 1, 1), box.left + 14, box.right - 14)
    up, marks = axis([p.value for one in lines for p in one.points], box.bottom, box.top)
    label: Callable[[float], str] = percent if is_percent else plain
    parts = [] if is_percent else [text(box.left - 46, 14, unit, None, "unit")]
    for mark in marks:
        parts.append(line(box.left, up(mark), box.right, up(mark), "grid" if mark else "zero"))
        parts.append(text(box.left - 7, up(mark) + 4, label(mark), "end"))
    parts += _periods(periods, across, box)
    parts += _legend(rows)
    for number, one in enumerate(lines):
        parts += _line(one, number, across, up)
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


def _line(one: Series, number: int, across: Scale, up: Scale) -> Iterator[Markup]:
    points = sorted(one.points, key=lambda point: point.period)
    for before, after in pairwise(points):
        if after.period == before.period + 1 and after.period not in one.breaks:
            yield line(
                across(before.period), up(before.value), across(after.period), up(after.value),
                f"line c{one.color}",
            )  # fmt: skip
    for point in points:
        name = f"point c{one.color}{' open' if point.is_open else ''}"
        x, y = across(point.period), up(point.value)
        yield link(point.href, point.alt, shape(number, x, y, name))


def _periods(periods: Sequence[str], across: Scale, box: Box) -> Iterator[Markup]:
    """As many period labels as fit, including the last one."""
    step = max((width_of(one) + 10 for one in periods), default=1)
    each = max(1, -(-int(step * max(len(periods) - 1, 1)) // int(box.right - box.left - 28)))
    for number, name in enumerate(periods):
        if (len(periods) - 1 - number) % each == 0:
            yield text(across(number), box.bottom + 20, name, "middle")


def _legend_rows(lines: Sequence[Series]) -> list[list[tuple[int, Series, float]]]:
    """The legend in rows that fit: index, line and left edge of each entry."""
    rows: list[list[tuple[int, Series, float]]] = []
    edge = WIDTH
    for number, one in enumerate(lines):
        wide = width_of(one.label) + 30
        if edge + wide > WIDTH - 10:
            rows.append([])
            edge = 58.0
        rows[-1].append((number, one, edge))
        edge += wide
    return rows


def _legend(rows: Sequence[Sequence[tuple[int, Series, float]]]) -> Iterator[Markup]:
    for row_number, row in enumerate(rows):
        y = 28.0 + 18 * row_number
        for number, one, x in row:
            yield shape(number, x + 5, y - 4, f"point c{one.color}")
            yield text(x + 15, y, one.label)
