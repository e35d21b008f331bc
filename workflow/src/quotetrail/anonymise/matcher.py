"""Known names in a text: whole words, however they are written."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import ahocorasick

from quotetrail.anonymise.clitics import honorific, is_prefix, is_suffix
from quotetrail.anonymise.names import Known
from quotetrail.anonymise.spelling import is_small, is_word_character, key, spell

_LONGEST_CLITIC = 12
_NUMBER = re.compile(r"\d{1,4}$")
_HEX = frozenset("abcdef")


class Hit(NamedTuple):
    """A known name in a text: code points, end exclusive, without the clitics around it.

    An honorific goes with the name, since it may be a name itself: Miriamben, Ben.
    """

    start: int
    end: int
    known: Known


class Matcher:
    """Finds known names in texts.

    Parameters
    ----------
    known : iterable of Known
        Of equal spellings the first counts.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        spellings: dict[str, Known] = {}
        for entry in known:
            spellings.setdefault(key(entry.text), entry)
        spellings.pop("", None)
        self._spellings = spellings
        self._automaton = ahocorasick.Automaton()
        for spelling in spellings:
            self._automaton.add_word(spelling, spelling)
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Hit]:
        """The hits in a text, in order, without overlap; the longest first, then the leftmost."""
        if not self._spellings:
            return []
        spelled = spell(text)
        found = []
        for last, spelling in self._automaton.iter(spelled.text):
            start, end = last + 1 - len(spelling), last + 1
            known = self._spellings[spelling]
            if not known.small and is_small(text[slice(*spelled.span(start, end))]):
                continue
            place = spelled.span(start, end)[0]
            seam = text[place].isupper() and text[place - 1 : place].islower()
            if _stands_alone(spelled.text, start, end, seam=seam):
                found.append((start, end + honorific(spelled.text, start, end), spelling))
        chosen: list[Hit] = []
        taken = bytearray(len(spelled.text))
        for start, end, spelling in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0])):
            low, high = uncovered(spelled.text, start, end, taken)
            if low < high:
                taken[low:high] = b"\1" * (high - low)
                chosen.append(Hit(*spelled.span(low, high), self._spellings[spelling]))
        return sorted(chosen)

    def occurs(self, text: str) -> bool:
        """Whether any of the names stands in a text."""
        return bool(self.find(text))


def uncovered(text: str, start: int, end: int, taken: bytearray) -> tuple[int, int]:
    """What is left of a hit beside longer ones, so that no half of a name stays behind.

    Empty where nothing is left, or where a longer hit lies inside.
    """
    if not any(taken[start:end]):
        return start, end
    while start < end and (taken[start] or not is_word_character(text[start])):
        start += 1
    while start < end and (taken[end - 1] or not is_word_character(text[end - 1])):
        end -= 1
    return (start, start) if any(taken[start:end]) else (start, end)


def _stands_alone(text: str, start: int, end: int, *, seam: bool) -> bool:
    """Whether only a clitic or a number, if anything, is grown onto ``[start, end)``."""
    low, high = start, end
    while low > 0 and start - low <= _LONGEST_CLITIC and is_word_character(text[low - 1]):
        low -= 1
    while high < len(text) and high - end <= _LONGEST_CLITIC and is_word_character(text[high]):
        high += 1
    grown = text[end:high]
    # Names get numbers, "Maria2"; but one of the letters a to f alone would be found in hashes.
    if not text[end - 1].isnumeric() and not _HEX.issuperset(text[start:end]):
        grown = _NUMBER.sub("", grown)
    name = text[start:end]
    return is_prefix(text[low:start], name, seam=seam) and is_suffix(grown, name)
