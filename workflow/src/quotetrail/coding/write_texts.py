"""A transcript as the text in which it is given to a QDA program."""

from typing import NamedTuple

from quotetrail.text import OffsetMap, Transcript

_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])


class Paragraph(NamedTuple):
    """A turn: the speaker's label, None where nobody speaks, and what was said."""

    label: str | None
    said: str

    @property
    def before(self) -> str:
        """What stands before the words."""
        return "" if self.label is None else f"{self.label}: "


class Rendered(NamedTuple):
    """The text, and the way from the transcript's text to it."""

    text: str
    offsets: OffsetMap


def paragraphs(transcript: Transcript) -> list[Paragraph]:
    """One paragraph per turn."""
    return [
        Paragraph(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns
    ]


def render(transcript: Transcript) -> Rendered:
    """One paragraph per turn, the speaker's label before it."""
    parts = paragraphs(transcript)
    edits = [
        (turn.start, turn.start, len(part.before))
        for turn, part in zip(transcript.turns, parts, strict=True)
        if part.before
    ]
    text = "\n".join(part.before + part.said for part in parts)
    return Rendered(text, OffsetMap.from_edits(len(transcript.text), edits))


def right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    return language.partition("-")[0].lower() in _RIGHT_TO_LEFT
