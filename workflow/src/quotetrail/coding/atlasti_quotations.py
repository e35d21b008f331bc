"""Quotations as ATLAS.ti exports them: a row each, all codes of it in one cell.

The codes are parted by line ends, semicolons or commas, none of which a code's name is sure not to
hold: where the table counts the codes of each quotation, that decides.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from quotetrail.coding.cells import dates, kind_of, number, shown
from quotetrail.coding.coded_rows import CodedRow, project_of
from quotetrail.coding.headings import ATLASTI, Spellings, holds_table, read_table
from quotetrail.coding.project import Project
from quotetrail.coding.table_variables import document_values

_NEEDED = ("document", "segment", "codes")
_SEPARATORS = (r"\r?\n", r"\s*;\s*", r"\s*,\s*", r"\s*\|\s*")
_BULLET = re.compile(r"^[\s●○•◦◉]+")


def holds_atlasti_quotations(path: Path, head: bytes, headings: Spellings | None = None) -> bool:
    """Whether a file is a table of quotations."""
    return holds_table(path, ATLASTI, _NEEDED, headings)


def read_atlasti_quotations(path: Path, file: str, headings: Spellings | None = None) -> Project:
    """Read a table of quotations.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.
    headings : mapping of str to sequence of str, optional
        Further spellings of headings by the names of `headings.ATLASTI`.

    Raises
    ------
    CodingError
        If it is no such table.
    """
    table = read_table(path, file, ATLASTI, _NEEDED, headings)
    warnings = list(table.warnings)
    codes = _codes(table.column("codes"), table.column("count"), warnings)
    created, odd = dates(table.column("created"))
    if odd:
        warnings.append(f"{odd} dates are not understood and stay as they are")
    names = ("document", "segment", "begin", "end", "comment", "coder", "number", "reference")
    column = {name: table.column(name) for name in names}
    rows = []
    for at, paths in enumerate(codes):
        document, begin, end, quoted = (
            column[name][at].strip() for name in ("document", "begin", "end", "segment")
        )
        rows += [
            CodedRow(
                document=document,
                path=(path,),
                quoted=shown(column["segment"][at]),
                kind=kind_of(document, begin or column["reference"][at], end, quoted),
                coder=column["coder"][at].strip(),
                memo=column["comment"][at].strip(),
                created=created[at],
                apart=(column["number"][at], begin, end),
            )
            for path in paths
        ]
    codeless = sum(not paths for paths in codes)
    if codeless:
        warnings.append(f"{codeless} quotations have no code and are left out")
    documents = [("", document.strip()) for document in column["document"]]
    return project_of(rows, file, warnings, values=document_values(table, documents, warnings))


def _codes(cells: Sequence[str], counts: Sequence[str], warnings: list[str]) -> list[list[str]]:
    """The codes in each cell, by the one separator that fits the file best."""
    counted = [number(count) for count in counts]
    known = [at for at, count in enumerate(counted) if count is not None]
    parted = {separator: [_parts(cell, separator) for cell in cells] for separator in _SEPARATORS}
    if known:
        wrong = {
            separator: sum(len(parts[at]) != counted[at] for at in known)
            for separator, parts in parted.items()
        }
        best = min(wrong, key=lambda separator: wrong[separator])
        if wrong[best]:
            warnings.append(
                f"{wrong[best]} quotations name another number of codes than they count"
            )
        return parted[best]
    for separator in _SEPARATORS[:2]:
        if any(re.search(separator, cell.strip()) for cell in cells):
            return parted[separator]
    commas = sum("," in cell for cell in cells)
    if commas:
        warnings.append(f"{commas} cells of codes hold a comma and were read as one code each")
    return parted[_SEPARATORS[0]]


def _parts(cell: str, separator: str) -> list[str]:
    parts = (_BULLET.sub("", part).strip() for part in re.split(separator, cell.strip()))
    return list(dict.fromkeys(part for part in parts if part))
