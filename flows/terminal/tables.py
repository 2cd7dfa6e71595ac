"""Query results as a table for people, as CSV or as JSON; numbers exact, NULL never shown as 0.

On a terminal a table fits the width: long texts are cut, and the last line says how to see them.
"""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TextIO

from flows.terminal.jsonl import number

Row = Sequence[object]

_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\d[\d.,]*%?$)")
SHORTEST = 12  # letters; no text is cut below this
SIGNIFICANT = 10  # digits of a double in a table for people; CSV and JSON have all


def write_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """A header and a line per row; NULL is an empty cell, an empty text a quoted one.

    A text that a spreadsheet would take for a formula is prefixed with an apostrophe.
    """
    out.write(",".join(_quoted(_harmless(name)) for name in columns) + "\n")
    for row in rows:
        cells = (None if cell is None else _quoted(_harmless(_plain(cell), cell)) for cell in row)
        out.write(",".join("" if cell is None else cell for cell in cells) + "\n")


def _harmless(text: str, cell: object = "") -> str:
    return f"'{text}" if isinstance(cell, str) and _FORMULA.match(text) else text


def _quoted(text: str) -> str:
    """The cell quoted as RFC 4180 requires; Python's writer leaves a lone carriage return bare."""
    if text and not set(text) & set(',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def write_json(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """One array with an object per row, one row per line."""
    names = [json.dumps(column, ensure_ascii=False) for column in columns]
    lead = "[\n"
    for row in rows:
        pairs = (f"{name}: {_json(cell)}" for name, cell in zip(names, row, strict=True))
        out.write(f"{lead}{{{', '.join(pairs)}}}")
        lead = ",\n"
    out.write("[]\n" if lead == "[\n" else "\n]\n")


def write_table(
    columns: Sequence[str], rows: Iterable[Row], out: TextIO, *, expand: bool = False
) -> None:
    """Aligned columns cut to the terminal's width; where that fails, or to expand: blocks."""
    whole = list(rows)
    cells = [[_seen(cell) for cell in row] for row in whole]
    right = [_is_numeric(row[place] for row in whole) for place in range(len(columns))]
    widths = [
        max(len(name), *(len(row[place]) for row in cells)) if cells else len(name)
        for place, name in enumerate(columns)
    ]
    room = shutil.get_terminal_size().columns if out.isatty() else None
    fitting = widths if room is None else _fitted(widths, columns, right, room)
    if expand or fitting is None:
        _write_blocks(columns, cells, out, room)
    else:
        for line in (columns, ["-" * width for width in fitting], *cells):
            aligned = (
                text.rjust(width) if to_right else _cut(text, width).ljust(width)
                for text, width, to_right in zip(line, fitting, right, strict=True)
            )
            out.write("  ".join(aligned).rstrip() + "\n")
    is_cut = not expand and fitting is not None and fitting != widths
    hint = "; … is cut: --expand shows all" if is_cut else ""
    out.write(f"({len(cells)} row{'' if len(cells) == 1 else 's'}{hint})\n")


def _fitted(
    widths: Sequence[int], names: Sequence[str], right: Sequence[bool], room: int
) -> list[int] | None:
    """Column widths that fit, longest texts cut first; None if the numbers alone are too wide."""
    fitted = list(widths)
    least = [
        width if is_number else min(width, max(len(name), SHORTEST))
        for width, name, is_number in zip(widths, names, right, strict=True)
    ]
    while sum(fitted) + 2 * (len(fitted) - 1) > room:
        spare = [width - low for width, low in zip(fitted, least, strict=True)]
        if not any(spare):
            return None
        longest = max((place for place, left in enumerate(spare) if left), key=fitted.__getitem__)
        fitted[longest] -= 1
    return fitted


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _write_blocks(
    columns: Sequence[str], cells: Sequence[Sequence[str]], out: TextIO, room: int | None
) -> None:
    """A block of name and value lines per row; on a terminal long values wrap."""
    width = max(map(len, columns))
    wide = None if room is None else max(room - width - 2, SHORTEST)
    for count, row in enumerate(cells, start=1):
        out.write(f"-- {count} {'-' * width}\n")
        for name, text in zip(columns, row, strict=True):
            lines = [text] if wide is None else _wrapped(text, wide)
            out.write(f"{name.ljust(width)}  {lines[0]}\n")
            out.writelines(f"{' ' * width}  {line}\n" for line in lines[1:])


def _wrapped(text: str, width: int) -> list[str]:
    """The text as lines of whole words; a number is never broken."""
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return lines or [""]


def _is_numeric(cells: Iterable[object]) -> bool:
    present = [cell for cell in cells if cell is not None]
    return bool(present) and all(
        isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) for cell in present
    )


def _seen(cell: object) -> str:
    """A cell for people: thousands separated, doubles to ten digits, NULL as 'NULL'."""
    if cell is None:
        return "NULL"
    if isinstance(cell, Decimal) and cell.is_finite():
        whole, point, rest = number(cell).partition(".")
        return f"{int(whole):,}{point}{rest}" if int(whole) else number(cell)
    if isinstance(cell, float):
        return f"{cell:.{SIGNIFICANT}g}"
    return " ".join(_plain(cell).split())


def _plain(cell: object) -> str:
    """The whole cell as text."""
    if isinstance(cell, Decimal) and cell.is_finite():
        return number(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, bytes):
        return cell.hex()
    if isinstance(cell, list | dict):
        return _json(cell)
    return "" if cell is None else str(cell)


def _json(cell: object) -> str:
    if isinstance(cell, Decimal) and cell.is_finite():
        return number(cell)
    if isinstance(cell, float) and (cell != cell or abs(cell) == float("inf")):
        return "null"  # JSON has no infinity and no NaN
    if isinstance(cell, list):
        return f"[{', '.join(map(_json, cell))}]"
    if isinstance(cell, dict):
        pairs = (f"{json.dumps(str(key))}: {_json(value)}" for key, value in cell.items())
        return f"{{{', '.join(pairs)}}}"
    if cell is None or isinstance(cell, bool | int | float | str):
        return json.dumps(cell, ensure_ascii=False)
    return json.dumps(_plain(cell), ensure_ascii=False)
