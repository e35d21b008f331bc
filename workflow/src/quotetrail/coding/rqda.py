"""Projects of the R package RQDA (.rqda).

Rows that RQDA has deleted stay in its database with another status than 1: such codings are left
out and counted. A document or a code that is deleted, but that a live coding needs, is kept.
Offsets are code points stored as decimal numbers. Where a document was edited after it had been
coded they have drifted; the quoted text then stands elsewhere, or nowhere.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from quotetrail.coding.assemble import Document, Node, Passage, assemble, first_of
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
from quotetrail.coding.rqda_cases import is_live, rqda_cases

_NEEDED = {
    "source": ("id", "name", "file"),
    "freecode": ("id", "name"),
    "coding": ("cid", "fid", "selfirst", "selend"),
}
_NOT_KEPT = {"annotation": "annotations", "journal": "journal entries"}
_NO_TEXT = "the project holds no text of it"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})")


def holds_rqda(path: Path, head: bytes) -> bool:
    """Whether this is a database of RQDA."""
    return holds_tables(path, head, *_NEEDED)


def read_rqda(path: Path, file: str) -> Project:
    """Read a project of RQDA.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.

    Raises
    ------
    CodingError
        If the database is open elsewhere, damaged, cut short, or another program's.
    """
    with opened(path, file, "RQDA", _NEEDED) as database:
        warnings: list[str] = []
        passages = [*_texts(database, warnings), *_areas(database, warnings)]
        nodes = _nodes(database, {each.code for each in passages}, warnings)
        documents = _documents(database, {each.document for each in passages}, warnings)
        beside = rqda_cases(database, {d.key: len(d.text or "") for d in documents}, warnings)
        warnings += [*not_kept(database, _NOT_KEPT), *odd_texts(database)]
    return assemble(file, nodes, documents, passages, beside=beside, warnings=warnings)


def _kept(
    found: Iterable[Row], needed: set[str | None], what: str, warnings: list[str]
) -> list[Row]:
    """The live rows, and those that live codings need all the same."""
    found = list(found)
    kept = [row for row in found if is_live(row) or named(what, row["id"]) in needed]
    if len(kept) < len(found):
        warnings.append(f"{len(found) - len(kept)} {what}s are deleted and left out")
    deleted = sum(not is_live(row) for row in kept)
    if deleted:
        warnings.append(f"{deleted} {what}s are deleted but have codings, and are kept")
    return kept


def _nodes(database: Database, needed: set[str | None], warnings: list[str]) -> list[Node]:
    """Categories, which RQDA does not nest, and the codes in them."""
    categories = [
        Node(
            named("category", row["catid"]), words(row["name"]), None, words(row["memo"]), "", False
        )
        for row in rows(database, "codecat", "catid", "name", "memo", "status")
        if is_live(row)
    ]
    known = {each.key for each in categories}
    within = [
        (named("code", row["cid"]), named("category", row["catid"]))
        for row in rows(database, "treecode", "cid", "catid", "status")
        if is_live(row)
    ]
    above, several = first_of(pair for pair in within if pair[1] in known)
    lost = sum(category not in known for _, category in within)
    if lost:
        warnings.append(f"{lost} times a code stands in a category that is deleted or not there")
    if several:
        warnings.append(f"{several} codes stand in several categories: the first counts")
    found = rows(database, "freecode", "id", "name", "memo", "color", "status")
    codes = [
        Node(key, words(row["name"]), above.get(key or ""), words(row["memo"]), words(row["color"]))
        for row in _kept(found, needed, "code", warnings)
        for key in (named("code", row["id"]),)
    ]
    return [*categories, *codes]


def _documents(database: Database, needed: set[str | None], warnings: list[str]) -> list[Document]:
    texts = _kept(
        rows(database, "source", "id", "name", "file", "memo", "status"),
        needed,
        "document",
        warnings,
    )
    pictures = _kept(rows(database, "image", "id", "name", "status"), needed, "picture", warnings)
    return [
        *(
            Document(
                named("document", row["id"]),
                words(row["name"]),
                "text",
                None if row["file"] is None else words(row["file"]),
                _NO_TEXT if row["file"] is None else "",
                words(row["memo"]),
            )
            for row in texts
        ),
        *(
            Document(named("picture", row["id"]), words(row["name"]), "picture", None, _NO_TEXT)
            for row in pictures
        ),
    ]


def _texts(database: Database, warnings: list[str]) -> list[Passage]:
    columns = ("cid", "fid", "seltext", "selfirst", "selend", "status", "owner", "date", "memo")
    return [
        Passage(
            named("document", row["fid"]),
            named("code", row["cid"]),
            whole(row["selfirst"]),
            whole(row["selend"]),
            words(row["owner"]),
            words(row["memo"]),
            created=iso(words(row["date"])),
            quoted=words(row["seltext"]),
        )
        for row in _living(rows(database, "coding", *columns), warnings)
    ]


def _areas(database: Database, warnings: list[str]) -> list[Passage]:
    columns = ("cid", "iid", "status", "owner", "date", "memo")
    return [
        Passage(
            named("picture", row["iid"]),
            named("code", row["cid"]),
            coder=words(row["owner"]),
            memo=words(row["memo"]),
            created=iso(words(row["date"])),
            kind="picture",
        )
        for row in _living(rows(database, "imagecoding", *columns), warnings)
    ]


def _living(found: list[Row], warnings: list[str]) -> list[Row]:
    living = [row for row in found if is_live(row)]
    pending = sum(whole(row["status"]) == -1 for row in found)
    deleted = len(found) - len(living) - pending
    for number, what in ((deleted, "deleted"), (pending, "pending")):
        if number:
            warnings.append(f"{number} codings are {what} in RQDA and left out")
    return living


def iso(written: str) -> str:
    """A date such as ``Fri Jul 16 17:20:09 2010``, as R writes it, in ISO form; others as is."""
    found = _DATE.fullmatch(written)
    if not found or found[1] not in _MONTHS:
        return written
    month = _MONTHS.index(found[1]) + 1
    return f"{found[4]}-{month:02}-{int(found[2]):02}T{found[3]}"
