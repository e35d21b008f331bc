"""The identifiers of a transcript: known names and patterns, one list without overlap."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.names import PATTERNS, Known
from quotetrail.anonymise.patterns import find_patterns
from quotetrail.anonymise.spelling import is_small
from quotetrail.text import Transcript

_BETWEEN_PARTS = re.compile(r"[\s\u00a0-]{1,3}")


@dataclass(frozen=True)
class Identifier:
    """A stretch of text that identifies somebody or something.

    Attributes
    ----------
    start, end : int
        0-based code points, end exclusive.
    category, entity, layer : str
        What it is, whose it is (or empty), and which layer found it.
    ask : bool
        Whether a person has to decide.
    replacement : str
        The proposal.
    """

    start: int
    end: int
    category: str
    entity: str
    layer: str
    ask: bool
    replacement: str


def find_identifiers(transcript: Transcript, known: Iterable[Known]) -> list[Identifier]:
    """The identifiers of a transcript, in order, without overlap, each within one turn.

    A name that goes on in the next turn becomes one identifier in each. Of overlapping hits the
    longest stays whole, a known name before a pattern; what is left of the other stays too.
    """
    return find_with(transcript, Matcher(known))


def find_with(transcript: Transcript, matcher: Matcher) -> list[Identifier]:
    """The same as `find_identifiers` with a matcher that serves many transcripts."""
    text = transcript.text
    parts: list[Identifier] = []
    for hit in find_in_text(text, matcher):
        for turn in transcript.turns_in(hit.start, hit.end):
            part = _trimmed(hit, text, max(hit.start, turn.start), min(hit.end, turn.end))
            if part.start < part.end:
                parts.append(part)
    return parts


def find_in_text(
    text: str, matcher: Matcher, categories: Sequence[str] = ("email", "url", "phone", "date")
) -> list[Identifier]:
    """The identifiers of any text; ``categories`` are the patterns looked for."""
    hits = [
        Identifier(
            hit.start,
            hit.end,
            hit.known.category,
            hit.known.entity,
            hit.known.layer,
            hit.known.ask,
            hit.known.replacement,
        )
        for hit in matcher.find(text)
    ]
    names = _joined(_asked_in_small_letters(hits, text), text)
    patterns = [
        Identifier(start, end, category, "", PATTERNS, False, f"[{category}]")
        for start, end, category in find_patterns(text, categories)
    ]
    return disjoint([*names, *patterns], text)


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
            hit = _trimmed(hit, text, start, end)  # noqa: PLW2901
        if hit.start < hit.end and not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)


def _asked_in_small_letters(hits: Sequence[Identifier], text: str) -> list[Identifier]:
    """The hits, persons' names in small letters asked: "hope" may be a word and not a name.

    A text without any capital says nothing about that; there they stay as they are.
    """
    if text == text.lower():
        return list(hits)
    return [
        replace(hit, ask=True)
        if hit.category == "person" and is_small(text[hit.start : hit.end])
        else hit
        for hit in hits
    ]


def _joined(hits: Sequence[Identifier], text: str) -> list[Identifier]:
    """The hits, those of one person that follow each other joined: first name and surname."""
    joined: list[Identifier] = []
    for hit in hits:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.entity
            and (last.entity, last.layer) == (hit.entity, hit.layer)
            and _BETWEEN_PARTS.fullmatch(text, last.end, hit.start)
        ):
            joined[-1] = replace(last, end=hit.end)
        else:
            joined.append(hit)
    return joined


def _trimmed(hit: Identifier, text: str, start: int, end: int) -> Identifier:
    """A hit cut to a span, without white space at its ends."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return replace(hit, start=start, end=start + len(piece.strip()))
