"""The finished file, read again before it replaces the last build: it must hold what was written.

DuckDB has written damaged segments at checkpoints before. So a file that was written whole is read
to its end. One that was made of a copy of the last build holds mostly the bytes of that one, which
was read when it was finished, and noted in builds/verified.json: checksums of its blocks, the sums
of its tables, where their row groups lie, and the sums of their row ids. Of a table of the finished
file the first row groups are not read, as far as they have the last file's segments at the same
place, in blocks with the checksums that were noted, and the row ids in them are the last file's
less those that were deleted. All other rows are read, the whole table where that is not so, and a
file without such a note to its end. So a last build that was damaged or changed by hand since shows
in what was made of it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import duckdb

from extractors.errors import BuildError
from warehouse.build.content_hash import NONE, Gone, Sums, columns, content, gone_of, sums_of
from warehouse.disk.files import write
from warehouse.disk.memory import bounded

NOTE = "verified.json"
HEAD, BLOCK = 3 * 4096, 1 << 18
"""Bytes of DuckDB's file headers, and of each block after them."""
GROUP = 122_880
"""Rows of a row group, when it is full."""
SMALL = GROUP
"""Rows up to which a table, of one row group or two, is read to its end always."""
WORN = 5
"""How many times more row groups than needed are borne: each costs the next build some time."""
_TABLES = """
    select schema_name || '.' || table_name from duckdb_tables()
    where database_name = current_database() and estimated_size > ?
"""
_PIECES = """
    select
        coalesce(sum(count) filter (column_path = '[0]'), 0)::bigint,
        sum(hash(
            column_path, segment_id, segment_type, start, count, compression, stats::varchar,
            block_id, block_offset, additional_block_ids
        ))::varchar,
        list(block_id) || coalesce(flatten(list(additional_block_ids)), [])
    from pragma_storage_info('{table}')
    group by row_group_id
    order by row_group_id
"""
_ID = [("rowid", "bigint")]
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Piece:
    """A row group: its first row id, its rows, and a hash of where and how its segments lie."""

    first: int
    rows: int
    segments: str


@dataclass(frozen=True, slots=True)
class Table:
    """A large table: its row groups, and the sums of its row ids."""

    pieces: Sequence[Piece]
    ids: Sums

    @property
    def rows(self) -> int:
        """Of all row groups, those among them that are deleted."""
        return sum(one.rows for one in self.pieces)

    def end_of(self, kept: Collection[Piece]) -> int:
        """The row id up to which all row groups are among the kept ones."""
        return next((one.first for one in self.pieces if one not in kept), self.rows)


@dataclass(frozen=True, slots=True)
class Verified:
    """A file that was read after it was finished: see above. blocks: the first one is the head."""

    build_id: str
    sums: Mapping[str, Sums]
    blocks: Sequence[str]
    tables: Mapping[str, Table]

    @property
    def starts(self) -> Mapping[str, Sequence[int]]:
        """Of each large table the first row ids of its row groups."""
        return {name: [one.first for one in of.pieces] for name, of in self.tables.items()}

    @property
    def is_worn(self) -> bool:
        """Whether the large tables lie in many more row groups than they need."""
        needed = sum(1 + one.ids.rows // GROUP for one in self.tables.values())
        return sum(len(one.pieces) for one in self.tables.values()) > WORN * needed


def whole(path: Path, content_hash: str, memory_limit: int | None = None) -> Mapping[str, Sums]:
    """Read the file to its end: the sums of its tables. Raises BuildError for another content."""

    def read(con: duckdb.DuckDBPyConnection) -> Mapping[str, Sums]:
        return _agreed(con, path, content_hash, {})

    return _reading(path, memory_limit, read)


def noted(path: Path, build_id: str, sums: Mapping[str, Sums], limit: int | None) -> Verified:
    """What to note of a file that was read to its end. Raises BuildError."""

    def read(con: duckdb.DuckDBPyConnection) -> Mapping[str, Table]:
        return {
            table: Table([one for one, _ in _pieces(con, table)], sums_of(con, table, _ID))
            for table in _large(con)
        }

    return Verified(build_id, sums, _hashes(path), _reading(path, limit, read))


def of_last(
    path: Path,
    build_id: str,
    content_hash: str,
    last: Path,
    known: Verified,
    gone: Mapping[str, Sequence[Gone]],
    limit: int | None = None,
    threads: int | None = None,
) -> Verified:
    """Read of the file what the last build, of which it was made, does not hold.

    known: the note on the last build; gone: rows of that which were deleted, by table; threads:
    DuckDB's. Returns the note on the file. Raises BuildError.
    """
    blocks = _hashes(path)
    changed = {at for at, one in enumerate(blocks) if known.blocks[at : at + 1] != [one]}

    def read(con: duckdb.DuckDBPyConnection) -> Verified:
        if threads:
            con.execute(f"set threads = {threads}")
        con.execute(f"attach '{str(last).replace(chr(39), chr(39) * 2)}' as last_build (read_only)")
        tables, sums, named = dict[str, Table](), dict[str, Sums](), columns(con)
        for name in _large(con):
            pieces = list(_pieces(con, name))
            kept = {one for one, of in pieces if changed.isdisjoint(of)}
            before = known.tables.get(name, Table((), NONE))
            end = before.end_of(kept)
            compared = _Compared(con, name, named[name], before, end, gone.get(name, ()))
            tables[name] = Table([one for one, _ in pieces], compared.ids)
            if compared.is_kept:
                sums[name] = known.sums[name] + compared.more
        return Verified(build_id, _agreed(con, path, content_hash, sums), blocks, tables)

    return _reading(path, limit, read)


class _Compared:
    """A table beside that of the last build, whose rows before the row id `end` it may have kept.

    ids: the sums of its row ids; is_kept: whether those before `end` are the last build's without
    those that are gone; more: by how much the sums of its rows differ then.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, name: str, named: list[tuple[str, str]],
        before: Table, end: int, gone: Sequence[Gone],
    ) -> None:  # fmt: skip
        self.is_kept, self.more = False, NONE
        self.ids = sums_of(con, name, _ID, f"rowid < {end}")
        if not end or any(one.first < end <= one.last for one in gone):
            self.ids += sums_of(con, name, _ID, f"rowid >= {end}")
            return
        went = [one for one in gone if one.last < end]
        is_all = end == before.rows
        new = _rest(con, name, named, end)
        old = (NONE, NONE) if is_all else _rest(con, f"last_build.{name}", named, end)
        self.is_kept = self.ids == sum((NONE - one.ids for one in went), before.ids - old[1])
        self.ids += new[1]
        if self.is_kept:
            self.more = sum((NONE - one.sums for one in went), new[0] - old[0])


def _rest(
    con: duckdb.DuckDBPyConnection, table: str, named: list[tuple[str, str]], end: int
) -> tuple[Sums, Sums]:
    """Sums of a table's rows, and of their ids, from a row id on."""
    found = gone_of(con, table, named, f"rowid >= {end}", [0])
    return (found[0].sums, found[0].ids) if found else (NONE, NONE)


def keep(known: Verified | None, builds: Path, scratch: Path) -> None:
    """Write the note, if there is one, into the folder of builds."""
    if known is None:
        return
    data = json.dumps(asdict(known), separators=(",", ":")).encode()
    write(builds / NOTE, scratch, lambda file: file.write(data))


def find(builds: Path, build_id: str) -> Verified | None:
    """The note on a build, if that is there."""
    try:
        told = json.loads((builds / NOTE).read_bytes())
        if told["build_id"] != build_id:
            return None
        sums = {table: Sums(**one) for table, one in told["sums"].items()}
        tables = {
            table: Table([Piece(**piece) for piece in one["pieces"]], Sums(**one["ids"]))
            for table, one in told["tables"].items()
        }
        return Verified(build_id, sums, list(told["blocks"]), tables)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none, or a damaged one
        return None


def _reading(
    path: Path, limit: int | None, read: Callable[[duckdb.DuckDBPyConnection], _Found]
) -> _Found:
    try:
        config = bounded(limit, path.parent / "spill")
        with duckdb.connect(path, read_only=True, config=config) as con:
            con.execute("set TimeZone = 'UTC'")
            return read(con)
    except duckdb.Error as error:
        what = f"the file that was written cannot be read: {' '.join(str(error).split())}"
        raise BuildError(what, str(path), "rebuild again; the last build stays in place") from error


def _agreed(
    con: duckdb.DuckDBPyConnection, path: Path, content_hash: str, sums: Mapping[str, Sums]
) -> Mapping[str, Sums]:
    """The sums of all tables, where their hash is that which was written."""
    found = content(con, sums)
    if found.all != content_hash:
        what = f"the file that was written holds {found.all}, not {content_hash}"
        raise BuildError(what, str(path), "rebuild again; the last build stays in place")
    return found.sums


def _large(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables that are worth a note, where the file's blocks are of the usual size."""
    ((size,),) = con.execute(
        "select block_size from pragma_database_size() where database_name = current_database()"
    ).fetchall()
    rows = con.execute(_TABLES, [SMALL]).fetchall() if size == BLOCK else []
    named = columns(con)
    return [str(name) for (name,) in rows if name in named]


def _pieces(con: duckdb.DuckDBPyConnection, table: str) -> Iterator[tuple[Piece, frozenset[int]]]:
    """The row groups of a table, with the blocks that they lie in: 1 follows the head."""
    first = 0
    for rows, segments, blocks in con.execute(_PIECES.format(table=table)).fetchall():
        if not rows:  # of a first column that has no segments of its own
            return
        of = frozenset(1 + one for one in blocks if one is not None and one >= 0)
        yield Piece(first, rows, segments), of  # a segment of one value lies in no block
        first += rows


def _hashes(path: Path) -> list[str]:
    """The checksum of each block of a file: against damage and mistakes, not against malice."""
    with path.open("rb") as file:
        return [_hash(block) for block in _blocks(file)]


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    size = HEAD
    while block := file.read(size):
        yield block
        size = BLOCK


def _hash(block: bytes) -> str:
    return f"{zlib.crc32(block):08x}"
