"""Which transcript of the study a document of a project is: the raw one, or the pseudonymised."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from quotetrail.coding.labelled import read_labelled
from quotetrail.coding.project import Project, Source
from quotetrail.coding.tokens import words
from quotetrail.errors import CodingError
from quotetrail.text import OffsetMap, Transcript
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
_MOST_PASSAGES = 100  # more of them tell nothing new
_FOUND = 0.9  # of them stand in the transcript
_ELSEWHERE = 0.2  # of them may stand in another
_LEAST_SHARED = 0.5
_LIKELY = 3  # so many transcripts that share some runs are compared word by word
_KEPT = 0.6  # of the words of the longer text, in their order


class Version(NamedTuple):
    """A text that may have been coded: a raw transcript, or what became of it.

    ``back`` leads from a pseudonymised text to the raw one; it is None for the raw one itself.
    """

    transcript: Transcript
    back: OffsetMap | None = None


class Match(NamedTuple):
    """The transcript that a source is, and how the source's text was read; or why there is none.

    ``transcript`` is raw, ``version`` what the source's text is compared with. ``reading`` is None
    where the source has no text.
    """

    transcript: Transcript | None
    reading: Reading | None
    reason: str = ""
    version: Version | None = None


class Study:
    """The raw transcripts that sources are compared with.

    Parameters
    ----------
    transcripts : sequence of Transcript
    names : mapping of str to str
        Source ids whose transcript somebody has named.
    pseudonymised : mapping of str to Version, optional
        By transcript, its pseudonymised text, which may have been coded instead.
    """

    def __init__(
        self,
        transcripts: Sequence[Transcript],
        names: Mapping[str, str],
        pseudonymised: Mapping[str, Version] | None = None,
    ) -> None:
        self._transcripts = {transcript.transcript: transcript for transcript in transcripts}
        self._versions = {name: [Version(each)] for name, each in self._transcripts.items()}
        for name, version in (pseudonymised or {}).items():
            if version.transcript.text != self._transcripts[name].text:
                self._versions[name].append(version)
        self._by_name = {name.casefold(): name for name in self._transcripts}
        self._names = names

    def match(self, source: Source, passages: Sequence[str] = ()) -> Match:
        """Find the transcript: named, of the same name, or else of the same or a similar text.

        Of a source without text the coded passages are compared; where they plainly stand in
        another transcript than the one of the same name, that other one is it. Who gives places
        in our transcripts knows their names.
        """
        given = self._transcripts.get(self._names.get(source.source, ""))
        alike = self._transcripts.get(self._by_name.get(_stem(source.name), ""))
        if source.text is None:
            known = given or (alike if source.holds == "places" else None)
            found = known or self._by_passages(passages) or alike
            return Match(found, None, "" if found else NO_TEXT)
        wanted = given or alike
        if wanted is not None:
            matches = [self._read_as(source.text, each) for each in self.versions(wanted)]
            same = next(filter(_is_same, matches), None)
            if same is not None or given is not None:
                return same or matches[0]
        return self._by_content(source.text, alike)

    def versions(self, transcript: Transcript) -> list[Version]:
        """The texts of a raw transcript that may have been coded, the raw one first."""
        return self._versions[transcript.transcript]

    def _read_as(self, text: str, version: Version) -> Match:
        raw = self._transcripts[version.transcript.transcript]
        return Match(raw, _read_as(text, version.transcript), "", version)

    def _by_content(self, text: str, alike: Transcript | None) -> Match:
        reading = find_turns(text, transcript="", labels=self._speakers)
        ours = shingles(reading.transcript.text)
        shared: Counter[tuple[str, int]] = Counter()
        for shingle in ours:
            shared.update(self._index.get(shingle, ()))
        enough: dict[str, list[tuple[int, int]]] = {}
        for (name, number), count in shared.items():
            if count >= len(ours) / 2:
                enough.setdefault(name, []).append((count, -number))
        if not enough:
            said = words(reading.transcript.text)
            likely = [key for key, _ in shared.most_common(_LIKELY)]
            if alike is not None:
                likely += [(alike.transcript, n) for n in range(len(self.versions(alike)))]
            for name, number in dict.fromkeys(likely):
                if _much_alike(said, self._versions[name][number].transcript.text):
                    enough.setdefault(name, []).append((shared[name, number], -number))
        if not enough:
            return Match(None, reading, NO_TRANSCRIPT)
        best = {name: max(counts) for name, counts in enough.items()}
        if alike is not None and alike.transcript in best:
            best = {alike.transcript: best[alike.transcript]}
        most = max(count for count, _ in best.values())
        matches = [
            self._read_as(text, self._versions[name][-best[name][1]])
            for name in self._transcripts
            if name in best and best[name][0] == most
        ]
        same = list(filter(_is_same, matches))
        if len(same) == 1 or len(matches) == 1:
            return same[0] if same else matches[0]
        return Match(None, reading, SEVERAL_TRANSCRIPTS)

    def _by_passages(self, passages: Sequence[str]) -> Transcript | None:
        """The one transcript in which nearly all of the longer passages stand."""
        every = (words(passage) for passage in passages)
        long = [passage for passage in every if len(passage) >= _LONG_ENOUGH]
        if len(long) < _PASSAGES or not self._transcripts:
            return None
        long = long[:: -(-len(long) // _MOST_PASSAGES)]
        found = Counter(name for passage in long for name in self._where(passage))
        shares = sorted((found[name] / len(long), name) for name in self._transcripts)
        (best, name), others = shares[-1], shares[:-1]
        if best >= _FOUND and all(share <= _ELSEWHERE for share, _ in others):
            return self._transcripts[name]
        return None

    def _where(self, passage: Sequence[str]) -> set[str]:
        """The transcripts in which a passage stands; it may begin and end inside a word."""
        whole = (self._speaking.get(word, set()) for word in passage[1:-1])
        joined = " ".join(passage)
        return {key[0] for key in set.intersection(*whole) if joined in self._said[key]}

    @cached_property
    def _speaking(self) -> dict[str, set[tuple[str, int]]]:
        """The transcripts, and which of their versions, in which each word is spoken."""
        speaking: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
        for key, said in self._said.items():
            for word in said.split(" "):
                speaking[word].add(key)
        return speaking

    @cached_property
    def _said(self) -> dict[tuple[str, int], str]:
        """The words of each transcript, in each of its versions."""
        return {
            (name, number): " ".join(words(each.transcript.text))
            for name, versions in self._versions.items()
            for number, each in enumerate(versions)
        }

    @cached_property
    def _speakers(self) -> list[str]:
        every = (each.transcript for versions in self._versions.values() for each in versions)
        return list(dict.fromkeys(label for each in every for label in each.speakers()))

    @cached_property
    def _index(self) -> dict[str, list[tuple[str, int]]]:
        """The transcripts, and which of their versions, in which each shingle stands."""
        index: dict[str, list[tuple[str, int]]] = {}
        for name, versions in self._versions.items():
            for number, version in enumerate(versions):
                for shingle in shingles(version.transcript.text):
                    index.setdefault(shingle, []).append((name, number))
        return index


def _is_same(match: Match) -> bool:
    """Whether the source holds exactly what the transcript's version does."""
    if match.reading is None or match.version is None:
        return False
    return match.reading.transcript.text == match.version.transcript.text


def _much_alike(said: list[str], text: str) -> bool:
    """Whether most words of two texts are the same, though many edits part nearly every run."""
    return LCSseq.normalized_similarity(said, words(text)) >= _KEPT


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
        Where no document has any, because the formats hold none, all documents are transcripts
        without text, so that their codings count.
    """
    sources = [source for project in projects for source in project.sources]
    if not any((source.text or "").strip() for source in sources):
        return _without_texts(sources)
    found: list[tuple[str, Source, Reading]] = []
    runs: dict[str, list[dict[str, None]]] = {}
    spoken: set[str] = set()
    for source in sources:
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


def _without_texts(sources: Iterable[Source]) -> list[tuple[str, Source, Reading]]:
    closed = [each for each in sources if each.kind == "text" and each.holds != "text"]
    return [
        (name, source, Reading(Transcript(name, "und", "", ()), OffsetMap.from_edits(0, []), {}))
        for name, source in ((f"t{n:03}", each) for n, each in enumerate(closed, start=1))
    ]


def documents_inside(project: Project) -> dict[str, str]:
    """The transcripts of the documents without text, by source, where they are the transcripts.

    Documents that hold text are found again by it.
    """
    if any(source.text is not None for source in project.sources):
        return {}
    return {source.source: name for name, source, _ in texts_as_transcripts([project])}


def readings_inside(project: Project) -> list[Reading]:
    """The transcripts of a study that has nothing but its project files.

    Raises
    ------
    CodingError
        If the project files hold neither text nor code. Codes and codings without any text are
        no error: every coding is then counted for its document, or listed as unplaced.
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
    labelled = read_labelled(text, transcript)
    if labelled is not None:
        return labelled
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
