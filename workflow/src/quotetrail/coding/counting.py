"""How a program counts its offsets, found out from the offsets themselves.

The standard counts code points and its programs write the end exclusive, but NVivo for Windows
counts UTF-16 code units, and a selection read with the wrong counting is a wrong quotation. So the
selections of a text are tried under each counting and judged by the quoted text that the file
gives, or else by whether they begin and end between words. Only where selections differ between
countings is there anything to learn; where that does not clearly speak against the counting
assumed, the counting assumed stays. Bytes, and line ends counted otherwise, are for the readers of
the programs that count so.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from quotetrail.text import folded

_LEAST_MORE = 3
_FITS = 0.9
_FITS_NOT = 0.6
_ELLIPSES = ("…", "...")


class Counting(NamedTuple):
    """A unit (``code points`` or ``UTF-16``), and whether the end is the last character itself."""

    unit: str
    inclusive: bool

    def __str__(self) -> str:
        return f"{self.unit}, end {'inclusive' if self.inclusive else 'exclusive'}"


STANDARD = Counting("code points", False)
COUNTINGS = (
    STANDARD,
    Counting("UTF-16", False),
    Counting("code points", True),
    Counting("UTF-16", True),
)


class Sample(NamedTuple):
    """A selection as the file counts it, and the text it should hold, if the file says so."""

    text: str
    start: int
    end: int
    quoted: str


def astral(text: str) -> list[int]:
    """The positions of the characters that are two code units in UTF-16."""
    if not text or max(text) <= "\uffff":
        return []
    return [position for position, char in enumerate(text) if char > "\uffff"]


def to_code_points(
    text: str, start: int, end: int, counting: Counting, wide: Sequence[int] | None = None
) -> tuple[int, int]:
    """The span in code points, end exclusive.

    Parameters
    ----------
    text : str
    start, end : int
        As the file counts them. What lies outside the text stays outside it.
    counting : Counting
    wide : sequence of int, optional
        `astral` of the text, where it is known already.

    Returns
    -------
    tuple of int
        A span that cuts a character in two holds the whole of it.
    """
    last = end + 1 if counting.inclusive else end
    if counting.unit == "UTF-16":
        positions = astral(text) if wide is None else wide
        units = [position + index for index, position in enumerate(positions)]
        cut = bisect_left(units, start)
        begun = bisect_left(units, last)
        half = begun > 0 and units[begun - 1] == last - 1
        return start - cut, last - begun + half
    return start, last


def choose(samples: Sequence[Sample], assumed: Counting = STANDARD) -> Counting:
    """The counting under which the selections fit their texts.

    Parameters
    ----------
    samples : sequence of Sample
    assumed : Counting
        What is taken where the selections do not clearly speak against it.
    """
    wide = {key: astral(text) for key, text in {id(s.text): s.text for s in samples}.items()}
    spans = {
        counting: [
            to_code_points(s.text, s.start, s.end, counting, wide[id(s.text)]) for s in samples
        ]
        for counting in COUNTINGS
    }
    quotes = {counting: _quotes_met(samples, spans[counting]) for counting in COUNTINGS}
    most = max(quotes.values())
    if quotes[assumed] < most:
        return max(COUNTINGS, key=lambda counting: quotes[counting])
    if most and most * 2 >= len(samples):
        return assumed
    for counting in COUNTINGS:
        against = [assumed]
        if counting.inclusive:
            against.append(counting._replace(inclusive=False))
        if quotes[counting] == most and all(
            _clearly(samples, spans[counting], spans[other], other_unit=counting.unit != other.unit)
            for other in against
        ):
            return counting
    return assumed


def described(samples: Sequence[Sample], counting: Counting) -> str:
    """How well the selections fit under a counting, and under the standard's, for a warning."""
    met, met_by_standard = (
        sum(
            between_words(s.text, position)
            for s in samples
            for position in to_code_points(s.text, s.start, s.end, each)
        )
        for each in (counting, STANDARD)
    )
    return (
        f"offsets are read as {counting}: {met} of {2 * len(samples)} borders of selections "
        f"stand between words, {met_by_standard} as the standard counts"
    )


def same_words(found: str, quoted: str) -> bool:
    """Whether a text is the quoted one, but for spaces, case, typography and a cut end."""
    if found == quoted or _begins_with(found, without_ellipsis(quoted)):
        return True
    ours, theirs = plain(found), plain(quoted)
    if ours == theirs:
        return True
    stem = without_ellipsis(theirs)
    return stem is not None and bool(stem) and ours.startswith(stem)


def without_ellipsis(quoted: str) -> str | None:
    """A quotation's words before the ellipsis that cuts it, None if nothing cuts it."""
    for ellipsis in _ELLIPSES:
        if quoted.rstrip().endswith(ellipsis):
            return quoted.rstrip().removesuffix(ellipsis).rstrip()
    return None


def _begins_with(found: str, stem: str | None) -> bool:
    """Whether a text begins with a quotation's to the letter, which is seen without folding it."""
    if not stem or not stem[0].isalnum() or not found.startswith(stem):
        return False
    # A mark of another script would belong to the quotation's last letter.
    return found[len(stem) : len(stem) + 1].isascii()


def plain(text: str) -> str:
    """Folded text with single spaces."""
    return " ".join(folded(text).split())


def between_words(text: str, position: int) -> bool:
    """Whether no word is cut at a position of the text; never true outside of it."""
    if not 0 <= position <= len(text):
        return False
    if position in (0, len(text)):
        return True
    return not (_of_word(text[position - 1]) and _of_word(text[position]))


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _quotes_met(samples: Sequence[Sample], spans: Sequence[tuple[int, int]]) -> int:
    return sum(
        0 <= start <= end <= len(sample.text) and same_words(sample.text[start:end], sample.quoted)
        for sample, (start, end) in zip(samples, spans, strict=True)
        if sample.quoted
    )


def _clearly(
    samples: Sequence[Sample],
    spans: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    *,
    other_unit: bool,
) -> bool:
    """Whether the positions that differ stand between words here, and clearly fewer do there.

    In the same unit only the ends differ, and behind a word one more character is a border too:
    a few careless ends must not count, so there most of them have to cut words.
    """
    pairs = {
        (sample.text, here, there): None
        for sample, span, other in zip(samples, spans, others, strict=True)
        for here, there in zip(span, other, strict=True)
        if here != there
    }
    here = sum(between_words(text, position) for text, position, _ in pairs)
    there = sum(between_words(text, position) for text, _, position in pairs)
    if here < _FITS * len(pairs):
        return False
    return here - there >= _LEAST_MORE and (other_unit or there <= _FITS_NOT * len(pairs))
