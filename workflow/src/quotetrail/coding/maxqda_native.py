"""Projects of MAXQDA as MAXQDA itself keeps them (.mx12 to .mx24) or exchanges them (.mex).

Documents, codes and codings can be read, but MAXQDA encrypts the texts: of a coding there is its
place in characters, and its first 63 characters. So a project gives counts, coders, dates and
weights; for quotations an export is needed. Of a memo the title can be read.

From MAXQDA 2020 on, a row has one version for each step that can be undone. Which of them holds,
and whether the row exists at all, stands in `undo_Marker`.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from quotetrail.coding.assemble import Document, Node, Passage, assemble, joined
from quotetrail.coding.database import (
    Database,
    Row,
    holds_tables,
    named,
    not_kept,
    odd_texts,
    opened,
    rows,
    whole,
    words,
)
from quotetrail.coding.project import Project

ENCRYPTED = (
    "MAXQDA encrypts it; quotations need an export: in MAXQDA choose Reports > REFI-QDA export, "
    "or export the coded segments as a table"
)
_NEEDED = {
    "texts": ("id", "name"),
    "codewords": ("id", "wordid", "name"),
    "codings": ("id", "textid", "wordid"),
}
_NOT_KEPT = {"textlinks": "documents of document sets", "links": "links"}
_MARK = "*ENC*"
_NO_DATE = "1899-12-3"
_PREVIEW = 63
# Texts are 0 in older versions and 7 in newer ones.
_KINDS = {0: "text", 7: "text", 2: "pdf"}
_WHOLE_ROW = 0


def holds_maxqda(path: Path, head: bytes) -> bool:
    """Whether this is a project or an exchange file of MAXQDA."""
    return holds_tables(path, head, *_NEEDED)


def read_maxqda(path: Path, file: str) -> Project:
    """Read a project of MAXQDA without its texts.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.

    Raises
    ------
    CodingError
        If MAXQDA has the project open, or it is damaged, cut short, or another program's.
    """
    with opened(path, file, "MAXQDA", _NEEDED) as database:
        warnings: list[str] = []
        memos = _current(database, "Memos", ("textid", "wordid", "codingid", "title"), warnings)
        nodes = _nodes(database, memos, warnings)
        passages = _passages(database, memos, warnings)
        documents = _documents(database, passages, warnings)
        loose = sum(not whole(row["wordid"]) and not whole(row["codingid"]) for row in memos)
        if loose:
            warnings.append(f"{loose} memos of documents are not kept")
        warnings += [*not_kept(database, _NOT_KEPT), *odd_texts(database)]
    return assemble(file, nodes, documents, passages, warnings=warnings, recount=False)


def _current(
    database: Database, table: str, columns: tuple[str, ...], warnings: list[str]
) -> list[Row]:
    """The rows of a table that hold at present, each in its present version."""
    found = rows(database, table.lower(), "id", "tid", "todelete", *columns)
    markers = _markers(database, table)
    versions: dict[int | None, list[Row]] = {}
    for row in found:
        versions.setdefault(whole(row["id"]), []).append(row)
    if markers is None or "tid" not in database.columns.get(table.lower(), ()):
        return found
    current = []
    gone = unmarked = 0
    for number, choice in versions.items():
        version, exists = markers.get(number, (None, True))
        right = [row for row in choice if whole(row["tid"]) == version]
        if not exists:
            gone += 1
            continue
        if not right:
            unmarked += version is not None or len(choice) > 1
            right = [max(choice, key=lambda row: whole(row["tid"]) or 0)]
        current.append(right[0])
    counts = (
        (gone, f"rows of {table} are deleted and left out"),
        (unmarked, f"rows of {table} have no version that is named as the present one: the last"),
    )
    warnings += [f"{count} {what}" for count, what in counts if count]
    return current


def _markers(database: Database, table: str) -> dict[int | None, tuple[int | None, bool]] | None:
    """For each row of a table the version that holds, and whether the row exists."""
    if "undo_marker" not in database.columns:
        return None
    topics = [
        whole(row["id"])
        for row in rows(database, "sys_topics", "id", "source")
        if words(row["source"]) == table
    ]
    return {
        whole(row["rowid"]): (whole(row["tid"]), whole(row["exist"]) == 1)
        for row in rows(database, "undo_marker", "topicid", "fieldid", "rowid", "tid", "exist")
        if whole(row["topicid"]) in topics and whole(row["fieldid"]) == _WHOLE_ROW
    }


def _readable(value: object) -> str:
    """A text, empty if it is encrypted."""
    said = words(value)
    return "" if said.startswith(_MARK) else said


def _titles(memos: list[Row], column: str) -> dict[int | None, str]:
    titles: dict[int | None, str] = {}
    for row in memos:
        number = whole(row[column])
        titles[number] = joined(titles.get(number, ""), _readable(row["title"]))
    return titles


def _nodes(database: Database, memos: list[Row], warnings: list[str]) -> list[Node]:
    columns = ("wordid", "idx", "name", "color")
    found = _current(database, "Codewords", columns, warnings)
    titles = _titles(memos, "wordid")
    return [
        Node(
            named("code", row["id"]),
            _readable(row["name"]) or f"code {words(row['id'])}",
            named("code", row["wordid"]) if whole(row["wordid"]) else None,
            titles.get(whole(row["id"]), ""),
            _colour(whole(row["color"])),
        )
        for row in sorted(found, key=lambda row: whole(row["idx"]) or 0)
    ]


def _colour(number: int | None) -> str:
    """MAXQDA writes alpha, red, green and blue as one number."""
    return "" if number is None else f"#{number & 0xFFFFFF:06x}"


def _documents(database: Database, passages: list[Passage], warnings: list[str]) -> list[Document]:
    found = _current(database, "Texts", ("groupid", "idx", "name"), warnings)
    kinds = {each.document: each.kind for each in passages}
    grouped = sum(bool(whole(row["groupid"])) for row in found)
    if grouped:
        warnings.append(f"the document groups of {grouped} documents are not kept")
    return [
        Document(
            named("text", row["id"]),
            _readable(row["name"]) or f"document {words(row['id'])}",
            "pdf" if kinds.get(named("text", row["id"])) == "pdf" else "text",
            None,
            ENCRYPTED,
            "previews",
        )
        for row in found
    ]


def _passages(database: Database, memos: list[Row], warnings: list[str]) -> list[Passage]:
    columns = ("textid", "wordid", "weight", "preview", "author", "date", "commentl", "area")
    places = ("segtype", "segpos1x", "segpos2x", "segpos1w", "segpos2w")
    titles = _titles(memos, "codingid")
    unknown: Counter[int | None] = Counter()
    found = []
    for row in _current(database, "Codings", (*columns, *places), warnings):
        quoted = _preview(row)
        number = whole(row["segtype"]) or 0
        kind = _KINDS.get(number) or ("text" if quoted else "picture")
        unknown[number] += number not in _KINDS
        start, end, first, last = (whole(row[name]) for name in places[1:])
        weight = whole(row["weight"])
        date = words(row["date"])
        found.append(
            Passage(
                named("text", row["textid"]),
                named("code", row["wordid"]),
                start if kind == "text" else None,
                end if kind == "text" else None,
                _readable(row["author"]),
                joined(_readable(row["commentl"]), titles.get(whole(row["id"]), "")),
                None if weight is None else float(weight),
                "" if date.startswith(_NO_DATE) else date,
                kind,
                quoted,
                None if kind != "text" or first is None or last is None else (first, last),
            )
        )
    warnings += [
        f"{count} codings are of the type {number}, which is not known"
        for number, count in sorted(unknown.items(), key=str)
        if count
    ]
    return found


def _preview(row: Mapping[str, object]) -> str:
    """The beginning of a segment, with an ellipsis where MAXQDA has cut it."""
    said, area = _readable(row["preview"]), whole(row["area"])
    cut = len(said) >= _PREVIEW and (area is None or area > len(said))
    return said + "…" if cut else said
