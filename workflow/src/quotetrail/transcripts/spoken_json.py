"""JSON: segments as Whisper and its relatives write them, and the page of an oTranscribe file."""

import json
import math
from collections.abc import Collection
from typing import Any

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.encoding import decode
from quotetrail.transcripts.labels import clean_label
from quotetrail.transcripts.plain import not_a_transcript
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.stamps import seconds
from quotetrail.transcripts.voices import Voice, voices_script
from quotetrail.transcripts.webpage import webpage_script


def holds_json(data: bytes) -> bool:
    """Whether a file starts as a JSON object or list of objects does."""
    start = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    inside = start[1:].lstrip()
    is_list = start.startswith(b"[") and inside.startswith(b"{")
    return is_list or (start.startswith(b"{") and inside[:1] in (b'"', b"}"))


def read_json(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read Whisper's segments (also of whisper.cpp and WhisperX), or an oTranscribe file.

    Raises
    ------
    TranscriptError
        If it is no JSON, or of another kind.
    """
    try:
        content = json.loads(decode(data, encoding, file))
    except (ValueError, RecursionError):
        raise TranscriptError(
            "The JSON is damaged or breaks off.",
            file=file,
            expected="a complete JSON file",
            advice="Copy it again from where it came from, or export the transcript anew.",
        ) from None
    if isinstance(content, list):
        content = {"segments": content}
    if isinstance(content.get("text"), str) and "media-time" in content:
        return webpage_script(content["text"], file, labels)
    segments = content.get("segments", content.get("transcription"))
    if not isinstance(segments, list):
        raise not_a_transcript("This is JSON, but neither of Whisper nor of oTranscribe.", file)
    voices = [_voice(segment, number, file) for number, segment in enumerate(segments, start=1)]
    return voices_script([voice for voice in voices if voice.text], labels, {})


def _voice(segment: Any, number: int, file: str) -> Voice:
    """A segment: seconds in ``start``, or milliseconds in ``offsets``, or a written time."""
    try:
        speaker = clean_label(str(segment.get("speaker") or ""))
        return Voice(speaker or None, _start(segment), segment["text"].strip())
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        raise TranscriptError(
            "A segment has no text, or a time that cannot be read.",
            file=file,
            place=f"segment {number}",
            expected="segments with text and start, as Whisper writes them",
            advice="Export the transcript anew.",
        ) from None


def _start(segment: dict[str, Any]) -> float | None:
    if "start" in segment:
        return None if segment["start"] is None else _finite(segment["start"])
    if "offsets" in segment:
        return _finite(segment["offsets"]["from"]) / 1000
    return seconds(segment["timestamps"]["from"]) if "timestamps" in segment else None


def _finite(number: Any) -> float:
    made = float(number)
    if not math.isfinite(made):
        raise ValueError
    return made
