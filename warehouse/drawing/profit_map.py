"""A profit-pool map: adjacent blocks whose width is a revenue share and whose height a margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from warehouse.drawing.scales import Scale, axis, percent, tenth
from warehouse.drawing.svg import WIDTH, Box, drawing, line, link, tag, text, width_of

ROOM = 16.0
LEFT, RIGHT = 58.0, 12.0
"""What a label needs above the field, and the field's margins."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. left and width: shares of the whole, 0-1; height: a margin; alt: alternative text.

    color: number in the palette; is_approximate: drawn hollow.
    """

    label: str
    left: float
    width: float
    height: float
    color: int
    href: str | None
    alt: str
    is_approximate: bool = False


def profit_map(
    alt: str, blocks: Sequence[Block], whole: float | None, height: float = 380
) -> Markup:
    """The map; `whole` is the margin of all blocks together, drawn as a line across."""
    shelves = _shelves(blocks)
    top = 14.0 + ROOM * (max(shelves.values(), default=-1) + 1)
    box = Box(LEFT, top, WIDTH - RIGHT, height - 46, height)
    across = Scale(0, 1, box.left, box.right)
    up, marks = axis([one.height for one in blocks], box.bottom, box.top, 6)
    parts = [*_frame(box, across, up, marks, whole)]
    for number, one in enumerate(blocks):
        parts.append(_block(one, across, up, shelves.get(number)))
    if whole is not None:
        parts.append(line(box.left, up(whole), box.right, up(whole), "whole"))
    return drawing(height, alt, parts)


def _frame(
    box: Box, across: Scale, up: Scale, marks: Sequence[float], whole: float | None
) -> Iterator[Markup]:
    for mark in marks:
        yield line(box.left, up(mark), box.right, up(mark), "grid" if mark else "zero")
        yield text(box.left - 7, up(mark) + 4, percent(mark), "end")
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        anchor = "end" if share == 1 else "middle" if share else None
        yield text(across(share), box.bottom + 18, percent(share), anchor)
    together = f" · broken line: all together {tenth(whole)}" if whole is not None else ""
    axes = f"Width: share of revenue · height: operating margin{together}"
    yield text(box.left, box.bottom + 38, axes)


def _block(one: Block, across: Scale, up: Scale, shelf: int | None) -> Markup:
    x, right = across(one.left), across(one.left + one.width)
    top, bottom = up(max(one.height, 0)), up(min(one.height, 0))
    rect = tag(
        "rect", x=x, y=top, width=max(right - x, 0.8), height=max(bottom - top, 1.0),
        class_=f"block c{one.color}{' open' if one.is_approximate else ''}",
    )  # fmt: skip
    middle = (x + right) / 2
    margin = tenth(one.height)
    above = top - 6 if one.height >= 0 else bottom + 14
    if shelf is not None:
        y = 12 + shelf * ROOM
        place = (middle + 4, None) if _goes_right(one) else (middle - 4, "end")
        leader = line(middle, y - 9, middle, top, "leader")
        return link(
            one.href, one.alt, rect, leader,
            text(place[0], y, f"{one.label} {margin}", place[1], "halo"),
        )  # fmt: skip
    if bottom - top <= 34:
        name = text(middle, above, f"{one.label} {margin}", "middle", "halo")
        return link(one.href, one.alt, rect, name)
    foot = up(0) - 7 if one.height >= 0 else up(0) + 14
    return link(
        one.href, one.alt, rect, text(middle, above, margin, "middle", "halo"),
        text(middle, foot, one.label, "middle", "halo"),
    )  # fmt: skip


def _goes_right(one: Block) -> bool:
    """Whether the label above a block extends to the right of its leader line: in the left half."""
    return one.left + one.width / 2 < 0.5


def _shelves(blocks: Sequence[Block]) -> dict[int, int]:
    """Which labels do not fit their block, and the row above the map in which each is placed.

    The outermost are highest, so that no leader line crosses another's label.
    """
    inner = WIDTH - LEFT - RIGHT
    labels = {number: f"{one.label} {tenth(one.height)}" for number, one in enumerate(blocks)}
    outside = [
        number
        for number, one in enumerate(blocks)
        if one.width * inner < width_of(labels[number] if abs(one.height) <= 0.1 else one.label) + 6
        or one.width * inner < width_of(tenth(one.height))
    ]
    left = [number for number in outside if _goes_right(blocks[number])]
    right = [number for number in reversed(outside) if number not in left]
    middle = {n: (blocks[n].left + blocks[n].width / 2) * inner for n in outside}
    ends = max((middle[n] + width_of(labels[n]) for n in left), default=0.0)
    starts = min((middle[n] - width_of(labels[n]) for n in right), default=inner)
    below = 0 if ends + 12 < starts else len(left)
    return {n: k for k, n in enumerate(left)} | {n: below + k for k, n in enumerate(right)}
