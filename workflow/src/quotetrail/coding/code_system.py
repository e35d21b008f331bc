"""The codes of a project and what they are given to, while changes are made to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from quotetrail.coding.project import Code
from quotetrail.errors import SheetError
from quotetrail.sheets import CodeChange
from quotetrail.text.folding import fold

STEP = " > "


@dataclass
class CodeSystem:
    """The code system as the rows so far left it.

    Attributes
    ----------
    file : str
        The sheet, for messages.
    coders : mapping of str to str
        The pseudonym of each coder.
    codes : dict of str to Code
        By id.
    code_of, coder_of : dict of str to str
        The code and the coder of each coding; no code if it was dropped.
    places : mapping of str to tuple
        Where each coding stands that has a place in a transcript, and whose it is.
    left : dict of str to str
        Why codings are no longer in the code system.
    """

    file: str
    coders: Mapping[str, str]
    codes: dict[str, Code]
    code_of: dict[str, str]
    coder_of: Mapping[str, str]
    places: Mapping[str, tuple]
    left: dict[str, str]


def find(system: CodeSystem, change: CodeChange, column: str) -> Code:
    """The one code whose path a cell names; capitals and blanks count only to tell two apart."""
    wanted = getattr(change, column)
    joined = {name: STEP.join(path_of(system, name)) for name in system.codes}
    exact = [code for name, code in system.codes.items() if joined[name] == wanted]
    alike = (code for name, code in system.codes.items() if _key(joined[name]) == _key(wanted))
    found = exact or list(alike)
    if len(found) != 1:
        there = "several codes have" if found else "no code has"
        raise refusal(
            system,
            change,
            column,
            f"{there} this path after the changes in the rows above",
            "the path of one code, for example: Trust > Trust in staff",
            "rename the codes in the QDA program so that each path is there once"
            if found
            else "correct the cell; codebook.csv of a run without the sheet lists the paths",
        )
    return found[0]


def coders_named(system: CodeSystem, change: CodeChange) -> set[str]:
    """The names in the project of the coder whom a row names, or whose pseudonym it gives."""
    wanted = change.coder.casefold()
    names = {
        name
        for name, pseudonym in system.coders.items()
        if wanted in (name.strip().casefold(), pseudonym.casefold())
    }
    if not names:
        known = ", ".join(dict.fromkeys(system.coders.values())) or "nobody: there are no coders"
        raise refusal(
            system,
            change,
            "coder",
            "the project has no such coder",
            f"a coder's name in the project, or one of {known}",
            "correct the cell",
        )
    return names


def refusal(system: CodeSystem, change: CodeChange, column: str, *words: str) -> SheetError:
    """What is wrong with a cell, what was expected, what to do."""
    found, expected, advice = words
    place = f"row {change.row}, column {column}"
    return SheetError(found, file=system.file, place=place, expected=expected, advice=advice)


def _key(path: str) -> str:
    """What two spellings of a path have in common."""
    return STEP.join(_even(level) for level in path.split(">"))


@cache
def _even(name: str) -> str:
    return " ".join(fold(name).text.split())


def path_of(system: CodeSystem, code: str) -> tuple[str, ...]:
    """The names from the root down to a code."""
    found: list[str] = []
    at: str | None = code
    while at is not None:
        found.append(system.codes[at].name)
        at = system.codes[at].parent
    return tuple(reversed(found))


def child_named(system: CodeSystem, parent: str | None, name: str) -> str | None:
    """The code of this name directly below a code, or at the top level."""
    wanted = _key(name)
    return next(
        (
            each.code
            for each in system.codes.values()
            if each.parent == parent and _key(each.name) == wanted
        ),
        None,
    )


def below(system: CodeSystem, code: str) -> list[str]:
    """A code and all codes below it."""
    return [code, *(each.code for each in _subtree(system, code))]


def counted(system: CodeSystem, codes: Collection[str]) -> list[str]:
    """The codings of some codes that are still in the code system."""
    wanted = set(codes)
    return [
        coding
        for coding, code in system.code_of.items()
        if code in wanted and coding not in system.left
    ]


def give(system: CodeSystem, codes: Collection[str], to: str) -> None:
    """Give all codings of some codes another code, those that were taken out too."""
    for coding, code in system.code_of.items():
        if code in codes:
            system.code_of[coding] = to


def hang(system: CodeSystem, code: Code, parent: str | None) -> None:
    """Put a code below another one, as the last there."""
    del system.codes[code.code]
    system.codes[code.code] = replace(code, parent=parent)


def rooted(codes: Sequence[Code]) -> dict[str, Code]:
    """The codes by id; one whose parent is not among those before it stands at the root."""
    found: dict[str, Code] = {}
    for code in codes:
        found[code.code] = code if code.parent in found else replace(code, parent=None)
    return found


def parents_first(system: CodeSystem) -> list[Code]:
    """All codes, each followed by those below it."""
    return _subtree(system, None)


def _subtree(system: CodeSystem, top: str | None) -> list[Code]:
    children: dict[str | None, list[Code]] = defaultdict(list)
    for code in system.codes.values():
        children[code.parent].append(code)
    ordered: list[Code] = []
    waiting = list(reversed(children[top]))
    while waiting:
        ordered.append(waiting.pop())
        waiting += reversed(children[ordered[-1].code])
    return ordered
