"""Two versions of one text, matched token by token, to carry spans from one to the other."""

from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from typing import NamedTuple

from quotetrail.coding.pairing import FEWEST_TOKENS, alike, anchors, moved, paired
from quotetrail.coding.tokens import Token, keys_of, occurrences, places, tokens

_CONTEXT = 3
_FURTHEST = 12


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
        self._pairs = paired(*self._keys)
        self._taken = set(self._pairs.values())
        self._anchors = anchors(self._pairs)
        self._moved = moved(*self._keys, self._pairs)

    def carry(self, start: int, end: int) -> Aligned | None:
        """The span of the later text that a span of the earlier one has become.

        Returns
        -------
        Aligned or None
            ``exact``: the text is the same, and so is what surrounds it, or it stands only once
            in either text. ``aligned``: it is told by the tokens that are kept at and around its
            ends where it begins and ends, at least half of the tokens on either side are kept,
            and nothing was moved into or out of it. ``searched``: it was moved, and its tokens
            stand exactly once in either text. None where nothing of this holds.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return None
        run = _Run(start, end, first, last)
        found = self._paired(run)
        if found is not None:
            return found
        kept = sum(index in self._pairs for index in range(first, last + 1))
        if run.length < FEWEST_TOKENS or kept * 2 > run.length:
            return None
        alone = self._only_place(run)
        if alone is None:
            return None
        return Aligned(*self._span(run, alone, alone + run.length - 1), "searched")

    def _paired(self, run: _Run) -> Aligned | None:
        ends = self._unchanged(run) or self._between_anchors(run)
        if ends is None:
            return None
        span = self._span(run, *ends)
        same = self._texts[0][run.start : run.end].strip() == self._texts[1][slice(*span)]
        return Aligned(*span, "exact" if same else "aligned")

    def _unchanged(self, run: _Run) -> tuple[int, int] | None:
        """The tokens of a span of which every token is kept, if its place is beyond doubt."""
        left, right = self._pairs.get(run.first), self._pairs.get(run.last)
        if left is None or right is None or right - left != run.last - run.first:
            return None
        if any(index not in self._pairs for index in range(run.first, run.last + 1)):
            return None
        sure = self._surrounded(run.first, run.last) or self._only_place(run) == left
        return (left, right) if sure else None

    def _between_anchors(self, run: _Run) -> tuple[int, int] | None:
        """The tokens that a span has become whose tokens are kept in part."""
        inside = range(run.first, run.last + 1)
        if self._said_beside(run):
            return None
        held = [index for index in inside if index in self._anchors]
        # What hangs on the outside only, such as a full stop, may be that of words put in.
        begins = (index for index in held if index == run.last or self._together(index))
        ends = (i for i in reversed(held) if i == run.first or self._together(i - 1))
        begin, end = next(begins, None), next(ends, None)
        if begin is None or end is None or begin > end:
            return None
        left, right = self._begin(run.first, begin), self._end(run.last, end)
        if left is None or right is None:
            return None
        # A mark on a word before the span is not the one that the span had on a word of its own.
        if _hangs(self._later, left) and not _hangs(self._earlier, run.first):
            return None
        right = self._with_mark(run.last, right)
        kept = [index for index in inside if left <= self._pairs.get(index, -1) <= right]
        theirs = {self._pairs[index] for index in kept}
        if len(kept) * 2 < max(run.length, right - left + 1):
            return None
        strange = any(index in self._moved[0] for index in inside) or any(
            index in self._moved[1] for index in range(left, right + 1) if index not in theirs
        )
        return None if strange else (left, right)

    def _said_beside(self, run: _Run) -> bool:
        """Whether the same is said directly before or after: one of the two may be gone."""
        keys, size = self._keys[0], run.length
        own = keys[run.first : run.last + 1]
        before = keys[max(run.first - size, 0) : run.first]
        return own in (before, keys[run.last + 1 : run.last + 1 + size])

    def _with_mark(self, last: int, right: int) -> int:
        """The end of a span with the mark behind its last word, where that was part of it."""
        mark, keys = self._keys[0][last], self._keys[1]
        if keys[right] == mark or keys[right + 1 : right + 2] != [mark]:
            return right
        glued = self._later[right].end == self._later[right + 1].start
        return right + (glued and not mark[:1].isalnum())

    def _begin(self, first: int, anchor: int) -> int | None:
        """Where a span begins of which ``anchor`` is the first token that is kept for certain."""
        target = self._pairs[anchor]
        if anchor == first:
            return None if self._doubled(first, -1) else target
        outer = next((i for i in range(first - 2, -1, -1) if self._held(i)), -1)
        gap = range(self._pairs.get(outer, -1) + 1, target)
        inside = self._parted(range(outer + 1, first), range(first, anchor), gap)
        return None if inside is None else target - inside

    def _end(self, last: int, anchor: int) -> int | None:
        """Where a span ends of which ``anchor`` is the last token that is kept for certain."""
        target = self._pairs[anchor]
        if anchor == last:
            return None if self._doubled(last, 1) else target
        size = len(self._earlier)
        outer = next((i for i in range(last + 2, size) if self._held(i - 1)), size)
        gap = range(self._pairs.get(outer, len(self._later)) - 1, target, -1)
        inside = self._parted(range(outer - 1, last, -1), range(last, anchor, -1), gap)
        return None if inside is None else target + inside

    def _doubled(self, index: int, step: int) -> bool:
        """Whether the token at an end may be the one beside it: one is gone, or was put in."""
        beside = index + step, self._pairs[index] + step
        kept = self._pairs.keys(), self._taken
        return any(
            0 <= at < len(keys) and at not in known and alike(self._keys[0][index], keys[at])
            for at, keys, known in zip(beside, self._keys, kept, strict=True)
        )

    def _together(self, index: int) -> bool:
        """Whether a token and the next one are kept side by side."""
        return index in self._pairs and self._pairs.get(index + 1) == self._pairs[index] + 1

    def _held(self, index: int) -> bool:
        """Whether a token and the next one are kept for certain, side by side."""
        return index in self._anchors and self._together(index)

    def _parted(self, outside: range, inside: range, gap: range) -> int | None:
        """How many of the later text's tokens in a gap belong to the span; None if unclear.

        Each must be like tokens on one side of the span's border only, and those of the outside
        come first; and no more of them than either side has lost.
        """
        if len(gap) > _FURTHEST:
            return None
        sides = []
        for index in gap:
            key = self._keys[1][index]
            out, within = (
                any(alike(self._keys[0][each], key) for each in side) for side in (outside, inside)
            )
            if out == within:
                return None
            sides.append(within)
        number = sum(sides)
        too_many = number > len(inside) or len(sides) - number > len(outside)
        return None if too_many or sides != sorted(sides) else number

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


def _hangs(found: list[Token], index: int) -> bool:
    """Whether a token is a mark on the word before it."""
    glued = index > 0 and found[index - 1].end == found[index].start
    return glued and not found[index].key[:1].isalnum()


def search(quoted: str, text: str, *, edited: bool = False) -> list[tuple[int, int]]:
    """The places of a text where the words of a quotation stand.

    A quotation that begins or ends inside a word stands for the whole word, if it is not short. In
    a text that was ``edited`` since, a piece that is also a whole word in it is not taken for the
    piece of another one, since the word itself may have been there and be gone.
    """
    found, keys, known = _remembered(text)
    needle = keys_of(quoted)
    begins = occurrences(needle, keys, known)
    if not begins and len(needle) >= FEWEST_TOKENS:
        first, last = needle[0], needle[-1]
        begins = [
            at
            for at in (place - 1 for place in occurrences(needle[1:-1], keys, known))
            if 0 <= at <= len(keys) - len(needle)
            and keys[at].endswith(first)
            and keys[at + len(needle) - 1].startswith(last)
            and not (edited and first in known and keys[at] != first)
            and not (edited and last in known and keys[at + len(needle) - 1] != last)
        ]
    spans = []
    for at in begins:
        end = at + len(needle) - 1
        spans.append((found[at].start, found[end].end))
        # Of two equal words side by side that are written otherwise, either may be the one quoted.
        begin_word, end_word = (text[found[each].start : found[each].end] for each in (at, end))
        if keys[at - 1 : at] == needle[:1] and not quoted.lstrip().startswith(begin_word):
            spans.append((found[at - 1].start, found[end].end))
        if keys[end + 1 : end + 2] == needle[-1:] and not quoted.rstrip().endswith(end_word):
            spans.append((found[at].start, found[end + 1].end))
    return spans


@lru_cache(maxsize=8)
def _remembered(text: str) -> tuple[list[Token], list[str], dict[str, list[int]]]:
    """The tokens, their keys and the keys' places: many quotations are searched in one text."""
    found = tokens(text)
    keys = [token.key for token in found]
    return found, keys, places(keys)
