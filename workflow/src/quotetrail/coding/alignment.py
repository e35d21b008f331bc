"""Two versions of one text, matched token by token, to carry spans from one to the other."""

from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from quotetrail.coding.tokens import Token, keys_of, occurrences, places, tokens

_CONTEXT = 3
_FEWEST_TOKENS = 3


class Aligned(NamedTuple):
    """A span of the second text and how it was found there."""

    start: int
    end: int
    placement: str


class _Run(NamedTuple):
    """A span of the earlier text and the tokens, first to last, that it touches."""

    start: int
    end: int
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Alignment:
    """The token-wise alignment of an earlier text with a later one.

    White space, case and typography do not count; tokens are never matched across the order of
    the texts, so what was moved elsewhere counts as removed.
    """

    def __init__(self, earlier: str, later: str) -> None:
        self._texts = earlier, later
        self._earlier, self._later = tokens(earlier), tokens(later)
        self._keys = [token.key for token in self._earlier], [token.key for token in self._later]
        self._ends = [token.end for token in self._earlier]
        self._starts = [token.start for token in self._earlier]
        self._pairs: dict[int, int] = {}
        for block in Levenshtein.opcodes(*self._keys):
            if block.tag == "equal":
                ours = range(block.src_start, block.src_end)
                self._pairs.update(zip(ours, range(block.dest_start, block.dest_end), strict=True))

    def carry(self, start: int, end: int) -> Aligned | None:
        """The span of the later text that a span of the earlier one has become.

        Returns
        -------
        Aligned or None
            ``exact``: the text is the same, and so is what surrounds it, or it stands only once
            in either text. ``aligned``: first and last token are there, and at least half of the
            tokens on either side. ``searched``: its tokens stand exactly once in either text.
            None where nothing of this holds.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return None
        run = _Run(start, end, first, last)
        if first in self._pairs and last in self._pairs:
            found = self._paired(run, self._pairs[first], self._pairs[last])
            if found is not None:
                return found
        alone = self._only_place(run)
        if alone is None or run.length < _FEWEST_TOKENS:
            return None
        return Aligned(*self._span(run, alone, alone + run.length - 1), "searched")

    def _paired(self, run: _Run, left: int, right: int) -> Aligned | None:
        span = self._span(run, left, right)
        theirs = right - left + 1
        kept = sum(index in self._pairs for index in range(run.first, run.last + 1))
        if kept == run.length == theirs:
            if not self._surrounded(run.first, run.last) and self._only_place(run) != left:
                return None
            same = self._texts[0][run.start : run.end].strip() == self._texts[1][slice(*span)]
            return Aligned(*span, "exact" if same else "aligned")
        if kept * 2 < max(run.length, theirs) or kept < _FEWEST_TOKENS:
            return None
        return Aligned(*span, "aligned")

    def _span(self, run: _Run, left: int, right: int) -> tuple[int, int]:
        """From the first token to the last, cut where the span cuts an unchanged token."""
        start, end = self._later[left].start, self._later[right].end
        if self._raw(0, run.first) == self._raw(1, left):
            start += max(run.start - self._earlier[run.first].start, 0)
        if self._raw(0, run.last) == self._raw(1, right):
            end -= max(self._earlier[run.last].end - run.end, 0)
        return start, end

    def _raw(self, side: int, index: int) -> str:
        token = (self._earlier, self._later)[side][index]
        return self._texts[side][token.start : token.end]

    def _surrounded(self, first: int, last: int) -> bool:
        """Whether the tokens next to the span are kept next to it, up to the text's ends."""
        before = range(max(first - _CONTEXT, 0), first)
        after = range(last + 1, min(last + 1 + _CONTEXT, len(self._earlier)))
        left, right = self._pairs[first] - first, self._pairs[last] - last
        return all(self._pairs.get(index) == index + left for index in before) and all(
            self._pairs.get(index) == index + right for index in after
        )

    def _only_place(self, run: _Run) -> int | None:
        """Where the span's tokens begin in the later text, if they stand once in either."""
        needle = self._keys[0][run.first : run.last + 1]
        found = [
            occurrences(needle, keys, known)
            for keys, known in zip(self._keys, self._places, strict=True)
        ]
        return found[1][0] if [len(begins) for begins in found] == [1, 1] else None

    @cached_property
    def _places(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        return places(self._keys[0]), places(self._keys[1])


def search(quoted: str, text: str) -> list[tuple[int, int]]:
    """The places of a text where the words of a quotation stand.

    A quotation that begins or ends inside a word stands for the whole word, if it is not short.
    """
    found, keys, known = _remembered(text)
    needle = keys_of(quoted)
    begins = occurrences(needle, keys, known)
    if not begins and len(needle) >= _FEWEST_TOKENS:
        begins = [
            place - 1
            for place in occurrences(needle[1:-1], keys, known)
            if 0 < place <= len(keys) - len(needle) + 1
            and keys[place - 1].endswith(needle[0])
            and keys[place + len(needle) - 2].startswith(needle[-1])
        ]
    return [(found[at].start, found[at + len(needle) - 1].end) for at in begins]


@lru_cache(maxsize=8)
def _remembered(text: str) -> tuple[list[Token], list[str], dict[str, list[int]]]:
    """The tokens, their keys and the keys' places: many quotations are searched in one text."""
    found = tokens(text)
    keys = [token.key for token in found]
    return found, keys, places(keys)
