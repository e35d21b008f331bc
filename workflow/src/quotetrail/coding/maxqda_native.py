"""Projects of MAXQDA as MAXQDA itself keeps them (.mx12 to .mx24) or exchanges them (.mex).

Documents, codes and codings can be read, but MAXQDA encrypts the texts: of a coding there is its
place in characters, and its first 63 characters. So a project gives counts, coders, dates and
weights; for quotations an export is needed. Of a memo the title can be read.
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
    whole,
    words,
)
from quotetrail.coding.maxqda_groups import maxqda_groups
from quotetrail.coding.maxqda_rows import current, readable
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
_NOT_KEPT = {"links": "links"}
_NO_DATE = "1899-12-3"
_PREVIEW = 63
# Texts are 0 in older versions and 7 in newer ones.
_KINDS = {0: "text", 7: "text", 2: "pdf"}


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
        memos = current(database, "Memos", ("textid", "wordid", "codingid", "title"), warnings)
        nodes = _nodes(database, memos, warnings)
        passages = _passages(database, memos, warnings)
        found = current(database, "Texts", ("groupid", "idx", "name"), warnings)
        documents = _documents(found, passages, memos, warnings)
        beside = maxqda_groups(database, found, warnings)
        warnings += [*not_kept(database, _NOT_KEPT), *odd_texts(database)]
    return assemble(
        file, nodes, documents, passages, beside=beside, warnings=warnings, recount=False
    )


def _titles(memos: list[Row], column: str) -> dict[int | None, str]:
    titles: dict[int | None, str] = {}
    for row in memos:
        number = whole(row[column])
        titles[number] = joined(titles.get(number, ""), readable(row["title"]))
    return titles


def _nodes(database: Database, memos: list[Row], warnings: list[str]) -> list[Node]:
    columns = ("wordid", "idx", "name", "color")
    found = current(database, "Codewords", columns, warnings)
    titles = _titles(memos, "wordid")
    return [
        Node(
            named("code", row["id"]),
            readable(row["name"]) or f"code {words(row['id'])}",
            named("code", row["wordid"]) if whole(row["wordid"]) else None,
            titles.get(whole(row["id"]), ""),
            _colour(whole(row["color"])),
        )
        for row in sorted(found, key=lambda row: whole(row["idx"]) or 0)
    ]


def _colour(number: int | None) -> str:
    """MAXQDA writes alpha, red, green and blue as one number."""
    return "" if number is None else f"#{number & 0xFFFFFF:06x}"


def _documents(
    found: list[Row], passages: list[Passage], memos: list[Row], warnings: list[str]
) -> list[Document]:
    """The documents; a memo that stands at no code and no coding is one of its document."""
    kinds = {each.document: each.kind for each in passages}
    loose = [row for row in memos if not whole(row["wordid"]) and not whole(row["codingid"])]
    titles = _titles(loose, "textid")
    others = sum(not whole(row["textid"]) for row in loose)
    if others:
        warnings.append(f"{others} memos of groups and of the project are not kept")
    return [
        Document(
            named("text", row["id"]),
            readable(row["name"]) or f"document {words(row['id'])}",
            "pdf" if kinds.get(named("text", row["id"])) == "pdf" else "text",
            None,
            ENCRYPTED,
            titles.get(whole(row["id"]), ""),
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
    for row in current(database, "Codings", (*columns, *places), warnings):
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
                readable(row["author"]),
                joined(readable(row["commentl"]), titles.get(whole(row["id"]), "")),
                None if weight is None else float(weight),
                "" if date.startswith(_NO_DATE) else date,
                kind,
                quoted,
                paragraphs=None
                if kind != "text" or first is None or last is None
                else (first, last),
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
    said, area = readable(row["preview"]), whole(row["area"])
    cut = len(said) >= _PREVIEW and (area is None or area > len(said))
    return said + "…" if cut else said
