"""Document groups, document sets and summaries of a project as MAXQDA keeps it."""

from quotetrail.coding.beside import Beside
from quotetrail.coding.database import Database, Row, named, rows, whole, words
from quotetrail.coding.maxqda_rows import current, readable
from quotetrail.coding.place import STEP
from quotetrail.coding.project import Group, Summary

# The fields that MAXQDA itself gives a document; all others are the study's variables.
_OWN_FIELDS = frozenset((*range(39), 501, 1001, 1002))


def maxqda_groups(database: Database, texts: list[Row], warnings: list[str]) -> Beside:
    """Groups, sets and summaries; of variables it is only known how many there are.

    Parameters
    ----------
    database : Database
    texts : list of Row
        The documents, with their group.
    warnings : list of str
        What is odd is added to it.
    """
    groups = [*_groups(database, texts, warnings), *_sets(database, warnings)]
    variables = _variables(database)
    if variables:
        warnings.append(
            f"{variables} variables of documents are not kept: export the coded segments with them"
        )
    return Beside(groups=tuple(groups), summaries=_summaries(database, warnings))


def _groups(database: Database, texts: list[Row], warnings: list[str]) -> list[Group]:
    """The groups with documents in them, each with the names of those around it."""
    found = current(database, "Textgroups", ("idx", "name", "groupid"), warnings)
    by_number = {whole(row["id"]): row for row in found}
    members: dict[int | None, list[str]] = {}
    for row in texts:
        if whole(row["groupid"]):
            members.setdefault(whole(row["groupid"]), []).append(named("text", row["id"]) or "")
    return [
        Group(_path(number, by_number), "group", tuple(documents))
        for number, documents in members.items()
    ]


def _path(number: int | None, groups: dict[int | None, Row]) -> str:
    names: list[str] = []
    seen: set[int | None] = set()
    while number and number not in seen:
        seen.add(number)
        row = groups.get(number)
        names.append((readable(row["name"]) if row else "") or f"group {number}")
        number = whole(row["groupid"]) if row else None
    return STEP.join(reversed(names))


def _sets(database: Database, warnings: list[str]) -> list[Group]:
    members: dict[int | None, list[str]] = {}
    for row in current(database, "Textlinks", ("setid", "textid"), warnings):
        members.setdefault(whole(row["setid"]), []).append(named("text", row["textid"]) or "")
    return [
        Group(
            readable(row["name"]) or f"set {words(row['id'])}",
            "set",
            tuple(members.get(whole(row["id"]), ())),
        )
        for row in current(database, "Textsets", ("idx", "name"), warnings)
    ]


def _variables(database: Database) -> int:
    """How many fields of documents are not MAXQDA's own."""
    texts = {
        whole(row["id"])
        for row in rows(database, "sys_topics", "id", "source")
        if words(row["source"]) == "Texts"
    }
    fields = rows(database, "sys_fields", "topicid", "id")
    theirs = {whole(row["id"]) for row in fields if whole(row["topicid"]) in texts}
    return len(theirs - _OWN_FIELDS)


def _summaries(database: Database, warnings: list[str]) -> tuple[Summary, ...]:
    """The cells of the summary grid that can be read."""
    kept, encrypted = [], 0
    for row in rows(database, "grid", "docid", "codeid", "value"):
        text = readable(row["value"]).strip()
        if text:
            document, code = named("text", row["docid"]), named("code", row["codeid"])
            kept.append(Summary("document", document or "", code or "", text))
        encrypted += bool(words(row["value"]).strip()) and not text
    if encrypted:
        warnings.append(f"{encrypted} summaries are encrypted by MAXQDA and not kept")
    return tuple(kept)
