"""Placed codings carried from the raw transcripts to the pseudonymised ones."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from quotetrail.coding.locate import Located
from quotetrail.text import OffsetMap

_NO_TRANSCRIPT = "its transcript has no pseudonymised text"
_WITHDRAWN = "somebody has withdrawn from its transcript, and whose words it is about is not known"
_NOTHING_LEFT = "nothing of it is left in the pseudonymised transcript"


class Placed(NamedTuple):
    """The place of a coding in the pseudonymised transcripts; it holds no text.

    Attributes
    ----------
    coding : str
        The coding's id.
    transcript : str
        Empty where no transcript is known.
    start, end : int or None
        None if it is unplaced, or only counted.
    placement : str
        ``exact``, ``mapped``, ``aligned``, ``searched``, ``document`` or ``unplaced``.
    reason : str
        Why it is unplaced.
    """

    coding: str
    transcript: str
    start: int | None
    end: int | None
    placement: str
    reason: str = ""


def carry(
    located: Iterable[Located],
    maps: Mapping[str, OffsetMap],
    withdrawn: Collection[str] = (),
) -> list[Placed]:
    """Carry each place from the raw to the pseudonymised text.

    Parameters
    ----------
    located : iterable of Located
    maps : mapping of str to OffsetMap
        By transcript, from its raw to its pseudonymised text.
    withdrawn : collection of str
        The transcripts out of which turns of somebody who has withdrawn are left.

    Returns
    -------
    list of Placed
        One for each coding. An exact place that a replacement touches becomes ``mapped``.
    """
    return [_carry(each, maps, withdrawn) for each in located]


def _carry(located: Located, maps: Mapping[str, OffsetMap], withdrawn: Collection[str]) -> Placed:
    name, transcript = located.coding.coding, located.transcript or ""
    if located.placement == "unplaced":
        return Placed(name, transcript, None, None, "unplaced", located.reason)
    if transcript not in maps:
        return Placed(name, transcript, None, None, "unplaced", _NO_TRANSCRIPT)
    if located.start is None or located.end is None:
        if transcript in withdrawn:
            return Placed(name, transcript, None, None, "unplaced", _WITHDRAWN)
        return Placed(name, transcript, None, None, located.placement)
    carried = maps[transcript].forward(located.start, located.end)
    if carried.start == carried.end:
        return Placed(name, transcript, None, None, "unplaced", _NOTHING_LEFT)
    touched = carried.replaced or carried.inserted or carried.dropped
    placement = "mapped" if located.placement == "exact" and touched else located.placement
    return Placed(name, transcript, carried.start, carried.end, placement)
