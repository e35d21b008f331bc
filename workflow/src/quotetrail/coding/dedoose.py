"""What Dedoose exports: a workbook of excerpts, and a document whose comments are the codings.

In the workbook each code has the columns ``Code: <path> Applied``, ``... Range`` and ``...
Weight``; a path is parted by backslashes. Columns of descriptors are variables of the documents.
In the document a comment reads ``Codes (485-522)`` and names one code in each further paragraph;
there the text itself is at hand.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from quotetrail.coding.archive import Archive
from quotetrail.coding.cells import dates, holds, kind_of, number, shown, split_path
from quotetrail.coding.coded_rows import CodedRow, project_of
from quotetrail.coding.headings import DEDOOSE, Spellings, Table, holds_table, read_table
from quotetrail.coding.markup import attribute, children, descendants, local, parse
from quotetrail.coding.project import Project, Source
from quotetrail.coding.table_variables import document_values
from quotetrail.errors import CodingError

_NEEDED = ("document", "segment", "codes|Code:")
_APPLIED = re.compile(r"(.*\S)\s+(Applied|Weight|Range)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"\s*Codes?\s*\((\d+)\s*-\s*(\d+)\)\s*:?\s*", re.IGNORECASE)
_COMMENTS, _DOCUMENT = "word/comments.xml", "word/document.xml"


def holds_dedoose(path: Path, head: bytes, headings: Spellings | None = None) -> bool:
    """Whether a file is Dedoose's workbook of excerpts."""
    return holds_table(path, DEDOOSE, _NEEDED, headings)


def read_dedoose(path: Path, file: str, headings: Spellings | None = None) -> Project:
    """Read a workbook of excerpts, or the same as separated text.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.
    headings : mapping of str to sequence of str, optional
        Further spellings of headings by the names of `headings.DEDOOSE`.

    Raises
    ------
    CodingError
        If it is no such table.
    """
    table = read_table(path, file, DEDOOSE, _NEEDED, headings)
    warnings = list(table.warnings)
    applied, weights = _columns_of_codes(table)
    if not applied:
        warnings.append(
            "no column stands for a code: codes are read from their list, without paths"
        )
    created, odd = dates(table.column("created"))
    if odd:
        warnings.append(f"{odd} dates are not understood and stay as they are")
    names = ("document", "segment", "range", "coder", "codes")
    column = {name: table.column(name) for name in names}
    rows, codeless = [], 0
    for at, line in enumerate(table.lines):
        found = [(path, weights.get(path)) for path, place in applied if holds(line.cells[place])]
        if not applied:
            listed = column["codes"][at].split(",")
            found = [((name.strip(),), None) for name in listed if name.strip()]
        codeless += not found
        document, segment, place = (column[name][at] for name in ("document", "segment", "range"))
        rows += [
            CodedRow(
                document=document.strip(),
                path=code,
                quoted=shown(segment),
                kind=kind_of(document, place, "", segment),
                coder=column["coder"][at].strip(),
                weight=None if weight is None else number(line.cells[weight]),
                created=created[at],
                apart=(place,),
            )
            for code, weight in found
        ]
    if codeless:
        warnings.append(f"{codeless} excerpts have no code and are left out")
    documents = [("", document.strip()) for document in column["document"]]
    values = document_values(table, documents, warnings)
    return project_of(rows, file, warnings, paths=[path for path, _ in applied], values=values)


def _columns_of_codes(
    table: Table,
) -> tuple[list[tuple[tuple[str, ...], int]], dict[tuple[str, ...], int]]:
    """The columns that say whether a code applies, and with which weight, by its path."""
    applied, weights = [], {}
    for place, heading in table.columns.coded.items():
        said = _APPLIED.fullmatch(heading)
        path = split_path(said[1] if said else heading, "\\")
        if said is None or said[2].casefold() == "applied":
            applied.append((path, place))
        elif said[2].casefold() == "weight":
            weights[path] = place
    return applied, weights


def holds_dedoose_document(path: Path, head: bytes) -> bool:
    """Whether a file is a document with Dedoose's comments."""
    if not head.startswith(b"PK"):
        return False
    try:
        with Archive(path, "") as archive:
            if not {_COMMENTS, _DOCUMENT} <= set(archive.names):
                return False
            comments = parse(archive.read(_COMMENTS), "")
    except CodingError:
        return False
    return any(_COMMENT.match(_lines(each)[0]) for each in descendants(comments, "comment"))


def read_dedoose_document(path: Path, file: str) -> Project:
    """Read a document with Dedoose's comments; the places are those that the comments are tied to.

    Raises
    ------
    CodingError
        If the document is damaged.
    """
    with Archive(path, file) as archive:
        root = parse(archive.read(_DOCUMENT), file)
        comments = parse(archive.read(_COMMENTS), file)
    text, places = _text_of(root)
    document = Path(file).stem
    rows, others, untied = [], 0, 0
    for comment in descendants(comments, "comment"):
        first, *rest = _lines(comment)
        said = _COMMENT.match(first)
        if said is None:
            others += 1
            continue
        start, end = places.get(attribute(comment, "id"), (None, None))
        untied += end is None
        created, _ = dates([attribute(comment, "date")])
        rows += [
            CodedRow(
                document=document,
                path=split_path(name, "\\"),
                quoted="" if start is None or end is None else text[start:end],
                start=start if end is not None else None,
                end=end,
                coder=attribute(comment, "author").strip(),
                created=created[0],
                apart=(said[1], said[2]),
            )
            for name in (first[said.end() :], *rest)
            if name.strip()
        ]
    counts = {
        f"{others} comments are no codings and are left out": others,
        f"{untied} comments are tied to no passage": untied,
    }
    project = project_of(rows, file, [said for said, number in counts.items() if number])
    name = project.sources[0].source if project.sources else "source"
    source = Source(name, document, "text", text)
    return Project(
        file, project.codes, (source,), project.codings, project.coders, project.warnings
    )


def _lines(comment: etree._Element) -> list[str]:
    lines = [
        "".join(run.text or "" for run in descendants(paragraph, "t"))
        for paragraph in children(comment, "p")
    ]
    return [line for line in lines if line.strip()] or [""]


def _text_of(root: etree._Element) -> tuple[str, dict[str, tuple[int, int | None]]]:
    """The document's text, and where in it the passage of each comment begins and ends."""
    parts: list[str] = []
    length, begun = 0, False
    places: dict[str, tuple[int, int | None]] = {}
    for element in _walk(root):
        name = local(element)
        said = {"tab": "\t", "br": "\n", "cr": "\n"}.get(name, "")
        if name == "t":
            said = element.text or ""
        elif name == "p":
            said = "\n" if begun else ""
            begun = True
        elif name == "commentRangeStart":
            places[attribute(element, "id")] = (length, None)
        elif name == "commentRangeEnd" and attribute(element, "id") in places:
            places[attribute(element, "id")] = (places[attribute(element, "id")][0], length)
        parts.append(said)
        length += len(said)
    return "".join(parts), places


def _walk(element: etree._Element) -> Iterator[etree._Element]:
    """What a reader of the document sees, in order: no deleted words, nothing twice."""
    for child in element:
        if local(child) in ("del", "Fallback", "moveFrom", "pPr", "rPr", "instrText"):
            continue
        yield child
        yield from _walk(child)
