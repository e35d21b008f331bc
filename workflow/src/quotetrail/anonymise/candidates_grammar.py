"""What the grammar of a language says of a word with a capital: that it need not be a name."""

import re
from functools import cache

from quotetrail.anonymise.candidates_lists import is_german, names
from quotetrail.anonymise.candidates_words import GERMAN_NAME_ENDS

_ENDINGS = ("e", "en", "n", "er", "es", "nen", "se", "in", "ern")
_NOUNS = ("ung", "heit", "keit", "schaft", "ungen", "ion", "ionen", "ismus", "ing", "chen", "lein")
_NUMBERS = (
    "zehn",
    "zwölf",
    "zig",
    "hundert",
    "tausend",
    "vier",
    "drei",
    "fünf",
    "sechs",
    "acht",
    "neun",
)
LONGEST = 40  # letters of a compound
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}
_PLAIN = {umlaut: plain for plain, umlaut in _UMLAUTS.items()}

SWAHILI_VERB = re.compile(
    r"(?:ha|si|ni|u|a|tu|m|mu|wa|i|zi|ki|vi|li|ya|ku|pa)(?:si|wa|ni|tu|u|m|i|zi|ya|ki|li|vi)?"
    r"(?:na|li|ta|me|ka|ki|nge|ngali|ja|po|sha)\w{2,}[aeiou]"
    r"|(?:na|si|sikw|hat|haw|hai|ham|hak|usi|wasi|asi|msi|tusi)\w{3,}[aei](?:ni)?"
)
LUGANDA_WORD = re.compile(
    r"(?:omu|omw|aba|eki|eky|ebi|eby)\w{3,}|(?:olu|olw|oku|okw)\w{4,}|(?:emi(?!l)|enn|emm|eng|enk|ens|gw)\w+"
    r"|e([bcdfgjkptsz])\1\w+|\w{1,2}['’]\w+|(?:wee|tem|tet|tey)\w{3,}"
)
_PERSON_DOES = re.compile(
    r"[ \u00a0](?:ali|ana|ame|ata|aka|ange|haku|hana|hata|haja|hu|alikuwa|a[bcdfgjkmnstwy]|y[aeo]|"
    r"n['’]a|n['’]e|ng['’]a|nga|na |ne |naye|wa |w['’]|ow['’]|ni |ndiye|yule|huyu|ye |kwa )"
)
_ALONE = re.compile(r"[,.?!:;]|\s*\Z|\n")


def is_bantu_form(word: str) -> bool:
    """Whether a word has the prefixes of Swahili verbs or of Luganda nouns, and so is no name."""
    return bool(SWAHILI_VERB.fullmatch(word) or LUGANDA_WORD.fullmatch(word))


def may_begin_as_name(word: str, text: str, end: int) -> bool:
    """Whether an unknown word that begins a Swahili or Luganda sentence may name its subject.

    What follows agrees with a person, or nothing follows.
    """
    if is_bantu_form(word):
        return False
    return bool(_PERSON_DOES.match(text, end) or _ALONE.match(text, end))


@cache
def is_ordinary_german(word: str) -> bool:
    """Whether a word in small letters is German, or made of German words, and no proper noun's."""
    return len(word) <= LONGEST and all(
        _is_word(part) or _is_compound(part) for part in word.split("-")
    )


def _is_word(word: str) -> bool:
    """A word as it is, without an ending -s or -in, or with the -e that southern speech drops."""
    forms = (word, word + "e", word[:-1] if word.endswith("s") else "", word.removesuffix("in"))
    return any(is_german(form) for form in forms if len(form) > 2) or len(word) < 3


def _is_compound(word: str, parts: int = 3) -> bool:
    """German words joined as compounds are; not what ends like a place's or a family's name."""
    if word.endswith(GERMAN_NAME_ENDS):
        return False
    for cut in range(len(word) - 4, 2, -1):
        head, tail = word[:cut], word[cut:]
        if (len(head) > 4 and head in names("latin")) or not _is_word(tail):
            continue
        if _is_head(head) or (parts > 2 and _is_compound(head, parts - 1)):
            return True
    return False


def _is_head(word: str) -> bool:
    return is_german(word) or is_german(word + "e") or (word[-1] in "sn" and is_german(word[:-1]))


@cache
def is_proper_german(word: str) -> bool:
    """Whether a listed word has no form but the genitive's, as names of people and places have."""
    if not 4 <= len(word) <= LONGEST or not is_german(word):
        return False
    if word.endswith("s") and is_german(word[:-1]):
        return is_proper_german(word[:-1])
    if word.endswith((*_NOUNS, *_NUMBERS)) or any(is_german(word + ending) for ending in _ENDINGS):
        return False
    stems = [word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)]
    if any(len(stem) > 2 and is_german(stem) for stem in stems):
        return False
    return not any(map(is_german, _with_umlaut(word)))


def _with_umlaut(word: str) -> list[str]:
    """What a plural with umlaut, or the singular of such a plural, would be."""
    found = []
    for at, letter in enumerate(word):
        if letter in _UMLAUTS:
            plural = word[:at] + _UMLAUTS[letter] + word[at + 1 :]
            found += [plural, plural + "e", plural + "er", plural + "en"]
        if letter in _PLAIN:
            single = word[:at] + _PLAIN[letter] + word[at + 1 :]
            found += [single, single[:-1], single[:-2]]
    return found
