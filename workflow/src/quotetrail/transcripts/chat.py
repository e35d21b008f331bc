"""CHAT (cha), the format of TalkBank and CHILDES: main lines, and tiers below them."""

import re
from collections.abc import Collection

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.encoding import decode
from quotetrail.transcripts.reading import unix_lines
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.voices import Voice, voices_script

_BULLET = re.compile(r"\s*\x15(\d+)_\d+\x15")
_MAIN = re.compile(r"\*([A-Za-z0-9_-]+):\s*(.*)", re.DOTALL)
_KINDS = {"@": "header line", "%": "dependent tier"}


def holds_chat(data: bytes) -> bool:
    """Whether a file starts as a CHAT transcript does."""
    start = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return start.startswith((b"@UTF8", b"@Begin", b"@Font"))


def read_chat(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the main lines of a CHAT transcript; the speaker is the code before the colon.

    Headers and dependent tiers are counted. Its marks inside the speech stay.

    Raises
    ------
    TranscriptError
        If a line is of none of the kinds that CHAT knows.
    """
    text, _ = unix_lines(decode(data, encoding, file))
    not_read: dict[str, int] = {}
    voices: list[Voice] = []
    for number, entry in _entries(text):
        if kind := _KINDS.get(entry[:1]):
            not_read[kind] = not_read.get(kind, 0) + 1
            continue
        main = _MAIN.fullmatch(entry)
        if main is None:
            raise TranscriptError(
                "The line is neither a header, nor a main line, nor a tier.",
                file=file,
                place=f"line {number}",
                expected="a line that begins with @, *CODE: or %code:, or with a tab",
                advice="Correct the line; a line that goes on begins with a tab.",
            )
        bullet = _BULLET.search(main[2])
        time = int(bullet[1]) / 1000 if bullet else None
        voices.append(Voice(main[1], time, _BULLET.sub("", main[2]).strip()))
    return voices_script([voice for voice in voices if voice.text], labels, not_read)


def _entries(text: str) -> list[tuple[int, str]]:
    """Each line with those that go on with it, and the number of its first line."""
    entries: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("\t") and entries:
            entries[-1][1].append(line.strip())
        elif line.strip():
            entries.append((number, [line]))
    return [(number, " ".join(lines)) for number, lines in entries]
