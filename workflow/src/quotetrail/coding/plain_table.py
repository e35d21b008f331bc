"""A plain table of codings, for every program that has no reader of its own.

Its columns are ``transcript``, ``code`` and ``text``, the coded words; and ``start`` and ``end``,
``coder``, ``memo``, ``weight`` and ``created``, as far as they are known. The names in a code's
path are parted by ``>``. Start and end are 0-based code points, the end exclusive, into the
raw transcript as Quotetrail reads it. Where the words are given too, they must stand there.
"""

import re
from pathlib import Path

from quotetrail.coding.cells import dates, number, shown, split_path
from quotetrail.coding.coded_rows import CodedRow, project_of
from quotetrail.coding.headings import PLAIN, Spellings, Table, holds_table, read_table
from quotetrail.coding.project import Project
from quotetrail.coding.table_variables import document_values
from quotetrail.errors import CodingError

_NEEDED = ("transcript", "code", "text|start")
_ENDS = ("start", "end")
_WHOLE = re.compile(r"\d{1,12}(?:\.0+)?")


def holds_plain_table(path: Path, head: bytes, headings: Spellings | None = None) -> bool:
    """Whether a file is a plain table of codings."""
    return holds_table(path, PLAIN, _NEEDED, headings)


def read_plain_table(path: Path, file: str, headings: Spellings | None = None) -> Project:
    """Read a plain table of codings.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.
    headings : mapping of str to sequence of str, optional
        Further spellings of headings by the names of `headings.PLAIN`.

    Raises
    ------
    CodingError
        If it is no such table, a row lacks its transcript or its code, or a start, an end or a
        weight is no number.
    """
    table = read_table(path, file, PLAIN, _NEEDED, headings)
    created, odd = dates(table.column("created"))
    warnings = list(table.warnings)
    if odd:
        warnings.append(f"{odd} dates are not understood and stay as they are")
    rows = [_row(table, at, created[at], file) for at in range(len(table.lines))]
    values = document_values(table, [("", row.document) for row in rows], warnings)
    return project_of(rows, file, warnings, values=values, holds="places")


def _row(table: Table, at: int, created: str, file: str) -> CodedRow:
    line = table.lines[at]
    cells = {name: line.cells[place] for name, place in table.columns.known.items()}
    for name in ("transcript", "code"):
        if not cells[name].strip():
            raise _bad(line.number, name, "The cell is empty.", "a name", file)
    start, end = (_position(cells.get(name, ""), line.number, name, file) for name in _ENDS)
    weight = cells.get("weight", "").strip()
    if weight and number(weight) is None:
        raise _bad(line.number, "weight", "The weight is no number.", "a number or nothing", file)
    return CodedRow(
        document=cells["transcript"].strip(),
        path=split_path(cells["code"], ">"),
        quoted=shown(cells.get("text", "")),
        start=start,
        end=end,
        coder=cells.get("coder", "").strip(),
        memo=cells.get("memo", "").strip(),
        weight=number(weight),
        created=created,
    )


def _position(cell: str, row: int, name: str, file: str) -> int | None:
    if not cell.strip():
        return None
    if not _WHOLE.fullmatch(cell.strip()):
        raise _bad(row, name, "The position is no whole number.", "a whole number from 0 on", file)
    return int(float(cell))


def _bad(row: int, column: str, found: str, expected: str, file: str) -> CodingError:
    return CodingError(
        found,
        file=file,
        place=f"row {row}, column {column}",
        expected=expected,
        advice="Correct the cell.",
    )
