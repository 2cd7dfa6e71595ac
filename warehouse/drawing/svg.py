"""SVG elements as safe text: every attribute and text is escaped where it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

CHARACTER = 7.3
"""How wide a character of a label is, in the drawing's units, with some room."""
WIDTH = 720.0


@dataclass(frozen=True, slots=True)
class Box:
    """The plot area within a drawing of `WIDTH` by `height`."""

    left: float
    top: float
    right: float
    bottom: float
    height: float


def tag(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """An element; `class_` becomes class, `text_anchor` text-anchor; None omits an attribute."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_attribute(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(one if isinstance(one, Markup) else escape(one) for one in children)
    whole = f"<{name}{given}>{inner}</{name}>" if children else f"<{name}{given}/>"
    return Markup(whole)  # noqa: S704 - names are our own, all else is escaped


def text(
    x: float, y: float, label: str, anchor: str | None = None, class_: str | None = None
) -> Markup:
    """A label; anchor None: it begins at x; else 'middle' or 'end'."""
    return tag("text", label, x=x, y=y, text_anchor=anchor, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str = "grid") -> Markup:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def link(href: str | None, alt: str, *children: Markup) -> Markup:
    """`children` as a link to `href` with alternative text `alt`; without `href` a plain group."""
    title = tag("title", alt)
    if href is None:
        return tag("g", title, *children)
    return tag("a", title, *children, href=href, aria_label=alt)


def drawing(
    height: float, alt: str, parts: Iterable[Markup], width: float = WIDTH, class_: str = "chart"
) -> Markup:
    """The whole: it scales to the width of its place, and is a group of links with a name."""
    return tag(
        "svg", *parts, viewBox=f"0 0 {width:g} {height:g}", role="group", aria_label=alt,
        class_=class_,
    )  # fmt: skip


def width_of(label: str) -> float:
    """The approximate width of a label."""
    return len(label) * CHARACTER


def _attribute(value: object) -> str:
    """A value as an attribute; floats rounded to tenths, without trailing zeros."""
    return f"{round(value, 1):g}" if isinstance(value, float) else str(value)
