"""Names that the words before them tell, also where they are written in small letters."""

import re
from collections.abc import Iterable, Iterator

from quotetrail.anonymise.candidates_lists import english_words, is_german, stopwords
from quotetrail.anonymise.candidates_words import (
    DETERMINERS,
    EXCLAMATIONS,
    INTRODUCTIONS,
    JOBS,
    NEVER,
    PLAIN_TITLES,
)
from quotetrail.anonymise.spots import Spot

BEFORE, AFTER = 24, 56  # characters around what a rule is looked for by

_INTRODUCED = re.compile(rf"(?<!\w)(?:{INTRODUCTIONS})[ ,:\"“„]{{1,3}}(\w[\w'’-]+)", re.VERBOSE)
_TITLED = re.compile(
    rf"(?<![\w'’-])(?:{'|'.join(PLAIN_TITLES)})\.?[ \u00a0]([^\W\d_]{{3,}})(?![\w'’])"
)
_JOB = re.compile(
    rf"(?<!\w)(?:{JOBS})((?:\w[\w-]*[ ]){{0,2}}?\w[\w-]+)"
    r"(?=[.,;:!?)\n]|[ ](?:in|at|for|and|from|on|of|with|when|but|until|because|to|here|there|by|"
    r"und|bei|im|am|na|mu|kwa)\b)",
    re.VERBOSE,
)
_RULES = (
    ("my name is", "person", _INTRODUCED, ("name", "call", " hei", "itwa", "jina ", "erinnya ")),
    ("my name is", "person", _INTRODUCED, ("bampita ", "bamuyita ", " naam ", " nav ")),
    ("after a title", "person", _TITLED, PLAIN_TITLES),
    (
        "works as",
        "job",
        _JOB,
        (" as a", " als ", "gelernte", " kazi ya ", "by profession", "by trade"),
    ),
)
"""Rule, category, pattern, and of what something stands in every match."""


def introduced_spots(text: str) -> Iterator[Spot]:
    """Candidates behind "my name is", a short title or "works as"; they may overlap."""
    # İ is the one letter whose small form is longer, and would move what follows.
    lowered = text.replace("İ", "i").lower()
    for rule, category, pattern, signs in _RULES:
        for match in _around(lowered, pattern, signs):
            start, end = match.span(1)
            if rule == "works as" or text[start].isupper() or not _is_usual(match[1]):
                yield Spot(start, end, category, rule, True)


def _around(text: str, pattern: re.Pattern[str], signs: Iterable[str]) -> Iterator[re.Match[str]]:
    """Matches near each place where a sign stands: faster than to try the pattern everywhere."""
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            # A title begins its match; to search before it would find the one before once more.
            first = at if pattern is _TITLED else max(0, at - BEFORE)
            match = pattern.search(text, first, at + AFTER)
            if match:
                yield match
            at = text.find(sign, at + len(sign))


def _is_usual(word: str) -> bool:
    lists = (NEVER, DETERMINERS, EXCLAMATIONS, stopwords(), english_words())
    return any(word in words for words in lists) or is_german(word)
