"""Offsets that a plain table gives into the study's own transcripts, judged before their use."""

import unicodedata
from collections.abc import Sequence

from quotetrail.coding.project import Coding
from quotetrail.coding.quoted import between_words, same_words
from quotetrail.text import Transcript

_ENOUGH_BORDERS = 10
_BETWEEN_WORDS = 0.6  # of the borders; a third of all places of a text are between words
_WITH_WORDS = 0.9  # of the rows with words have them at their place


def fit(codings: Sequence[Coding], transcript: Transcript) -> bool:
    """Whether offsets can be believed, by all offsets of the same document."""
    text = transcript.text
    spans = [(each.start, each.end, each.quoted) for each in codings]
    given = [(s, e, quoted) for s, e, quoted in spans if s is not None and e is not None]
    met = [same_words(text[start:end], quoted) for start, end, quoted in given if quoted]
    if met and sum(met) < _WITH_WORDS * len(met):
        return False
    positions = {at for start, end, _ in given for at in (start, end)}
    borders = [between_words(text, at) for at in positions if not _between_wide(text, at)]
    return len(borders) < _ENOUGH_BORDERS or sum(borders) >= _BETWEEN_WORDS * len(borders)


def _between_wide(text: str, position: int) -> bool:
    """Whether a position says nothing, as no spaces part the words of the script there."""
    beside = text[max(position - 1, 0) : position + 1]
    return any(unicodedata.east_asian_width(char) == "W" for char in beside)
