"""Whether a text is the one that a file quotes, and where words begin and end."""

import re
import unicodedata
from functools import lru_cache

from quotetrail.text import folded

# Thai, Lao, Burmese and Khmer.
_SOUTH_EAST_ASIAN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_BEGINNING = 16  # characters that tell most texts apart
ELLIPSES = ("…", "...")


def same_words(found: str, quoted: str) -> bool:
    """Whether a text is the quoted one, but for spaces, case, typography and a cut end."""
    if found == quoted or _begins_with(found, quoted):
        return True
    if _plainly_other(found[:_BEGINNING], quoted[:_BEGINNING]):
        return False
    ours, theirs = plain(found), plain(quoted)
    if ours == theirs:
        return True
    stem = without_ellipsis(theirs)
    return stem is not None and bool(stem) and ours.startswith(stem)


def without_ellipsis(quoted: str) -> str | None:
    """A quotation's words before the ellipsis that cuts it, None if nothing cuts it."""
    stripped = quoted.rstrip()
    if not stripped.endswith(ELLIPSES):
        return None
    return stripped[: -1 if stripped.endswith("…") else -3].rstrip()


def _plainly_other(one: str, other: str) -> bool:
    """Whether two beginnings of texts differ, which is seen without folding the whole of them.

    The last character of each may have marks that were cut off, so only the first half counts.
    """
    ours, theirs = plain(one), plain(other)
    enough = min(len(ours), len(theirs)) >= _BEGINNING * 3 // 4
    return enough and ours[: _BEGINNING // 2] != theirs[: _BEGINNING // 2]


def _begins_with(found: str, quoted: str) -> bool:
    """Whether a text begins with a cut quotation's to the letter, seen without folding it."""
    if not quoted[:1].isalnum() or found[:1] != quoted[:1]:
        return False
    stem = without_ellipsis(quoted)
    if not stem or not found.startswith(stem):
        return False
    # A mark would belong to the quotation's last letter.
    after = found[len(stem) : len(stem) + 1]
    return after.isascii() or after.isalnum()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Folded text with single spaces."""
    return " ".join(folded(text).split())


def between_words(text: str, position: int) -> bool:
    """Whether no word is surely cut at a position of the text; never true outside of it.

    In a script that is written without spaces, any character may begin a word.
    """
    if not 0 <= position <= len(text):
        return False
    if position in (0, len(text)):
        return True
    before, after = text[position - 1], text[position]
    if not (of_word(before) and of_word(after)):
        return True
    return unspaced(before) and unspaced(after) and unicodedata.category(after)[0] != "M"


def of_word(char: str) -> bool:
    """Whether a character is part of words: a letter, a digit, or a mark on one."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def unspaced(char: str) -> bool:
    """Whether a character belongs to a script that is written without spaces between words."""
    return unicodedata.east_asian_width(char) == "W" or bool(_SOUTH_EAST_ASIAN.match(char))
