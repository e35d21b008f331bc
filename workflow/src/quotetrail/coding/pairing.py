"""Which token of a text has become which of a later version, and which were moved."""

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA, Levenshtein

FEWEST_TOKENS = 3


def paired(earlier: Sequence[str], later: Sequence[str]) -> dict[int, int]:
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


def anchors(pairs: dict[int, int]) -> set[int]:
    """The tokens that are kept together with their neighbours, three at least."""
    found: set[int] = set()
    together: list[int] = []
    for index in sorted(pairs):
        if together and (index != together[-1] + 1 or pairs[index] != pairs[together[-1]] + 1):
            together = []
        together.append(index)
        if len(together) >= FEWEST_TOKENS:
            found.update(together[-FEWEST_TOKENS:])
    return found


def moved(
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


def alike(one: str, other: str) -> bool:
    """Whether two tokens are one, or one with a slip of the finger."""
    if one == other:
        return True
    short = min(len(one), len(other))
    if short < 3 or (short < 4 and len(one) == len(other)):
        return sorted(one) == sorted(other)
    return OSA.distance(one, other) <= max(1, len(one) // 4)
