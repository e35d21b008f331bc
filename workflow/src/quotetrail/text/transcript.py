"""A transcript: what was said, as one string, and who said which part of it."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Turn:
    """One stretch of speech, or of other text, by one speaker.

    Attributes
    ----------
    start, end : int
        0-based code points into the transcript's text, end exclusive.
    speaker : str or None
        The label in a raw transcript, the pseudonym in an anonymised one; None for text that
        nobody speaks (a header, a note of the transcriber).
    time : float or None
        Seconds from the start of the recording.
    """

    start: int
    end: int
    speaker: str | None = None
    time: float | None = None


@dataclass(frozen=True)
class Transcript:
    """What was said, without speaker labels and time stamps, one turn after the other.

    ``text`` is the turns' texts joined by single newlines (a turn's own text may hold newlines),
    so each character is inside one turn or is the newline between two.

    Attributes
    ----------
    transcript : str
        Its id.
    language : str
        BCP 47; ``und`` where nobody said.
    text : str
    turns : tuple of Turn
    """

    transcript: str
    language: str
    text: str
    turns: tuple[Turn, ...]

    def turns_in(self, start: int, end: int) -> list[Turn]:
        """The turns that share at least one character with ``[start, end)``.

        An empty span belongs to the turn that it touches.
        """
        end = max(end, start + 1)
        starts, ends = self._borders
        return list(self.turns[bisect_right(ends, start) : bisect_left(starts, end)])

    @cached_property
    def _borders(self) -> tuple[list[int], list[int]]:
        """Where the turns begin, and where they end."""
        return [turn.start for turn in self.turns], [turn.end for turn in self.turns]

    def speakers(self) -> list[str]:
        """Every speaker, in order of the first turn."""
        return list(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker is not None))


def transcript_from_dict(record: dict) -> Transcript:
    """A transcript from what `dump_transcripts` wrote of it."""
    turns = tuple(Turn(**turn) for turn in record["turns"])
    return Transcript(record["transcript"], record["language"], record["text"], turns)


def dump_transcripts(transcripts: Iterable[Transcript], path: str | Path) -> None:
    """Write JSON Lines, one transcript a line, in the order given."""
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        for transcript in transcripts:
            stream.write(json.dumps(asdict(transcript), ensure_ascii=False) + "\n")


def load_transcripts(*paths: str | Path) -> list[Transcript]:
    """Read the transcripts of one or more JSON Lines files, in that order."""
    transcripts = []
    for path in paths:
        with open(path, encoding="utf-8", newline="\n") as stream:
            transcripts += [transcript_from_dict(json.loads(line)) for line in stream]
    return transcripts
