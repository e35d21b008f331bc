"""All tables in one Excel workbook that never differs between runs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from quotetrail.tables.descriptions import describe
from quotetrail.tables.files import marked

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDEST = 60
_LONGEST_NAME = 31


def workbook(
    tables: Mapping[str, pd.DataFrame],
    path: str | Path,
    *,
    title: str = "",
    synthetic: bool = False,
) -> None:
    """Write all tables into one workbook, after a first sheet that says what each counts.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name, in the order of the sheets; `describe` must know the names.
    path : path-like
    title : str
        The study's title, printed on the first sheet.
    synthetic : bool
        Whether the data are invented; then the first sheet and each row of each table say so.
    """
    with xlsxwriter.Workbook(
        str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": title, "created": _CREATED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        frames = {name: marked(table, synthetic=synthetic) for name, table in tables.items()}
        about = _about(frames, title=title, synthetic=synthetic)
        _write_sheet(book.add_worksheet("about"), about, bold, wrapped)
        for name, frame in frames.items():
            _write_sheet(book.add_worksheet(name[:_LONGEST_NAME]), frame, bold, wrapped)


def _about(tables: Mapping[str, pd.DataFrame], *, title: str, synthetic: bool) -> pd.DataFrame:
    rows = [("study", "", title)] if title else []
    if synthetic:
        rows.append(("data", "", "SYNTHETIC DATA: everything here is invented."))
    versions = dict.fromkeys(
        version for table in tables.values() for version in table.get("code_system", ())
    )
    rows += [("code system", "", version) for version in versions]
    for name, table in tables.items():
        described = describe(name, list(table.columns))
        rows.append((name, "", described.table))
        rows += [(name, column, text) for column, text in described.columns.items()]
    return pd.DataFrame(rows, columns=["table", "column", "what it counts"])


def _write_sheet(
    sheet: xlsxwriter.workbook.Worksheet,
    table: pd.DataFrame,
    bold: xlsxwriter.workbook.Format,
    wrapped: xlsxwriter.workbook.Format,
) -> None:
    """Write a table: header bold and frozen, numbers as numbers, text never as a formula."""
    for column, name in enumerate(table.columns):
        cells = list(table[name])
        longest = max((len(str(cell)) for cell in [name, *cells]), default=0)
        sheet.set_column(column, column, min(longest + 2, _WIDEST))
        sheet.write_string(0, column, str(name), bold)
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell, wrapped)
            else:
                sheet.write_number(row, column, cell, wrapped)
    sheet.freeze_panes(1, 0)
