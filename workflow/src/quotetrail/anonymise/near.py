"""Near misses: words that are a known person's name but for a slip of the pen or of the ear."""

import re
from collections.abc import Iterable

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from quotetrail.anonymise.clitics import bare_forms, is_prefix, is_suffix
from quotetrail.anonymise.names import Known
from quotetrail.anonymise.spelling import key
from quotetrail.anonymise.spots import Spot

RULE = "near a known name"
SHORTEST = 5  # letters of a name that may differ in one
LONG = 9  # letters of a name that may differ in two
# Letters of any script with the marks that \w leaves out: combining ones, niqqud, vowel signs.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0a81-\u0acd"
)
_LETTERS = rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*"
_SIGNS = "-'\u2010\u2011\u2019\u05be\u05f3\u05f4"
_GERESH = "(?<=[\u05d0-\u05ea])['\u2019\u05f3]"  # it may end a word
_WORD = re.compile(rf"{_LETTERS}(?:[{_SIGNS}]{_LETTERS})*(?:{_GERESH})?")


def find_near(text: str, known: Iterable[Known]) -> list[Spot]:
    """Words at one edit from a known name of at least five letters, at two from one of nine.

    An edit is a letter too many, too few, another one, or two neighbours swapped (optimal string
    alignment). Where the script has capitals and the text uses them, only words with a capital
    count; a word that also stands there in small letters is none, nor is a known name itself. What
    grammar grows onto a name is left aside.

    Parameters
    ----------
    text : str
        Of a transcript, raw.
    known : iterable of Known
        The study's known names; single words among those of persons are compared.
    """
    names = sorted({key(name.text) for name in known if name.category == "person"})
    single = [name for name in names if len(name) >= SHORTEST and " " not in name]
    spans: dict[str, list[tuple[int, int]]] = {}
    capitals = text != text.lower()
    small: set[str] = set()
    for match in _WORD.finditer(text):
        word = match.group()
        if capitals and word == word.lower() != word.upper():
            small.add(key(word))
        else:
            spans.setdefault(key(word), []).append(match.span())
    forms: dict[str, set[str]] = {}
    for word in spans:
        if word not in small:
            for form in bare_forms(word):
                forms.setdefault(form, set()).add(word)
    candidates = sorted(form for form in forms if len(form) >= SHORTEST - 1)
    near = {word for form in _near(candidates, single) for word in forms[form]}
    return sorted(
        Spot(*span, "person", RULE, True)
        for word in near
        if not _is_known(word, names)
        for span in spans[word]
    )


def _near(words: list[str], names: list[str]) -> list[str]:
    if not words or not names:
        return []
    distances = process.cdist(words, names, scorer=OSA.distance, score_cutoff=2)
    allowed = np.array([2 if len(name) >= LONG else 1 for name in names])
    near = ((distances > 0) & (distances <= allowed)).any(axis=1)
    return [words[at] for at in np.flatnonzero(near)]


def _is_known(word: str, names: list[str]) -> bool:
    """Whether a word is a known name with what grammar grows onto it."""
    forms = {form for form in bare_forms(word) if len(form) >= SHORTEST or word.startswith(form)}
    return not forms.isdisjoint(names) or any(
        is_prefix(word[:at]) and is_suffix(word[at + len(name) :], name)
        for name in names
        for at in (word.find(name),)
        if at >= 0
    )
