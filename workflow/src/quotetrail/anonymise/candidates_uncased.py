"""Candidates in scripts without capitals: what stands beside a title, a kinship word, a comma."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from quotetrail.anonymise.candidates_lists import names, stopwords
from quotetrail.anonymise.candidates_words import (
    HEBREW_INTRODUCTIONS,
    HEBREW_KIN,
    HEBREW_PLACES,
    HEBREW_TITLES,
    INDIC_BEHIND,
    INDIC_INTRODUCTIONS,
    INDIC_KIN,
    INDIC_PLACES_BEHIND,
    INDIC_TITLES,
    UNCASED_EXCLAMATIONS,
)
from quotetrail.anonymise.clitics import HONORIFICS, SUFFIXES
from quotetrail.anonymise.spots import Spot

_HEBREW = r"[\u05d0-\u05ea](?:[\u0591-\u05ea'\u2019\u05f3]*[\u05d0-\u05ea'\u05f3])?"
_INDIC = r"(?:[\u0900-\u0963\u0970-\u097f]{2,40}|[\u0a80-\u0ae5\u0af0-\u0aff]{2,40})"
_STEM = r"[\u0900-\u0963\u0970-\u097f\u0a80-\u0ae5]{2,40}?"
_LETTER = r"[\w\u0591-\u05c7\u0900-\u0963\u0970-\u097f\u0a80-\u0ae5\u0af0-\u0aff]"
_UNCASED = re.compile(r"[\u05d0-\u05ea\u0600-\u06ff\u0900-\u0aff]")
_PREFIXES = r"[והבלמשכ]{0,3}"
_ARABIC = re.compile(r"[\u0620-\u06ff]+(?:[ ][\u0620-\u06ff]+)*")
_ENDINGS = sorted(
    {
        *SUFFIXES["Devanagari"],
        *HONORIFICS["Devanagari"],
        *("नं", "नी", "चं", "चे", "च्या", "ना", "मध्ये", "कडे", "बरोबर", "साठी", "वर", "पाशी", "ही", "च"),
        *SUFFIXES["Gujarati"],
        *HONORIFICS["Gujarati"],
        *("નો", "ની", "નું", "ના", "નાં", "ને", "માં", "થી", "એ", "ય", "જ", "વાળા"),
    },
    key=lambda ending: (-len(ending), ending),
)
_GENITIVE = "ंचा|ंची|ंचे|ंच्या|चा|ची|चे|च्या|चं|का|की|के|નો|ની|ના|નું"
_ENDING = rf"(?:[ंं]?(?:{'|'.join(_ENDINGS)})){{0,2}}"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


_RULES = (
    (
        "my name is",
        "person",
        rf"(?<!{_LETTER}){_PREFIXES}(?:{_any(HEBREW_INTRODUCTIONS)})[ ,:\"]{{1,2}}({_HEBREW})",
    ),
    (
        "my name is",
        "person",
        rf"(?<!{_LETTER})(?:{_any(INDIC_INTRODUCTIONS)})(?:[ ](?:है|आहे|છે))?[ ,:\"]{{1,2}}({_INDIC})",
    ),
    (
        "after a title",
        "person",
        rf"(?<!{_LETTER}){_PREFIXES}(?:{_any(HEBREW_TITLES)})[ \u05be]({_HEBREW})",
    ),
    ("after a title", "person", rf"(?<!{_LETTER})(?:{_any(INDIC_TITLES)})\.?[ ]({_INDIC})"),
    (
        "honorific behind",
        "person",
        rf"(?<!{_LETTER})({_INDIC}[ ](?:{_any(INDIC_BEHIND)}))ं?{_ENDING}(?!{_LETTER})",
    ),
    (
        "kinship word beside",
        "person",
        rf"(?<!{_LETTER})({_HEBREW}),[ ](?:{_any(HEBREW_KIN)})(?!{_LETTER})",
    ),
    (
        "kinship word beside",
        "person",
        rf"(?<!{_LETTER})({_STEM})[ ]?(?:{_GENITIVE})[ ](?:{_INDIC}[ ])?(?:{_any(INDIC_KIN)})"
        rf"(?!{_LETTER})",
    ),
    (
        "place word",
        "place",
        rf"(?<!{_LETTER}){_PREFIXES}(?:{_any(HEBREW_PLACES)})[ \u05be]({_HEBREW})",
    ),
    (
        "place word",
        "place",
        rf"(?<!{_LETTER})({_INDIC})[ ](?:{_any(INDIC_PLACES_BEHIND)}){_ENDING}(?!{_LETTER})",
    ),
    ("alone between commas", "person", rf",[ ]((?![והבלמשכ]){_HEBREW}|{_INDIC})(?=[,.])"),
    ("alone in quotation marks", "person", rf"[\"“„]({_HEBREW}|{_INDIC})[\"”“]"),
)
_COMPILED = [(rule, category, re.compile(pattern)) for rule, category, pattern in _RULES]
_HEBREW_WORD = re.compile(rf"(?<!{_LETTER}){_HEBREW}")
_INDIC_WORD = re.compile(_INDIC)
_GROWN = re.compile(
    rf"([\u0900-\u0aff]+?(?:{_any(word for word in INDIC_BEHIND if len(word) > 2)}))ं?{_ENDING}"
)


def uncased_spots(text: str) -> list[Spot]:
    """Candidates in Hebrew, Devanagari, Gujarati and Arabic letters; they may overlap."""
    if not _UNCASED.search(text):
        return []
    spots = [Spot(*m.span(), "person", "another script", True) for m in _ARABIC.finditer(text)]
    common = stopwords() | UNCASED_EXCLAMATIONS
    for rule, category, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if match[1].split(" ")[0] not in common:
                spots.append(Spot(*match.span(1), category, rule, True))
    return [*spots, *_listed(text)]


def _listed(text: str) -> Iterator[Spot]:
    """Names of the lists, without the letters that grew onto them."""
    for match in _HEBREW_WORD.finditer(text):
        cut = _hebrew_name(match.group())
        if cut is not None:
            yield Spot(match.start() + cut, match.end(), "person", "name list", True)
    for match in _INDIC_WORD.finditer(text):
        length, rule = _indic_name(match.group())
        if length:
            yield Spot(match.start(), match.start() + length, "person", rule, True)


@cache
def _hebrew_name(word: str) -> int | None:
    """How many letters of the grammar stand before a name of the list."""
    plain = word.replace("\u05f3", "'").replace("\u2019", "'")
    if plain in stopwords():
        return None
    for cut in range(min(4, len(plain) - 1)):
        if not set(plain[:cut]) <= set("והבלמשכ"):
            return None
        if plain[cut:] in names("hebrew") and len(plain) - cut > 1 + (cut > 0):
            return cut
    return None


@cache
def _indic_name(word: str) -> tuple[int, str]:
    """How many of a word's letters are a name, and by which rule."""
    if word in stopwords():
        return 0, ""
    grown = _GROWN.fullmatch(word)
    if grown and len(grown[1]) > 3 and grown[1] not in INDIC_BEHIND:
        return grown.end(1), "honorific behind"
    known = names("devanagari")
    plain = _devanagari(word)
    if plain in known:
        return len(word), "name list"
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)].rstrip("ंં")
            if len(stem) > 1 and _devanagari(stem) in known and stem not in stopwords():
                return len(stem), "name list"
    return 0, ""


def _devanagari(word: str) -> str:
    """A word of Gujarati letters in those of Devanagari: the blocks run in parallel."""
    return word.translate(_AS_DEVANAGARI)


_AS_DEVANAGARI = {point: point - 0x180 for point in range(0xA80, 0xB00)}
