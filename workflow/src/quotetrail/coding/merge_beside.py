"""Cases, groups, values and summaries of several projects as those of one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from quotetrail.coding.beside import Beside, folded, same_value
from quotetrail.coding.ids import unique
from quotetrail.coding.project import Case, Conflict, Group, Project, Summary, Value


class Moved(NamedTuple):
    """A project, and the joined ids of its sources and codes."""

    project: Project
    sources: Mapping[str, str]
    codes: Mapping[str, str]


def join_beside(parts: Sequence[Moved], conflicts: list[Conflict]) -> Beside:
    """Join cases of the same name, groups of the same name, and equal values.

    Parameters
    ----------
    parts : sequence of Moved
    conflicts : list of Conflict
        Where two say different things of one, the first counts, and a conflict is added.
    """
    cases: dict[str, Case] = {}
    by_name: dict[str, str] = {}
    groups: dict[tuple[str, str], Group] = {}
    values: dict[tuple[str, str, str], Value] = {}
    summaries: dict[Summary, None] = {}
    for part in parts:
        subjects = dict(part.sources)
        for case in part.project.cases:
            subjects[case.case] = _join_case(case, part, cases, by_name, conflicts)
        for group in part.project.groups:
            _join_group(group, part, groups)
        for value in part.project.values:
            moved = replace(value, subject=subjects.get(value.subject, ""), file=part.project.file)
            _join_value(moved, values, cases, conflicts)
        for each in part.project.summaries:
            subject, code = subjects.get(each.subject, ""), part.codes.get(each.code, "")
            summaries[replace(each, subject=subject, code=code)] = None
    return Beside(
        tuple(cases.values()), tuple(groups.values()), tuple(values.values()), tuple(summaries)
    )


def _join_case(
    case: Case,
    part: Moved,
    cases: dict[str, Case],
    by_name: dict[str, str],
    conflicts: list[Conflict],
) -> str:
    """Add a case, or what it holds to the case that it is; its joined id."""
    sources = tuple(part.sources.get(each, each) for each in case.sources)
    parts = tuple(part.sources.get(each, each) for each in case.parts)
    name = by_name.get(folded(case.name)) if case.name.strip() else None
    if name is None:
        name = unique(case.case, cases)
        cases[name] = replace(case, case=name, sources=sources, parts=parts)
        by_name[folded(case.name)] = name
        return name
    known = cases[name]
    one, other = known.description.strip(), case.description.strip()
    if one and other and one != other:
        what = "case description"
        conflicts.append(Conflict(what, known.name, one, other, part.project.file))
    own = tuple(dict.fromkeys((*known.sources, *sources)))
    others = dict.fromkeys((*known.parts, *parts))
    cases[name] = replace(
        known,
        description=one or other,
        sources=own,
        parts=tuple(each for each in others if each not in own),
    )
    return name


def _join_group(group: Group, part: Moved, groups: dict[tuple[str, str], Group]) -> None:
    sources = [part.sources.get(each, each) for each in group.sources]
    codes = [part.codes.get(each, each) for each in group.codes]
    key = (group.kind, folded(group.name))
    known = groups.setdefault(key, replace(group, sources=(), codes=()))
    groups[key] = replace(
        known,
        sources=tuple(dict.fromkeys((*known.sources, *sources))),
        codes=tuple(dict.fromkeys((*known.codes, *codes))),
    )


def _join_value(
    value: Value,
    values: dict[tuple[str, str, str], Value],
    cases: Mapping[str, Case],
    conflicts: list[Conflict],
) -> None:
    known = values.setdefault((value.of, value.subject, folded(value.variable)), value)
    if not same_value(known.value, value.value):
        case = cases.get(value.subject) if value.of == "case" else None
        where = f"{case.name if case else value.subject}: {known.variable}"
        conflicts.append(Conflict("value", where, known.value, value.value, value.file))
