"""The code system over time: codes renamed, merged, moved, split or dropped after coding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from quotetrail.coding.code_system import (
    CodeSystem,
    below,
    child_named,
    coders_named,
    counted,
    find,
    give,
    hang,
    parents_first,
    path_of,
    refusal,
    rooted,
)
from quotetrail.coding.ids import made_id, unique
from quotetrail.coding.locate import Located
from quotetrail.coding.project import Code, Coding, Project
from quotetrail.sheets import CodeChange

DROPPED = "its code was dropped"
DOUBLED = "the code it was merged into stands there already, by the same coder"
_NOWHERE = ""


class Event(NamedTuple):
    """What a row of the sheet did.

    Attributes
    ----------
    change : CodeChange
        The row.
    code : tuple of str
        The names from the root down to the code, as the rows above left it.
    to : tuple of str
        The new name alone, or the names down to the code that the row names.
    codings : int
        How many codings it gave another code or path, or took out.
    """

    change: CodeChange
    code: tuple[str, ...]
    to: tuple[str, ...]
    codings: int


class Revised(NamedTuple):
    """A project under its latest code system, where its codings stand, and how it came to be."""

    project: Project
    located: list[Located]
    history: list[Event]


def revise(
    project: Project,
    located: Sequence[Located],
    changes: Sequence[CodeChange],
    coders: Mapping[str, str],
    *,
    file: str,
) -> Revised:
    """Apply the changes to a project, each to the code system as those before it left it.

    A renamed or moved code keeps its id. Of a merge, a coding is taken out where the target stands
    at the same place by the same coder already, so that no passage counts twice.

    Parameters
    ----------
    project : Project
    located : sequence of Located
        Where its codings stand.
    changes : sequence of CodeChange
    coders : mapping of str to str
        The pseudonym of each coder.
    file : str
        The sheet, for messages.

    Raises
    ------
    SheetError
        If a row names a code or a coder that is not there, or asks for what is no tree of codes
        with a name for each; it names the row and the column.
    """
    if not changes:
        return Revised(project, list(located), [])
    system = CodeSystem(
        file=file,
        coders=coders,
        codes=rooted(project.codes),
        code_of={coding.coding: coding.code for coding in project.codings},
        coder_of={coding.coding: coding.coder for coding in project.codings},
        places={
            each.coding.coding: (each.transcript, each.start, each.end, each.coding.coder)
            for each in located
            if each.start is not None
        },
        left={},
    )
    history = [_CHANGES[change.change](system, change) for change in changes]
    codings = {
        coding.coding: coding._replace(code=system.code_of[coding.coding])
        for coding in project.codings
    }
    revised = replace(project, codes=tuple(parents_first(system)), codings=tuple(codings.values()))
    return Revised(revised, [_placed(system, each, codings) for each in located], history)


def _placed(system: CodeSystem, located: Located, codings: Mapping[str, Coding]) -> Located:
    coding = codings[located.coding.coding]
    reason = system.left.get(coding.coding)
    if reason is None:
        return located._replace(coding=coding)
    return Located(coding, located.transcript, None, None, "unplaced", reason)


def _rename(system: CodeSystem, change: CodeChange) -> Event:
    code = find(system, change, "code")
    before = path_of(system, code.code)
    twin = child_named(system, code.parent, change.to)
    if twin not in (None, code.code):
        raise refusal(
            system,
            change,
            "to",
            "another code of this name stands below the same code",
            "a name that no code beside it has",
            "write the change `merge` if the two are one",
        )
    system.codes[code.code] = replace(code, name=change.to)
    return Event(change, before, (change.to,), len(counted(system, below(system, code.code))))


def _merge(system: CodeSystem, change: CodeChange) -> Event:
    code, target = find(system, change, "code"), find(system, change, "to")
    if target.code == code.code or target.code in below(system, code.code):
        raise refusal(
            system,
            change,
            "to",
            "the code is merged into itself or into a code below it",
            "a code that stands elsewhere",
            "name another code, or move that one out first",
        )
    paths = path_of(system, code.code), path_of(system, target.code)
    touched = counted(system, below(system, code.code))
    _join(system, code.code, target.code)
    return Event(change, *paths, len(touched))


def _join(system: CodeSystem, code: str, target: str) -> None:
    """Give the target all that a code has: its codings, its description, the codes below it."""
    there = {system.places.get(coding) for coding in counted(system, [target])} - {None}
    for coding in counted(system, [code]):
        if system.places.get(coding) in there:
            system.left[coding] = DOUBLED
    give(system, [code], target)
    gone, kept = system.codes.pop(code), system.codes[target]
    described = dict.fromkeys(text for text in (kept.description, gone.description) if text)
    system.codes[target] = replace(
        kept, description="\n".join(described), codable=kept.codable or gone.codable
    )
    for child in [each for each in system.codes.values() if each.parent == code]:
        twin = child_named(system, target, child.name)
        if twin is None:
            hang(system, child, target)
        else:
            _join(system, child.code, twin)


def _move(system: CodeSystem, change: CodeChange) -> Event:
    code = find(system, change, "code")
    parent = find(system, change, "to").code if change.to else None
    if parent in below(system, code.code):
        raise refusal(
            system,
            change,
            "to",
            "the code is moved below itself",
            "a code that does not stand below it, or nothing for the top level",
            "name another code, or move that one out first",
        )
    if child_named(system, parent, code.name) not in (None, code.code):
        raise refusal(
            system,
            change,
            "to",
            "a code of the same name stands there already",
            "a code below which the name is free",
            "write the change `merge` if the two are one, or rename one of them first",
        )
    before = path_of(system, code.code)
    hang(system, code, parent)
    to = path_of(system, parent) if parent else ()
    return Event(change, before, to, len(counted(system, below(system, code.code))))


def _split(system: CodeSystem, change: CodeChange) -> Event:
    code = find(system, change, "code")
    before = path_of(system, code.code)
    names = coders_named(system, change)
    above, _, name = (part.strip() for part in change.to.rpartition(">"))
    parent = find(system, replace(change, to=above), "to").code if above else None
    if child_named(system, parent, name) is not None:
        raise refusal(
            system,
            change,
            "to",
            "the new code is there already",
            "a path that no code has",
            "give it another name; codes that are one can be merged in a row below",
        )
    made = unique(made_id("code-", code.code, change.to), system.codes)
    system.codes[made] = Code(made, name, parent, colour=code.colour)
    taken = [each for each in counted(system, [code.code]) if system.coder_of[each] in names]
    system.code_of.update(dict.fromkeys(taken, made))
    return Event(change, before, path_of(system, made), len(taken))


def _drop(system: CodeSystem, change: CodeChange) -> Event:
    code = find(system, change, "code")
    before, gone = path_of(system, code.code), below(system, code.code)
    taken = counted(system, gone)
    system.left.update(dict.fromkeys(taken, DROPPED))
    give(system, gone, _NOWHERE)
    for each in gone:
        del system.codes[each]
    return Event(change, before, (), len(taken))


_CHANGES: Mapping[str, Callable[[CodeSystem, CodeChange], Event]] = {
    "rename": _rename,
    "merge": _merge,
    "move": _move,
    "split": _split,
    "drop": _drop,
}
