"""Rows of a table, each a passage with a code, made a project without texts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotetrail.coding.ids import made_id, unique_ids
from quotetrail.coding.project import (
    Code,
    Coding,
    Group,
    Holds,
    Project,
    Source,
    SourceKind,
    Value,
)

PASSAGES_ONLY = "the export holds only the coded passages"


@dataclass(frozen=True)
class CodedRow:
    """A passage with one code.

    Attributes
    ----------
    document, group : str
        The document's name and that of the group it is in.
    path : tuple of str
        The names of the code and of those above it, from the root on; empty if it has none.
    apart : tuple of str
        What else tells the row from others with the same words, such as paragraph numbers.
    paragraphs : tuple of int or None
        The numbers of the paragraphs in which it begins and ends.
    """

    document: str
    path: tuple[str, ...]
    quoted: str
    group: str = ""
    kind: SourceKind = "text"
    start: int | None = None
    end: int | None = None
    coder: str = ""
    memo: str = ""
    weight: float | None = None
    created: str = ""
    apart: tuple[str, ...] = ()
    paragraphs: tuple[int, int] | None = None


def project_of(
    rows: Sequence[CodedRow],
    file: str,
    warnings: Iterable[str] = (),
    *,
    paths: Iterable[tuple[str, ...]] = (),
    values: Iterable[Value] = (),
    holds: Holds = "passages",
) -> Project:
    """A project with one coding for each row, in the order of the rows.

    Parameters
    ----------
    rows : sequence of CodedRow
    file : str
        The name under which messages mention it.
    warnings : iterable of str
    paths : iterable of tuple of str
        Codes that the table names without giving them to a passage.
    values : iterable of Value
        Of documents, by `source_id`.
    holds : str
        What the table can hold of its documents, see `Source`.

    Returns
    -------
    Project
        The id of a coding depends on all that its row says and, among equal rows, on which of
        them it is: another file with the same codings gives the same ids.
    """
    codes = _codes([*(row.path for row in rows), *paths])
    sources = _sources(rows, holds)
    said = list(warnings)
    lacking = {
        "name no document": sum(not row.document for row in rows),
        "name no code": sum(not row.path for row in rows),
        "hold no words": sum(row.kind == "text" and not row.quoted for row in rows),
    }
    said += [f"{number} rows {what}" for what, number in lacking.items() if number]
    coders = dict.fromkeys(row.coder for row in rows if row.coder)
    ids = {source.source for source in sources.values()}
    given = list(values)
    kept = [each for each in given if each.subject in ids]
    if len(kept) < len(given):
        said.append(f"{len(given) - len(kept)} values are those of documents without codings")
    return Project(
        file,
        tuple(codes.values()),
        tuple(sources.values()),
        _codings(rows, codes, sources),
        tuple(coders),
        tuple(said),
        groups=_groups(sources),
        values=tuple(kept),
    )


def source_id(group: str, document: str) -> str:
    """The id of a document."""
    return made_id("source-", group, document)


def _groups(sources: dict[tuple[str, str], Source]) -> tuple[Group, ...]:
    members: dict[str, list[str]] = {}
    for (group, _), source in sources.items():
        if group:
            members.setdefault(group, []).append(source.source)
    return tuple(Group(name, "group", tuple(found)) for name, found in members.items())


def _codings(
    rows: Sequence[CodedRow],
    codes: dict[tuple[str, ...], Code],
    sources: dict[tuple[str, str], Source],
) -> tuple[Coding, ...]:
    codings: list[Coding] = []
    unique = unique_ids()
    repeats: Counter[tuple] = Counter()
    for row in rows:
        told = (row.group, row.document, *row.path, row.coder, row.created, row.quoted)
        known = (*told, row.start, row.end, *row.apart)
        codings.append(
            Coding(
                coding=unique(made_id("c", *known, repeats[known])),
                code=codes[row.path].code if row.path else "",
                source=sources[row.group, row.document].source,
                start=row.start,
                end=row.end,
                coder=row.coder,
                memo=row.memo,
                weight=row.weight,
                created=row.created,
                kind=row.kind,
                quoted=row.quoted,
                paragraphs=row.paragraphs,
            )
        )
        repeats[known] += 1
    return tuple(codings)


def _codes(paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], Code]:
    codes: dict[tuple[str, ...], Code] = {}
    unique = unique_ids()
    for path in dict.fromkeys(paths):
        for depth in range(1, len(path) + 1):
            if path[:depth] in codes:
                continue
            parent = codes[path[: depth - 1]].code if depth > 1 else None
            code = unique(made_id("code-", parent, path[depth - 1]))
            codes[path[:depth]] = Code(code, path[depth - 1], parent)
    return codes


def _sources(rows: Sequence[CodedRow], holds: Holds) -> dict[tuple[str, str], Source]:
    """The documents; where two groups have one of the same name, the group stands in the name."""
    kinds: dict[tuple[str, str], SourceKind] = {}
    for row in rows:
        key = (row.group, row.document)
        if key not in kinds or row.kind == "text":
            kinds[key] = row.kind
    names = Counter(document for _, document in kinds)
    return {
        (group, document): Source(
            source_id(group, document),
            f"{group} > {document}" if names[document] > 1 else document,
            kind,
            None,
            PASSAGES_ONLY,
            holds=holds,
        )
        for (group, document), kind in kinds.items()
    }
