"""The names and other identifiers that a study knows beforehand, in every spelling."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from quotetrail.anonymise.generic import is_generic_coder, is_generic_label, is_title
from quotetrail.anonymise.spelling import is_small, key
from quotetrail.anonymise.styles import Styles, person_mark
from quotetrail.sheets import Decision, KnownIdentifier, Participant

PERSON = "[person]"
PARTICIPANTS = "participants sheet"
IDENTIFIERS = "identifiers sheet"
DECISIONS = "decisions"
CODERS = "coders"
LABELS = "speaker label"
NEAR = "near miss"
PATTERNS = "patterns"
MODEL = "model"
CANDIDATES = "candidates"

_HYPHEN = re.compile("[-\u2010-\u2014\u05be]")
_STROKES = str.maketrans("łŁøØđĐ", "lLoOdD")
_POSSESSIVE = re.compile("(?<=.)['\u2019]s$")
_GUARDED = re.compile(r"'(?=[=+\-@\t\r])")


@dataclass(frozen=True)
class Known:
    """One spelling of a known name or identifier.

    Attributes
    ----------
    text, category : str
    entity : str
        The participant's id or the coder's number; empty where it is not one person's alone.
    replacement : str
        In square brackets.
    ask : bool
        Whether a person has to decide before it is replaced.
    layer : str
        Where it is known from.
    language : str
        BCP 47, where the sheet says so.
    small : bool
        Whether it is also this name where it is written in small letters alone; a reviewer may
        have decided that "hope" is a word and only "Hope" a name.
    """

    text: str
    category: str
    entity: str
    replacement: str
    ask: bool
    layer: str
    language: str = ""
    small: bool = True


def known_names(
    participants: Iterable[Participant],
    identifiers: Iterable[KnownIdentifier],
    decisions: Iterable[Decision],
    coders: Mapping[str, str],
    styles: Styles | None = None,
) -> list[Known]:
    """Every spelling that is known beforehand, each once, in the order of the sheets.

    A spelling that stands for two persons, or for a person and something else, is asked. What
    only a decision for one transcript names is asked elsewhere. A coder who is known otherwise
    keeps that other replacement.

    Parameters
    ----------
    participants, identifiers, decisions : rows of the sheets
    coders : mapping of str to str
        A coder's name to the pseudonym, "C1".
    styles : Styles, optional
        What stands in the place of participants and of what the identifiers sheet lists.
    """
    styles = styles or Styles({})
    certain = [*_of_participants(participants, styles), *_of_identifiers(identifiers, styles)]
    spellings = _merged(certain)
    for later in (_of_decisions(decisions), _of_coders(coders)):
        for name, known in _merged(later).items():
            spellings.setdefault(name, known)
    return list(spellings.values())


def name_parts(name: str) -> list[str]:
    """The parts of a full name that name the person alone: no titles, particles or initials.

    Nor words in small letters beside others with capitals.
    """
    parts: list[str] = []
    for number, raw in enumerate(name.split()):
        word = raw.strip(".,;:()[]\"'\u201c\u201d\u2018\u2019")
        word = _POSSESSIVE.sub("", word)
        for part in (word, *_HYPHEN.split(word)):
            particle = is_small(part) and (part != word or not is_small(name))
            title = is_title(part, first=number == 0)
            if long_enough(part) and not title and not particle and part not in parts:
                parts.append(part)
    return [part for part in parts if key(part) != key(name)]


def without_accents(name: str) -> str:
    """A name in plain Latin letters; letters of other scripts stay as they are."""
    parts = []
    for char in unicodedata.normalize("NFC", name):
        base = unicodedata.normalize("NFD", char.translate(_STROKES))[0]
        parts.append(base if base.isascii() else char)
    return "".join(parts)


def mark(replacement: str, category: str) -> str:
    """A replacement in square brackets; the category where there is none."""
    text = replacement.strip()
    if not text:
        return f"[{category}]"
    return text if text.startswith("[") and text.endswith("]") else f"[{text}]"


def decision_text(text: str) -> str:
    """A decision's text without the apostrophe that guards a spreadsheet against formulas."""
    return _GUARDED.sub("", text, count=1) if _GUARDED.match(text) else text


def _of_participants(participants: Iterable[Participant], styles: Styles) -> Iterable[Known]:
    for person in participants:
        labels = [label for label in person.label if not is_generic_label(label)]
        labels = [label for label in labels if key(label) != key(person.participant)]
        mark = person_mark(person, styles)
        for name in (*person.names, *labels):
            yield from _with_parts(name, person.participant, mark, PARTICIPANTS)
        for name in person.names:
            if _letters(name) == 1:  # a word of too many languages, as a label is of speakers
                yield Known(
                    name, "person", person.participant, mark, True, PARTICIPANTS, small=False
                )


def _with_parts(name: str, entity: str, replacement: str, layer: str) -> Iterable[Known]:
    if _letters(name) < 2:
        return
    for text in (name, *name_parts(name)):
        # Not everybody who types finds the accents of a name.
        for spelling in dict.fromkeys((text, without_accents(text))):
            yield Known(spelling, "person", entity, replacement, False, layer)


def _of_identifiers(identifiers: Iterable[KnownIdentifier], styles: Styles) -> Iterable[Known]:
    for row in identifiers:
        replacement = mark(row.replacement, row.category)
        if row.category != "person" and styles.of(row.category) == "mark":
            replacement = mark("", row.category)
        yield Known(row.text, row.category, "", replacement, False, IDENTIFIERS, row.language)


def _of_decisions(decisions: Iterable[Decision]) -> Iterable[Known]:
    rows = [row for row in decisions if row.decision == "replace"]
    for row in sorted(rows, key=lambda row: (bool(row.transcript), row.row)):
        replacement = mark("" if row.transcript else row.replacement, row.category)
        text = decision_text(row.text)
        yield Known(text, row.category, "", replacement, bool(row.transcript), DECISIONS)


def _of_coders(coders: Mapping[str, str]) -> Iterable[Known]:
    for name in sorted(coders):
        if not is_generic_coder(name):
            yield from _with_parts(name, coders[name], f"[{coders[name]}]", CODERS)


def _merged(spellings: Iterable[Known]) -> dict[str, Known]:
    """One entry for each spelling as it is compared; asked where two mean different things."""
    merged: dict[str, Known] = {}
    for known in spellings:
        name = key(known.text)
        first = merged.setdefault(name, known)
        if known.layer == DECISIONS or first.replacement == known.replacement:
            continue
        category = "person" if "person" in (first.category, known.category) else first.category
        merged[name] = replace(
            first, category=category, entity="", replacement=f"[{category}]", ask=True
        )
    merged.pop("", None)
    return merged


def _letters(text: str) -> int:
    return sum(unicodedata.category(char)[0] in "LM" for char in unicodedata.normalize("NFC", text))


def long_enough(part: str) -> bool:
    """Three letters; two in scripts without capitals, where vowels are often not letters."""
    cased = any(char.lower() != char.upper() for char in part)
    return _letters(part) >= (3 if cased else 2)
