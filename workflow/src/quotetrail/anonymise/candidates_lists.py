"""The lists of names and of ordinary words, read once and only when a text needs them."""

import gzip
import re
from bisect import bisect_right
from functools import cache
from importlib.resources import files

_ENTRY = re.compile(rb'^"([^"\\]+)": ?(\d+)', re.MULTILINE)
_BLOCK = 1024  # bytes, more than any entry has
LEAST = 1000


@cache
def names(script: str) -> frozenset[str]:
    """First names and surnames of a script, in small letters: see lists/README.md."""
    path = files("quotetrail.anonymise") / "lists" / f"names_{script}.txt"
    return frozenset(path.read_text("utf-8").lower().split())


@cache
def english_words() -> frozenset[str]:
    """Ordinary English words, in small letters: those that pyspellchecker's texts used."""
    found = _ENTRY.finditer(_packed("en"))
    return frozenset(entry[1].decode() for entry in found if int(entry[2]) > LEAST)


def is_german(word: str) -> bool:
    """Whether a word in small letters is in pyspellchecker's list of German words.

    The list stays the sorted bytes that it is, because its 340,000 words would fill 45 MB.
    """
    firsts, starts = _german_blocks()
    entry = b'\n"' + word.encode() + b'"'
    at = bisect_right(firsts, entry) - 1
    return at >= 0 and _packed("de").find(entry, starts[at], starts[at] + 2 * _BLOCK) >= 0


@cache
def _german_blocks() -> tuple[list[bytes], list[int]]:
    """The first entry of each block of the German list, and where it begins."""
    data = _packed("de")
    starts = sorted({data.find(b'\n"', at) for at in range(0, len(data) - _BLOCK, _BLOCK)})
    firsts = [data[start : data.index(b'"', start + 2) + 1] for start in starts]
    return firsts, starts


@cache
def _packed(language: str) -> bytes:
    path = files("spellchecker") / "resources" / f"{language}.json.gz"
    return gzip.decompress(path.read_bytes())


@cache
def stopwords() -> frozenset[str]:
    """The most usual words of Hebrew, Hindi, Marathi, Gujarati and Swahili."""
    path = files("quotetrail.anonymise") / "lists" / "stopwords.txt"
    return frozenset(path.read_text("utf-8").split())
