"""Where marks stand, that each is a link with a name, and that no label covers another."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from lxml import etree

from warehouse.drawing.profit_map import Block, profit_map
from warehouse.drawing.ranges import Range, ranges
from warehouse.drawing.scatter import Dot, scatter
from warehouse.drawing.series import Point, Series, series
from warehouse.drawing.svg import width_of

BLOCKS = [
    Block("Equipment", 0.00, 0.02, 0.32, 1, "layers/equipment.html", "Equipment: 2 %"),
    Block("Foundry", 0.02, 0.06, 0.46, 2, "layers/foundry.html", "Foundry: 6 %"),
    Block("Systems", 0.08, 0.42, 0.04, 5, "layers/systems.html", "Systems: 42 %", True),
    Block("Cloud", 0.50, 0.45, -0.10, 6, "layers/cloud.html", "Cloud: 45 %"),
    Block("Software & <more>", 0.95, 0.05, 0.43, 7, None, 'Soft "ware"'),
]


def tree(drawn: str) -> etree._Element:
    return etree.fromstring(drawn)


def maps(whole: float) -> tuple[etree._Element, etree._Element]:
    """The map of the blocks, wide and as on a phone."""
    wide, narrow = etree.fromstring(f"<div>{profit_map('a map', BLOCKS, whole)}</div>")
    return wide, narrow


def rects(drawn: str | etree._Element, name: str = "block") -> list[tuple[float, ...]]:
    found = (tree(drawn) if isinstance(drawn, str) else drawn).iter("rect")
    return [
        tuple(float(one.get(key, "")) for key in ("x", "y", "width", "height"))
        for one in found if name in str(one.get("class"))
    ]  # fmt: skip


def test_a_block_is_as_wide_as_its_share_and_as_high_as_its_margin() -> None:
    wide, narrow = maps(0.2)
    drawn = rects(wide)
    assert [round(width / 290, 2) for _, _, width, _ in rects(narrow)] == [
        0.02,
        0.06,
        0.42,
        0.45,
        0.05,
    ]
    assert [round(width / 650, 3) for _, _, width, _ in drawn] == [0.02, 0.06, 0.42, 0.45, 0.05]
    # 0.46 and 0.32 in one scale; the loss hangs below the line on which the others stand
    assert round(drawn[1][3] / drawn[0][3], 2) == round(0.46 / 0.32, 2)
    feet = [y + height for _, y, _, height in drawn]
    assert len({round(one) for one in (*feet[:3], feet[4], drawn[3][1])}) == 1
    assert round(drawn[3][3] / drawn[1][3], 2) == round(0.10 / 0.46, 2)


def test_every_block_with_an_address_is_a_link_that_says_what_it_is() -> None:
    drawn, _ = maps(0.2)
    assert [(one.get("href"), one.get("aria-label")) for one in drawn.iter("a")] == [
        (one.href, one.alt) for one in BLOCKS if one.href
    ]
    assert [one.text for one in drawn.iter("title")] == [one.alt for one in BLOCKS]
    assert "Software & <more> 43.0 %" in [one.text for one in drawn.iter("text")]


@pytest.mark.parametrize(("number", "edge"), [(0, 720), (1, 360)])
def test_no_label_of_a_map_covers_another_or_leaves_the_drawing(number: int, edge: int) -> None:
    boxes = []
    labels = [one for group in maps(0.2)[number].iter("g") for one in group.iter("text")
              if group.get("class") == "over"]  # fmt: skip
    assert len(labels) >= 5
    for one in labels:
        wide, x, y = width_of(str(one.text)), float(one.get("x", "")), float(one.get("y", ""))
        start = x - {"middle": wide / 2, "end": wide}.get(str(one.get("text-anchor")), 0)
        boxes.append((start, y - 10, start + wide, y + 3))
    assert all(left >= 0 and right <= edge for left, _, right, _ in boxes)
    for a, b in combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (a, b)


def test_a_name_too_long_for_a_phone_is_cut_and_told_whole_by_its_block() -> None:
    name = "MSFT Productivity and Business Processes"
    blocks = [
        Block("One", 0.0, 0.8, 0.3, 1, "#", "one"),
        Block(name, 0.8, 0.2, 0.594, 2, "#", name),
    ]
    wide, narrow = etree.fromstring(f"<div>{profit_map('a map', blocks, 0.3)}</div>")
    assert f"{name} 59.4 %" in [one.text for one in wide.iter("text")]
    (said,) = (str(one.text) for one in narrow.iter("text") if "59.4" in str(one.text))
    assert said.startswith("MSFT Productivity")
    assert said.endswith("… 59.4 %")
    assert name in [one.get("aria-label") for one in narrow.iter("a")]


def test_a_gap_or_a_break_has_no_line() -> None:
    points = tuple(
        Point(n, value, f"#{n}", str(n)) for n, value in ((0, 1.0), (1, 2.0), (3, 3.0), (4, 4.0))
    )
    periods = [f"FY{year}" for year in range(2020, 2025)]
    whole = series("s", periods, [Series("one", 0, points)], unit="USD bn")
    assert len(re.findall(r'class="line c0"', whole)) == 2
    broken = series("s", periods, [Series("one", 0, points, frozenset({4}))], unit="USD bn")
    assert len(re.findall(r'class="line c0"', broken)) == 1
    assert len(list(tree(broken).iter("a"))) == 4


def test_a_line_to_what_is_partly_known_is_broken() -> None:
    values = ((1.0, False), (2.0, False), (0.5, True))
    points = tuple(Point(n, value, None, "x", is_open=part, is_partial=part)
                   for n, (value, part) in enumerate(values))  # fmt: skip
    drawn = series("s", ["2023", "2024", "2025"], [Series("one", 3, points)], unit="USD bn")
    assert (drawn.count('class="line c3"'), drawn.count('class="line c3 open"')) == (1, 1)


def test_an_approximate_point_is_hollow() -> None:
    points = (Point(0, 1.0, None, "a", is_open=True), Point(1, 2.0, None, "b"))
    drawn = series("s", ["2024", "2025"], [Series("one", 3, points)], unit="USD bn")
    assert drawn.count('class="point c3 open"') == 1


def test_lines_are_told_apart_by_their_shape() -> None:
    lines = [Series(str(n), n, (Point(0, 1.0, None, "x"),)) for n in range(4)]
    drawn = tree(series("s", ["2024"], lines, unit="USD bn"))
    marks = [one for link in drawn.iter("g") for one in link if one.tag != "title"]
    assert [one.tag for one in marks] == ["circle", "rect", "polygon", "polygon"]
    assert len({one.get("points") for one in marks}) == 3


def test_names_of_dots_keep_clear_of_each_other() -> None:
    dots = [Dot(f"NAME{n}", 0.5 + n / 1000, 10.0 + n / 10, 1, f"#{n}", str(n)) for n in range(12)]
    drawn = tree(scatter("s", dots, {1: "Equipment"}, across="Gross margin", up="USD bn"))
    assert "Equipment" in [one.text for one in drawn.iter("text")]
    assert len(list(drawn.iter("a"))) == 12
    names = [one for one in drawn.iter("text") if "halo" in str(one.get("class"))]
    assert 0 < len(names) < 12
    spans = [(float(n.get("x", "")), float(n.get("y", ""))) for n in names]
    for (x, y), (u, v) in combinations(spans, 2):
        assert abs(y - v) >= 13 or abs(x - u) >= width_of("NAME1") - 1


def test_a_range_spans_low_to_high_and_what_came_stands_beside() -> None:
    row = Range("FY2026Q1", 0.70, 0.71, 0.72, 0.605, "#e", "expected", "#c", "came")
    drawn = ranges("s", [row], unit="per cent", is_percent=True)
    ((x, _, width, _),) = [one for one in rects(drawn, "range") if one[1] > 30]
    marks = list(tree(drawn).iter("a"))
    assert [one.get("href") for one in marks] == ["#e", "#c"]
    # from tick 0.6 to 0.725; the bar is drawn a point wider each way
    left, right = 20 + width_of("FY2026Q1") + 8, 700 - 8
    assert abs(x + 1 - (left + (right - left) * 0.8)) < 0.2
    assert abs(x + width - 1 - (left + (right - left) * 0.96)) < 0.2


def test_names_at_the_ends_of_lines_keep_a_line_apart() -> None:
    lines = [Series(f"line {n}", n, (Point(0, 10.0 + n / 10, None, "x"),)) for n in range(5)]
    drawn = tree(series("s", ["2024"], lines, unit="USD bn"))
    names = sorted(float(one.get("y", "")) for one in drawn.iter("text")
                   if str(one.text).startswith("line "))  # fmt: skip
    assert len(names) == 5
    assert all(after - before >= 15.9 for before, after in pairwise(names))
    assert names[-1] <= 300
