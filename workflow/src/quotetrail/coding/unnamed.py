"""A project's codes and codings without names: what may enter the controlled zone."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from quotetrail.coding.carry import Placed
from quotetrail.coding.locate import Located
from quotetrail.coding.project import Code, Coding, Project

_MOMENT = re.compile(r"[\dTZ:.+ -]*")


def silenced(
    located: Iterable[Located],
    placed: Iterable[Placed],
    withdrawn: Mapping[str, Sequence[tuple[int, int]]],
) -> set[str]:
    """The codings whose memo may not be handed on, because it may repeat what must not be.

    That is what was said by somebody who has withdrawn, and what has no place in a pseudonymised
    transcript: the codings that are only counted are among these.

    Parameters
    ----------
    located, placed : iterables
        The same codings in the same order.
    withdrawn : mapping of str to sequence of (start, end)
        By transcript, the raw spans of the turns that were withdrawn.
    """
    return {
        carried.coding
        for each, carried in zip(located, placed, strict=True)
        if carried.start is None or _touches(each, withdrawn.get(each.transcript or "", ()))
    }


def _touches(located: Located, spans: Iterable[tuple[int, int]]) -> bool:
    start, end = located.start, located.end
    if start is None or end is None:
        return False
    return any(start < last and first < end for first, last in spans)


def unnamed(
    project: Project,
    coders: Mapping[str, str],
    files: Sequence[str],
    without_names: Callable[[str], str],
    silent: Collection[str] = (),
) -> tuple[list[Code], list[Coding]]:
    """Replace names in every free text of a project, and coders by their pseudonyms.

    Parameters
    ----------
    project : Project
    coders : mapping of str to str
        The pseudonym of each coder.
    files : sequence of str
        For each coding the project file it comes from.
    without_names : callable
        Replaces the known names in a text.
    silent : collection of str
        The codings that lose their memo.

    Returns
    -------
    codes, codings : lists
        The codings keep neither offsets into nor words of the program's own text.
    """
    codes = [
        replace(
            code,
            name=without_names(code.name),
            description=without_names(code.description),
            colour=without_names(code.colour),
        )
        for code in project.codes
    ]
    codings = [
        coding._replace(
            source=file,
            start=None,
            end=None,
            coder=coders.get(coding.coder, ""),
            created=_moment(coding.created, without_names),
            memo="" if coding.coding in silent else without_names(coding.memo),
            quoted="",
            paragraphs=None,
        )
        for coding, file in zip(project.codings, files, strict=True)
    ]
    return codes, codings


def _moment(created: str, without_names: Callable[[str], str]) -> str:
    """A date and time as it is; whatever else a file writes there is a free text."""
    return created if _MOMENT.fullmatch(created) else without_names(created)
