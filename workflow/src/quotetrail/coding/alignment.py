"""Two versions of one text, matched token by token, to carry spans from one to the other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from quotetrail.coding.tokens import Token, occurrences, tokens

_CONTEXT = 3
_FEWEST_TOKENS = 3
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
        self._pairs = _pairs(*self._keys)
        self._anchors = _anchors(self._pairs)
        self._moved = _moved(*self._keys, self._pairs)

    def carry(self, start: int, end: int) -> Aligned | None:
        """The span of the later text that a span of the earlier one has become.

        Returns
        -------
        Aligned or None
            ``exact``: the text is the same, and so is what surrounds it, or it stands only once
            in either text. ``aligned``: it is told by the tokens that are kept at and around its
            ends where it begins and ends, at least half of the tokens on either side are kept,
            and nothing was moved into or out of it. ``searched``: its tokens stand exactly once
            in either text. None where nothing of this holds.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return None
        run = _Run(start, end, first, last)
        found = self._paired(run)
        if found is not None:
            return found
        alone = self._only_place(run)
        if alone is None or run.length < _FEWEST_TOKENS:
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
        anchors = [index for index in inside if index in self._anchors]
        if not anchors:
            return None
        left = self._begin(run.first, anchors[0])
        right = self._end(run.last, anchors[-1])
        if left is None or right is None:
            return None
        kept = [index for index in inside if left <= self._pairs.get(index, -1) <= right]
        theirs = {self._pairs[index] for index in kept}
        if len(kept) * 2 < max(run.length, right - left + 1):
            return None
        moved = any(index in self._moved[0] for index in inside) or any(
            index in self._moved[1] for index in range(left, right + 1) if index not in theirs
        )
        return None if moved else (left, right)

    def _begin(self, first: int, anchor: int) -> int | None:
        """Where a span begins of which ``anchor`` is the first token that is kept for certain."""
        target = self._pairs[anchor]
        if anchor == first:
            return target
        outer = next((i for i in range(first - 1, -1, -1) if i in self._anchors), -1)
        gap = range(self._pairs.get(outer, -1) + 1, target)
        inside = self._parted(range(outer + 1, first), range(first, anchor), gap)
        return None if inside is None else target - inside

    def _end(self, last: int, anchor: int) -> int | None:
        """Where a span ends of which ``anchor`` is the last token that is kept for certain."""
        target = self._pairs[anchor]
        if anchor == last:
            return target
        size = len(self._earlier)
        outer = next((i for i in range(last + 1, size) if i in self._anchors), size)
        gap = range(self._pairs.get(outer, len(self._later)) - 1, target, -1)
        inside = self._parted(range(outer - 1, last, -1), range(last, anchor, -1), gap)
        return None if inside is None else target + inside

    def _parted(self, outside: Iterable[int], inside: Iterable[int], gap: range) -> int | None:
        """How many of the later text's tokens in a gap belong to the span; None if unclear.

        Each must be like tokens on one side of the span's border only, and those of the outside
        come first.
        """
        if len(gap) > _FURTHEST:
            return None
        sides = []
        for index in gap:
            key = self._keys[1][index]
            out, within = (
                any(_alike(self._keys[0][each], key) for each in side) for side in (outside, inside)
            )
            if out == within:
                return None
            sides.append(within)
        return None if sides != sorted(sides) else sum(sides)

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
        if len(occurrences(needle, self._keys[0])) != 1:
            return None
        places = occurrences(needle, self._keys[1])
        return places[0] if len(places) == 1 else None


def _pairs(earlier: Sequence[str], later: Sequence[str]) -> dict[int, int]:
    """Which token has become which, where it is the same seen from the begin and from the end.

    Of two equal neighbours of which one was removed, nobody can say which.
    """
    forward = _equal(earlier, later)
    backward = _equal(earlier[::-1], later[::-1])
    sizes = len(earlier) - 1, len(later) - 1
    return {
        ours: theirs
        for ours, theirs in forward.items()
        if backward.get(sizes[0] - ours) == sizes[1] - theirs
    }


def _equal(earlier: Sequence[str], later: Sequence[str]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for block in Levenshtein.opcodes(earlier, later):
        if block.tag == "equal":
            ours = range(block.src_start, block.src_end)
            pairs.update(zip(ours, range(block.dest_start, block.dest_end), strict=True))
    return pairs


def _anchors(pairs: dict[int, int]) -> set[int]:
    """The tokens that are kept together with their neighbours, three at least."""
    anchors: set[int] = set()
    together: list[int] = []
    for index in sorted(pairs):
        if together and (index != together[-1] + 1 or pairs[index] != pairs[together[-1]] + 1):
            together = []
        together.append(index)
        if len(together) >= _FEWEST_TOKENS:
            anchors.update(together[-_FEWEST_TOKENS:])
    return anchors


def _moved(
    earlier: Sequence[str], later: Sequence[str], pairs: dict[int, int]
) -> tuple[set[int], set[int]]:
    """Tokens without a partner that stand, with a neighbour, elsewhere in the other text."""
    theirs = set(pairs.values())
    loose = (
        [index for index in range(len(earlier)) if index not in pairs],
        [index for index in range(len(later)) if index not in theirs],
    )
    couples = [
        {(keys[one], keys[other]): None for one, other in pairwise(some) if other == one + 1}
        for keys, some in zip((earlier, later), loose, strict=True)
    ]
    return tuple(  # type: ignore[return-value]
        {
            index
            for one, other in pairwise(some)
            if other == one + 1 and (keys[one], keys[other]) in elsewhere
            for index in (one, other)
        }
        for keys, some, elsewhere in zip((earlier, later), loose, couples[::-1], strict=True)
    )


def _alike(one: str, other: str) -> bool:
    """Whether two tokens are one, or one with a slip of the finger."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 and len(one) == len(other):
        return sorted(one) == sorted(other)
    return OSA.distance(one, other) <= max(1, len(one) // 4)


def search(quoted: str, text: str) -> tuple[int, int] | None:
    """The only place of a text where the words of a quotation stand, None if not exactly one.

    A quotation that begins or ends inside a word stands for the whole word, if it is not short.
    """
    found, keys = _remembered(text)
    needle = [token.key for token in tokens(quoted)]
    places = occurrences(needle, keys)
    if not places and len(needle) >= _FEWEST_TOKENS:
        places = [
            place - 1
            for place in occurrences(needle[1:-1], keys)
            if 0 < place <= len(keys) - len(needle) + 1
            and keys[place - 1].endswith(needle[0])
            and keys[place + len(needle) - 2].startswith(needle[-1])
        ]
    if len(places) != 1:
        return None
    return found[places[0]].start, found[places[0] + len(needle) - 1].end


def stands_in(quoted: str, text: str) -> bool:
    """Whether the words of a quotation stand in a text, however often."""
    return bool(occurrences([token.key for token in tokens(quoted)], _remembered(text)[1]))


@lru_cache(maxsize=8)
def _remembered(text: str) -> tuple[list[Token], list[str]]:
    """The tokens and their keys: many quotations are searched in one text after the other."""
    found = tokens(text)
    return found, [token.key for token in found]
