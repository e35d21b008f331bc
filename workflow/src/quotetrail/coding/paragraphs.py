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

_LONG_ENOUGH = 5  # words of a line that tells where its paragraph is
_PROVEN = 3  # so many paragraphs show that none of them holds several turns

Span = tuple[int, int]
Numbers = tuple[int, int]


class Passage(NamedTuple):
    """The numbers of its first and last paragraph, and all places where its words stand."""

    numbers: Numbers | None
    places: Sequence[Span]


class Point(NamedTuple):
    """A character of the transcript of which the paragraph is known."""

    number: int
    position: int


def settle(
    passages: Sequence[Passage], transcript: Transcript, *, edited: bool = False
) -> list[Span | None]:
    """The place of each passage of one document, None where it is not clear.

    Parameters
    ----------
    passages : sequence of Passage
    transcript : Transcript
    edited : bool
        Whether other words are known to have been changed since they were coded.

    Returns
    -------
    list of (start, end) or None
        The only place of a passage, if short words stand where its paragraph can be; or else the
        only one of its places that agrees with the paragraphs of the passages found once.
    """
    order = _Order(_points(passages, transcript.text), transcript)
    return [_place(each, order, edited) for each in passages]


def _place(passage: Passage, order: "_Order", edited: bool) -> Span | None:
    if passage.numbers is None or not passage.places:
        return passage.places[0] if len(passage.places) == 1 else None
    if len(passage.places) == 1 and any(_long_ends(passage.places[0], order.text)):
        return passage.places[0]
    left = [span for span in passage.places if order.allows(span, passage.numbers)]
    if len(left) != 1:
        return None
    ends = zip((left[0][0], left[0][1] - 1), passage.numbers, strict=True)
    sure = (len(passage.places) == 1 and not edited) or all(
        order.counts_up_to(*end) for end in ends
    )
    return left[0] if sure else None


def _points(passages: Sequence[Passage], text: str) -> set[Point]:
    """Where paragraphs are known to be: at the ends of passages found once, if long lines."""
    points = set()
    for each in passages:
        if each.numbers is None or len(each.places) != 1:
            continue
        start, end = each.places[0]
        ends = zip(each.numbers, (start, end - 1), _long_ends((start, end), text), strict=True)
        points |= {Point(number, position) for number, position, long in ends if long}
    return points


def _long_ends(span: Span, text: str) -> tuple[bool, bool]:
    """Whether the first and the last line of a passage are long enough to tell a paragraph."""
    lines = text[slice(*span)].split("\n")
    return len(words(lines[0])) >= _LONG_ENOUGH, len(words(lines[-1])) >= _LONG_ENOUGH


class _Order:
    """Points in the order of the text, and what follows from them for other passages."""

    def __init__(self, points: set[Point], transcript: Transcript) -> None:
        self._points = in_order(sorted(points))
        self._numbers = [point.number for point in self._points]
        self.text = transcript.text
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
        """Whether a position stands in the line that the points around a paragraph speak of.

        Of the places where the words stood when they were coded, one may have been edited since:
        then the only one left is a wrong one. So the paragraph's own points have to stand in that
        line; or from the point before to the point after, paragraphs and lines have to run evenly.
        """
        line = self._line(position)
        below, beyond = bisect_left(self._numbers, number), self._up_to(number)
        same = self._points[below:beyond]
        if same:
            return all(self._line(point.position) == line for point in same)
        if below == 0 or beyond == len(self._points):
            return False
        before, after = self._points[below - 1], self._points[beyond]
        first, last = self._line(before.position), self._line(after.position)
        paragraphs = after.number - before.number
        return (line - first) * paragraphs == (number - before.number) * (last - first)

    def _up_to(self, number: int) -> int:
        return bisect_right(self._numbers, number)

    def _same_turn(self, position: int, points: Sequence[Point]) -> bool:
        turn = self._turn(position)
        return all(self._turn(point.position) == turn for point in points)

    def _turn(self, position: int) -> int:
        return bisect_right(self._starts, position)

    def _line(self, position: int) -> int:
        return bisect_left(self._breaks, position)

    @cached_property
    def _breaks(self) -> list[int]:
        return [at for at, char in enumerate(self.text) if char == "\n"]

    @cached_property
    def _one_turn(self) -> bool:
        """Whether several paragraphs are seen to be part of one turn each, and none of more."""
        turns: dict[int, Counter[int]] = defaultdict(Counter)
        for point in self._points:
            turns[point.number][self._turn(point.position)] += 1
        shown = sum(each.total() > 1 for each in turns.values())
        return shown >= _PROVEN and all(len(each) == 1 for each in turns.values())


def in_order(points: Sequence[Point]) -> list[Point]:
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
