"""Several project files of one study as one project: two coders' copies, or a part each."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from quotetrail.coding.assemble import joined as joined_texts
from quotetrail.coding.ids import unique_ids
from quotetrail.coding.merge_beside import Moved, join_beside
from quotetrail.coding.place import STEP
from quotetrail.coding.project import Code, Coding, Conflict, Project, Source, paths


def merge(projects: Sequence[Project]) -> Project:
    """Join projects without counting anything twice or dropping anything.

    Codes are the same if they have the same id, or else the same path from the root, as programs
    change the ids from export to export. A coding that an earlier project holds with all that
    belongs to it stays in the list, with the kind ``repeat``, so that it is accounted for but not
    placed again. Where two projects say different things of one code, case or variable, the first
    counts and both are listed as a conflict.

    Parameters
    ----------
    projects : sequence of Project
        In the order in which the study names them; the first one's code book comes first.
    """
    codes: dict[str, Code] = {}
    by_path: dict[tuple[str, ...], str] = {}
    conflicts: list[Conflict] = []
    parts: list[Moved] = []
    sources: dict[str, Source] = {}
    codings: dict[str, Coding] = {}
    originals: dict[str, Coding] = {}
    unique_source, unique_coding = unique_ids(), unique_ids()
    for project in projects:
        new_code = _join_codes(project, codes, by_path, conflicts)
        new_source = _join_sources(project, sources, unique_source)
        parts.append(Moved(project, new_source, new_code))
        known = dict(originals)
        for coding in project.codings:
            moved = coding._replace(
                code=new_code.get(coding.code, ""),
                source=new_source.get(coding.source, coding.source),
            )
            name = unique_coding(coding.coding)
            repeated = known.get(coding.coding) == moved
            kind = "repeat" if repeated else moved.kind
            codings[name] = moved._replace(coding=name, kind=kind)
            originals.setdefault(coding.coding, moved)
    beside = join_beside(parts, conflicts)
    return Project(
        file=", ".join(project.file for project in projects),
        codes=tuple(codes.values()),
        sources=tuple(sources.values()),
        codings=tuple(codings.values()),
        coders=tuple(dict.fromkeys(name for project in projects for name in project.coders)),
        warnings=tuple(
            f"{project.file}: {warning}" for project in projects for warning in project.warnings
        ),
        **beside._asdict(),
        conflicts=tuple(conflicts),
    )


def _join_codes(
    project: Project,
    codes: dict[str, Code],
    by_path: dict[tuple[str, ...], str],
    conflicts: list[Conflict],
) -> dict[str, str]:
    """Add what is new; give the joined id of each of the project's codes."""
    joined: dict[str, str] = {}
    earlier = dict(by_path)
    whole, before = paths(project.codes), paths(codes.values())
    for code in project.codes:
        path = whole[code.code]
        known = code.code if code.code in codes else earlier.get(path)
        if known is not None:
            joined[code.code] = known
            if known in before:
                places = (STEP.join(before[known]), STEP.join(path))
                codes[known] = _as_one(codes[known], code, places, project.file, conflicts)
            continue
        joined[code.code] = code.code
        codes[code.code] = replace(code, parent=joined.get(code.parent or ""))
        by_path.setdefault(path, code.code)
    return joined


def _as_one(
    first: Code, other: Code, places: tuple[str, str], file: str, conflicts: list[Conflict]
) -> Code:
    """The first of two codes that are one, with what only the other says of it."""
    compared = (
        ("code name", *places),
        ("code description", first.description, other.description),
        ("code colour", first.colour.lower(), other.colour.lower()),
    )
    conflicts += [
        Conflict(what, places[0], one, another, file)
        for what, one, another in compared
        if one.strip() and another.strip() and one.strip() != another.strip()
    ]
    return replace(
        first,
        description=first.description or other.description,
        colour=first.colour or other.colour,
    )


def _join_sources(
    project: Project, sources: dict[str, Source], unique: Callable[[str], str]
) -> dict[str, str]:
    joined: dict[str, str] = {}
    for source in project.sources:
        name = source.source
        known = sources.get(name)
        if known is None or replace(known, memo=source.memo, counting=source.counting) != source:
            name, known = unique(name), source
        joined[source.source] = name
        sources[name] = replace(source, source=name, memo=joined_texts(known.memo, source.memo))
    return joined
