"""Checks of single cells and of a whole sheet; messages never show what a cell holds."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from quotetrail.errors import SheetError
from quotetrail.sheets.grid import Row, Sheet

_ID = re.compile(r"[A-Za-z0-9_-]+")
_YES = {"yes", "y", "true", "1", "x"}
_NO = {"", "no", "n", "false", "0"}


class _Numbered(Protocol):
    @property
    def row(self) -> int: ...


Record = TypeVar("Record", bound=_Numbered)


def bad(sheet: Sheet, row: Row, column: str, found: str, expected: str = "") -> SheetError:
    """What is wrong with a cell."""
    return SheetError(
        found,
        file=sheet.file,
        place=f"row {row.number}, column {column}",
        expected=expected,
        advice="correct the cell and run again",
    )


def filled(sheet: Sheet, row: Row, column: str) -> str:
    """What a cell holds, which must be something."""
    if not row.cells[column]:
        raise bad(sheet, row, column, "the cell is empty", "some text")
    return row.cells[column]


def identifier(sheet: Sheet, row: Row, column: str, *, blank: bool = False) -> str:
    """The id in a cell, or nothing where that may be."""
    value = row.cells.get(column, "")
    if (value or not blank) and not _ID.fullmatch(value):
        found = "the id has other characters" if value else "the id is missing"
        raise bad(sheet, row, column, found, "letters A-Z and a-z, digits, '_' and '-'")
    return value


def one_of(sheet: Sheet, row: Row, column: str, allowed: Sequence[str]) -> str:
    """The value of a cell, in small letters, which must be one of some."""
    value = row.cells[column].lower()
    if value not in allowed:
        found = "the value is not one of those allowed" if value else "the cell is empty"
        raise bad(sheet, row, column, found, ", ".join(allowed))
    return value


def yes(sheet: Sheet, row: Row, column: str) -> bool:
    """Whether a cell says yes."""
    value = row.cells.get(column, "").lower()
    if value not in _YES | _NO:
        raise bad(sheet, row, column, "the value is neither yes nor no", "yes, no or nothing")
    return value in _YES


def counting(sheet: Sheet, row: Row, column: str) -> int | None:
    """The counting number in a cell, or None."""
    value = row.cells.get(column, "")
    if not value:
        return None
    if not value.isdecimal() or int(value) < 1:
        raise bad(sheet, row, column, "the value is not a counting number", "1, 2, 3 ...")
    return int(value)


def required_number(sheet: Sheet, row: Row, column: str) -> int:
    """The counting number in a cell."""
    filled(sheet, row, column)
    return counting(sheet, row, column) or 0


def iso_date(sheet: Sheet, row: Row, column: str) -> str:
    """The date in a cell."""
    value = filled(sheet, row, column)
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        expected = "year, month and day, for example 2024-04-02"
        raise bad(sheet, row, column, "the value is no date", expected) from None
    return value


def several(row: Row, column: str) -> tuple[str, ...]:
    """The parts of a cell that stand with ; between."""
    parts = (part.strip() for part in row.cells.get(column, "").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def others(row: Row, known: Iterable[str]) -> dict[str, str]:
    """The cells of the columns that no record names."""
    return {column: cell for column, cell in row.cells.items() if column and column not in known}


def unique(
    sheet: Sheet, records: Iterable[Record], column: str, key: Callable[[Record], object]
) -> None:
    """Refuse two records that are the same by a key."""
    seen: dict[object, int] = {}
    for record in records:
        first = seen.setdefault(key(record), record.row)
        if first != record.row:
            raise SheetError(
                f"the {column} stands in row {first} already",
                file=sheet.file,
                place=f"row {record.row}, column {column}",
                expected=f"each {column} once",
                advice="remove one of the two rows, or give one another id",
            )


def some(sheet: Sheet, records: Sequence[object]) -> None:
    """Refuse a sheet without rows."""
    if not records:
        raise SheetError(
            "the sheet has no rows",
            file=sheet.file,
            expected="at least one row below the column names",
            advice="fill it in, or take the sheet out of the config",
        )
