"""Cases, categories of files, and attributes of a project of RQDA."""

from collections.abc import Mapping

from quotetrail.coding.beside import Beside, Link, linked
from quotetrail.coding.database import Database, Row, named, rows, whole, words
from quotetrail.coding.project import Case, Group, Subject, Value

_LIVE = 1
# The table, the column of the subject, what that is, and how its key begins.
_ATTRIBUTES: tuple[tuple[str, str, Subject, str], ...] = (
    ("caseattr", "caseid", "case", "case"),
    ("fileattr", "fileid", "document", "document"),
)


def is_live(row: Row) -> bool:
    """RQDA always writes a status; a database without one has deleted nothing."""
    return row["status"] is None or whole(row["status"]) == _LIVE


def rqda_cases(
    database: Database, lengths: Mapping[str | None, int], warnings: list[str]
) -> Beside:
    """Cases with their documents, categories of files, and all values of attributes.

    Parameters
    ----------
    database : Database
    lengths : mapping of str to int
        The length of each document's text by its key.
    warnings : list of str
        What is odd is added to it.
    """
    cases = [
        Case(named("case", row["id"]) or "", words(row["name"]), words(row["memo"]))
        for row in rows(database, "cases", "id", "name", "memo", "status")
        if is_live(row)
    ]
    living = {case.case for case in cases}
    columns = ("caseid", "fid", "selfirst", "selend", "status")
    links = [
        Link(
            named("case", row["caseid"]),
            named("document", row["fid"]),
            whole(row["selfirst"]),
            whole(row["selend"]),
        )
        for row in rows(database, "caselinkage", *columns)
        if is_live(row)
    ]
    links = [link for link in links if link.document in lengths]
    values = [
        each
        for each in _values(database)
        if each.subject in (living if each.of == "case" else lengths)
    ]
    groups = tuple(_groups(database, lengths))
    return Beside(linked(cases, links, lengths, warnings), groups, tuple(values))


def _values(database: Database) -> list[Value]:
    return [
        Value(of, named(key, row[column]) or "", words(row["variable"]).strip(), value)
        for table, column, of, key in _ATTRIBUTES
        for row in rows(database, table, "variable", "value", column, "status")
        if is_live(row) and (value := words(row["value"]).strip()) not in ("", "NA")
    ]


def _groups(database: Database, documents: Mapping[str | None, int]) -> list[Group]:
    """Categories of files; a file may stand in several."""
    members: dict[str | None, list[str]] = {}
    for row in rows(database, "treefile", "fid", "catid", "status"):
        document = named("document", row["fid"])
        if is_live(row) and document in documents:
            members.setdefault(named("group", row["catid"]), []).append(document or "")
    return [
        Group(words(row["name"]), "set", tuple(members.get(named("group", row["catid"]), ())))
        for row in rows(database, "filecat", "name", "catid", "status")
        if is_live(row)
    ]
