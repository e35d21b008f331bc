"""A project as it may enter the controlled zone: carried over, and without names."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from quotetrail.anonymise.files import Pseudonyms
from quotetrail.anonymise.freetext import replace_names
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.names import Known
from quotetrail.coding.carry import Placed, carry
from quotetrail.coding.history import history_rows
from quotetrail.coding.locate import Located
from quotetrail.coding.project import Code, Coding, Project
from quotetrail.coding.revise import revise
from quotetrail.coding.unnamed import silenced, unnamed
from quotetrail.sheets import CodeChange


class Controlled(NamedTuple):
    """Codes and codings without names, where each coding stands, how the code system changed."""

    codes: list[Code]
    codings: list[Coding]
    placed: list[Placed]
    history: list[list[str]]


def controlled_codings(
    project: Project,
    located: Sequence[Located],
    *,
    coders: Mapping[str, str],
    files: Sequence[str],
    pseudonyms: Iterable[Pseudonyms],
    names: Iterable[Known],
    changes: Sequence[CodeChange],
    sheet: str,
) -> Controlled:
    """Carry a project's codings to the pseudonymised transcripts, and take the names out of it.

    Before that the code system is revised as its sheet says.

    Parameters
    ----------
    project : Project
    located : sequence of Located
        Where its codings stand in the raw transcripts.
    coders : mapping of str to str
        The pseudonym of each coder.
    files : sequence of str
        For each coding the project file it comes from.
    pseudonyms : iterable of Pseudonyms
        How each transcript was pseudonymised.
    names : iterable of Known
        The study's known names.
    changes : sequence of CodeChange
        What became of its codes; none without a sheet.
    sheet : str
        The sheet that holds them, for messages.

    Raises
    ------
    SheetError
        If a change cannot be made.
    """
    transcripts = list(pseudonyms)
    project, located, events = revise(project, located, changes, coders, file=sheet)
    withdrawn = {each.transcript: each.withdrawn for each in transcripts if each.withdrawn}
    placed = carry(located, {each.transcript: each.offsets for each in transcripts}, withdrawn)
    silent = silenced(located, placed, withdrawn)
    without_names = partial(replace_names, matcher=Matcher(names))
    codes, codings = unnamed(project, coders, files, without_names, silent)
    history = history_rows(events, coders, without_names, file=sheet)
    return Controlled(codes, codings, placed, history)
