"""Rules between registry rows: keys, references, time spans, weights."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from extractors.errors import RegistryError
from warehouse.registry.column import Declaration, suggestion
from warehouse.registry.csv_rows import Row
from warehouse.registry.declarations import TABLES, UNDIVIDED

_IDENTIFIERS = {
    "cik": (r"\d{10}", "ten digits, with leading zeros"),
    "lei": (r"[0-9A-Z]{18}\d{2}", "20 letters and digits, in capitals, that pass ISO 7064's check"),
    "twse": (r"\d{4,6}", "the code at Taiwan's exchange, as 2330"),
    "dart": (r"\d{8}", "the eight digits of DART's corp_code, as 00126380"),
    "edinet": (r"E\d{5}", "EDINET's code, as E02652"),
    "ticker": (r"[0-9A-Z]+([.-][0-9A-Z]+)?", "capitals and digits, as TSM or 2317.TW"),
}


def check_table(rows: Sequence[Row], declaration: Declaration) -> None:
    """Keys must be unique, and spans must not end before they start. Raises RegistryError."""
    seen: dict[tuple[str | None, ...], Row] = {}
    for row in rows:
        key = row.values(declaration.key)
        if key in seen:
            named = ", ".join(value for value in key if value)
            raise RegistryError(
                f"{named} stands already in {seen[key].where()}",
                row.where(declaration.key[0]),
                "keep one of the two rows",
            )
        seen[key] = row
        for start, end in declaration.spans:
            if (row[start] or "") > (row[end] or "9999"):
                raise RegistryError(
                    f"{row[end]} is before {start} {row[start]}",
                    row.where(end),
                    "swap or mend them",
                )


def check_registry(tables: Mapping[str, Sequence[Row]]) -> None:
    """Check the rules between rows and between tables. Raises RegistryError."""
    for name, declaration in TABLES.items():
        _check_references(tables[name], declaration, tables)
    _check_identifiers(tables["identifiers"])
    _check_weights(tables["segments"])
    _check_one_way_in(tables["segments"])
    _check_reviews(tables["reviews"])
    _check_ai_shares(tables["ai_share"])
    _check_one_at_a_time(tables["ai_share"], ("company_id", "segment", "known_from"))
    _check_buyers(tables["buildout"])
    _check_one_at_a_time(tables["buildout"], ("company_id", "side", "segment", "known_from"))
    _check_signals(tables["signals"])


def _check_references(
    rows: Iterable[Row], declaration: Declaration, tables: Mapping[str, Sequence[Row]]
) -> None:
    for column in declaration.columns:
        if not column.refers_to:
            continue
        [key] = TABLES[column.refers_to].key
        known = tuple(str(row[key]) for row in tables[column.refers_to])
        for row in rows:
            value = row[column.name]
            if value is not None and value not in known:
                raise RegistryError(
                    f"{value!r} is not in {column.refers_to}.csv",
                    row.where(column.name),
                    suggestion(value, known),
                )


def _check_identifiers(rows: Iterable[Row]) -> None:
    named: dict[tuple[str | None, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        pattern, form = _IDENTIFIERS[str(row["scheme"])]
        text = str(row["identifier"])
        if not re.fullmatch(pattern, text, re.ASCII) or (
            row["scheme"] == "lei" and int("".join(str(int(c, 36)) for c in text)) % 97 != 1
        ):
            raise RegistryError(
                f"{text!r} is not a {row['scheme']}",
                row.where("identifier"),
                f"give {form}",
            )
        named[row["scheme"], row["identifier"]].append(row)
    for same in named.values():
        for one, other in combinations(same, 2):
            if one["company_id"] != other["company_id"] and _overlap(one, other):
                raise RegistryError(
                    f"{other['identifier']!r} names {one['company_id']} at the same time "
                    f"({one.where()})",
                    other.where("identifier"),
                    "give the two rows dates that do not overlap",
                )


def _check_weights(rows: Iterable[Row]) -> None:
    """The weights of a segment valid on one date and known at one time sum to 1 at most."""
    parts: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
    for row in rows:
        parts[row.values(("company_id", "framework", "segment", "known_from"))].append(row)
    for same in parts.values():
        for start in same:  # a sum can only reach its maximum where a row starts
            day = start["valid_from"] or ""
            valid = [
                row
                for row in same
                if (row["valid_from"] or "") <= day <= (row["valid_to"] or "9999")
            ]
            total = sum((Decimal(str(row["weight"])) for row in valid), Decimal(0))
            if total > 1:
                raise RegistryError(
                    f"the weights of {start['segment'] or 'the whole company'} sum to {total} "
                    f"on {day or 'every date'}",
                    valid[-1].where("weight"),
                    "let them sum to 1 at most: the rest is out_of_scope",
                )


def _check_one_way_in(rows: Iterable[Row]) -> None:
    """A company enters pools as one row or by segments; UNDIVIDED is one without segment profit."""
    companies: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        companies[row["company_id"]].append(row)
    for same in companies.values():
        whole = [r for r in same if r["segment"] is None and r["framework"] != UNDIVIDED]
        parts = [row for row in same if row["segment"] is not None]
        for one in whole:
            for part in parts:
                if _overlap(one, part):
                    raise RegistryError(
                        f"{part['segment']!r} counts {part['company_id']} twice: the whole company "
                        f"enters in {one.where()}",
                        part.where("segment"),
                        "keep the company or its segments, or give them dates that do not overlap, "
                        f"or call the company's framework {UNDIVIDED}: it then counts where the "
                        "segments print no profit",
                    )


def _check_reviews(rows: Iterable[Row]) -> None:
    for row in rows:
        figure = row.values(("document", "metric", "period_end"))
        place = row.values(("document", "locator"))
        if row["figure_key"] is None and None in figure and None in place:
            raise RegistryError(
                "the review names no figure",
                row.where("figure_key"),
                "give figure_key, or document, metric and period_end, or document and locator",
            )


def _check_ai_shares(rows: Iterable[Row]) -> None:
    """An assumption must say that it is one; a sourced or derived share must name its source."""
    for row in rows:
        for lower, upper in (("low", "mid"), ("mid", "high")):
            if Decimal(str(row[lower])) > Decimal(str(row[upper])):
                raise RegistryError(
                    f"{lower} {row[lower]} is above {upper} {row[upper]}",
                    row.where(lower),
                    "let low, mid and high rise",
                )
        if row["basis"] != "assumed" and "https://" not in (row["evidence"] or ""):
            raise RegistryError(
                f"a share that is {row['basis']} lacks its evidence",
                row.where("evidence"),
                "give the https address of what says it, or call the share assumed",
            )


def _check_buyers(rows: Iterable[Row]) -> None:
    for row in rows:
        if row["side"] == "buyer" and row["segment"] is not None:
            raise RegistryError(
                f"{row['segment']!r} is a part, and no part prints its capital expenditures alike",
                row.where("segment"),
                "leave it empty: a buyer counts as a whole company",
            )


def _check_one_at_a_time(rows: Iterable[Row], key: tuple[str, ...]) -> None:
    """Of rows with the same key, only one may be valid on any date."""
    named: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
    for row in rows:
        named[row.values(key)].append(row)
    for same in named.values():
        for one, other in combinations(same, 2):
            if _overlap(one, other):
                raise RegistryError(
                    f"{other['segment'] or other['company_id']!r} stands for the same dates in "
                    f"{one.where()}",
                    other.where("valid_from"),
                    "give the two rows dates that do not overlap",
                )


def _overlap(one: Row, other: Row) -> bool:
    return (one["valid_from"] or "") <= (other["valid_to"] or "9999") and (
        other["valid_from"] or ""
    ) <= (one["valid_to"] or "9999")


def _check_signals(rows: Iterable[Row]) -> None:
    """Where a denominator may be 0, there must be a reason for the missing quotient."""
    for row in rows:
        if (row["denominator"] is None) != (row["not_positive"] is None):
            raise RegistryError(
                "a denominator and the reason where it is not positive go together",
                row.where("not_positive"),
                "give both or neither",
            )
