"""Codings placed in the raw transcripts of the study; a wrong place is worse than none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quotetrail.coding.alignment import Aligned, Alignment, search, stands_in
from quotetrail.coding.matching import NO_TEXT, NO_TRANSCRIPT, Match, Study, Version
from quotetrail.coding.project import Coding, Project, Source
from quotetrail.coding.quoted import same_words, without_ellipsis
from quotetrail.coding.tokens import words
from quotetrail.text import Transcript
from quotetrail.transcripts import Reading, find_turns

NOTHING_SPOKEN = "covers no spoken text"
_REASONS = {
    "pdf": "selection on a pdf",
    "audio": "selection on an audio",
    "video": "selection on a video",
    "picture": "selection on a picture",
    "note": "selection on a note",
    "document": "coding of a whole document",
    "speaker": "a speaker's turn, which the project to be coded marks",
    "repeat": "an earlier project file holds the same coding",
}
_NO_CODE = "it names no code of the code book"
_NO_PLACE = "the project file gives no place for it"
_BACKWARDS = "starts after its end"
_OUTSIDE = "lies outside the text"
_EMPTY = "selects no text"
_DOUBTFUL = "it cannot be told which characters its offsets count"
_DRIFTED = "its offsets and its quoted text disagree, and the quoted text is not found once"
_NOT_ONCE = "its quoted text is not found exactly once in the transcript"
_TOO_SHORT = "the transcript was edited, and its few words may be those of another passage"
_LONG_ENOUGH = 8  # words that nobody says twice by chance
_EDITED = "its passage was edited too much in the transcript"


@dataclass(frozen=True)
class Located:
    """A coding and its place.

    Attributes
    ----------
    coding : Coding
    transcript : str or None
        The id; None where no transcript is known for it.
    start, end : int or None
        In the raw transcript's text; None if unplaced.
    placement : str
        ``exact``, ``aligned``, ``searched`` or ``unplaced``.
    reason : str
        Why it is unplaced, without identifying text.
    """

    coding: Coding
    transcript: str | None
    start: int | None
    end: int | None
    placement: str
    reason: str = ""


def locate(
    projects: Sequence[Project],
    transcripts: Sequence[Transcript],
    *,
    names: Mapping[str, str] | None = None,
    pseudonymised: Mapping[str, Version] | None = None,
) -> list[Located]:
    """Place every coding of the projects in the raw transcripts.

    Parameters
    ----------
    projects : sequence of Project
    transcripts : sequence of Transcript
        Raw ones.
    names : mapping of str to str, optional
        The transcript id of sources, by source id, where somebody has said it.
    pseudonymised : mapping of str to Version, optional
        By transcript, its pseudonymised text: the codings may stand in that one.

    Returns
    -------
    list of Located
        One for each coding, in the projects' order.
    """
    study = Study(transcripts, names or {}, pseudonymised)
    located = []
    for project in projects:
        passages = defaultdict(list)
        for coding in project.codings:
            passages[coding.source].append(coding.quoted)
        documents = {
            source.source: _Document(source, study, passages[source.source])
            for source in project.sources
        }
        for coding in project.codings:
            document = documents.get(coding.source)
            located.append(_locate(coding, document))
    return located


class _Document:
    """A source with its transcript and its alignment, worked out only when a coding needs them."""

    def __init__(self, source: Source, study: Study, passages: Sequence[str]) -> None:
        self.source = source
        self._passages = passages
        self._study = study
        self._match: Match | None = None
        self._alignment: Alignment | None = None

    @property
    def match(self) -> Match:
        if self._match is None:
            self._match = self._study.match(self.source, self._passages)
        return self._match

    @cached_property
    def edited(self) -> bool:
        """Whether longer passages of a document without text stand nowhere in its transcript.

        Of a short one that was edited, another one like it may be all that is left.
        """
        transcript = self.match.transcript
        if transcript is None or self.source.text is not None:
            return False
        texts = [version.transcript for version in self.versions(transcript)]
        return not all(
            any(
                stands_in(each, text.text) for text in texts for each in (said, _spoken(said, text))
            )
            for said in dict.fromkeys(self._passages)
            if len(words(said)) >= _LONG_ENOUGH and without_ellipsis(said) is None
        )

    def versions(self, transcript: Transcript) -> list[Version]:
        return self._study.versions(transcript)

    def alignment(self, earlier: str, later: str) -> Alignment:
        if self._alignment is None:
            self._alignment = Alignment(earlier, later)
        return self._alignment


def _locate(coding: Coding, document: _Document | None) -> Located:
    if coding.kind in _REASONS:
        return _unplaced(coding, None, _REASONS[coding.kind])
    if document is None:
        return _unplaced(coding, None, NO_TRANSCRIPT)
    match = document.match
    if match.transcript is None or not coding.code:
        return _unplaced(coding, match.transcript, match.reason or _NO_CODE)
    reason = _hindrance(coding, document.source.text)
    if reason or match.reading is None:
        if document.edited and len(words(coding.quoted)) < _LONG_ENOUGH:
            return _unplaced(coding, match.transcript, _TOO_SHORT)
        return _searched(coding, document.versions(match.transcript), match.transcript, reason)
    return _carried(coding, document, match.reading, match.transcript)


def _carried(
    coding: Coding, document: _Document, reading: Reading, transcript: Transcript
) -> Located:
    """Carry offsets that can be used: as they are, or by aligning the two texts."""
    version = document.match.version or Version(transcript)
    carried = reading.offsets.forward(coding.start or 0, coding.end or 0)
    span = within_turns(reading.transcript, carried.start, carried.end)
    if span is None:
        return _unplaced(coding, transcript, NOTHING_SPOKEN)
    if reading.transcript.text == version.transcript.text:
        return _in_raw(coding, transcript, version, Aligned(*span, "exact"))
    found = document.alignment(reading.transcript.text, version.transcript.text).carry(*span)
    if found is None:
        return _unplaced(coding, transcript, _EDITED)
    return _in_raw(coding, transcript, version, found)


def _in_raw(coding: Coding, transcript: Transcript, version: Version, found: Aligned) -> Located:
    """The place in the raw transcript; of what was replaced, the whole of what stood there."""
    start, end = found.start, found.end
    if version.back is not None:
        carried = version.back.forward(start, end)
        start, end = carried.start, carried.end
    return Located(coding, transcript.transcript, start, end, found.placement)


def _hindrance(coding: Coding, text: str | None) -> str:
    """Why the coding's offsets cannot be used, if they cannot."""
    start, end = coding.start, coding.end
    if text is None or start is None or end is None:
        if coding.quoted:
            return _NOT_ONCE
        return NO_TEXT if text is None else _NO_PLACE
    checks = (
        (start > end, _BACKWARDS),
        (start < 0 or end > len(text), _OUTSIDE),
        (start == end, _EMPTY),
        (coding.doubtful, _DOUBTFUL),
        (coding.quoted and not same_words(text[start:end], coding.quoted), _DRIFTED),
    )
    return next((reason for holds, reason in checks if holds), "")


def within_turns(transcript: Transcript, start: int, end: int) -> tuple[int, int] | None:
    """The span without the newlines between turns at its ends; None if only white space is left."""
    touched = transcript.turns_in(start, end)
    if start == end or not touched:
        return None
    start, end = max(start, touched[0].start), min(end, touched[-1].end)
    return (start, end) if transcript.text[start:end].strip() else None


def _searched(
    coding: Coding, versions: Sequence[Version], transcript: Transcript, reason: str
) -> Located:
    """Place a coding by its quoted text, with or without the labels in it, or not at all."""
    for version in versions if coding.quoted else ():
        for quoted in (coding.quoted, _spoken(coding.quoted, version.transcript)):
            found = search(quoted, version.transcript.text)
            if found is not None:
                return _in_raw(coding, transcript, version, Aligned(*found, "searched"))
        # Of a passage that stands there twice, the other text may lack one: no reason to trust it.
        if stands_in(coding.quoted, version.transcript.text):
            break
    return _unplaced(coding, transcript, reason)


def _spoken(quoted: str, transcript: Transcript) -> str:
    return find_turns(quoted, transcript="", labels=transcript.speakers()).transcript.text


def _unplaced(coding: Coding, transcript: Transcript | None, reason: str) -> Located:
    name = None if transcript is None else transcript.transcript
    return Located(coding, name, None, None, "unplaced", reason)
