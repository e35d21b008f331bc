"""Highlights as Taguette exports them: a table with a row for each highlight and tag."""

from pathlib import Path

from quotetrail.coding.cells import shown, split_path
from quotetrail.coding.coded_rows import CodedRow, project_of
from quotetrail.coding.headings import TAGUETTE, Spellings, holds_table, read_table
from quotetrail.coding.project import Project
from quotetrail.coding.table_variables import document_values

_NEEDED = ("highlight", "document", "tag", "segment")


def holds_taguette_table(path: Path, head: bytes, headings: Spellings | None = None) -> bool:
    """Whether a file is a table of highlights."""
    return holds_table(path, TAGUETTE, _NEEDED, headings)


def read_taguette_table(path: Path, file: str, headings: Spellings | None = None) -> Project:
    """Read a table of highlights, which says neither who coded nor when.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.
    headings : mapping of str to sequence of str, optional
        Further spellings of headings by the names of `headings.TAGUETTE`.

    Raises
    ------
    CodingError
        If it is no such table.
    """
    table = read_table(path, file, TAGUETTE, _NEEDED, headings)
    columns = zip(*(table.column(name) for name in _NEEDED), strict=True)
    rows, codeless = [], 0
    for highlight, document, tag, segment in columns:
        if not tag.strip():
            codeless += 1
            continue
        path_of_tag = split_path(tag, " > ")
        rows.append(CodedRow(document.strip(), path_of_tag, shown(segment), apart=(highlight,)))
    warnings = list(table.warnings)
    if codeless:
        warnings.append(f"{codeless} highlights have no tag and are left out")
    documents = [("", document.strip()) for document in table.column("document")]
    return project_of(rows, file, warnings, values=document_values(table, documents, warnings))
