"""Text folded for matching names, with the way back to exact offsets.

Two spellings of a name are the same for us when their folded forms are equal: case, accents
composed or not, Hebrew niqqud, Devanagari and Gujarati nukta, invisible joiners and typographic
apostrophes do not tell names apart.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DROPPED = {
    *(chr(point) for point in range(0x0591, 0x05BE)),  # Hebrew accents and niqqud, before maqaf
    *"\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7",
    "\u093c",  # Devanagari nukta
    "\u0abc",  # Gujarati nukta
    *"\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff",
    *"\u034f\u061c\u180e",
    *(chr(point) for point in range(0x202A, 0x202F)),  # embeddings of the other direction
    *(chr(point) for point in range(0x2061, 0x2070)),  # invisible operators, isolates
    *(chr(point) for point in range(0xFE00, 0xFE10)),  # variation selectors
}
SAME_WHEN_FOLDED = {
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
    "\u00a0": " ",
    "\u2011": "-",
    "\u202f": " ",
}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True)
class Folded:
    """A folded text and where each of its characters came from.

    Attributes
    ----------
    text : str
    starts, ends : list of int
        For each folded character the span of the original it stands for.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span that the folded span ``[start, end)`` stands for, ``start < end``."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a text for matching.

    Each base character is taken together with the combining marks that follow it, composed to NFC,
    case-folded, and stripped of what does not tell names apart; dropped marks belong to the
    character before them, so that a span never cuts a letter from its marks.
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position, length = 0, len(text)
    while position < length:
        stop = position + 1
        while stop < length and (unicodedata.combining(text[stop]) or text[stop] in _DROPPED):
            stop += 1
        cluster = unicodedata.normalize("NFC", text[position:stop])
        kept = "".join(SAME_WHEN_FOLDED.get(char, char) for char in cluster if char not in _DROPPED)
        folded = unicodedata.normalize("NFC", kept.casefold())
        folded = "".join(char for char in folded if char not in _DROPPED)
        parts.append(folded)
        starts += [position] * len(folded)
        ends += [stop] * len(folded)
        position = stop
    return Folded("".join(parts), starts, ends)


def folded(text: str) -> str:
    """The text of `fold`, where nobody needs the way back."""
    if text.isascii():
        return text.lower()
    parts: list[str] = []
    position = 0
    for stretch in _NOT_ASCII.finditer(text):
        # It may begin with marks of the character before it.
        start = max(stretch.start() - 1, 0)
        parts += text[position:start].lower(), _folded_stretch(text[start : stretch.end()])
        position = stretch.end()
    return "".join([*parts, text[position:].lower()])


@lru_cache(maxsize=100_000)
def _folded_stretch(text: str) -> str:
    return fold(text).text
