"""Tables of any spreadsheet program as rows of text: workbooks, separated text and web pages.

Nothing in a file is run: of a formula only the result counts that its program has stored.
"""

import csv
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree, html

from quotetrail.coding.archive import Archive
from quotetrail.coding.markup import attribute, descendants, parse
from quotetrail.coding.workbooks import read_apart, read_sheets
from quotetrail.errors import CodingError
from quotetrail.sheets.far_cells import MOST_CELLS, is_worksheet, too_far

csv.field_size_limit(2**31 - 1)  # a coded passage may be a whole interview
FIRST_ROWS = 20  # a heading stands among these
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = re.compile(r"(?:.*/)?workbook\.(?:xml|bin)|content\.xml", re.IGNORECASE)
_SEPARATORS = ",;\t"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_EXPECTED = "a table as .xlsx, .xls, .ods, .csv or .html"
_SAVE = "Export it once more as .xlsx, or save it as 'CSV UTF-8'."


class Grid(NamedTuple):
    """A sheet, or a table of a page.

    Attributes
    ----------
    rows : list of list of str
        Every row from the first on, so that the index plus 1 is the number a spreadsheet shows.
    text : bool
        Whether it comes from separated text, where a cell too many means a cell cut in two.
    warnings : tuple of str
    """

    rows: list[list[str]]
    text: bool = False
    warnings: tuple[str, ...] = ()


def grids(path: Path, file: str) -> list[Grid]:
    """Every table of a file that is not empty, in the file's order.

    Raises
    ------
    CodingError
        If the file is no table, is damaged or locked, mixes encodings, leaves a quotation mark
        open, or has a cell so far away that the sheet does not fit into memory.
    """
    head = _head(path, file)
    if head.startswith(b"PK") or head.startswith(_OLE):
        return _workbook(path, file)
    if is_page(head):
        return _page(path.read_bytes(), file)
    text = _decoded(path.read_bytes(), file)
    rows = list(_separated(text, file))
    return [Grid(rows, True, _nul(text))] if any(map(any, rows)) else []


def first_rows(path: Path) -> list[list[list[str]]]:
    """The first rows of each table, to see what it is; nothing for what is no table."""
    try:
        stat = path.stat()
    except OSError:
        return []
    return _first_rows(os.fspath(path), stat.st_size, stat.st_mtime_ns)


def is_page(head: bytes) -> bool:
    """Whether a file begins as a web page does."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<table", b"<body", b"<head", b"<meta"))


@lru_cache(maxsize=8)
def _first_rows(path: str, _size: int, _changed: int) -> list[list[list[str]]]:
    try:
        head = _head(Path(path), "")
        if head.startswith(b"PK") or head.startswith(_OLE) or is_page(head):
            return [grid.rows[:FIRST_ROWS] for grid in grids(Path(path), "")]
        with open(path, "rb") as stream:
            data = stream.read(1 << 18)
        text = data.decode(_encoding(data), "replace").lstrip("\ufeff")
        return [list(islice(_separated(text, "", strict=False), FIRST_ROWS))]
    except (CodingError, csv.Error):
        return []


def _head(path: Path, file: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(512)
    except OSError:
        raise CodingError("This file cannot be opened.", file=file, expected=_EXPECTED) from None


def _workbook(path: Path, file: str) -> list[Grid]:
    old = _head(path, file).startswith(_OLE)
    warnings = () if old else _checked(path, file)
    try:
        sheets = read_apart(path) if old else read_sheets(path.read_bytes())
    except (OSError, ValueError):
        raise _cannot_be_opened(file) from None
    found = []
    for rows, merged in sheets:
        filled = _fill_merged(rows, merged)
        if any(map(any, rows)):
            found.append(Grid(rows, False, (*warnings, *filled)))
    return found


def _cannot_be_opened(file: str) -> CodingError:
    return CodingError(
        "The workbook cannot be opened: it is damaged, or locked by a password.",
        file=file,
        expected="an .xlsx, .xls or .ods workbook without a password",
        advice="Open it in a spreadsheet program and save it again without a password.",
    )


def _checked(path: Path, file: str) -> tuple[str, ...]:
    """What is odd about the cells, before a library reads them that trusts the file.

    Refuses what is no workbook, and what does not fit into memory.
    """
    empty = 0
    with Archive(path, file) as archive:
        # Of another archive, such as a project with its recordings, nothing is read.
        if not any(map(_WORKBOOK.fullmatch, archive.names)):
            raise _cannot_be_opened(file)
        for name in archive.names:
            if name == "content.xml":
                for table in descendants(parse(archive.read(name), file), "table"):
                    _refuse_far(_reach_of_repeats(table), file)
            if not is_worksheet(name):
                continue
            xml = archive.read(name)
            _refuse_far(too_far(xml), file)
            if b"<f" in xml or b":f" in xml:
                empty += len(_NO_RESULT.findall(xml))
    return (f"{empty} formulas have no stored result and count as empty",) if empty else ()


def _refuse_far(reach: tuple[int, int] | None, file: str) -> None:
    if reach is not None and reach[0] * reach[1] > MOST_CELLS:
        raise CodingError(
            f"A sheet reaches to row {reach[0]} and column {reach[1]}.",
            file=file,
            expected=f"at most {MOST_CELLS} cells",
            advice="Delete what stands far below or to the right of the table.",
        )


def _reach_of_repeats(table: etree._Element) -> tuple[int, int]:
    """The last row and column of an .ods sheet that hold anything, however often repeated."""
    height = width = bottom = 0
    for row in descendants(table, "table-row"):
        bottom += _times(row, "number-rows-repeated")
        right = last = 0
        for cell in row:
            right += _times(cell, "number-columns-repeated")
            last = right if len(cell) or attribute(cell, "value") else last
        height, width = (bottom, max(width, last)) if last else (height, width)
    return height, width


def _times(element: etree._Element, name: str) -> int:
    said = attribute(element, name)[:9]
    return int(said) if said.isdecimal() else 1


def _fill_merged(rows: list[list[str]], ranges: Any) -> tuple[str, ...]:
    """Give a cell that is merged downwards to each of its rows."""
    filled = 0
    for (top, left), (bottom, right) in ranges:
        if left == right and bottom < len(rows) and rows[top][left]:
            for row in rows[top + 1 : bottom + 1]:
                filled += not row[left]
                row[left] = row[left] or rows[top][left]
    return (f"{filled} cells are parts of merged cells and got their text",) if filled else ()


def _encoding(data: bytes) -> str:
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def _decoded(data: bytes, file: str) -> str:
    encoding = _encoding(data)
    if encoding != "utf-16" and data.count(0) * 8 > len(data):
        raise CodingError(
            "This is no text in UTF-8: many of its bytes are NUL.",
            file=file,
            expected=f"{_EXPECTED}; text in UTF-16 begins with a byte order mark",
            advice=_SAVE,
        )
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CodingError(
            "A byte does not fit the encoding: the text is in another one, or in several.",
            file=file,
            place=f"byte {error.start}, line {line}",
            expected="text in UTF-8, or in UTF-16 with a byte order mark, from begin to end",
            advice=_SAVE,
        ) from None


def _nul(text: str) -> tuple[str, ...]:
    number = text.count("\0")
    return (f"{number} NUL characters are left out",) if number else ()


def _separated(text: str, file: str, *, strict: bool = True) -> Iterator[list[str]]:
    """The rows of separated text; the separator is the one that parts the first row most."""
    text = text.replace("\0", "")
    said = _SEPARATOR_LINE.match(text)
    if said:
        yield []  # it is a row to a spreadsheet, too
        text = text[said.end() :]
    separator = said[1] if said else _separator(text)
    reader = csv.reader(_lines(text), delimiter=separator, strict=strict)
    try:
        yield from reader
    except csv.Error:
        raise CodingError(
            "The text cannot be read as a table: a quotation mark stands where none may stand, "
            "or is never closed.",
            file=file,
            place=f"line {reader.line_num}",
            expected="commas, semicolons or tabs between cells, and quotation marks in pairs",
            advice=_SAVE,
        ) from None


def _separator(text: str) -> str:
    readers = [csv.reader(_lines(text), delimiter=each) for each in _SEPARATORS]
    for rows in islice(zip(*readers, strict=False), FIRST_ROWS):
        most = max(rows, key=len)
        if len(most) > 1:
            return _SEPARATORS[rows.index(most)]
    return ","


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, one by one: a copy of the text would take four times its size."""
    return (line[0] for line in _LINE.finditer(text))


def _page(data: bytes, file: str) -> list[Grid]:
    declared = _CHARSET.search(data[:4000])
    named = declared[1].decode("ascii", "replace") if declared else ""
    encoding = named if named and _encoding(data) != "utf-16" else _encoding(data)
    parser = html.HTMLParser(no_network=True, remove_comments=True)
    try:
        root = html.document_fromstring(data.decode(encoding).replace("\0", ""), parser=parser)
    except (ValueError, LookupError, etree.ParserError):
        raise CodingError(
            "The page cannot be decoded.", file=file, expected="a page in UTF-8", advice=_SAVE
        ) from None
    tables = [table for table in root.iter("table") if table.find(".//table") is None]
    found = [
        [[_shown(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        for table in tables
    ]
    return [Grid(rows) for rows in found if any(map(any, rows))]


def _shown(cell: Any) -> str:
    for line in cell.iter("br", "p", "div"):
        line.tail = "\n" + (line.tail or "")
    return re.sub(r"[ \t\r\f]+", " ", cell.text_content()).strip()
