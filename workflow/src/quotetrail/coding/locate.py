"""Codings placed in the raw transcripts of the study; a wrong place is worse than none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quotetrail.coding.alignment import Alignment, search
from quotetrail.coding.counting import same_words
from quotetrail.coding.given_places import fit
from quotetrail.coding.matching import NO_TEXT, NO_TRANSCRIPT, Match, Study
from quotetrail.coding.paragraphs import Passage, Span, settle
from quotetrail.coding.project import Coding, Project, Source
from quotetrail.text import Transcript
from quotetrail.transcripts import Reading, find_turns

NOTHING_SPOKEN = "covers no spoken text"
_REASONS = {
    "pdf": "selection on a pdf",
    "audio": "selection on an audio",
    "video": "selection on a video",
    "picture": "selection on a picture",
    "note": "selection on a note",
    "speaker": "a speaker's turn, which the project to be coded marks",
    "repeat": "an earlier project file holds the same coding",
}
_NO_CODE = "it names no code of the code book"
_NO_PLACE = "the project file gives no place for it"
_BACKWARDS = "starts after its end"
_OUTSIDE = "lies outside the text"
_EMPTY = "selects no text"
_DRIFTED = "its offsets and its quoted text disagree, and the quoted text is not found once"
_NOT_ONCE = "its quoted text is not found exactly once in the transcript"
_FITS_NOT = "the offsets do not fit the transcript, and no words are given for it"
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
        In the raw transcript's text; None if it is unplaced, or only counted.
    placement : str
        ``exact``, ``aligned``, ``searched``, ``document`` or ``unplaced``.
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
) -> list[Located]:
    """Place every coding of the projects in the raw transcripts.

    Parameters
    ----------
    projects : sequence of Project
    transcripts : sequence of Transcript
        Raw ones.
    names : mapping of str to str, optional
        The transcript id of sources, by source id, where somebody has said it.

    Returns
    -------
    list of Located
        One for each coding, in the projects' order.
    """
    study = Study(transcripts, names or {})
    located = []
    for project in projects:
        codings = defaultdict(list)
        for coding in project.codings:
            codings[coding.source].append(coding)
        documents = {
            source.source: _Document(source, study, codings[source.source])
            for source in project.sources
        }
        for coding in project.codings:
            document = documents.get(coding.source)
            located.append(_locate(coding, document))
    return located


class _Document:
    """A source with what is known of it, worked out only when a coding needs it."""

    def __init__(self, source: Source, study: Study, codings: Sequence[Coding]) -> None:
        self.source = source
        self._codings = codings
        self._study = study
        self._alignment: Alignment | None = None

    @cached_property
    def match(self) -> Match:
        return self._study.match(self.source, [coding.quoted for coding in self._codings])

    @cached_property
    def fits(self) -> bool:
        """Whether offsets that are given into the transcript itself can be believed."""
        transcript = self.match.transcript
        return transcript is not None and fit(self._codings, transcript)

    def found(self, coding: Coding) -> Span | None:
        """The place of a coding by its words; of documents without text also by paragraphs."""
        if self.match.transcript is None:
            return None
        if self.match.reading is None:
            return self._settled[coding.coding]
        places = _places(coding, self.match.transcript)
        return places[0] if len(places) == 1 else None

    @cached_property
    def _settled(self) -> dict[str, Span | None]:
        transcript = self.match.transcript
        if transcript is None:
            return {}
        passages = [Passage(each.paragraphs, _places(each, transcript)) for each in self._codings]
        names = [each.coding for each in self._codings]
        return dict(zip(names, settle(passages, transcript), strict=True))

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
    return _in_transcript(coding, document, match.transcript)


def _in_transcript(coding: Coding, document: _Document, transcript: Transcript) -> Located:
    if coding.kind == "document" or not transcript.turns:
        return _counted(coding, transcript)
    if document.source.holds == "places":
        return _given(coding, document, transcript)
    reason = _hindrance(coding, document.source.text)
    reading = document.match.reading
    if not reason and reading is not None:
        return _carried(coding, document, reading, transcript)
    found = _searched(coding, document, transcript, reason)
    only_counted = found.placement == "unplaced" and document.source.holds == "previews"
    return _counted(coding, transcript) if only_counted else found


def _carried(
    coding: Coding, document: _Document, reading: Reading, transcript: Transcript
) -> Located:
    """Carry offsets that can be used: as they are, or by aligning the two texts."""
    carried = reading.offsets.forward(coding.start or 0, coding.end or 0)
    span = within_turns(reading.transcript, carried.start, carried.end)
    if span is None:
        return _unplaced(coding, transcript, NOTHING_SPOKEN)
    if reading.transcript.text == transcript.text:
        return Located(coding, transcript.transcript, *span, "exact")
    found = document.alignment(reading.transcript.text, transcript.text).carry(*span)
    if found is None:
        return _unplaced(coding, transcript, _EDITED)
    return Located(coding, transcript.transcript, *found)


def _given(coding: Coding, document: _Document, transcript: Transcript) -> Located:
    """Offsets into the transcript itself: as they are, if words and other rows bear them out."""
    reason = _hindrance(coding, transcript.text)
    if not reason and not document.fits:
        # Words that stand there may do so by chance: perhaps they are repeated.
        reason = _DRIFTED if coding.quoted else _FITS_NOT
    if reason:
        return _searched(coding, document, transcript, reason)
    span = within_turns(transcript, coding.start or 0, coding.end or 0)
    if span is None:
        return _unplaced(coding, transcript, NOTHING_SPOKEN)
    return Located(coding, transcript.transcript, *span, "exact")


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


def _searched(coding: Coding, document: _Document, transcript: Transcript, reason: str) -> Located:
    """Place a coding by its quoted text, or not at all."""
    found = document.found(coding)
    if found is None:
        return _unplaced(coding, transcript, reason)
    return Located(coding, transcript.transcript, *found, "searched")


def _places(coding: Coding, transcript: Transcript) -> list[Span]:
    """Where its quoted text stands, with the labels in it or, if nowhere, without."""
    if not coding.quoted:
        return []
    return search(coding.quoted, transcript.text) or search(
        _spoken(coding.quoted, transcript), transcript.text
    )


def _spoken(quoted: str, transcript: Transcript) -> str:
    return find_turns(quoted, transcript="", labels=transcript.speakers()).transcript.text


def _counted(coding: Coding, transcript: Transcript) -> Located:
    """A coding of a transcript whose place in it is not known."""
    return Located(coding, transcript.transcript, None, None, "document")


def _unplaced(coding: Coding, transcript: Transcript | None, reason: str) -> Located:
    name = None if transcript is None else transcript.transcript
    return Located(coding, name, None, None, "unplaced", reason)
