"""Which transcript of the study a document of a project is."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from quotetrail.coding.project import Project, Source
from quotetrail.coding.tokens import words
from quotetrail.errors import CodingError
from quotetrail.text import Transcript
from quotetrail.transcripts import Reading, find_turns

NO_TRANSCRIPT = "its text is none of the study's transcripts"
SEVERAL_TRANSCRIPTS = "its text fits several transcripts of the study equally well"
NO_TEXT = "the project file holds no text for it"
_ENDINGS = frozenset(
    str.split("""
    doc docx odt rtf txt md vtt srt html htm eaf pdf json otr cha qda csv xlsx
    """)
)
_SHINGLE = 8
_LONG_ENOUGH = 5  # words of a passage that tells a document
_PASSAGES = 3  # so many passages tell one
_FOUND = 0.9  # of them stand in the transcript
_ELSEWHERE = 0.2  # of them may stand in another
_LEAST_SHARED = 0.5


class Match(NamedTuple):
    """The transcript that a source is, and how the source's text was read; or why there is none.

    ``reading`` is None where the source has no text.
    """

    transcript: Transcript | None
    reading: Reading | None
    reason: str = ""


class Study:
    """The raw transcripts that sources are compared with.

    Parameters
    ----------
    transcripts : sequence of Transcript
    names : mapping of str to str
        Source ids whose transcript somebody has named.
    """

    def __init__(self, transcripts: Sequence[Transcript], names: Mapping[str, str]) -> None:
        self._transcripts = {transcript.transcript: transcript for transcript in transcripts}
        self._by_name = {name.casefold(): name for name in self._transcripts}
        self._names = names

    def match(self, source: Source, passages: Sequence[str] = ()) -> Match:
        """Find the transcript: named, of the same name, or else of the same or a similar text.

        Of a source without text the coded passages are compared; where they plainly stand in
        another transcript than the one of the same name, that other one is it.
        """
        given = self._transcripts.get(self._names.get(source.source, ""))
        alike = self._transcripts.get(self._by_name.get(_stem(source.name), ""))
        if source.text is None:
            found = given or self._by_passages(passages) or alike
            return Match(found, None, "" if found else NO_TEXT)
        if given is not None:
            return Match(given, _read_as(source.text, given))
        if alike is not None:
            reading = _read_as(source.text, alike)
            if reading.transcript.text == alike.text:
                return Match(alike, reading)
        return self._by_content(source.text, alike)

    def _by_content(self, text: str, alike: Transcript | None) -> Match:
        reading = find_turns(text, transcript="", labels=self._speakers)
        ours = shingles(reading.transcript.text)
        shared: Counter[str] = Counter()
        for shingle in ours:
            shared.update(self._index.get(shingle, ()))
        enough = {name: count for name, count in shared.items() if count >= len(ours) / 2}
        if alike is not None and alike.transcript in enough:
            return Match(alike, _read_as(text, alike))
        if not enough:
            return Match(None, reading, NO_TRANSCRIPT)
        most = max(enough.values())
        best = [self._transcripts[name] for name in self._transcripts if enough.get(name) == most]
        readings = [_read_as(text, transcript) for transcript in best]
        equal = [
            Match(transcript, each)
            for transcript, each in zip(best, readings, strict=True)
            if each.transcript.text == transcript.text
        ]
        if len(equal) == 1 or len(best) == 1:
            return equal[0] if equal else Match(best[0], readings[0])
        return Match(None, reading, SEVERAL_TRANSCRIPTS)

    def _by_passages(self, passages: Sequence[str]) -> Transcript | None:
        """The one transcript in which nearly all of the longer passages stand."""
        every = (words(passage) for passage in passages)
        long = [passage for passage in every if len(passage) >= _LONG_ENOUGH]
        if len(long) < _PASSAGES or not self._said:
            return None
        found = Counter(name for passage in long for name in self._where(passage))
        shares = sorted((found[name] / len(long), name) for name in self._said)
        (best, name), others = shares[-1], shares[:-1]
        if best >= _FOUND and all(share <= _ELSEWHERE for share, _ in others):
            return self._transcripts[name]
        return None

    def _where(self, passage: Sequence[str]) -> list[str]:
        """The transcripts in which a passage stands; it may begin and end inside a word."""
        whole = (self._speaking.get(word, set()) for word in passage[1:-1])
        joined = " ".join(passage)
        return [name for name in set.intersection(*whole) if joined in self._said[name]]

    @cached_property
    def _speaking(self) -> dict[str, set[str]]:
        """The transcripts in which each word is spoken."""
        speaking: defaultdict[str, set[str]] = defaultdict(set)
        for name, said in self._said.items():
            for word in said.split(" "):
                speaking[word].add(name)
        return speaking

    @cached_property
    def _said(self) -> dict[str, str]:
        return {name: " ".join(words(each.text)) for name, each in self._transcripts.items()}

    @cached_property
    def _speakers(self) -> list[str]:
        every = (label for each in self._transcripts.values() for label in each.speakers())
        return list(dict.fromkeys(every))

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        """The transcripts in which each shingle stands."""
        index: dict[str, list[str]] = {}
        for name, transcript in self._transcripts.items():
            for shingle in shingles(transcript.text):
                index.setdefault(shingle, []).append(name)
        return index


def shingles(text: str) -> dict[str, None]:
    """Every run of 8 words in a text, once; of a shorter text all its words."""
    found = words(text)
    if not found:
        return {}
    last = max(len(found) - _SHINGLE, 0)
    return dict.fromkeys(" ".join(found[at : at + _SHINGLE]) for at in range(last + 1))


def texts_as_transcripts(projects: Sequence[Project]) -> list[tuple[str, Source, Reading]]:
    """The documents of the projects as the transcripts of a study that brings no others.

    A document that a project holds twice, or that two projects hold, counts once: the first. Two
    documents are the same if the same is spoken in them, or if they have the same name and share
    at least half of their runs of words.

    Returns
    -------
    list of (str, Source, Reading)
        In source order, with the ids ``t001``, ``t002`` ...; documents without words are left out.
    """
    found: list[tuple[str, Source, Reading]] = []
    runs: dict[str, list[dict[str, None]]] = {}
    spoken: set[str] = set()
    for source in (source for project in projects for source in project.sources):
        if source.text is None:
            continue
        name = f"t{len(found) + 1:03}"
        reading = find_turns(source.text, transcript=name, language="und", labels=())
        ours = shingles(reading.transcript.text)
        known = runs.setdefault(_stem(source.name), [])
        if not ours or reading.transcript.text in spoken:
            continue
        if any(_shared(ours, theirs) >= _LEAST_SHARED for theirs in known):
            continue
        known.append(ours)
        spoken.add(reading.transcript.text)
        found.append((name, source, reading))
    return found


def readings_inside(project: Project) -> list[Reading]:
    """The transcripts of a study that has nothing but its project files.

    Raises
    ------
    CodingError
        If the project files hold neither text nor code. Codes and codings without any text are
        no error: every coding is then listed as unplaced.
    """
    found = [reading for _, _, reading in texts_as_transcripts([project])]
    if not found and not project.codes:
        raise CodingError(
            "There is neither a code nor a text of a transcript in it.",
            file=project.file,
            expected="a project with its sources, since the study has no transcripts sheet",
            advice="Export the project with its sources, or add a sheet of `transcripts`.",
        )
    return found


def _shared(ours: dict[str, None], theirs: dict[str, None]) -> float:
    return len(ours.keys() & theirs.keys()) / max(len(ours), len(theirs))


def _stem(name: str) -> str:
    """The name without folders and the ending of a document, in one case."""
    path = PurePath(name.replace("\\", "/"))
    return (path.stem if path.suffix[1:].casefold() in _ENDINGS else path.name).casefold()


def _read_as(text: str, transcript: Transcript) -> Reading:
    """The text read with the transcript's speakers; without them, if only that gives the same."""
    readings = (
        find_turns(
            text, transcript=transcript.transcript, language=transcript.language, labels=labels
        )
        for labels in (transcript.speakers(), [])
    )
    first = next(readings)
    if first.transcript.text == transcript.text:
        return first
    second = next(readings)
    return second if second.transcript.text == transcript.text else first
