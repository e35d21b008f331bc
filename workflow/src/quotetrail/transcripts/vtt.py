"""WebVTT: cues with a time, and a speaker as a voice tag or as a label."""

import html
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.encoding import decode
from quotetrail.transcripts.labels import Head, accepted_labels, clean_label, label_key
from quotetrail.transcripts.reading import Script, Span, Spoken, unix_lines
from quotetrail.transcripts.stamps import seconds
from quotetrail.transcripts.turns import find_head

_TIME = r"(?:\d+:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*({_TIME})\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[\s]+([^>]*)>")
_TAG = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang)?(?:[.\s][^<>]*)?>|<[\d:.]+>")
_NOT_SPEECH = {"NOTE": "note", "STYLE": "style", "REGION": "style"}


class _Block(NamedTuple):
    """Lines between two blank lines; ``line`` is the number of the first, from 1."""

    line: int
    lines: list[str]


class _Voice(NamedTuple):
    """A part of a cue that one speaker says."""

    speaker: str | None
    time: float | None
    span: Span
    head: Head | None


def holds_vtt(data: bytes) -> bool:
    """Whether a file starts as WebVTT does, in any Unicode encoding."""
    start = data[:40].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return start.startswith(b"WEBVTT")


def read_vtt(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read a WebVTT file; consecutive cues of one named speaker become one turn.

    Raises
    ------
    TranscriptError
        If a cue has no proper time, or text stands outside the cues.
    """
    text, _ = unix_lines(decode(data, encoding, file))
    not_read: dict[str, int] = {}
    known = {label_key(label) for label in labels}
    container: list[str] = []
    voices: list[_Voice] = []
    length = 0
    for block in list(_blocks(text))[1:]:
        other = _NOT_SPEECH.get(block.lines[0].split(maxsplit=1)[0])
        if other and "-->" not in "".join(block.lines):
            not_read[other] = not_read.get(other, 0) + 1
            continue
        for time, speaker, said in _cue(block, file):
            head = None
            if speaker is None:
                head = find_head(said.split("\n")[0], known, opens=True)
            voices.append(_Voice(speaker, time, (length, length + len(said)), head))
            container.append(said)
            length += len(said) + 1
    return Script("\n".join(container), _turns(voices, known), not_read)


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(1, [])
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            block.lines.append(line)
            continue
        if block.lines:
            yield block
        block = _Block(number + 1, [])
    if block.lines:
        yield block


def _cue(block: _Block, file: str) -> Iterator[tuple[float | None, str | None, str]]:
    """The parts of a cue: its time, the voice and the text without tags."""
    arrow = 0 if "-->" in block.lines[0] else 1
    if arrow == len(block.lines) and block.lines[0].strip().isdecimal():
        return
    if arrow == len(block.lines) or "-->" not in block.lines[arrow]:
        raise TranscriptError(
            "Text stands outside the cues.",
            file=file,
            place=f"line {block.line}",
            expected="a time such as 00:00:01.000 --> 00:00:04.000 above each text",
            advice="Remove the blank line that cuts a cue in two, or give the text a time.",
        )
    times = _TIMES.fullmatch(block.lines[arrow])
    broken = arrow if times is None else None
    for position, line in enumerate(block.lines[arrow + 1 :], arrow + 1):
        if _TIMES.fullmatch(line):
            broken = position
    if times is None or broken is not None:
        raise TranscriptError(
            "The time of a cue cannot be read, or two cues stand without a blank line between.",
            file=file,
            place=f"line {block.line + (broken or 0)}",
            expected="a time such as 00:00:01.000 --> 00:00:04.000, after a blank line",
            advice="Correct this line.",
        )
    parts = _VOICE.split("\n".join(block.lines[arrow + 1 :]))
    for speaker, part in zip([None, *parts[1::2]], parts[::2], strict=True):
        said = html.unescape(_TAG.sub("", part)).strip()
        if speaker is not None or said:
            label = clean_label(html.unescape(speaker or ""))
            yield seconds(times[1]), label or None, said


def _turns(voices: list[_Voice], known: set[str]) -> tuple[Spoken, ...]:
    heads = [voice.head for voice in voices if voice.head is not None]
    plain = sum(voice.speaker is None for voice in voices)
    keys = accepted_labels(heads, plain, known)
    turns: list[Spoken] = []
    for speaker, time, (start, end), head in voices:
        if head is not None and head.key in keys:
            turn = Spoken(head.label, time, ((start + head.end, end),))
        else:
            turn = Spoken(speaker, time, ((start, end),))
        if turns and turn.speaker is not None and turns[-1].speaker == turn.speaker:
            first = turns.pop()
            turn = Spoken(first.speaker, first.time, first.spans + turn.spans)
        turns.append(turn)
    return tuple(turns)
