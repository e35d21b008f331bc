"""The ways in which programs count the characters of a text, and offsets carried to ours.

Ours are code points, the end exclusive. NVivo for Windows counts UTF-16 code units, others count
bytes; a line end may count as one or as two whatever the file holds, a byte order mark may count,
and the end may be the last character itself.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, product
from typing import Literal, NamedTuple

Unit = Literal["code points", "UTF-16", "bytes"]
LineEnd = Literal["as stored", "one", "two"]


class Counting(NamedTuple):
    """A way of counting.

    Attributes
    ----------
    unit : str
        ``code points``, ``UTF-16`` for code units of it, or ``bytes`` for those of UTF-8.
    line_end : str
        ``as stored``: CRLF counts as two, LF as one. ``one`` or ``two``: every line end does.
    mark : bool
        Whether a byte order mark before the text is counted.
    inclusive : bool
        Whether the end is the last character itself.
    """

    unit: Unit
    line_end: LineEnd = "as stored"
    mark: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        """In words, leaving out what is usual."""
        parts = [
            self.unit,
            "" if self.line_end == "as stored" else f"line ends as {self.line_end}",
            "a byte order mark counted" if self.mark else "",
            "end inclusive" if self.inclusive else "end exclusive",
        ]
        return ", ".join(filter(None, parts))


STANDARD = Counting("code points")
UNITS: tuple[Unit, ...] = ("code points", "UTF-16", "bytes")
LINE_ENDS: tuple[LineEnd, ...] = ("as stored", "one", "two")
COUNTINGS = tuple(
    Counting(unit, line_end, mark, inclusive)
    for inclusive, mark, line_end, unit in product((False, True), (False, True), LINE_ENDS, UNITS)
)
"""From the most usual one to the least."""
_ASTRAL = "[\U00010000-\U0010ffff]"
_NOT_ASCII = "[^\\x00-\\x7f]"
_RETURN = r"\r(?=\n)"
_LONE_FEED = r"(?<!\r)\n"
_NOTHING = r"(?!)"


class Ruler(NamedTuple):
    """The characters of a text that do not count as one: their places, offsets and widths."""

    places: Sequence[int]
    offsets: Sequence[int]
    widths: Sequence[int]

    def place(self, offset: int, *, upwards: bool) -> tuple[int, bool]:
        """The code point at an offset, and whether the offset cuts it in two.

        Of a character that is cut, the place is the one before it, or ``upwards`` the one after.
        """
        nearest = bisect_right(self.offsets, offset) - 1
        if nearest < 0:
            return offset, False
        inside = offset - self.offsets[nearest]
        if inside == 0:
            return self.places[nearest], False
        if inside < self.widths[nearest]:
            return self.places[nearest] + upwards, True
        return self.places[nearest] + 1 + inside - self.widths[nearest], False


def to_code_points(text: str, start: int, end: int, counting: Counting) -> tuple[int, int]:
    """The span in code points, end exclusive.

    Parameters
    ----------
    text : str
        Without a byte order mark.
    start, end : int
        As the file counts them. What lies outside the text stays outside it.
    counting : Counting

    Returns
    -------
    tuple of int
        A span that cuts a character in two holds the whole of it.
    """
    (low, _), (high, _) = measured(text, start, end, counting)
    return low, high


def measured(
    text: str, start: int, end: int, counting: Counting
) -> tuple[tuple[int, bool], tuple[int, bool]]:
    """The start and the end in code points, each with whether it cuts a character in two."""
    if counting == STANDARD:
        return (start, False), (end, False)
    ruler = _ruler(text, counting.unit, counting.line_end)
    before = (3 if counting.unit == "bytes" else 1) if counting.mark else 0
    return (
        ruler.place(start - before, upwards=False),
        ruler.place(end - before + counting.inclusive, upwards=True),
    )


def same_counting(text: str, counting: Counting) -> Counting:
    """The plainest counting that is the same in this text, so that each is tried only once."""
    unit, line_end = counting.unit, counting.line_end
    nature = _nature(text)
    if unit == "UTF-16" and not nature.astral:
        unit = "code points"
    if unit == "bytes" and nature.ascii and not counting.mark:
        unit = "code points"
    if (line_end == "one" and not nature.pairs) or (line_end == "two" and not nature.lone):
        line_end = "as stored"
    return counting._replace(unit=unit, line_end=line_end)


class _Nature(NamedTuple):
    """Whether a text has characters of two UTF-16 units, only ASCII, CRLF, or LF alone."""

    astral: bool
    ascii: bool
    pairs: bool
    lone: bool


@lru_cache(maxsize=1024)
def _nature(text: str) -> _Nature:
    pairs = text.count("\r\n")
    astral = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return _Nature(astral, text.isascii(), bool(pairs), text.count("\n") > pairs)


@lru_cache(maxsize=64)
def _ruler(text: str, unit: Unit, line_end: LineEnd) -> Ruler:
    found = list(_uneven(unit, line_end).finditer(text))
    places = [each.start() for each in found]
    widths = [_width(each[0], unit) for each in found]
    before = accumulate((width - 1 for width in widths), initial=0)
    return Ruler(
        places, [place + more for place, more in zip(places, before, strict=False)], widths
    )


@cache
def _uneven(unit: Unit, line_end: LineEnd) -> re.Pattern[str]:
    """The characters that do not count as one."""
    parts = {"code points": [], "UTF-16": [_ASTRAL], "bytes": [_NOT_ASCII]}[unit]
    ends = {"as stored": [], "one": [_RETURN], "two": [_LONE_FEED]}[line_end]
    return re.compile("|".join([*parts, *ends]) or _NOTHING)


@lru_cache(maxsize=4096)
def _width(char: str, unit: Unit) -> int:
    if char in "\r\n":
        return 0 if char == "\r" else 2
    return 2 if unit == "UTF-16" else len(char.encode("utf-8", "surrogatepass"))
