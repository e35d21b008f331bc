"""Cases of a QualCoder project, and the attributes of its cases and files."""

from collections.abc import Mapping

from quotetrail.coding.beside import Beside, Link, linked
from quotetrail.coding.database import Database, named, rows, whole, words
from quotetrail.coding.project import Case, Subject, Value

# What an attribute may belong to, as QualCoder calls it, and as the keys of these rows begin.
_SUBJECTS: dict[str, tuple[Subject, str]] = {
    "case": ("case", "case"),
    "file": ("document", "source"),
}


def qualcoder_cases(
    database: Database, lengths: Mapping[str | None, int], warnings: list[str]
) -> Beside:
    """Cases with their documents, and all values of attributes.

    Parameters
    ----------
    database : Database
    lengths : mapping of str to int
        The length of each document's text by its key.
    warnings : list of str
        What is odd is added to it.
    """
    cases = [
        Case(named("case", row["caseid"]) or "", words(row["name"]), words(row["memo"]))
        for row in rows(database, "cases", "caseid", "name", "memo")
    ]
    links = [
        Link(
            named("case", row["caseid"]),
            named("source", row["fid"]),
            whole(row["pos0"]),
            whole(row["pos1"]),
        )
        for row in rows(database, "case_text", "caseid", "fid", "pos0", "pos1")
    ]
    return Beside(linked(cases, links, lengths, warnings), values=_values(database, warnings))


def _values(database: Database, warnings: list[str]) -> tuple[Value, ...]:
    values, others = [], 0
    for row in rows(database, "attribute", "name", "attr_type", "value", "id"):
        variable, value = words(row["name"]).strip(), words(row["value"]).strip()
        of, kind = _SUBJECTS.get(words(row["attr_type"]), (None, ""))
        if not value:
            continue  # QualCoder writes a row for each case, filled in or not
        if of is None:
            others += 1
            continue
        values.append(Value(of, named(kind, row["id"]) or "", variable, value))
    if others:
        warnings.append(f"{others} values belong to neither cases nor files and are left out")
    return tuple(values)
