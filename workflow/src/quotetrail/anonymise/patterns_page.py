"""A text as the patterns read it: one kind of digit, dash and quotation mark, and its words."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress
from typing import NamedTuple, NewType

from quotetrail.anonymise.numerals import NUMERALS, Numeral

_NATIVE_ZEROS = (0x0660, 0x06F0, 0x0966, 0x0AE6, 0xFF10)  # Arabic (two), Devanagari, Gujarati, wide
_SAME = {
    **{chr(zero + digit): str(digit) for zero in _NATIVE_ZEROS for digit in range(10)},
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u05be", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\u0060\u00b4\u05f3\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u05f4", '"'),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
    "\u0130": "I",  # its small form would be two characters
    "\u0901": "\u0902",  # Devanagari candrabindu: पाँच, पांच
    "\u0a81": "\u0a82",
    "\uff0b": "+",
    **dict(zip("\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f", "कखगजडढफय", strict=True)),
    **dict(zip("\u0929\u0931\u0934", "\u0928\u0930\u0933", strict=True)),
}
_SAME_CHARS = frozenset(_SAME)
_INVISIBLE = "\u200b-\u200f\u00ad\u2060-\u206f\ufeff\u034f\u061c\u180e\u202a-\u202e\ufe00-\ufe0f"
_NIQQUD = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
_NUKTA = "\u093c\u0abc"
_MARKED = re.compile(rf".?[\u0300-\u036f{_NIQQUD}{_NUKTA}{_INVISIBLE}]+", re.DOTALL)
_DROPPED = re.compile(rf"[{_NIQQUD}{_NUKTA}{_INVISIBLE}]")

_OTHER = r"\u05d0-\u05ea\u0900-\u0963\u0971-\u097f\u0a80-\u0ae5"  # scripts without capitals
_WORD = re.compile(rf"[^\W\d_{_OTHER}]+|[{_OTHER}]+")  # two in "wardમાં"
_ANY_OTHER = re.compile(rf"[{_OTHER}]")
WORDLIKE = r"[^\W\u0590-\u0aff]"  # what goes on after digits; "2012માં" ends with its digits
_GAP = re.compile(r"[ \n]{1,2}|-|'")
_NEAR = 24
_GAP_IN_RUN, _LONG = 4, 7
_DIGITS = re.compile(r"[0-9]+")


Words = NewType("Words", frozenset[str])
_listed: set[str] = set()


def listed(words: Iterable[str]) -> Words:
    """A list of words for `Page.find`: a page keeps the places of listed words only."""
    _listed.update(words)
    return Words(frozenset(words))


def word_set(text: str) -> Words:
    """The words of a list that is written as text."""
    return listed(text.split())


_FIRST = listed(NUMERALS)


class Number(NamedTuple):
    """A number in digits or in words.

    Attributes
    ----------
    start, end, value : int
        Where it stands in the page, and how much it is.
    form : str
        "digits", "cardinal", "ordinal" or "year" (a number in words that is read as a year).
    """

    start: int
    end: int
    value: int
    form: str


@dataclass(frozen=True)
class Page:
    """A text brought into one spelling, and the way back to it.

    Attributes
    ----------
    text, lower : str
        Digits of all scripts as ASCII, one kind of dash, apostrophe and quotation mark, no marks
        that writers leave out; the same in small letters, equally long.
    signs : str
        Every character of `lower` once: quicker to ask than the text.
    """

    text: str
    lower: str
    signs: str
    _here: list[int]
    _there: list[int]

    @property
    def moved(self) -> bool:
        """Whether the text was longer, so that places differ."""
        return bool(self._here)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span that ``[start, end)`` stands for, ``start < end``."""
        if not self._here:
            return start, end
        return self._back(start), max(self._back(end - 1) + 1, self._back(end))

    def _back(self, place: int) -> int:
        at = bisect_right(self._here, place) - 1
        return self._there[at] + place - self._here[at]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each listed word begins."""
        places: dict[str, list[int]] = defaultdict(list)
        if _ANY_OTHER.search(self.signs):
            for match in _WORD.finditer(self.lower):
                if match.group() in _listed:
                    places[match.group()].append(match.start())
            return places
        spaced = self.lower
        for sign in self.signs:
            if not sign.isalpha():
                spaced = spaced.replace(sign, " ")
        words = spaced.split(" ")
        counted = enumerate(zip(words, accumulate(map(len, words)), strict=True))
        for spaces, (word, letters) in compress(counted, map(_listed.__contains__, words)):
            places[word].append(letters - len(word) + spaces)
        return places

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The listed words that the page has."""
        return frozenset(self._places)

    def find(self, wanted: Words) -> list[tuple[int, int, str]]:
        """Where whole words of a list stand, in order: start, end, word."""
        return self._find(self.vocabulary & wanted)

    def _find(self, words: Iterable[str]) -> list[tuple[int, int, str]]:
        places = self._places
        found = [(at, at + len(word), word) for word in words for at in places[word]]
        found.sort()
        return found

    @cached_property
    def numbers(self) -> list[Number]:
        """Every number in digits or in words, in order."""
        return sorted([*self.digits, *self.spelled])

    @cached_property
    def _starts(self) -> list[int]:
        return [number.start for number in self.numbers]

    def number_before(self, place: int) -> Number | None:
        """The last number that ends at a place or before it, near it."""
        at = bisect_left(self._starts, place) - 1
        if at >= 0 and self.numbers[at].end <= place <= self.numbers[at].end + _NEAR:
            return self.numbers[at]
        return None

    def number_after(self, place: int) -> Number | None:
        """The first number that starts at a place or after it, near it."""
        at = bisect_left(self._starts, place)
        if at < len(self.numbers) and self.numbers[at].start <= place + _NEAR:
            return self.numbers[at]
        return None

    @cached_property
    def digits(self) -> list[Number]:
        """Every run of digits."""
        return [
            Number(*match.span(), int(match.group()[:18]), "digits")
            for match in _DIGITS.finditer(self.text)
        ]

    @cached_property
    def long_runs(self) -> list[Number]:
        """The runs of digits that make, with those that follow within three characters, seven."""
        found = []
        after, digits = len(self.text) + _GAP_IN_RUN, 0
        for number in reversed(self.digits):
            digits = number.end - number.start + (digits if after - number.end < _GAP_IN_RUN else 0)
            after = number.start
            if digits >= _LONG:
                found.append(number)
        return found[::-1]

    @cached_property
    def spelled(self) -> list[Number]:
        """Every number in words, the longest at each place."""
        found: list[Number] = []
        free = 0
        words = self.vocabulary
        firsts = [
            word
            for word in words & _FIRST
            if NUMERALS[word].value is not None or not words.isdisjoint(NUMERALS[word].longer)
        ]
        for start, end, _ in self._find(firsts):
            number = self._number(start, end) if start >= free else None
            if number is not None:
                found.append(number)
                free = number.end
        return found

    def _number(self, start: int, end: int) -> Number | None:
        node: dict[str, Numeral] = NUMERALS
        best, place = None, start
        while (branch := node.get(self.lower[place:end])) is not None:
            if branch.value is not None:
                best = Number(start, end, branch.value, branch.form)
            gap = _GAP.match(self.lower, end)
            following = _WORD.match(self.lower, gap.end()) if gap else None
            if following is None:
                break
            node, (place, end) = branch.longer, following.span()
        return best


def read_page(text: str) -> Page:
    """Bring a text into the spelling of the patterns."""
    signs = "".join(sorted(set(text)))  # what holds for the text can be asked of these, faster
    if _MARKED.search(signs) is None:
        return _page(text, signs, [], [])
    parts: list[str] = []
    here, there, place, done = [0], [0], 0, 0
    for match in _MARKED.finditer(text):
        before = text[done : match.start()]
        kept = _DROPPED.sub("", unicodedata.normalize("NFC", match.group()))
        parts += [before, kept]
        here += [place + len(before), place + len(before) + len(kept)]
        there += [match.start(), match.end()]
        place, done = here[-1], match.end()
    parts.append(text[done:])
    text = "".join(parts)
    return _page(text, "".join(sorted(set(text))), here, there)


def _page(text: str, signs: str, here: list[int], there: list[int]) -> Page:
    """The page with its digits, dashes and quotation marks of one kind; faster than translate."""
    for char in sorted(_SAME_CHARS.intersection(signs)):
        text, signs = text.replace(char, _SAME[char]), signs.replace(char, _SAME[char])
    return Page(text, text.lower(), signs.lower(), here, there)
