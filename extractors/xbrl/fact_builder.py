"""Builds a fact and freezes it.

A frozen dataclass sets each field by a call, which for the thousands of facts of a filing takes
longer than reading their numbers; a plain class of the same slots is filled in a fifth of the time.
"""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from extractors.model import Fact, Locator, Member, Period


class FactBuilder:
    """The fields of `Fact`, in its order."""

    __slots__ = (
        "also",
        "caption",
        "column_caption",
        "concept",
        "decimals",
        "document",
        "entity",
        "locator",
        "members",
        "period",
        "quote",
        "statement",
        "unit",
        "value",
    )

    def __init__(
        self,
        document: str,
        concept: str,
        period: Period,
        members: frozenset[Member],
        value: Decimal | None,
        unit: str,
        decimals: int | None,
        quote: str,
        locator: Locator,
        also: tuple[Locator, ...],
        caption: tuple[str, ...],
        column_caption: tuple[str, ...],
        statement: str | None,
        entity: str | None,
    ) -> None:
        self.document = document
        self.concept = concept
        self.period = period
        self.members = members
        self.value = value
        self.unit = unit
        self.decimals = decimals
        self.quote = quote
        self.locator = locator
        self.also = also
        self.caption = caption
        self.column_caption = column_caption
        self.statement = statement
        self.entity = entity

    def freeze(self) -> Fact:
        """The same object as a `Fact`, which cannot be changed any more."""
        self.__class__ = Fact  # type: ignore[assignment]  # Python allows it between equal slots
        return cast(Fact, self)
