"""Projects of the R package requal (.requal).

A segment's start and end are its first and last character, the first of a text being 1. A code may
stand in several categories; its path goes through the first. Names of users are read, e-mail
addresses are not. A memo belongs to a segment, a code or a document.
"""

from pathlib import Path

from quotetrail.coding.assemble import Document, Node, Passage, assemble, first_of, joined
from quotetrail.coding.beside import Beside, Link, linked
from quotetrail.coding.database import (
    Database,
    holds_tables,
    named,
    not_kept,
    odd_texts,
    opened,
    rows,
    whole,
    words,
)
from quotetrail.coding.project import Case, Project

_NEEDED = {
    "documents": ("doc_id", "doc_name", "doc_text"),
    "codes": ("code_id", "code_name"),
    "segments": ("doc_id", "code_id", "segment_start", "segment_end"),
}
_NOT_KEPT = {"attributes_users_map": "attributes of coders"}
_NO_TEXT = "the project holds no text of it"
# The name of a table before and after requal renamed it.
_CATEGORIES_OF_CODES = ("categories_codes_map", "category_code_map")


def holds_requal(path: Path, head: bytes) -> bool:
    """Whether this is a database of requal."""
    return holds_tables(path, head, *_NEEDED)


def read_requal(path: Path, file: str) -> Project:
    """Read all projects of a database of requal as one.

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
    with opened(path, file, "requal", _NEEDED) as database:
        warnings: list[str] = []
        users = _users(database, warnings)
        nodes = _nodes(database, warnings)
        documents = _documents(database)
        passages = _passages(database, users)
        projects = rows(database, "projects", "project_id")
        if len(projects) > 1:
            warnings.append(f"{len(projects)} projects in one database are read as one")
        beside = Beside(_cases(database, warnings))
        warnings += [*not_kept(database, _NOT_KEPT), *odd_texts(database)]
    return assemble(
        file, nodes, documents, passages, beside=beside, coders=users.values(), warnings=warnings
    )


def _users(database: Database, warnings: list[str]) -> dict[str | None, str]:
    users = {
        named("user", row["user_id"]): words(row["user_name"])
        or words(row["user_login"])
        or f"user {words(row['user_id'])}"
        for row in rows(database, "users", "user_id", "user_name", "user_login")
    }
    if len(set(users.values())) < len(users):
        warnings.append("several users have the same name and count as one coder")
    return users


def _nodes(database: Database, warnings: list[str]) -> list[Node]:
    categories = [
        Node(
            named("category", row["category_id"]),
            words(row["category_name"]),
            None,
            words(row["category_description"]),
            codable=False,
        )
        for row in rows(
            database, "categories", "category_id", "category_name", "category_description"
        )
    ]
    above, several = first_of(
        (named("code", row["code_id"]), named("category", row["category_id"]))
        for table in _CATEGORIES_OF_CODES
        for row in rows(database, table, "code_id", "category_id")
    )
    if several:
        warnings.append(f"{several} codes stand in several categories: the first counts")
    memos = _memos(database, "code", "code_id")
    columns = ("code_id", "code_name", "code_description", "code_color")
    codes = [
        Node(
            key,
            words(row["code_name"]),
            above.get(key or ""),
            joined(words(row["code_description"]), memos.get(key or "", "")),
            words(row["code_color"]),
        )
        for row in rows(database, "codes", *columns)
        for key in (named("code", row["code_id"]),)
    ]
    return [*categories, *codes]


def _memos(database: Database, what: str, column: str) -> dict[str, str]:
    """The memos of each code, segment or document."""
    texts = {
        named("memo", row["memo_id"]): words(row["text"])
        for row in rows(database, "memos", "memo_id", "text")
    }
    memos: dict[str, str] = {}
    for row in rows(database, f"memos_{what}s_map", "memo_id", column):
        key = named(what, row[column]) or ""
        memos[key] = joined(memos.get(key, ""), texts.get(named("memo", row["memo_id"]), ""))
    return memos


def _documents(database: Database) -> list[Document]:
    memos = _memos(database, "document", "doc_id")
    columns = ("doc_id", "doc_name", "doc_text", "doc_description")
    return [
        Document(
            key,
            words(row["doc_name"]) or words(row["doc_id"]),
            "text",
            None if row["doc_text"] is None else words(row["doc_text"]),
            _NO_TEXT if row["doc_text"] is None else "",
            joined(words(row["doc_description"]), memos.get(key or "", "")),
        )
        for row in rows(database, "documents", *columns)
        for key in (named("document", row["doc_id"]),)
    ]


def _cases(database: Database, warnings: list[str]) -> tuple[Case, ...]:
    """Cases with their documents; attributes in requal are those of coders."""
    cases = [
        Case(
            named("case", row["case_id"]) or "",
            words(row["case_name"]),
            words(row["case_description"]),
        )
        for row in rows(database, "cases", "case_id", "case_name", "case_description")
    ]
    links = [
        Link(named("case", row["case_id"]), named("document", row["doc_id"]))
        for row in rows(database, "cases_documents_map", "case_id", "doc_id")
    ]
    return linked(cases, links, {}, warnings)


def _passages(database: Database, users: dict[str | None, str]) -> list[Passage]:
    columns = ("segment_id", "doc_id", "code_id", "user_id", "segment_start", "segment_end")
    memos = _memos(database, "segment", "segment_id")
    found = []
    for row in rows(database, "segments", *columns, "segment_text"):
        first = whole(row["segment_start"])
        user = named("user", row["user_id"])
        found.append(
            Passage(
                named("document", row["doc_id"]),
                named("code", row["code_id"]),
                None if first is None else first - 1,
                whole(row["segment_end"]),
                users.get(user, user or ""),
                memos.get(named("segment", row["segment_id"]) or "", ""),
                quoted=words(row["segment_text"]),
            )
        )
    return found
