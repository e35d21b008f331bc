"""Words and punctuation marks of a text, alike where only case and typography differ."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from quotetrail.text import folded

_BLACK = re.compile(r"\S+")
_JOINERS = "\u200c\u200d"


class Token(NamedTuple):
    """A word or a punctuation mark; ``key`` is what it is compared by."""

    start: int
    end: int
    key: str


def tokens(text: str) -> list[Token]:
    """The tokens in order; white space is none of them.

    Letters, digits and the marks on them make up words; scripts that are written without spaces
    give one token for each wide character.
    """
    found = []
    for black in _BLACK.finditer(text):
        start = black.start()
        for part, key in zip(_parts(black[0]), _keys(black[0]), strict=True):
            found.append(Token(start, start + len(part), key))
            start += len(part)
    return found


def keys_of(text: str) -> list[str]:
    """The keys of the tokens."""
    return [key for black in text.split() for key in _keys(black)]


def words(text: str) -> list[str]:
    """The keys of the tokens that are words."""
    return [key for black in text.split() for key in _words(black)]


def places(keys: Sequence[str]) -> dict[str, list[int]]:
    """Where each key of a sequence stands in it."""
    found: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
        found.setdefault(key, []).append(position)
    return found


def occurrences(
    needle: Sequence[str], keys: Sequence[str], known: Mapping[str, Sequence[int]]
) -> list[int]:
    """Where a sequence of keys begins in another, overlapping ones included.

    ``known`` are the `places` of the other's keys: only those of the needle's rarest are tried.
    """
    if not needle:
        return []
    rarest = min(range(len(needle)), key=lambda at: len(known.get(needle[at], ())))
    begins = (place - rarest for place in known.get(needle[rarest], ()))
    wanted = list(needle)
    return [
        begin
        for begin in begins
        if begin >= 0 and list(keys[begin : begin + len(wanted)]) == wanted
    ]


@lru_cache(maxsize=100_000)
def _keys(black: str) -> tuple[str, ...]:
    return tuple(folded(part) for part in _parts(black))


@lru_cache(maxsize=100_000)
def _words(black: str) -> tuple[str, ...]:
    return tuple(key for key in _keys(black) if any(char.isalnum() for char in key))


@lru_cache(maxsize=100_000)
def _parts(black: str) -> tuple[str, ...]:
    if black.isascii() and black.isalnum():
        return (black,)
    parts: list[str] = []
    word_open = False
    for char in black:
        wordlike = char.isalnum() or char in _JOINERS or unicodedata.category(char)[0] == "M"
        wide = unicodedata.east_asian_width(char) == "W"
        if wordlike and word_open and not wide:
            parts[-1] += char
        else:
            parts.append(char)
        word_open = wordlike and not wide
    return tuple(parts)
