"""A profit-pool map: adjacent blocks whose width is a revenue share and whose height a margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from warehouse.drawing.scales import Scale, axis, percent, tenth
from warehouse.drawing.svg import CHARACTER, WIDTH, Box, drawing, line, link, tag, text, width_of

ROOM = 16.0
TALL = 40.0
LEFT, RIGHT = 58.0, 12.0
"""What a label needs above the field, what two lines need within a block, the field's margins."""
HEIGHT, PHONE = 290.0, 360.0
"""How high the field is, and how wide the whole is on a phone."""


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


def profit_map(alt: str, blocks: Sequence[Block], whole: float | None) -> Markup:
    """The map; `whole` is the margin of all of them together, drawn as a line across.

    It is drawn twice, wide and as narrow as a phone, of which a page shows one.
    """
    return _map(alt, blocks, whole, WIDTH, "chart wide") + _map(
        alt, blocks, whole, PHONE, "chart narrow"
    )


def _map(alt: str, blocks: Sequence[Block], whole: float | None, width: float, kind: str) -> Markup:
    shelves = _shelves(blocks, width)
    top = 14.0 + ROOM * (max(shelves.values(), default=-1) + 1)
    box = Box(LEFT, top, width - RIGHT, top + HEIGHT, top + HEIGHT + 46)
    across = Scale(0, 1, box.left, box.right)
    up, marks = axis([one.height for one in blocks], box.bottom, box.top, 6)
    parts = [*_frame(box, across, up, marks, whole)]
    parts += [_block(one, across, up) for one in blocks]
    if whole is not None:
        parts.append(line(box.left, up(whole), box.right, up(whole), "whole"))
    for number, one in enumerate(blocks):
        # over the line, which a label with a rim interrupts; the block below is the link
        parts.append(tag("g", *_label(one, across, up, shelves.get(number)), class_="over"))
    return drawing(box.height, alt, parts, width, kind)


def _frame(
    box: Box, across: Scale, up: Scale, marks: Sequence[float], whole: float | None
) -> Iterator[Markup]:
    for mark in marks:
        yield line(box.left, up(mark), box.right, up(mark), "grid" if mark else "zero")
        yield text(box.left - 7, up(mark) + 4, percent(mark), "end")
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        anchor = "end" if share == 1 else "middle" if share else None
        yield text(across(share), box.bottom + 18, percent(share), anchor)
    is_wide = box.right > PHONE
    together = f" · {'broken line: all together' if is_wide else 'all'} {tenth(whole or 0)}"
    said = "Width: share of revenue · height: operating margin" if is_wide else "Revenue × margin"
    yield text(box.left, box.bottom + 38, said + (together if whole is not None else ""))


def _block(one: Block, across: Scale, up: Scale) -> Markup:
    x, right = across(one.left), across(one.left + one.width)
    top, bottom = up(max(one.height, 0)), up(min(one.height, 0))
    rect = tag(
        "rect", x=x, y=top, width=max(right - x, 0.8), height=max(bottom - top, 1.0),
        class_=f"block c{one.color}{' open' if one.is_approximate else ''}",
    )  # fmt: skip
    return link(one.href, one.alt, rect)


def _label(one: Block, across: Scale, up: Scale, shelf: int | None) -> Iterator[Markup]:
    """Name and margin: at the block's foot, above one too low for it, or on a shelf."""
    middle = across(one.left + one.width / 2)
    top, bottom = up(max(one.height, 0)), up(min(one.height, 0))
    margin = tenth(one.height)
    if shelf is not None:
        y = 12 + shelf * ROOM
        is_right = _goes_right(one)
        room = across.end + RIGHT - middle if is_right else middle
        said = f"{_cut(one.label, room - width_of(margin) - 16)} {margin}"
        yield line(middle, y - 9, middle, top, "leader")
        yield text(
            middle + 4 if is_right else middle - 4, y, said, None if is_right else "end", "halo"
        )
    elif bottom - top <= TALL:
        above = top - 6 if one.height >= 0 else bottom + 14
        yield text(middle, above, f"{one.label} {margin}", "middle", "halo")
    else:
        foot = up(0) - 24 if one.height >= 0 else up(0) + 16
        inside = "on open" if one.is_approximate else "on"
        yield text(middle, foot, one.label, "middle", f"{inside} name")
        yield text(middle, foot + 15, margin, "middle", inside)


def _cut(label: str, room: float) -> str:
    """As much of the label as there is room for; the block itself says all of it."""
    fitting = max(int(room / CHARACTER), 3)
    return label if len(label) <= fitting else f"{label[: fitting - 1].rstrip()}…"


def _goes_right(one: Block) -> bool:
    """Whether the label above a block extends to the right of its leader line: in the left half."""
    return one.left + one.width / 2 < 0.5


def _shelves(blocks: Sequence[Block], width: float) -> dict[int, int]:
    """Which labels do not fit their block, and on which shelf above the field each stands.

    The outermost are highest, so that no leader line crosses another's label.
    """
    inner = width - LEFT - RIGHT
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
