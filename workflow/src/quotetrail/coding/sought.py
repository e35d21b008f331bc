"""A document of a project beside its transcript: what is worked out once for all its codings."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from quotetrail.coding.alignment import Alignment, search
from quotetrail.coding.given_places import fit
from quotetrail.coding.matching import Match, Study, Version
from quotetrail.coding.paragraphs import Passage, Span, settle
from quotetrail.coding.project import Coding, Source
from quotetrail.coding.quoted import without_ellipsis
from quotetrail.coding.tokens import words
from quotetrail.text import Transcript
from quotetrail.transcripts import find_turns

_LONG_ENOUGH = 8  # words that nobody says twice by chance


class Found(NamedTuple):
    """A place in one version of a transcript."""

    version: Version
    span: Span


class Document:
    """A source with what is known of it, worked out only when a coding needs it.

    Parameters
    ----------
    source : Source
    study : Study
        The transcripts that it may be.
    codings : sequence of Coding
        All codings of the source.
    """

    def __init__(self, source: Source, study: Study, codings: Sequence[Coding]) -> None:
        self.source = source
        self._codings = codings
        self._study = study
        self._alignment: Alignment | None = None
        self._places: dict[tuple[int, str, bool], list[Span]] = {}
        self._settled: dict[int, dict[str, Span | None]] = {}

    @cached_property
    def match(self) -> Match:
        """The transcript that it is."""
        return self._study.match(self.source, [coding.quoted for coding in self._codings])

    @cached_property
    def unedited(self) -> bool:
        """Whether what is spoken in it is the transcript's text, letter for letter."""
        reading, version = self.match.reading, self.match.version
        if reading is None or version is None:
            return False
        return reading.transcript.text == version.transcript.text

    @cached_property
    def fits(self) -> bool:
        """Whether offsets that are given into the transcript itself can be believed."""
        transcript = self.match.transcript
        return transcript is not None and fit(self._codings, transcript)

    def alignment(self, earlier: str, later: str) -> Alignment:
        """The alignment of its text with the transcript's; the texts are always the same."""
        if self._alignment is None:
            self._alignment = Alignment(earlier, later)
        return self._alignment

    def found(self, coding: Coding) -> Found | None:
        """The place of a coding by its words; of documents without text also by paragraphs.

        The first version of the transcript in which the words stand decides: of a passage that
        stands there twice, another version may lack one.
        """
        for number, version in enumerate(self._versions):
            places = self._stands(coding, number, edited=self._edited)
            if not places:
                continue
            span = places[0] if len(places) == 1 else None
            if self.match.reading is None:
                span = self._settle(number)[coding.coding]
            return None if span is None else Found(version, span)
        return None

    def unsure(self, coding: Coding) -> bool:
        """Whether too little is known of a coding to search for its words in a text once edited.

        Of a short passage that was edited, another one like it may be all that is left.
        """
        short = len(words(coding.quoted)) < _LONG_ENOUGH and coding.paragraphs is None
        return bool(coding.quoted) and short and self._edited

    @cached_property
    def _edited(self) -> bool:
        """Whether longer passages of a document without text stand nowhere in its transcript."""
        if self.source.text is not None:
            return False
        return any(
            not any(self._stands(each, number) for number in range(len(self._versions)))
            for each in self._codings
            if len(words(each.quoted)) >= _LONG_ENOUGH and without_ellipsis(each.quoted) is None
        )

    def _stands(self, coding: Coding, number: int, *, edited: bool = False) -> list[Span]:
        """Where a coding's words stand in one version of the transcript."""
        key = number, coding.coding, edited
        if key not in self._places:
            transcript = self._versions[number].transcript
            self._places[key] = _places(coding, transcript, edited=edited)
        return self._places[key]

    @cached_property
    def _versions(self) -> Sequence[Version]:
        transcript = self.match.transcript
        return () if transcript is None else self._study.versions(transcript)

    def _settle(self, number: int) -> dict[str, Span | None]:
        """The places of all codings in one version, told apart by paragraphs."""
        if number not in self._settled:
            transcript = self._versions[number].transcript
            passages = [
                Passage(each.paragraphs, self._stands(each, number, edited=self._edited))
                for each in self._codings
            ]
            names = [each.coding for each in self._codings]
            spans = settle(passages, transcript, edited=self._edited)
            self._settled[number] = dict(zip(names, spans, strict=True))
        return self._settled[number]


def _places(coding: Coding, transcript: Transcript, *, edited: bool) -> list[Span]:
    """Where its quoted text stands, with the labels in it or, if nowhere, without."""
    if not coding.quoted:
        return []
    text = transcript.text
    return search(coding.quoted, text, edited=edited) or search(
        _spoken(coding.quoted, transcript), text, edited=edited
    )


def _spoken(quoted: str, transcript: Transcript) -> str:
    return find_turns(quoted, transcript="", labels=transcript.speakers()).transcript.text
