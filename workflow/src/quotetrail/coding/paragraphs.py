"""Words that stand several times in a transcript, told apart by the numbers of their paragraphs.

A program counts the paragraphs of its own document, where blank lines, labels and headers may
count: a number says nothing by itself. But what stands in a later paragraph stands further down.
So passages that are found once, with their numbers, say between which places another one lies.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from quotetrail.coding.tokens import words
from quotetrail.text import Transcript

_LONG_ENOUGH = 5  # words of a passage that tells where its paragraph is
_PROVEN = 3  # so many paragraphs show that none of them holds several turns

Span = tuple[int, int]
Numbers = tuple[int, int]


class Passage(NamedTuple):
    """The numbers of its first and last paragraph, and all places where its words stand."""

    numbers: Numbers | None
    places: Sequence[Span]


class _Point(NamedTuple):
    """A character of the transcript of which the paragraph is known."""

    number: int
    position: int


def settle(passages: Sequence[Passage], transcript: Transcript) -> list[Span | None]:
    """The place of each passage of one document, None where it is not clear.

    Parameters
    ----------
    passages : sequence of Passage
    transcript : Transcript

    Returns
    -------
    list of (start, end) or None
        The only place of a passage; or else the only one of its places that agrees with the
        paragraphs of the passages found once.
    """
    if all(len(each.places) < 2 or each.numbers is None for each in passages):
        return [each.places[0] if len(each.places) == 1 else None for each in passages]
    order = _Order(_points(passages, transcript), transcript)
    return [_place(each, order) for each in passages]


def _place(passage: Passage, order: "_Order") -> Span | None:
    if len(passage.places) == 1:
        return passage.places[0]
    if not passage.places or passage.numbers is None:
        return None
    left = [span for span in passage.places if order.allows(span, passage.numbers)]
    if len(left) != 1:
        return None
    ends = zip((left[0][0], left[0][1] - 1), passage.numbers, strict=True)
    return left[0] if all(order.counts_up_to(*end) for end in ends) else None


def _points(passages: Sequence[Passage], transcript: Transcript) -> set[_Point]:
    """Where the paragraphs of the longer passages found once begin or end."""
    points = set()
    for each in passages:
        if each.numbers is None or len(each.places) != 1:
            continue
        start, end = each.places[0]
        if len(words(transcript.text[start:end])) >= _LONG_ENOUGH:
            points |= {_Point(each.numbers[0], start), _Point(each.numbers[1], end - 1)}
    return points


class _Order:
    """Points in the order of the text, and what follows from them for other passages."""

    def __init__(self, points: set[_Point], transcript: Transcript) -> None:
        self._points = in_order(sorted(points))
        self._numbers = [point.number for point in self._points]
        self._transcript = transcript
        self._starts = [turn.start for turn in transcript.turns]

    def allows(self, span: Span, numbers: Numbers) -> bool:
        """Whether a passage of these paragraphs can stand there."""
        first, last = span[0], span[1] - 1
        below, through = bisect_left(self._numbers, numbers[0]), self._up_to(numbers[0])
        under, beyond = bisect_left(self._numbers, numbers[1]), self._up_to(numbers[1])
        return (
            all(point.position < first for point in self._points[max(below - 1, 0) : below])
            and all(point.position > last for point in self._points[beyond : beyond + 1])
            and all(point.position > first for point in self._points[through : through + 1])
            and all(point.position < last for point in self._points[max(under - 1, 0) : under])
            and (not self._one_turn or self._same_turn(first, self._points[below:through]))
            and (not self._one_turn or self._same_turn(last, self._points[under:beyond]))
        )

    def counts_up_to(self, position: int, number: int) -> bool:
        """Whether the lines between a position and the points next to it can be its paragraphs.

        Of the places where the words stood when they were coded, one may have been edited since:
        then another one is the only one left, and it is the wrong one.
        """
        if not self._line_by_line:
            return True
        line = self._line(position)
        at = bisect_left(self._numbers, number)
        before = self._points[at - 1] if at else None
        after = (
            self._points[beyond] if (beyond := self._up_to(number)) < len(self._points) else None
        )
        if before and self._line(before.position) + number - before.number < line:
            return False
        if after and line < self._line(after.position) - (after.number - number):
            return False
        if before and after:
            lines = self._line(after.position) - self._line(before.position)
            paragraphs = after.number - before.number
            if lines and paragraphs % lines == 0:
                there = self._line(before.position) + (number - before.number) / (
                    paragraphs // lines
                )
                return line == there
        return True

    def _up_to(self, number: int) -> int:
        return bisect_right(self._numbers, number)

    def _same_turn(self, position: int, points: Sequence[_Point]) -> bool:
        turn = self._turn(position)
        return all(self._turn(point.position) == turn for point in points)

    def _turn(self, position: int) -> int:
        return bisect_right(self._starts, position)

    def _line(self, position: int) -> int:
        return bisect_left(self._breaks, position)

    @cached_property
    def _breaks(self) -> list[int]:
        return [at for at, char in enumerate(self._transcript.text) if char == "\n"]

    @cached_property
    def _one_turn(self) -> bool:
        """Whether several paragraphs are seen to be part of one turn each, and none of more."""
        turns: dict[int, Counter[int]] = defaultdict(Counter)
        for point in self._points:
            turns[point.number][self._turn(point.position)] += 1
        shown = sum(each.total() > 1 for each in turns.values())
        return shown >= _PROVEN and all(len(each) == 1 for each in turns.values())

    @cached_property
    def _line_by_line(self) -> bool:
        """Whether no two lines of the transcript are known to be one paragraph."""
        lines: dict[int, set[int]] = defaultdict(set)
        for point in self._points:
            lines[point.number].add(self._line(point.position))
        return all(len(each) == 1 for each in lines.values())


def in_order(points: Sequence[_Point]) -> list[_Point]:
    """The points that agree on the order of paragraphs and text, sorted by both.

    Those in every longest row of points that agree; of points that contradict each other without
    a majority none is trusted.
    """
    positions = [point.position for point in points]
    ahead = _longest(positions)
    behind = _longest([-position for position in reversed(positions)])[::-1]
    most = max(ahead, default=0)
    best = [at for at in range(len(points)) if ahead[at] + behind[at] - 1 == most]
    places = Counter(ahead[at] for at in best)
    return [points[at] for at in best if places[ahead[at]] == 1]


def _longest(values: Sequence[int]) -> list[int]:
    """For each value the length of the longest row of values without a descent that it ends."""
    tails: list[int] = []
    lengths = []
    for value in values:
        at = bisect_right(tails, value)
        tails[at : at + 1] = [value]
        lengths.append(at + 1)
    return lengths
