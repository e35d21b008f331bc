"""How the code system changed, without names: the rows of history.csv."""

import re
from collections.abc import Callable, Mapping, Sequence

from quotetrail.coding.code_system import STEP
from quotetrail.coding.revise import Event
from quotetrail.errors import SheetError

HISTORY_COLUMNS = ("round", "on", "by", "change", "code", "to", "coder", "why", "codings")
_ID = re.compile(r"[A-Za-z0-9_-]+")


def history_rows(
    events: Sequence[Event],
    coders: Mapping[str, str],
    without_names: Callable[[str], str],
    *,
    file: str,
) -> list[list[str]]:
    """The rows of history.csv, names replaced in every text and coders by their pseudonyms.

    Parameters
    ----------
    events : sequence of Event
    coders : mapping of str to str
        The pseudonym of each coder.
    without_names : callable
        Replaces the known names in a text.
    file : str
        The sheet, for messages.

    Raises
    ------
    SheetError
        If `by` is neither a coder nor an id that names nobody.
    """
    return [
        [
            str(change.round),
            change.on,
            _by(change.by, change.row, coders, without_names, file=file),
            change.change,
            STEP.join(map(without_names, code)),
            STEP.join(map(without_names, to)),
            _pseudonym(change.coder, coders),
            without_names(change.why),
            str(codings),
        ]
        for change, code, to, codings in events
    ]


def _by(
    by: str, row: int, coders: Mapping[str, str], without_names: Callable[[str], str], *, file: str
) -> str:
    pseudonym = _pseudonym(by, coders)
    if pseudonym:
        return pseudonym
    if _ID.fullmatch(by) and without_names(by) == by:
        return by
    raise SheetError(
        "it is neither a coder of the project nor an id without names",
        file=file,
        place=f"row {row}, column by",
        expected="a coder, a coder's pseudonym, or an id of letters A-Z and a-z, digits, '_', '-'",
        advice="correct the cell",
    )


def _pseudonym(coder: str, coders: Mapping[str, str]) -> str:
    """The pseudonym of a coder who is named or whose pseudonym it is; else nothing."""
    wanted = coder.casefold()
    return next(
        (
            pseudonym
            for name, pseudonym in coders.items()
            if wanted and wanted in (name.strip().casefold(), pseudonym.casefold())
        ),
        "",
    )
