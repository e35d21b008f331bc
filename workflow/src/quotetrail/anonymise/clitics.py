"""What grows onto a name without a space, by script.

The tables go by script and not by language, because speakers mix languages, and so that what is
searched in a report is what was replaced in a transcript. Each entry is written as texts are
compared: folded, without nukta.
"""

from quotetrail.anonymise.spelling import key

HONORIFICS = {
    "Latin": ("ji", "bhai", "bhen", "ben", "tai", "dada", "bhau", "rao", "bai", "saheb"),
    "Devanagari": ("जी", "ताई", "दादा", "भाऊ", "राव", "बाई", "भाई", "बेन", "साहेब"),
    "Gujarati": ("ભાઈ", "બેન", "બહેન", "જી"),
}
SUFFIXES = {
    "Latin": ("s", "ni"),  # German genitive, Swahili locative; 's needs no entry
    "Devanagari": (
        *("ने", "को", "से", "का", "की", "के", "में", "पर"),  # Hindi
        *("ला", "चा", "ची", "चे", "चं", "च्या", "त", "शी", "नी", "ना", "नं", "हून"),  # Marathi
        *("ं", "ंचा", "ंची", "ंचे", "ंचं", "ंच्या", "ंना", "ंनी", "ंनं", "ंशी", "ंला"),  # its polite plural
        *("ां", "ांचा", "ांची", "ांचे", "ांच्या", "ांना", "ांनी", "ांशी"),
    ),
    "Gujarati": ("ને", "થી", "નો", "ની", "નું", "ના", "માં", "એ"),
}
PREFIXES = (
    *("ewa", "owa", "awa", "nga", "ne", "na", "ku", "kwa", "wa", "ba", "bwa", "ka", "ya", "eri"),
)  # Luganda and Swahili, written together with a name
SHORTEST_AFTER_PREFIX = 5  # letters of a name, where no capital shows the seam
PREFIX_LETTERS = {"Hebrew": "והבלמשכ"}
SHORTEST_BEFORE_HONORIFIC = 4  # Latin letters, or "haben" would hold the initials H. A.
MOST_PREFIX_LETTERS = 3
MOST_SUFFIXES = 2  # an honorific and a postposition

_POSSESSIVE = ("'s", "\u2019s")
_SUFFIXES = frozenset(
    key(suffix)
    for script in (*SUFFIXES.values(), HONORIFICS["Devanagari"], HONORIFICS["Gujarati"])
    for suffix in script
)
_HONORIFICS = frozenset(key(each) for script in HONORIFICS.values() for each in script)
_SUFFIXES_OF_LONGER = _SUFFIXES.union(HONORIFICS["Latin"])
_PREFIX_LETTERS = frozenset("".join(PREFIX_LETTERS.values()))


def is_prefix(letters: str, name: str = "", *, seam: bool = False) -> bool:
    """Whether letters directly before a name may belong to the grammar and not to the name.

    ``seam`` says that a capital of the name shows where it begins, as in "ngaSwaibu".
    """
    if len(letters) <= MOST_PREFIX_LETTERS and _PREFIX_LETTERS.issuperset(letters):
        return True
    return letters in PREFIXES and (seam or len(name) >= SHORTEST_AFTER_PREFIX)


def is_suffix(letters: str, name: str = "", most: int = MOST_SUFFIXES) -> bool:
    """Whether letters directly after a name may be grammar or politeness and not of the name."""
    longer = len(name) >= SHORTEST_BEFORE_HONORIFIC
    suffixes = _SUFFIXES_OF_LONGER if longer else _SUFFIXES
    if not letters or letters in suffixes:
        return True
    return most > 1 and any(
        letters.startswith(suffix) and is_suffix(letters[len(suffix) :], name, most - 1)
        for suffix in suffixes
    )


def honorific(text: str, start: int, end: int) -> int:
    """How many letters of an honorific are grown onto the name at ``[start, end)``."""
    longer = end - start >= SHORTEST_BEFORE_HONORIFIC
    grown = (len(each) for each in _HONORIFICS if text.startswith(each, end))
    return max(grown, default=0) if longer or not text[start:end].isascii() else 0


def bare_forms(word: str) -> list[str]:
    """What may be left of a word without the grammar before and behind it; the word itself first.

    Parameters
    ----------
    word : str
        As texts are compared.
    """
    fronts = {word}
    for at in range(1, min(MOST_PREFIX_LETTERS, len(word)) + 1):
        if _PREFIX_LETTERS.issuperset(word[:at]):
            fronts.add(word[at:])
    fronts |= {word.removeprefix(prefix) for prefix in PREFIXES}
    fronts |= {front.removesuffix(end) for front in fronts for end in _POSSESSIVE}
    ends = {front.removesuffix(suffix) for front in fronts for suffix in _SUFFIXES_OF_LONGER}
    return [word, *sorted((fronts | ends) - {word, ""})]
