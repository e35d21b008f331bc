"""Whose words may be printed, and what a public report says about who spoke them."""

from collections.abc import Sequence

import pandas as pd

_NAMED = ("participant", "moderator", "observer")


def may_quote(
    speakers: Sequence[str], participants: pd.DataFrame, *, original: bool = False
) -> str:
    """Why a passage must not be quoted; empty if it may.

    Every speaker of the passage must have agreed and not have withdrawn, in every row of the
    participants sheet; moderators and observers no less than participants.

    Parameters
    ----------
    speakers : sequence of str
        The speakers of all turns that the passage touches, as the transcript names them.
    participants : DataFrame
        The controlled file.
    original : bool
        Whether the passage is to be printed in the language in which it was spoken although a
        translation would do; then that needs consent too.

    Returns
    -------
    str
        The reason, without any id.
    """
    if not speakers:
        return "nobody identified who speaks"
    for speaker in speakers:
        rows = participants[participants["participant"] == speaker]
        if rows.empty:
            return "a speaker is in no participants sheet"
        if (rows["withdrawn"] != "no").any():
            return "a speaker has withdrawn"
        if (rows["quote"] != "yes").any():
            return "a speaker has not agreed to be quoted"
        if original and (rows["original_language"] != "yes").any():
            return "a speaker has not agreed to be quoted in the original language"
    return ""


def attribution(
    parts: Sequence[str], *, country: str = "", site: str = "", synthetic: bool = False
) -> str:
    """Say who speaks in a quotation, as coarsely as is still of use.

    Never an id, a group or an attribute: insiders know who sat in which group.

    Parameters
    ----------
    parts : sequence of str
        For each speaker of the quotation ``participant``, ``moderator`` or ``observer``; any other
        word counts as ``participant``.
    country, site : str
        Where the group was held; the site is printed only where no country is known.
    synthetic : bool
        Whether the data are invented.
    """
    known = [part if part in _NAMED else "participant" for part in parts] or ["participant"]
    people = [part if known.count(part) == 1 else f"{part}s" for part in _NAMED if part in known]
    who = " and ".join([", ".join(people[:-1]), people[-1]] if people[:-1] else people)
    place = country or site
    said_by = f"{who}, {place}" if place else who
    return f"[invented] {said_by}" if synthetic else said_by
