"""Databases of QDA programs (SQLite), read without writing to them and without missing anything.

A database is opened read-only and immutable, so no lock is taken and no file appears beside it.
What a program has written into a journal only would then be missed: such a database, one that its
program has locked, and one that is cut short are refused.
"""

import math
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from quotetrail.errors import CodingError

MAGIC = b"SQLite format 3\0"
Row = dict[str, object]
_HOT_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_WAL_MODE = 2
_BUSY, _LOCKED = 5, 6
_LARGEST = 2**63
_DAMAGED = (sqlite3.Error, UnicodeDecodeError)  # the message of an error may be damaged, too


@dataclass(frozen=True)
class Database:
    """An open database.

    Attributes
    ----------
    file : str
        The name under which messages mention it.
    program : str
        The program that writes such databases.
    connection : sqlite3.Connection
    columns : mapping of str to frozenset of str
        The columns of each table, in lower case.
    undecoded : list
        One entry for each text read that is not UTF-8.
    """

    file: str
    program: str
    connection: sqlite3.Connection
    columns: Mapping[str, frozenset[str]]
    undecoded: list[None] = field(default_factory=list)


def holds_tables(path: Path, head: bytes, *tables: str) -> bool:
    """Whether a file is an SQLite database with all these tables, named in lower case."""
    if not head.startswith(MAGIC):
        return False
    try:
        with closing(_connect(path, "mode=ro&immutable=1")) as connection:
            return set(tables) <= _columns(connection).keys()
    except _DAMAGED:
        return False


@contextmanager
def opened(
    path: Path, file: str, program: str, needed: Mapping[str, tuple[str, ...]]
) -> Iterator[Database]:
    """Open a database of a program.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.
    program : str
    needed : mapping of str to tuple of str
        The tables, and their columns, without which nothing can be read; in lower case.

    Raises
    ------
    CodingError
        If it cannot be opened, is open in its program, damaged, cut short, or another program's;
        also if anything read from it while it is open turns out to be damaged.
    """
    _check_file(path, file, program)
    try:
        with closing(_connect(path, "mode=ro&immutable=1")) as connection:
            columns = _columns(connection)
            _check_tables(columns, needed, file, program)
            database = Database(file, program, connection, columns)
            connection.text_factory = _decoder(database)
            yield database
    except _DAMAGED:
        raise CodingError(
            "This database is damaged.",
            file=file,
            expected=f"a database as {program} writes it",
            advice=f"Open it in {program}, save it under another name, and name that file.",
        ) from None


def rows(database: Database, table: str, *columns: str) -> list[Row]:
    """The rows of a table in the order in which they were written.

    Columns or a whole table that this version of the program does not have give None or no rows.
    """
    known = database.columns.get(table)
    if known is None:
        return []
    asked = ", ".join(f'"{name}"' if name in known else "null" for name in columns)
    found = database.connection.execute(f'select {asked} from "{table}" order by rowid')  # noqa: S608
    return [dict(zip(columns, values, strict=True)) for values in found]


def not_kept(database: Database, tables: Mapping[str, str]) -> list[str]:
    """A warning for each of these tables that has rows; the values say what a row is."""
    warnings = []
    for table, what in tables.items():
        if table in database.columns:
            found = database.connection.execute(f'select count(*) from "{table}"')  # noqa: S608
            (number,) = found.fetchone()
            if number:
                warnings.append(f"{number} {what} are not kept")
    return warnings


def odd_texts(database: Database) -> list[str]:
    """A warning if texts that were read are not UTF-8."""
    number = len(database.undecoded)
    said = f"{number} texts are not UTF-8: what cannot be read in them is replaced"
    return [said] if number else []


def whole(value: object) -> int | None:
    """A whole number, however the program stores it, else None; none is longer than 64 bits."""
    number = value if isinstance(value, int) else None
    if isinstance(value, str):
        try:
            number = int(value)
        except ValueError:
            return None
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        number = int(value)
    return number if number is not None and abs(number) < _LARGEST else None


def words(value: object) -> str:
    """A value as text; nothing is the empty text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def named(what: str, value: object) -> str | None:
    """The key of a row of a kind, None for nothing: 3, 3.0 and "3" are one row."""
    if value is None:
        return None
    number = whole(value)
    return f"{what} {words(value) if number is None else number}"


def _connect(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?{how}", uri=True, timeout=0)
    connection.execute("pragma trusted_schema = off")
    return connection


def _columns(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """The real tables: a view or a virtual table runs code of the file's author."""
    found = connection.execute("select name from sqlite_master where type = 'table' and rootpage")
    return {
        name.lower(): frozenset(
            column.lower()
            for (column,) in connection.execute("select name from pragma_table_info(?)", (name,))
        )
        for (name,) in found.fetchall()
    }


def _decoder(database: Database) -> Callable[[bytes], str]:
    def decode(raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            database.undecoded.append(None)
            return raw.decode("utf-8", "replace")

    return decode


def _check_file(path: Path, file: str, program: str) -> None:
    expected = f"a database of {program}"
    try:
        with open(path, "rb") as stream:
            head = stream.read(100)
        size = path.stat().st_size
    except OSError:
        advice = f"Close {program} if it has this file open, or copy the file and name the copy."
        raise CodingError(
            "This file cannot be opened.", file=file, expected=expected, advice=advice
        ) from None
    if not head.startswith(MAGIC) or len(head) < 100:
        raise CodingError("This is no SQLite database.", file=file, expected=expected)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0
    if size < pages * (65536 if page == 1 else page):
        raise CodingError(
            "This database is cut short.",
            file=file,
            expected=expected,
            advice="Copy the file once more, from where it was made.",
        )
    if _in_use(path, wal=_WAL_MODE in head[18:20]):
        raise CodingError(
            f"This database is open in {program}, or {program} was not closed properly.",
            file=file,
            expected=f"{expected} that nobody has open",
            advice=f"Close {program}, or save a copy of the project there and name the copy.",
        )


def _in_use(path: Path, *, wal: bool) -> bool:
    """Whether something of the database lies in a journal beside it, or somebody locks it."""
    for suffix, beginning in (("-wal", b""), ("-journal", _HOT_JOURNAL)):
        try:
            with open(path.with_name(path.name + suffix), "rb") as stream:
                begun = stream.read(8)
        except OSError:
            continue
        if begun and begun.startswith(beginning):
            return True
    if wal:
        return False  # opening it with locks would make files beside it
    try:
        with closing(_connect(path, "mode=ro")) as connection:
            connection.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.Error as error:
        return error.sqlite_errorcode & 0xFF in (_BUSY, _LOCKED)
    return False


def _check_tables(
    columns: Mapping[str, frozenset[str]],
    needed: Mapping[str, tuple[str, ...]],
    file: str,
    program: str,
) -> None:
    for table, wanted in needed.items():
        missing = [name for name in wanted if name not in columns.get(table, ())]
        if missing:
            what = f"column `{missing[0]}` in its table" if table in columns else "table"
            raise CodingError(
                f"This database has no {what} `{table}`.",
                file=file,
                expected=f"a database as {program} writes it",
                advice=f"Open it in {program}, save it under another name, and name that file.",
            )
