"""The identifiers of a transcript: what each layer finds, one list without overlap.

Layers add, none takes away: known names and patterns come first, and what near misses, a model and
candidates find besides is asked.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from quotetrail.anonymise.candidates import find_candidates
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.models import Model, find_by_model, model_for
from quotetrail.anonymise.names import CANDIDATES, MODEL, NEAR, PATTERNS, Known
from quotetrail.anonymise.near import find_near
from quotetrail.anonymise.overlaps import besides, disjoint, trimmed
from quotetrail.anonymise.patterns import find_patterns
from quotetrail.anonymise.spelling import is_small, key
from quotetrail.anonymise.spots import Identifier, Spot
from quotetrail.anonymise.styles import WITHDRAWN, Styles, coarse_mark
from quotetrail.sheets import CATEGORIES
from quotetrail.text import Transcript

NAME_RULE = "known name"
MARK_RULE = "like one of our marks"
MEMO_PATTERNS = ("email", "url", "phone")

_BRACKETED = re.compile(r"\[[^\[\]\n]{1,200}\]")
_BETWEEN_PARTS = re.compile(r"[\s\u00a0-]{1,3}")
_SENTENCE = re.compile(r"(?:\A|[.?!…:\n।])[\s\"'“”„‘’«»()\[\]–—-]*\Z")
_BEFORE = 12  # characters in which a sentence's beginning is looked for


def find_identifiers(
    transcript: Transcript,
    known: Iterable[Known],
    styles: Styles | None = None,
    models: Mapping[str, Model] | None = None,
) -> list[Identifier]:
    """The identifiers of a transcript, in order, without overlap, each within one turn.

    A name that goes on in the next turn becomes one identifier in each. Of overlapping hits the
    longest stays whole, a known name before a pattern; what is left of the other stays too. What
    the asking layers find is cut to what the others have left.

    Parameters
    ----------
    transcript : Transcript
    known : iterable of Known
        The study's known names.
    styles : Styles, optional
        What stands in the place of dates and ages.
    models : mapping of str to Model, optional
        By language; `*` for every other.
    """
    known = list(known)
    return find_with(transcript, known, Matcher(known), styles, models)


def find_with(
    transcript: Transcript,
    known: Sequence[Known],
    matcher: Matcher,
    styles: Styles | None = None,
    models: Mapping[str, Model] | None = None,
) -> list[Identifier]:
    """The same as `find_identifiers` with a matcher that serves many transcripts."""
    text, language = transcript.text, transcript.language
    certain = disjoint([*_marks(text, known), *find_in_text(text, matcher, None, styles)], text)
    model = model_for(models or {}, language)
    asked = [
        *_asked(find_near(text, known), NEAR),
        *(_asked(find_by_model(text, language, model), MODEL) if model else []),
        *_asked(find_candidates(text, language), CANDIDATES),
    ]
    parts: list[Identifier] = []
    for hit in besides(certain, asked, text):
        for turn in transcript.turns_in(hit.start, hit.end):
            part = trimmed(hit, text, max(hit.start, turn.start), min(hit.end, turn.end))
            if part.start < part.end:
                parts.append(part)
    return parts


def find_in_text(
    text: str,
    matcher: Matcher,
    categories: Collection[str] | None = MEMO_PATTERNS,
    styles: Styles | None = None,
) -> list[Identifier]:
    """The known names and patterns of any text; ``categories`` are the patterns looked for."""
    styles = styles or Styles({})
    hits = [
        Identifier(
            hit.start,
            hit.end,
            hit.known.category,
            hit.known.entity,
            hit.known.layer,
            hit.known.ask,
            hit.known.replacement,
            NAME_RULE,
        )
        for hit in matcher.find(text)
    ]
    patterns = [
        Identifier(
            spot.start,
            spot.end,
            spot.category,
            "",
            PATTERNS,
            spot.ask,
            coarse_mark(text[spot.start : spot.end], spot.category, f"[{spot.category}]", styles),
            spot.rule,
        )
        for spot in find_patterns(text, categories)
    ]
    names = _asked_if_a_word(hits, text, patterns)
    patterns = _replaced_if_named(patterns, names, text)
    return disjoint([*_joined(names, text), *patterns], text)


def _asked(spots: Iterable[Spot], layer: str) -> list[Identifier]:
    return [
        Identifier(
            spot.start, spot.end, spot.category, "", layer, True, f"[{spot.category}]", spot.rule
        )
        for spot in spots
    ]


def _asked_if_a_word(
    hits: Sequence[Identifier], text: str, patterns: Sequence[Identifier]
) -> list[Identifier]:
    """The hits, those asked that may be a word and no name.

    That is a person's name in small letters ("hope"), and one that begins a sentence where the
    same text has it in small letters too, but for addresses on the internet. A text without any
    capital says nothing about that; there they stay as they are.
    """
    if text == text.lower():
        return list(hits)
    persons = [hit for hit in hits if hit.category == "person"]
    addresses = [one for one in patterns if one.category in ("email", "url")]
    words = {
        key(text[hit.start : hit.end])
        for hit in persons
        if is_small(text[hit.start : hit.end])
        and not any(one.start <= hit.start < one.end for one in addresses)
    }
    return [
        replace(hit, ask=True)
        if hit.category == "person" and _may_be_a_word(hit, text, words)
        else hit
        for hit in hits
    ]


def _may_be_a_word(hit: Identifier, text: str, words: Collection[str]) -> bool:
    written = text[hit.start : hit.end]
    if is_small(written):
        return True
    before = text[max(0, hit.start - _BEFORE) : hit.start]
    return key(written) in words and _SENTENCE.search(before) is not None


def _replaced_if_named(
    patterns: Sequence[Identifier], names: Sequence[Identifier], text: str
) -> list[Identifier]:
    """The patterns; what holds a name that is to be replaced is nothing to be kept undecided."""
    named = bytearray(len(text))
    for hit in names:
        if not hit.ask:
            named[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    return [replace(one, ask=False) if any(named[one.start : one.end]) else one for one in patterns]


def _marks(text: str, known: Iterable[Known]) -> list[Identifier]:
    """What a raw text brings along that looks like one of our marks; it is asked."""
    marks = {f"[{category}]": category for category in CATEGORIES} | {WITHDRAWN: "other"}
    marks |= {name.replacement: name.category for name in known}
    return [
        Identifier(*mark.span(), category, "", PATTERNS, True, f"[{category}]", MARK_RULE)
        for mark in _BRACKETED.finditer(text)
        if (category := marks.get(mark.group()))
    ]


def _joined(hits: Sequence[Identifier], text: str) -> list[Identifier]:
    """The hits, those of one person that follow each other joined: first name and surname."""
    joined: list[Identifier] = []
    for hit in hits:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.entity
            and (last.entity, last.layer) == (hit.entity, hit.layer)
            and _BETWEEN_PARTS.fullmatch(text, last.end, hit.start)
        ):
            joined[-1] = replace(last, end=hit.end)
        else:
            joined.append(hit)
    return joined
