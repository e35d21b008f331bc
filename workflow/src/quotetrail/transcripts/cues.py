"""WebVTT and SubRip (srt): cues with a time, and a speaker as a voice tag or as a label."""

import html
import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.encoding import decode
from quotetrail.transcripts.labels import clean_label
from quotetrail.transcripts.reading import unix_lines
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.stamps import seconds
from quotetrail.transcripts.voices import Voice, voices_script

_TIME = r"(?:\d+:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*({_TIME})\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?\s++([^<>]*+)>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|v|s|font|ruby|rt|lang)?(?:[.\s][^<>]*)?>|<[\d:.]+>|\{\\an?\d\}", re.IGNORECASE
)
_NOT_SPEECH = {"NOTE": "note", "STYLE": "style", "REGION": "style"}


class _Block(NamedTuple):
    """Lines between two blank lines; ``line`` is the number of the first, from 1."""

    line: int
    lines: list[str]


def holds_vtt(data: bytes) -> bool:
    """Whether a file starts as WebVTT does, in any Unicode encoding."""
    return _start(data).startswith("WEBVTT")


def holds_srt(data: bytes) -> bool:
    """Whether a file starts as SubRip does: with a number, and a line with an arrow below it."""
    lines = _start(data).split("\n")
    return lines[0].strip().isdecimal() and "-->" in "".join(lines[1:2])


def read_vtt(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read a WebVTT file; consecutive cues of one named speaker become one turn.

    Raises
    ------
    TranscriptError
        If a cue has no proper time, or text stands outside the cues.
    """
    text, _ = unix_lines(decode(data, encoding, file))
    head, *blocks = _blocks(text)
    arrow = next((at for at, line in enumerate(head.lines) if "-->" in line), None)
    if arrow is not None:
        blocks.insert(0, _Block(head.line + arrow, head.lines[arrow:]))
    return _script(blocks, file, labels)


def read_srt(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read a SubRip file; see `read_vtt`."""
    text, _ = unix_lines(decode(data, encoding, file))
    return _script(list(_blocks(text)), file, labels)


def _start(data: bytes) -> str:
    plain = data[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain[:120].decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")


def _script(blocks: list[_Block], file: str, labels: Collection[str]) -> Script:
    not_read: dict[str, int] = {}
    voices: list[Voice] = []
    for block in blocks:
        other = _NOT_SPEECH.get(block.lines[0].split(maxsplit=1)[0])
        if other and "-->" not in "".join(block.lines):
            not_read[other] = not_read.get(other, 0) + 1
        else:
            voices += _cue(block, file)
    return voices_script(_unrolled(voices, not_read), labels, not_read)


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


def _cue(block: _Block, file: str) -> Iterator[Voice]:
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
            yield Voice(label or None, seconds(times[1]), said)


def _unrolled(voices: list[Voice], not_read: dict[str, int]) -> list[Voice]:
    """Captions that roll show each line twice, in two cues; it is read once.

    They are told by most cues of more than one line beginning with the last line before.
    """
    pairs = list(pairwise(voices))
    rolling = [_rolls(before, after) for before, after in pairs]
    if not rolling or sum(rolling) * 2 < len(rolling):
        return voices
    left = voices[:1]
    for (_, after), rolls in zip(pairs, rolling, strict=True):
        said = after.text.split("\n", 1)[1:] if rolls else [after.text]
        not_read["line shown again"] = not_read.get("line shown again", 0) + rolls
        left += [after._replace(text=text) for text in said if text.strip()]
    return left


def _rolls(before: Voice, after: Voice) -> bool:
    if before.speaker != after.speaker:
        return False
    return after.text.split("\n")[0] == before.text.split("\n")[-1] and len(after.text) > 3
