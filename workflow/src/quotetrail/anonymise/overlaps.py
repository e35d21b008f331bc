"""Hits of several layers in one text: which stay whole, and what is left of the others."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quotetrail.anonymise.generic import is_title
from quotetrail.anonymise.names import PATTERNS
from quotetrail.anonymise.spelling import is_small, is_word_character
from quotetrail.anonymise.spots import Identifier


def disjoint(hits: Iterable[Identifier], text: str) -> list[Identifier]:
    """The hits in order without overlap; the longest whole, then known names before patterns."""
    taken = bytearray(len(text))
    chosen = []
    order = sorted(hits, key=lambda h: (h.start - h.end, h.layer == PATTERNS, h.start, h.category))
    for hit in order:
        start, end = hit.start, hit.end
        while start < end and taken[start]:
            start += 1
        while start < end and taken[end - 1]:
            end -= 1
        if (start, end) != (hit.start, hit.end):
            hit = trimmed(hit, text, start, end)  # noqa: PLW2901
        if hit.start < hit.end and not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def besides(
    certain: Sequence[Identifier], asked: Sequence[Identifier], text: str
) -> list[Identifier]:
    """The certain hits, and what is left of the asked ones beside them and beside each other.

    Earlier layers come first. A piece that is left counts if it holds a whole word that is neither
    a title nor written in small letters, unless all of the hit is.
    """
    taken = bytearray(len(text))
    for hit in certain:
        taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    chosen = list(certain)
    for hit in asked:
        for start, end in _free(taken, hit.start, hit.end):
            piece = _words_only(hit, text, start, end)
            if piece.start < piece.end:
                taken[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
                chosen.append(piece)
    return sorted(chosen, key=lambda hit: hit.start)


def trimmed(hit: Identifier, text: str, start: int, end: int) -> Identifier:
    """A hit cut to a span, without white space at its ends."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return replace(hit, start=start, end=start + len(piece.strip()))


def _free(taken: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between two places of which nothing is taken."""
    free, position = [], start
    while (begin := taken.find(0, position, end)) >= 0:
        stop = taken.find(1, begin, end)
        stop = end if stop < 0 else stop
        free.append((begin, stop))
        position = stop
    return free


def _words_only(hit: Identifier, text: str, start: int, end: int) -> Identifier:
    """A hit cut to the words inside a stretch; empty if it holds small words alone."""
    if (start, end) != (hit.start, hit.end):
        while start < end and not is_word_character(text[start]):
            start += 1
        while start < end and not is_word_character(text[end - 1]):
            end -= 1
        whole = hit.start == start or not is_word_character(text[start - 1])
        words = text[start:end].split()
        small = is_small(text[hit.start : hit.end])
        if not whole or all(
            (is_small(word) and not small) or is_title(word, first=True) for word in words
        ):
            end = start
    return replace(hit, start=start, end=end)
