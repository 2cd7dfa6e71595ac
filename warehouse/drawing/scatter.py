"""A scatter plot; points are labelled where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from warehouse.drawing.scales import Scale, axis, percent, plain
from warehouse.drawing.series import shape
from warehouse.drawing.svg import WIDTH, Box, drawing, line, link, text, width_of


@dataclass(frozen=True, slots=True)
class Dot:
    """A point. x: a fraction; y: an amount in the axis's unit; is_open: drawn hollow."""

    label: str
    x: float
    y: float
    color: int
    href: str | None
    alt: str
    is_open: bool = False


def scatter(
    alt: str, dots: Sequence[Dot], groups: Mapping[int, str], *, across: str, up: str,
    height: float = 400,
) -> Markup:  # fmt: skip
    """A chart of dots; across, up: what the axes count. A name that covers another is left out.

    groups: what each colour stands for. Every dot says its name to the pointer and to a screen
    reader.
    """
    box = Box(58.0, 52.0, WIDTH - 16, height - 52, height)
    x_scale, x_marks = axis([one.x for one in dots], box.left, box.right, 6)
    y_scale, y_marks = axis([one.y for one in dots], box.bottom, box.top, 6)
    parts = [
        text(12, 14, up, None, "unit"),
        text(box.right, box.bottom + 42, across, "end", "unit"),
    ]
    edge = box.left
    for color, group in groups.items():
        parts.append(shape(color, edge + 5, 30, f"point c{color}"))
        parts.append(text(edge + 16, 34, group))
        edge += width_of(group) + 32
    for mark in y_marks:
        parts.append(
            line(box.left, y_scale(mark), box.right, y_scale(mark), "grid" if mark else "zero")
        )
        parts.append(text(box.left - 7, y_scale(mark) + 4, plain(mark), "end"))
    for mark in x_marks:
        parts.append(line(x_scale(mark), box.bottom, x_scale(mark), box.bottom + 5, "zero"))
        anchor = "end" if mark == x_marks[-1] else "middle"
        parts.append(text(x_scale(mark), box.bottom + 20, percent(mark), anchor))
    named = _named(dots, x_scale, y_scale, box)
    for number, one in enumerate(dots):
        x, y = x_scale(one.x), y_scale(one.y)
        name = f"point c{one.color}{' open' if one.is_open else ''}"
        drawn = [shape(one.color, x, y, name, 5.0)]
        if number in named:
            drawn.append(text(*named[number], one.label, None, "halo"))
        parts.append(link(one.href, one.alt, *drawn))
    return drawing(height, alt, parts)


def _named(
    dots: Sequence[Dot], across: Scale, up: Scale, box: Box
) -> dict[int, tuple[float, float]]:
    """The positions of labels: beside, above or below their dot; the highest dots choose first."""
    taken = [(across(one.x) - 8, up(one.y) - 8, across(one.x) + 8, up(one.y) + 8) for one in dots]
    found: dict[int, tuple[float, float]] = {}
    for number in sorted(range(len(dots)), key=lambda n: -dots[n].y):
        one = dots[number]
        x, y, wide = across(one.x), up(one.y), width_of(one.label)
        own = taken[number]
        for left, base in (
            (x + 9, y + 4), (x - 9 - wide, y + 4), (x - wide / 2, y - 10), (x - wide / 2, y + 18),
        ):  # fmt: skip
            place = (left, base - 10, left + wide, base + 3)
            fits = box.left <= left and left + wide <= box.right and base < box.bottom
            if fits and not any(_meet(place, other) for other in taken if other is not own):
                found[number] = (left, base)
                taken.append(place)
                break
    return found


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
