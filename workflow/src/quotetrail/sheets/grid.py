"""A sheet as rows of named cells, whatever program saved it."""

import csv
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from quotetrail.errors import SheetError
from quotetrail.sheets.far_cells import MOST_CELLS, is_worksheet, too_far
from quotetrail.sheets.panics import panics_as_errors
from quotetrail.sheets.values import as_text


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet: the path as the user wrote it, its columns and its rows."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(path: str | Path, *, required: Sequence[str]) -> Sheet:
    """Read a .csv (comma or semicolon), .tsv or .xlsx sheet.

    Column names are compared without case and outer blanks; cells lose outer blanks; empty rows
    are passed over but counted, so that row numbers are those that a spreadsheet shows.

    Raises
    ------
    SheetError
        If the file is missing, cannot be read, lacks a required column, names a column twice, or
        has a row with more cells than columns.
    """
    file = Path(path)
    if not file.is_file():
        raise SheetError(
            "the sheet does not exist",
            file=str(path),
            expected="a .csv, .tsv or .xlsx file",
            advice="check its path in the config; paths start from the working directory",
        )
    lines = _xlsx_lines(file) if file.suffix.lower() == ".xlsx" else _text_lines(file)
    header = [unicodedata.normalize("NFC", cell).strip().lower() for cell in lines[0]]
    while header and not header[-1]:
        header.pop()
    _check_header(header, required, str(path))
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [unicodedata.normalize("NFC", cell).strip() for cell in line]
        if not any(cells):
            continue
        if any(cells[len(header) :]):
            raise SheetError(
                f"the row has {len(cells)} cells, but the sheet has {len(header)} columns",
                file=str(path),
                place=f"row {number}",
                expected="one cell for each column of the first row",
                advice="put quotation marks around a cell that holds the separator",
            )
        cells += [""] * (len(header) - len(cells))
        rows.append(Row(number, dict(zip(header, cells, strict=False))))
    return Sheet(str(path), tuple(header), tuple(rows))


def _check_header(header: list[str], required: Sequence[str], file: str) -> None:
    for column in required:
        if column not in header:
            raise SheetError(
                f"the column {column!r} is missing",
                file=file,
                place="row 1",
                expected=f"the columns {', '.join(required)} among others",
                advice="add the column, or correct its name in the first row",
            )
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise SheetError(
            f"the column {twice[0]!r} stands there twice",
            file=file,
            place="row 1",
            expected="each column once",
            advice="remove or rename one of the two",
        )


def _text_lines(file: Path) -> list[list[str]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetError(
            "the sheet is not UTF-8",
            file=str(file),
            place=f"byte {error.start}",
            expected="a sheet saved as UTF-8, or an .xlsx",
            advice="save it again as 'CSV UTF-8' or as .xlsx",
        ) from None
    first = text.split("\n", 1)[0]
    separator = "\t" if file.suffix.lower() == ".tsv" else ","
    if separator == "," and first.count(";") > first.count(","):
        separator = ";"
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise SheetError(
            "the sheet cannot be read as a table: a quotation mark is not closed",
            file=str(file),
            expected="quotation marks in pairs",
            advice="open it in a spreadsheet program and save it again",
        ) from None
    if not lines or not any(lines[0]):
        raise _empty(str(file))
    return lines


def _xlsx_lines(file: Path) -> list[list[str]]:
    try:
        _check_reach(file)
        with panics_as_errors():
            book = python_calamine.CalamineWorkbook.from_path(file)
            values = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,  # an encrypted member
        OSError,
        ValueError,
    ):
        raise SheetError(
            "the workbook cannot be opened",
            file=str(file),
            expected="an .xlsx file without a password",
            advice="open it in a spreadsheet program and save it again",
        ) from None
    lines = [[as_text(value, true="yes", false="no") for value in line] for line in values]
    if not lines or not any(lines[0]):
        raise _empty(str(file))
    return lines


def _check_reach(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        for name in filter(is_worksheet, archive.namelist()):
            far = too_far(archive.read(name))
            if far:
                raise SheetError(
                    f"a sheet of the workbook reaches to row {far[0]} and column {far[1]}",
                    file=str(file),
                    expected=f"at most {MOST_CELLS} cells",
                    advice="delete what stands far below or to the right of the table",
                )


def _empty(file: str) -> SheetError:
    return SheetError(
        "the sheet is empty",
        file=file,
        expected="a row of column names, and a row for each entry",
        advice="fill it in, or take it out of the config",
    )
