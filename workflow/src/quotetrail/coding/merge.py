"""Several project files of one study as one project: two coders' copies, or a part each."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from quotetrail.coding.ids import unique_ids
from quotetrail.coding.project import Code, Coding, Project, Source, paths


def merge(projects: Sequence[Project]) -> Project:
    """Join projects without counting anything twice or dropping anything.

    Codes are the same if they have the same id, or else the same path from the root, as programs
    change the ids from export to export. A coding that an earlier project holds with all that
    belongs to it stays in the list, with the kind ``repeat``, so that it is accounted for but not
    placed again.

    Parameters
    ----------
    projects : sequence of Project
        In the order in which the study names them; the first one's code book comes first.
    """
    codes: dict[str, Code] = {}
    by_path: dict[tuple[str, ...], str] = {}
    sources: dict[str, Source] = {}
    codings: dict[str, Coding] = {}
    originals: dict[str, Coding] = {}
    unique_source, unique_coding = unique_ids(), unique_ids()
    for project in projects:
        new_code = _join_codes(project, codes, by_path)
        new_source = _join_sources(project, sources, unique_source)
        known = dict(originals)
        for coding in project.codings:
            moved = replace(
                coding,
                code=new_code.get(coding.code, ""),
                source=new_source.get(coding.source, coding.source),
            )
            name = unique_coding(coding.coding)
            repeated = known.get(coding.coding) == moved
            kind = "repeat" if repeated else moved.kind
            codings[name] = replace(moved, coding=name, kind=kind)
            originals.setdefault(coding.coding, moved)
    return Project(
        file=", ".join(project.file for project in projects),
        codes=tuple(codes.values()),
        sources=tuple(sources.values()),
        codings=tuple(codings.values()),
        coders=tuple(dict.fromkeys(name for project in projects for name in project.coders)),
        warnings=tuple(
            f"{project.file}: {warning}" for project in projects for warning in project.warnings
        ),
    )


def _join_codes(
    project: Project, codes: dict[str, Code], by_path: dict[tuple[str, ...], str]
) -> dict[str, str]:
    """Add what is new; give the joined id of each of the project's codes."""
    joined: dict[str, str] = {}
    earlier = dict(by_path)
    whole = paths(project.codes)
    for code in project.codes:
        path = whole[code.code]
        if code.code in codes:
            joined[code.code] = code.code
            continue
        if path in earlier:
            joined[code.code] = earlier[path]
            continue
        joined[code.code] = code.code
        codes[code.code] = replace(code, parent=joined.get(code.parent or ""))
        by_path.setdefault(path, code.code)
    return joined


def _join_sources(
    project: Project, sources: dict[str, Source], unique: Callable[[str], str]
) -> dict[str, str]:
    joined: dict[str, str] = {}
    for source in project.sources:
        name = source.source
        if sources.get(name) != source:
            name = unique(name)
        joined[source.source] = name
        sources[name] = replace(source, source=name)
    return joined
