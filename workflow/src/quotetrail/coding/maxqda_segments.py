"""Coded segments as MAXQDA exports them: a table with one row for each segment and code.

The same headings stand in workbooks of whole projects, where another sheet may come first and
columns of document variables follow. Beginning and end are numbers of paragraphs, so that a
segment is found by its words.
"""

from collections.abc import Sequence
from pathlib import Path

from quotetrail.coding.cells import dates, holds, kind_of, number, separator_of, shown, split_path
from quotetrail.coding.coded_rows import CodedRow, project_of
from quotetrail.coding.headings import MAXQDA, Spellings, Table, holds_table, read_table
from quotetrail.coding.project import Project
from quotetrail.coding.table_variables import document_values

_NEEDED = ("document", "code|Code:", "segment")


def holds_maxqda_segments(path: Path, head: bytes, headings: Spellings | None = None) -> bool:
    """Whether a file is a table of coded segments."""
    return holds_table(path, MAXQDA, _NEEDED, headings)


def read_maxqda_segments(path: Path, file: str, headings: Spellings | None = None) -> Project:
    """Read a table of coded segments.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.
    headings : mapping of str to sequence of str, optional
        Further spellings of headings by the names of `headings.MAXQDA`, for other languages.

    Raises
    ------
    CodingError
        If it is no such table; it lists the headings that were not understood.
    """
    table = read_table(path, file, MAXQDA, _NEEDED, headings)
    warnings = list(table.warnings)
    written = table.column("code")
    separator = separator_of([*written, *table.columns.coded.values()])
    coded = {at: split_path(path, separator) for at, path in table.columns.coded.items()}
    if "code" in table.columns.known:
        rows = list(enumerate(split_path(path, separator) for path in written))
    else:
        rows = list(_one_hot(table, coded))
        codeless = len(table.lines) - len({at for at, _ in rows})
        if codeless:
            warnings.append(f"{codeless} segments have no code and are left out")
    groups, documents = (
        [cell.strip() for cell in table.column(name)] for name in ("group", "document")
    )
    values = document_values(table, list(zip(groups, documents, strict=True)), warnings)
    return project_of(
        _rows(table, rows, warnings), file, warnings, paths=coded.values(), values=values
    )


def _one_hot(table: Table, coded: dict[int, tuple[str, ...]]) -> list[tuple[int, tuple[str, ...]]]:
    return [
        (at, path)
        for at, line in enumerate(table.lines)
        for place, path in coded.items()
        if holds(line.cells[place])
    ]


def _rows(
    table: Table, coded: Sequence[tuple[int, tuple[str, ...]]], warnings: list[str]
) -> list[CodedRow]:
    """One row for each pair of a line of the table and a path."""
    names = ("document", "group", "segment", "begin", "end", "comment", "coder")
    column = {name: [cell.strip() for cell in table.column(name)] for name in names}
    memos, weights = _memos(table), table.column("weight")
    segments = table.column("segment")
    created, odd = dates(table.column("created"))
    if odd:
        warnings.append(f"{odd} dates are not understood and stay as they are")
    bad = sum(
        bool(cell.strip()) and cell.strip() != "-9" and number(cell) is None for cell in weights
    )
    if bad:
        warnings.append(f"{bad} weights are no numbers and are left out")
    editors = zip(table.column("modified_by"), column["coder"], strict=True)
    edited = sum(bool(editor.strip()) and editor.strip() != coder for editor, coder in editors)
    if edited:
        warnings.append(f"{edited} segments were edited by somebody else than their coder")
    rows = []
    for at, path in coded:
        document, begin, end = (column[name][at] for name in ("document", "begin", "end"))
        memo = "\n\n".join(filter(None, dict.fromkeys((column["comment"][at], memos[at]))))
        rows.append(
            CodedRow(
                document=document,
                group=column["group"][at],
                path=path,
                quoted=shown(segments[at]),
                kind=kind_of(document, begin, end, segments[at]),
                coder=column["coder"][at],
                memo=memo,
                weight=number(weights[at]),
                created=created[at],
                apart=(begin, end),
                paragraphs=_paragraphs(begin, end),
            )
        )
    return rows


def _memos(table: Table) -> list[str]:
    """The memos at the segments; a column of mere numbers is the variable that counts them."""
    memos = [cell.strip() for cell in table.column("memos")]
    counts = all(number(memo) is not None or memo in ("", "-9") for memo in memos)
    return [""] * len(memos) if counts else memos


def _paragraphs(begin: str, end: str) -> tuple[int, int] | None:
    """Both numbers of paragraphs; of a page or a time there are none."""
    both = begin.isdecimal() and end.isdecimal() and int(begin) <= int(end)
    return (int(begin), int(end)) if both else None
