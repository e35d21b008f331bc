"""Codings placed in the raw transcripts of the study; a wrong place is worse than none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quotetrail.coding.acyclic import acyclic
from quotetrail.coding.matching import NO_TEXT, NO_TRANSCRIPT, Study, Version
from quotetrail.coding.project import Coding, Project
from quotetrail.coding.quoted import same_words
from quotetrail.coding.sought import Document
from quotetrail.text import Transcript
from quotetrail.transcripts import Reading

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
_DOUBTFUL = "it cannot be told which characters its offsets count"
_DRIFTED = "its offsets and its quoted text disagree, and the quoted text is not found once"
_NOT_ONCE = "its quoted text is not found exactly once in the transcript"
_FITS_NOT = "the offsets do not fit the transcript, and no words are given for it"
_TOO_SHORT = "the transcript was edited, and its few words may be those of another passage"
_EDITED = "its passage was edited too much in the transcript"


class Located(NamedTuple):
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


@acyclic()
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
        codings = defaultdict(list)
        for coding in project.codings:
            codings[coding.source].append(coding)
        documents = {
            source.source: Document(source, study, codings[source.source])
            for source in project.sources
        }
        for coding in project.codings:
            document = documents.get(coding.source)
            located.append(_locate(coding, document))
    return located


def _locate(coding: Coding, document: Document | None) -> Located:
    if coding.kind in _REASONS:
        return _unplaced(coding, None, _REASONS[coding.kind])
    if document is None:
        return _unplaced(coding, None, NO_TRANSCRIPT)
    match = document.match
    if match.transcript is None or not coding.code:
        return _unplaced(coding, match.transcript, match.reason or _NO_CODE)
    return _in_transcript(coding, document, match.transcript)


def _in_transcript(coding: Coding, document: Document, transcript: Transcript) -> Located:
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
    coding: Coding, document: Document, reading: Reading, transcript: Transcript
) -> Located:
    """Carry offsets that can be used: as they are, or by aligning the two texts."""
    version = document.match.version or Version(transcript)
    carried = reading.offsets.forward(coding.start or 0, coding.end or 0)
    span = within_turns(reading.transcript, carried.start, carried.end)
    if span is None:
        return _unplaced(coding, transcript, NOTHING_SPOKEN)
    if document.unedited:
        return _in_raw(coding, transcript, version, span, "exact")
    found = document.alignment(reading.transcript.text, version.transcript.text).carry(*span)
    if found is None:
        return _unplaced(coding, transcript, _EDITED)
    return _in_raw(coding, transcript, version, found[:2], found.placement)


def _in_raw(
    coding: Coding,
    transcript: Transcript,
    version: Version,
    span: tuple[int, int],
    placement: str,
) -> Located:
    """The place in the raw transcript; of what was replaced, the whole of what stood there."""
    start, end = span
    if version.back is not None:
        carried = version.back.forward(start, end)
        start, end = carried.start, carried.end
    return Located(coding, transcript.transcript, start, end, placement)


def _given(coding: Coding, document: Document, transcript: Transcript) -> Located:
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
    if not 0 <= start < end <= len(text):
        if start == end:
            return _EMPTY
        return _BACKWARDS if start > end else _OUTSIDE
    if coding.doubtful:
        return _DOUBTFUL
    drifted = coding.quoted and not same_words(text[start:end], coding.quoted)
    return _DRIFTED if drifted else ""


def within_turns(transcript: Transcript, start: int, end: int) -> tuple[int, int] | None:
    """The span without the newlines between turns at its ends; None if only white space is left."""
    touched = transcript.turns_in(start, end)
    if start == end or not touched:
        return None
    start, end = max(start, touched[0].start), min(end, touched[-1].end)
    text = transcript.text[start:end]
    return None if not text or text.isspace() else (start, end)


def _searched(coding: Coding, document: Document, transcript: Transcript, reason: str) -> Located:
    """Place a coding by its quoted text, or not at all."""
    if document.unsure(coding):
        return _unplaced(coding, transcript, _TOO_SHORT)
    found = document.found(coding)
    if found is None:
        return _unplaced(coding, transcript, reason)
    return _in_raw(coding, transcript, found.version, found.span, "searched")


def _counted(coding: Coding, transcript: Transcript) -> Located:
    """A coding of a transcript whose place in it is not known."""
    return Located(coding, transcript.transcript, None, None, "document")


def _unplaced(coding: Coding, transcript: Transcript | None, reason: str) -> Located:
    name = None if transcript is None else transcript.transcript
    return Located(coding, name, None, None, "unplaced", reason)
