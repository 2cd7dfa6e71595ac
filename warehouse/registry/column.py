"""A registry column: which cells are valid, and their canonical form.

A cell is text in the file and in the registry, but canonical there: None where empty, '0.5' for
'0.50', a full UTC time for a bare date in a column of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

from extractors.errors import RegistryError

Kind = Literal["text", "date", "moment", "integer", "decimal"]

_NUMBER = re.compile(r"-?[0-9]{1,32}(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `form` describes `pattern` in words; minimum, maximum and places are for decimals.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    form: str = ""
    refers_to: str = ""
    default: str | None = None
    minimum: str = ""
    maximum: str = ""
    places: int = 6

    def parse(self, cell: str, where: str) -> str | None:
        """The canonical value, or None. Raises RegistryError with the value and what is allowed."""
        text = cell.strip()
        if not text:
            if self.required:
                raise RegistryError("the value is missing", where, f"give {self._wanted()}")
            return self.default
        if self.allowed and text not in self.allowed:
            raise RegistryError(f"unknown value {text!r}", where, suggestion(text, self.allowed))
        value = self._canonical(text)
        if value is None or (self.pattern and not re.fullmatch(self.pattern, text)):
            raise RegistryError(f"{text!r} is not valid", where, f"give {self._wanted()}")
        return value

    def _canonical(self, text: str) -> str | None:
        if self.kind == "date":
            return _date(text)
        if self.kind == "moment":
            return _moment(text)
        if self.kind == "integer":
            return str(int(text)) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
        if self.kind == "decimal":
            return self._decimal(text)
        return text

    def _decimal(self, text: str) -> str | None:
        if not _NUMBER.fullmatch(text):
            return None
        whole, _, fraction = text.lstrip("-").partition(".")
        fraction = fraction.rstrip("0")
        number = (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")
        value = f"-{number}" if text.startswith("-") and number != "0" else number
        low, high = (Decimal(bound) if bound else None for bound in (self.minimum, self.maximum))
        outside = (low is not None and Decimal(value) < low) or (
            high is not None and Decimal(value) > high
        )
        return None if outside or len(fraction) > self.places else value

    def _wanted(self) -> str:
        if self.allowed:
            return f"one of {', '.join(self.allowed)}"
        if self.form:
            return self.form
        bounds = f" from {self.minimum}" if self.minimum else ""
        bounds += f" to {self.maximum}" if self.maximum else ""
        return {
            "text": f"a {self.name}",
            "date": "a date as YYYY-MM-DD",
            "moment": "a date as YYYY-MM-DD, or a time with its zone",
            "integer": "a whole number",
            "decimal": f"a number{bounds} with at most {self.places} places",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One table: its columns, its key, and the pairs of columns that form time spans.

    Rows have no order, except among those equal in `ranked_within`: there the first is primary.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    spans: tuple[tuple[str, str], ...] = ()
    ranked_within: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(column.name for column in self.columns)


def suggestion(text: str, allowed: tuple[str, ...]) -> str:
    """What to write instead of `text`: the most similar names, or all of them if there are few."""
    near = get_close_matches(text, allowed, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    few = f"allowed: {', '.join(allowed)}" if len(allowed) <= 20 else ""
    return (hint + few).strip() or "see the file for the names there are"


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _moment(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if _DAY.fullmatch(text):
        return moment.replace(tzinfo=UTC).isoformat()
    return moment.astimezone(UTC).isoformat() if moment.tzinfo else None
