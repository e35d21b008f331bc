"""The gate: no known name, and no replaced identifier, stands in what is handed on.

What it finds is told by file and place, never by the name.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from quotetrail.anonymise.containers import Content, UnreadableError, contents
from quotetrail.anonymise.decide import Decided, Settled
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.names import Known
from quotetrail.anonymise.spelling import key, spell
from quotetrail.errors import LeakError
from quotetrail.sheets import CATEGORIES
from quotetrail.text import OffsetMap, Transcript

AROUND = 15  # characters on either side by which a kept span is known again
_AGREEING = 8
_UNIQUE = ("email", "url", "phone", "id", "address")
_FULL_DATE = 5  # digits of a day, a month and a year
_SEAMS = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, order=True)
class Leak:
    """A name where it must not stand.

    Attributes
    ----------
    file, place : str
        With any known name in them masked.
    kind : str
        Whose name, or which kind of identifier; never the text.
    """

    file: str
    place: str
    kind: str


class Kept(NamedTuple):
    """A span that a reviewer decided to keep, and what stands around it, as texts are compared."""

    text: str
    before: str
    after: str


@dataclass(frozen=True)
class Scan:
    """What the gate found and what it passed over.

    Attributes
    ----------
    leaks : tuple of Leak
        Sorted, each once.
    files : int
        Number of files searched.
    exempt : mapping of str to int
        Number of hits passed over, by reason.
    common : tuple of str
        Entities of names that are also words of the templates: searched in transcripts only.
    """

    leaks: tuple[Leak, ...]
    files: int
    exempt: Mapping[str, int]
    common: tuple[str, ...]


def searched(known: Iterable[Known], decided: Decided) -> list[Known]:
    """The known names that the gate looks for: all but those that are kept everywhere."""
    kept = [rule for rule in decided.rules if rule.decision == "keep" and not rule.transcript]
    always = {rule.text for rule in kept if not rule.small}
    in_small = {rule.text for rule in kept if rule.small}
    return [
        replace(entry, small=entry.small and key(entry.text) not in in_small)
        for entry in known
        if key(entry.text) not in always
    ]


def replaced_identifiers(identifiers: Iterable[Settled], text: str) -> list[Known]:
    """What was replaced in a raw text, so that the gate looks for it in what came from it."""
    return [
        Known(text[i.start : i.end], i.category, i.entity, i.replacement, False, i.layer)
        for i in identifiers
        if i.decision == "replace"
    ]


def is_unique(identifier: Known) -> bool:
    """Whether a replaced identifier is the same wherever it stands.

    A telephone number is; an age, a month or a sum is another thing in another sentence.
    """
    digits = sum(char.isdigit() for char in identifier.text)
    return identifier.category in _UNIQUE or (
        identifier.category == "date" and digits >= _FULL_DATE
    )


def kept_spans(
    transcript: Transcript, offsets: OffsetMap, identifiers: Iterable[Settled]
) -> list[Kept]:
    """The spans of a pseudonymised transcript that were found and kept."""
    kept = []
    for identifier in identifiers:
        span = offsets.forward(identifier.start, identifier.end)
        if identifier.decision == "keep" and span.start < span.end and not span.replaced:
            kept.append(_kept(transcript, span.start, span.end))
    return sorted(set(kept))


def spans_of_others(transcript: Transcript, names: Iterable[Known]) -> list[Kept]:
    """Where names of another study stand in a transcript that its own study's gate let through."""
    hits = Matcher(names).find(transcript.text)
    return sorted({_kept(transcript, hit.start, hit.end) for hit in hits})


def _kept(transcript: Transcript, start: int, end: int) -> Kept:
    text = transcript.text
    turn = transcript.turns_in(start, end)[0]
    before = text[max(turn.start, start - AROUND) : start]
    after = text[end : min(turn.end, end + AROUND)]
    return Kept(key(text[start:end]), key(before), key(after))


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words of our own templates, as names are compared."""
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", key(text)))


def scan(
    root: str | Path,
    files: Iterable[str],
    names: Sequence[Known],
    *,
    transcript_files: Collection[str] = (),
    allowed_values: Iterable[str] = (),
    kept: Sequence[Kept] = (),
    vendored: Collection[str] = (),
    words: Collection[str] = (),
) -> Scan:
    """Search files for names of persons, and those from transcripts for all other identifiers.

    Parameters
    ----------
    root : path
    files : iterable of str
        Relative to ``root``.
    names : sequence of Known
        `searched` names and `replaced_identifiers`. Those of category person are looked for in
        every file and in its name.
    transcript_files : collection of str
        Those of ``files`` whose text comes from transcripts.
    allowed_values : iterable of str
        Published values such as sites and authors; a name inside one is passed over, but not in
        transcript files.
    kept : sequence of Kept
    vendored : collection of str
        sha256 of files, and of files inside files, that are not searched.
    words : collection of str
        `vocabulary` of the templates; names that are among them are looked for in transcript
        files only.
    """
    persons = [name for name in names if name.category == "person"]
    plain = [name for name in persons if key(name.text) not in words]
    common = sorted({name.entity or "not one person" for name in persons if name not in plain})
    gate = _Gate(
        Matcher(plain), Matcher([*persons, *names]), Matcher(_values(allowed_values)), kept
    )
    leaks: set[Leak] = set()
    paths = sorted(files)
    for number, path in enumerate(paths, start=1):
        shown = gate.masked(path)
        is_transcript = path in transcript_files
        for kind in gate.kinds(_SEAMS.sub(" ", path), is_transcript=False):
            leaks.add(Leak(shown, f"its name, file {number} in order", kind))
        try:
            for content in contents(path, (Path(root) / path).read_bytes(), vendored):
                leaks |= gate.leaks(shown, content, is_transcript=is_transcript)
        except UnreadableError:
            leaks.add(Leak(shown, "the whole file", "cannot be read, so cannot be searched"))
    return Scan(tuple(sorted(leaks)), len(paths), dict(sorted(gate.exempt.items())), tuple(common))


def report(scanned: Scan) -> dict[str, Any]:
    """The gate's report; it holds no name."""
    return {
        "passed": not scanned.leaks,
        "files": scanned.files,
        "leaks": [asdict(leak) for leak in scanned.leaks],
        "passed_over": dict(scanned.exempt),
        "searched_in_transcripts_only": list(scanned.common),
    }


def require_no_leaks(scanned: Scan) -> None:
    """Refuse to hand on what holds a known name.

    Raises
    ------
    LeakError
        If there is any leak. It names the first ten places.
    """
    if scanned.leaks:
        first = scanned.leaks[0]
        places = [f"{leak.file}, {leak.place}: {leak.kind}" for leak in scanned.leaks[:10]]
        raise LeakError(
            f"{len(scanned.leaks)} place(s) hold a known name or a replaced identifier",
            file=first.file,
            place=first.place,
            expected="no known name; found in " + "; ".join(places),
            advice="open these places; then correct what wrote the name there, or decide in the "
            "decisions sheet that it is kept, and run again",
        )


class _Gate:
    """The matchers of one scan, and the count of what they passed over."""

    def __init__(
        self, persons: Matcher, everything: Matcher, allowed: Matcher, kept: Sequence[Kept]
    ) -> None:
        self._persons = persons
        self._everything = everything
        self._allowed = allowed
        self._kept = kept
        self._kept_texts = Matcher([Known(k.text, "other", "", "", False, "") for k in kept])
        self.exempt: Counter[str] = Counter()

    def masked(self, text: str) -> str:
        """A path without known names, not even as a part of a word's seam."""
        hits = self._everything.find(text)
        if not hits and self._everything.occurs(_SEAMS.sub(" ", text)):
            return f"(a file named after somebody).{text.rpartition('.')[2]}"
        for hit in reversed(hits):
            text = f"{text[: hit.start]}[name]{text[hit.end :]}"
        return text

    def leaks(self, file: str, content: Content, *, is_transcript: bool) -> set[Leak]:
        """The leaks in one text."""
        place = self.masked(content.place)
        found = set()
        for kind, start in self._hits(content.text, is_transcript=is_transcript):
            line = content.line + content.text.count("\n", 0, start) if content.line else 0
            parts = [place, f"line {line}" if line else ""]
            found.add(Leak(file, ", ".join(part for part in parts if part) or "text", kind))
        return found

    def kinds(self, text: str, *, is_transcript: bool) -> list[str]:
        """Whose names stand in a text."""
        return [kind for kind, _ in self._hits(text, is_transcript=is_transcript)]

    def _hits(self, text: str, *, is_transcript: bool) -> list[tuple[str, int]]:
        hits = (self._everything if is_transcript else self._persons).find(text)
        if not hits:
            return []
        spared = self._kept_in(text)
        if not is_transcript:
            spared += [(hit.start, hit.end, "allowed values") for hit in self._allowed.find(text)]
        found = []
        for hit in hits:
            inside = [why for start, end, why in spared if start <= hit.start and hit.end <= end]
            if _is_mark(text, hit.start, hit.end):
                continue
            if inside:
                self.exempt[inside[0]] += 1
            else:
                whose = f" {hit.known.entity}" if hit.known.entity else ""
                found.append((f"{hit.known.category}{whose} ({hit.known.layer})", hit.start))
        return found

    def _kept_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where kept spans stand in a text, known by what stands around them."""
        spans = []
        for hit in self._kept_texts.find(text):
            before = key(text[max(0, hit.start - 2 * AROUND) : hit.start])
            after = key(text[hit.end : hit.end + 2 * AROUND])
            for kept in self._kept:
                agreeing = _common(before[::-1], kept.before[::-1]) + _common(after, kept.after)
                enough = min(_AGREEING, len(kept.before) + len(kept.after))
                if kept.text == spell(hit.known.text).text and agreeing >= enough:
                    spans.append((hit.start, hit.end, "kept spans"))
                    break
        return spans


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _is_mark(text: str, start: int, end: int) -> bool:
    """Whether a hit is one of our own marks, such as [job]."""
    return (
        text[start - 1 : start] == "["
        and text[end : end + 1] == "]"
        and (text[start:end] in CATEGORIES)
    )


def _values(values: Iterable[str]) -> list[Known]:
    return [Known(value, "other", "", "", False, "") for value in values]
