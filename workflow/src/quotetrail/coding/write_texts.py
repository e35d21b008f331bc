"""A transcript as the text in which it is given to a QDA program."""

from typing import NamedTuple

from quotetrail.text import OffsetMap, Transcript


class Rendered(NamedTuple):
    """The text, and the way from the transcript's text to it."""

    text: str
    offsets: OffsetMap


def render(transcript: Transcript) -> Rendered:
    """One paragraph per turn, the speaker's label before it."""
    parts: list[str] = []
    edits: list[tuple[int, int, int]] = []
    for turn in transcript.turns:
        label = f"{turn.speaker}: " if turn.speaker is not None else ""
        parts.append(label + transcript.text[turn.start : turn.end])
        if label:
            edits.append((turn.start, turn.start, len(label)))
    return Rendered("\n".join(parts), OffsetMap.from_edits(len(transcript.text), edits))
