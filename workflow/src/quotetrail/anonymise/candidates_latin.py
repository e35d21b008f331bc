"""Candidates in scripts with capitals: what is written large, and where it stands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from quotetrail.anonymise.candidates_grammar import (
    is_bantu_form,
    is_ordinary_german,
    is_proper_german,
    may_begin_as_name,
)
from quotetrail.anonymise.candidates_heads import HEADS, with_head
from quotetrail.anonymise.candidates_lists import english_words, names, stopwords
from quotetrail.anonymise.candidates_words import (
    BEHIND,
    DETERMINERS,
    EXCLAMATIONS,
    NATIONALITIES,
    NEVER,
    ORGANISATIONS,
    PARTICLES,
    PLACES,
    QUIET,
    TITLES,
)
from quotetrail.anonymise.spots import Spot

GRAMMARS = {"de": "german", "sw": "bantu", "lg": "bantu"}
CATEGORIES = {
    "organisation word": "organisation",
    "acronym": "organisation",
    "place word": "place",
    "nationality": "other",
}
_CASED = [chr(point) for point in (*range(0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))]
_LARGE = "".join(char for char in _CASED if char.isupper())
_SMALL = "".join(char for char in _CASED if char.islower())
_W = r"[\w\u0300-\u036f]"
_INITIAL = rf"[{_LARGE}]\u0307?\."
_AFTER_INITIAL = rf"\u0307?\.(?:[ ]?{_INITIAL})*(?!\w)"
_AFTER_CAPITAL = rf"{_W}*(?:['’-]{_W}+)*['’]?"
_NAME = rf"[{_LARGE}](?:{_AFTER_INITIAL}|{_AFTER_CAPITAL})"
# The capital first and what may not stand before it second: capitals are found faster so.
_NAME_APART = rf"[{_LARGE}](?<![\w'’].)(?:{_AFTER_INITIAL}|{_AFTER_CAPITAL})"
_JOIN = rf"(?:[ \u00a0]|-)(?:(?:{'|'.join(PARTICLES)})[ ]|[Aa]l-|[dl]['’]|[&/][ ]){{0,2}}"
_BETWEEN = re.compile(_JOIN)
_TOKEN = re.compile(_NAME)
_RUN = re.compile(rf"{_NAME_APART}(?:{_JOIN}{_NAME})*")
_GROWN = re.compile(rf"(?<![\w'’])(?:[{_SMALL}]{{1,5}}|[KBWLN][aeiu])[{_LARGE}][{_SMALL}]{{2,}}\w*")
_SEAM = re.compile(rf"[{_LARGE}](?<=[{_SMALL}].)")
_BEFORE = re.compile(r"([\w'’-]+)(\.?)\Z")
_NO_WORD_ENDS = frozenset(["", *'\n,;:!?()[]/&"“”„…'])
_GOING_ON = frozenset(",;/&-")
_NUMBER_AFTER = re.compile(r"[ \u00a0](?:No\.?[ ]?)?[\d§(]")
_ENDS = ("'s", "’s", "'", "’")
_MARKS = ",.?!;:…)"
_ALSO_NAMES = {"january", "april", "may", "june", "august", "sunday", "friday"}
_SHORT_TITLES = {"dr", "prof", "mr", "mrs", "ms", "dk", "dkt"}
_ABBREVIATED = _SHORT_TITLES | {"st", "no", "nr", "rev", "sr", "jr", "fr", "hr", "bi", "bw", "ndg"}
_TITLES_BEFORE = re.compile(
    r"(?<![\w'’])(?:(?:dr|prof|mr|mrs|ms|dk|dkt)\.?[ \u00a0]{1,3})+\Z", re.I
)
_INITIALS = re.compile(r"(?!u\.s|u\.k|p\.m|a\.m|i\.e|e\.g|u\.n)(?:\w\u0307?\.[ ]?){2,3}")
_CODE = re.compile(r"\w|\w?\d\w?|\w\d\d")
_PARTS = re.compile("[-'’.]")


class Word(NamedTuple):
    """A word with a capital and what stands before it."""

    start: int
    end: int
    low: str
    initial: bool  # at the beginning of a sentence
    before: str


class Kind(NamedTuple):
    """What is known of a word type in this text."""

    everyday: bool  # in small letters elsewhere, or in the list of ordinary words
    name: bool
    common: bool  # alone mostly behind a determiner or before a number


def cased_spots(text: str, language: str) -> list[Spot]:
    """Candidates among the words with capitals; those of different rules may overlap."""
    types = set(text.split())
    grammar = GRAMMARS.get(language.partition("-")[0].lower(), "")
    runs = list(_runs(text))
    kinds = _kinds(runs, text, types, grammar)
    spots: list[Spot] = []
    named: set[str] = set()
    left: list[Word] = []
    for run in runs:
        words = _without_titles(run, kinds, grammar)
        groups = [[word] for word in words] if grammar == "german" else [words]
        for group in filter(None, groups):
            rule = _rule(group, kinds, grammar, text)
            if rule:
                start, category = _with_title(text, group[0]), CATEGORIES.get(rule, "person")
                end, head = with_head(text, group[-1].end)
                spots.append(Spot(start, end, HEADS.get(head, category), rule, True))
                named.update(word.low for word in group if not kinds[word.low].everyday)
            elif group[0].initial:
                left.append(group[0])
    for word in left:
        if word.low in named:
            spots.append(Spot(word.start, word.end, "person", "a name elsewhere", True))
    if grammar == "german":
        spots = _joined(sorted(spots), text)
    if _SEAM.search(text):
        grown = (match.span() for match in _GROWN.finditer(text))
        spots += [Spot(*span, "person", "capital inside a word", True) for span in grown]
    return spots


def _runs(text: str) -> Iterator[list[Word]]:
    """Words with capitals that follow each other, or are joined by particles."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        written = match.group()
        if written.isalpha():
            low = written.lower()
            titled = low in _ALSO_NAMES and _before(text, start)[1] in TITLES
            if low not in NEVER or titled:
                yield [Word(start, end, low, *_before(text, start))]
            continue
        run: list[Word] = []
        initial, before = _before(text, start)
        last = start
        for token in _TOKEN.finditer(text, start, end):
            first, past = token.span()
            if first - last > 1:
                particle = text[last:first].strip(" -\u00a0")
                before = particle.split()[-1].lower() if particle else before
            last = past
            word = _without_s(text[first:past])
            low = word.lower()
            if low in NEVER and before not in TITLES:
                if run:
                    yield run
                run = []
            else:
                run.append(Word(first, first + len(word), low, initial, before))
            initial, before = False, low
        if run:
            yield run


def _without_s(word: str) -> str:
    if word[-1] not in "s'’":
        return word
    for end in _ENDS:
        if word.endswith(end):
            return word[: -len(end)]
    return word


def _before(text: str, start: int) -> tuple[bool, str]:
    """Whether a sentence begins here, and the word before it, if none begins."""
    cut = text.rfind(" ", max(0, start - 24), start - 1) + 1 if start > 1 else 0
    word = text[cut : start - 1]
    if cut and text[start - 1] == " " and word.isalpha():
        return False, word.lower()
    space = text[max(0, start - 24) : start].rstrip(" \t\u00a0")
    found = None if space[-1:] in _NO_WORD_ENDS else _BEFORE.search(space)
    if found is None:
        return space[-1:] not in _GOING_ON, ""
    word = found[1].lower()
    initial = bool(found[2]) and word not in _ABBREVIATED and len(word) > 1
    return initial, "" if initial else word


def _without_titles(run: list[Word], kinds: dict[str, Kind], grammar: str) -> list[Word]:
    """A run without what comes before a title, and without an ordinary first word."""
    if len(run) > 1:
        titles = [at for at, word in enumerate(run[:-1]) if word.low in TITLES]
        if titles:
            run = run[titles[-1] + 1 :]
    if run[-1].low in TITLES and run[-1].low not in BEHIND:
        run = run[:-1]
    if not run:
        return run
    first, kind = run[0], kinds[run[0].low]
    ordinary = kind.everyday or (grammar == "bantu" and is_bantu_form(first.low))
    return run[1:] if first.low in TITLES or (first.initial and ordinary and not kind.name) else run


def _kinds(runs: list[list[Word]], text: str, types: set[str], grammar: str) -> dict[str, Kind]:
    inside: dict[str, int] = defaultdict(int)
    common: dict[str, int] = defaultdict(int)
    for run in runs:
        if len(run) == 1 and not run[0].initial:
            word = run[0]
            inside[word.low] += 1
            if word.before in DETERMINERS or _NUMBER_AFTER.match(text, word.end):
                common[word.low] += 1
    kinds = {}
    for low in {word.low for run in runs for word in run}:
        ordinary, name = _listed(low, grammar == "german")
        everyday = ordinary or low in types or not types.isdisjoint(map(low.__add__, _MARKS))
        kinds[low] = Kind(everyday, name, common[low] * 2 > inside[low])
    return kinds


@cache
def _listed(word: str, german: bool) -> tuple[bool, bool]:
    """Whether a word is in the lists of ordinary words, and whether in those of names."""
    known, english = names("latin"), english_words()
    parts = [word] if word.isalpha() else _PARTS.split(word)
    name = any(part in known for part in parts)
    if german:
        name = name or (word.endswith("s") and word[:-1] in known)
        ordinary = is_ordinary_german(word) and not (name and is_proper_german(word))
    else:
        ordinary = word in english or all(part in english for part in parts)
    return ordinary or word in stopwords() or word in EXCLAMATIONS, name


def _with_title(text: str, word: Word) -> int:
    """Where a name begins with the short titles before it: "Dr. Meier"."""
    if word.before not in _SHORT_TITLES:
        return word.start
    titles = _TITLES_BEFORE.search(text, max(0, word.start - 24), word.start)
    return titles.start() if titles else word.start


def _rule(words: list[Word], kinds: dict[str, Kind], grammar: str, text: str) -> str:
    """By which rule words with capitals that follow each other may be a name, if by any."""
    if words[0].before in TITLES:
        return "after a title"
    lows = {word.low for word in words}
    if len(words) == 1:
        return _rule_alone(words[0], kinds[words[0].low], grammar, text)
    if not lows.isdisjoint(ORGANISATIONS):
        return "organisation word"
    if not lows.isdisjoint(PLACES):
        return "place word"
    named = any(kinds[low].name and not kinds[low].everyday for low in lows)
    return "name list" if named else "capitals in a row"


def _rule_alone(word: Word, kind: Kind, grammar: str, text: str) -> str:
    rule = ""
    if word.low.endswith("."):
        rule = "initials" if _INITIALS.fullmatch(word.low) and not word.initial else ""
    elif word.low in QUIET or _CODE.fullmatch(word.low):
        rule = ""
    elif not (word.initial or kind.name) and NATIONALITIES.fullmatch(word.low):
        rule = "nationality"
    elif grammar == "german" and kind.everyday and kind.common and "-" not in word.low:
        rule = _german_rule(word)
    elif kind.name and not (kind.everyday and word.initial):
        rule = "name list"
    elif not kind.everyday:
        likely = grammar != "bantu" or not word.initial
        if likely or may_begin_as_name(word.low, text, word.end):
            shouted = text[word.start : word.end].isupper()
            rule = "acronym" if shouted else "capital, unknown word"
    elif grammar == "german":
        rule = _german_rule(word)
    elif not (word.initial or kind.common):
        rule = "capital, mid-sentence"
    return rule


def _german_rule(word: Word) -> str:
    """Whether an ordinary German word may be a name: it has no plural, and no article here."""
    named = word.before not in DETERMINERS or (
        word.before in ("der", "die") and word.low[-1] == "i"
    )
    proper = not word.initial and named and is_proper_german(word.low)
    return "capital, mid-sentence" if proper else ""


def _joined(spots: list[Spot], text: str) -> list[Spot]:
    joined: list[Spot] = []
    for spot in spots:
        last = joined[-1] if joined else None
        if last and _BETWEEN.fullmatch(text, last.end, spot.start):
            joined[-1] = last._replace(end=spot.end)
        else:
            joined.append(spot)
    return joined
