"""From a text and what was found in it to a transcript, and the way between the two."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from quotetrail.text import OffsetMap, Piece, Transcript, Turn
from quotetrail.transcripts.asides import parted, without_stamps
from quotetrail.transcripts.labels import can_be_label
from quotetrail.transcripts.spoken import Script, Span
from quotetrail.transcripts.title import without_title

_LIKE_LABEL = re.compile(r"\s*([^:：\n]{1,40})[:：](?:\s|$)")


@dataclass(frozen=True)
class Reading:
    """A raw transcript, and how it came out of its file.

    Attributes
    ----------
    transcript : Transcript
        Its speakers are the labels as written, with single spaces.
    offsets : OffsetMap
        From the text that was read to the transcript's text. That text is the decoded file for
        plain text, the paragraphs joined by newlines for docx (the cells of a row of a dialogue
        by tabs), and the cues joined by newlines for vtt.
    not_read : dict of str to int
        What the file holds that is not in the transcript, such as comments, and how many of it.
    """

    transcript: Transcript
    offsets: OffsetMap
    not_read: dict[str, int]


def assemble(script: Script, transcript: str, language: str) -> Reading:
    """Join what was spoken to a transcript; a label without any text gives no turn.

    Stamps inside speech are left out, and remarks of others inside it are turns of their own.
    """
    text = script.text
    pieces: list[Piece] = []
    parts: list[str] = []
    turns: list[Turn] = []
    read = written = empty = 0
    for spoken in parted(text, without_stamps(text, without_title(text, script.spoken))):
        spans = _stripped(text, spoken.spans)
        if not spans:
            empty += spoken.speaker is not None
            continue
        begin = None
        for start, end in spans:
            gap = _gap(text, read, start, written, parts_turns=begin is None)
            pieces += gap
            if gap[-1].target_end > written:
                parts.append("\n")
                written += 1
            begin = written if begin is None else begin
            pieces.append(Piece(start, end, written, written + end - start, True))
            parts.append(text[start:end])
            read, written = end, written + end - start
        turns.append(Turn(begin or 0, written, spoken.speaker, spoken.time))
    pieces.append(Piece(read, len(text), written, written, False))
    not_read = {name: count for name, count in script.not_read.items() if count}
    if empty:
        not_read["empty turn"] = not_read.get("empty turn", 0) + empty
    made = Transcript(transcript, language, "".join(parts), tuple(turns))
    return Reading(made, OffsetMap(pieces), not_read)


def unix_lines(text: str) -> tuple[str, OffsetMap]:
    """The text with newlines alone as line ends, and the way to it."""
    if "\r" not in text:
        return text, OffsetMap.identity(len(text))
    edits = []
    position = text.find("\r")
    while position >= 0:
        before_newline = text.startswith("\n", position + 1)
        edits.append((position, position + 1, 0 if before_newline else 1))
        position = text.find("\r", position + 1)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain, OffsetMap.from_edits(len(text), edits)


def label_counts(transcript: Transcript) -> list[tuple[str | None, int, int]]:
    """Each label with its turns and words, in order of the first turn.

    The label None stands for text that nobody speaks. A word is what stands between spaces and
    holds a letter or a digit.
    """
    turns: dict[str | None, int] = {}
    words: dict[str | None, int] = {}
    for turn in transcript.turns:
        turns[turn.speaker] = turns.get(turn.speaker, 0) + 1
        said = transcript.text[turn.start : turn.end].split()
        count = sum(has_word(word) for word in said)
        words[turn.speaker] = words.get(turn.speaker, 0) + count
    return [(label, turns[label], words[label]) for label in turns]


def possible_labels(transcript: Transcript) -> list[tuple[str, int]]:
    """What looks like a label inside the turns and was not read as one, and how often."""
    lines = (
        line
        for turn in transcript.turns
        for line in transcript.text[turn.start : turn.end].split("\n")
    )
    found = Counter(match[1].strip() for line in lines if (match := _LIKE_LABEL.match(line)))
    return [(label, count) for label, count in found.items() if can_be_label(label)]


def has_word(text: str) -> bool:
    """Whether a letter or a digit of any script stands in the text."""
    return any(char.isalnum() for char in text)


def _stripped(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans without white space at the two outer ends, and without empty ones."""
    left = [(start, end) for start, end in spans if text[start:end].strip()]
    if left:
        start, end = left[0]
        left[0] = (end - len(text[start:end].lstrip()), end)
        start, end = left[-1]
        left[-1] = (start, start + len(text[start:end].rstrip()))
    return left


def _gap(text: str, start: int, end: int, written: int, *, parts_turns: bool) -> list[Piece]:
    """What becomes of the text between two stretches of speech.

    Its first newline is left; between two turns on one line a newline is put in.
    """
    newline = text.find("\n", start, end) if written else -1
    if newline >= 0:
        return [
            Piece(start, newline, written, written, False),
            Piece(newline, newline + 1, written, written + 1, True),
            Piece(newline + 1, end, written + 1, written + 1, False),
        ]
    gap = [Piece(start, end, written, written, False)]
    return [*gap, Piece(end, end, written, written + 1, False)] if written and parts_turns else gap
