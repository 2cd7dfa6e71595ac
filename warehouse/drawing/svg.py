"""Elements of SVG as safe text: every attribute and text is escaped where it is written."""

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
    """The field that is drawn on, within a drawing of `WIDTH` by `height`."""

    left: float
    top: float
    right: float
    bottom: float
    height: float


def tag(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """An element; `class_` is class, `text_anchor` is text-anchor; None leaves one out."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_told(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(one if isinstance(one, Markup) else escape(one) for one in children)
    whole = f"<{name}{told}>{inner}</{name}>" if children else f"<{name}{told}/>"
    return Markup(whole)  # noqa: S704 - names are our own, all else is escaped


def text(
    x: float, y: float, said: str, anchor: str | None = None, class_: str | None = None
) -> Markup:
    """A label; anchor: None = it begins at x, or middle, end."""
    return tag("text", said, x=x, y=y, text_anchor=anchor, class_=class_)


def line(x1: float, y1: float, x2: float, y2: float, class_: str = "grid") -> Markup:
    """A straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def link(href: str | None, said: str, *children: Markup) -> Markup:
    """What `children` draw, which leads to `href` and says `said` to those who do not see it."""
    title = tag("title", said)
    if href is None:
        return tag("g", title, *children)
    return tag("a", title, *children, href=href, aria_label=said)


def drawing(height: float, said: str, parts: Iterable[Markup]) -> Markup:
    """The whole: it scales to the width of its place, and is a group of links with a name."""
    return tag(
        "svg", *parts, viewBox=f"0 0 {WIDTH:g} {height:g}", role="group", aria_label=said,
        class_="chart",
    )  # fmt: skip


def width_of(said: str) -> float:
    """How wide a label is, about."""
    return len(said) * CHARACTER


def _told(value: object) -> str:
    """A number to a tenth, which is finer than any screen, and without zeros behind."""
    return f"{round(value, 1):g}" if isinstance(value, float) else str(value)
