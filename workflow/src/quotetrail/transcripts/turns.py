"""Turns in plain text: lines that begin with the label of a speaker, and what follows them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from quotetrail.transcripts.labels import (
    Head,
    accepted_labels,
    can_be_label,
    clean_label,
    label_key,
)
from quotetrail.transcripts.reading import Reading, assemble, unix_lines
from quotetrail.transcripts.spoken import Script, Spoken
from quotetrail.transcripts.stamps import ANY, BRACKETED, CERTAIN, LONG, seconds

_FAR = 200  # characters in which a label and its times stand

_LABEL = r"(?P<label>[^:：\n]{1,80}?)"
_COLON = re.compile(
    rf"\s*+(?:(?P<before>{ANY})\s*[-–]?\s*)?{_LABEL}(?P<mid>\s*{BRACKETED}|\s+{LONG})?\s*[*_]*"
    rf"(?:(?<!\d)[:：]|[:：](?!\d))(?!//)[*_]*(?P<after>\s*{CERTAIN})?(?P<space>\s+|$)?"
)
_NAME_THEN_TIME = re.compile(rf"\s*+{_LABEL}\s+(?P<mid>{ANY})\s*$")
_TIME_THEN_NAME = re.compile(rf"\s*+(?P<before>{ANY})\s+{_LABEL}\s*$")
_BOLD = re.compile(r"\s*+(?P<label>\*\*[^*:\n]{1,80}\*\*)\s+(?=\S)")
_TAB = re.compile(r"\s*+(?P<label>[^\t:\n]{1,80})\t+(?=\S)")
_LEADING_TIME = re.compile(rf"\s*+{ANY}")
_LEADING_STAMP = re.compile(rf"\s*+({CERTAIN})\s+")
_RULE = re.compile(r"\s*+[-–—_=*]{5,}\s*")
_CREDIT = re.compile(r"\s*Transcribed by https?://\S+\s*", re.IGNORECASE)


class Line(NamedTuple):
    """A line of a text, whether it starts a paragraph, and how many first characters are bold."""

    start: int
    end: int
    opens: bool
    bold: int = 0


_Headed = list[tuple[Line, Head | None]]


def find_turns(
    text: str, *, transcript: str, language: str = "und", labels: Collection[str] = ()
) -> Reading:
    """Find who speaks where in a plain text.

    Parameters
    ----------
    text : str
        With any line ends.
    transcript : str
        Its id.
    language : str
        BCP 47.
    labels : collection of str
        Labels that are known to be speakers, in any case.

    Returns
    -------
    Reading
        A text without labels gives one turn per paragraph, each without a speaker.
    """
    plain, without_returns = unix_lines(text)
    known = {label_key(label) for label in labels}
    spoken = _spoken(plain, [_headed_lines(plain, known)], known)
    reading = assemble(Script(plain, spoken), transcript, language)
    if plain is text:
        return reading
    return Reading(reading.transcript, without_returns.then(reading.offsets), reading.not_read)


def spoken_in(
    text: str, groups: Sequence[Sequence[Line]], labels: Collection[str] = ()
) -> tuple[Spoken, ...]:
    """Who speaks where in groups of lines; no turn goes on from one group into the next."""
    known = {label_key(label) for label in labels}
    return _spoken(text, [_with_heads(text, group, known) for group in groups], known)


def _spoken(text: str, headed: Sequence[_Headed], known: Collection[str]) -> tuple[Spoken, ...]:
    heads = [head for group in headed for _, head in group if head is not None]
    blocks = sum(_blocks(text, group) for group in headed)
    keys = accepted_labels(heads, blocks, known)
    return tuple(spoken for group in headed for spoken in _turns(text, group, keys))


def find_head(line: str, known: Collection[str], *, opens: bool) -> Head | None:
    """The label at the start of a line, followed by a colon, if it has the form of one."""
    return _head(_COLON.match(line[:_FAR]), "colon", known, opens)


def _headed_lines(text: str, known: Collection[str]) -> _Headed:
    """The lines of a plain text with their heads.

    A paragraph follows a blank line, unless most labels do without blank lines: then each line
    is a paragraph.
    """
    lines, start, after_blank = [], 0, True
    for content in text.split("\n"):
        end = start + len(content)
        lines.append(Line(start, end, after_blank))
        after_blank = not content.strip()
        start = end + 1
    headed = _with_heads(text, lines, known)
    heads = [head for _, head in headed]
    counts = Counter(head.key for head in heads if head and head.form != "tab")
    # The first line opens a paragraph either way.
    often = [head.opens for head in heads[1:] if head and counts[head.key] > 1]
    dense = sum(often) * 2 < len(often) if often else "\n\n" not in text.strip("\n")
    if not dense:
        return headed
    return [
        (line._replace(opens=True), head and replace(head, opens=True)) for line, head in headed
    ]


def _with_heads(text: str, lines: Sequence[Line], known: Collection[str]) -> _Headed:
    headed = []
    for position, line in enumerate(lines):
        content = text[line.start : line.end]
        follows = lines[position + 1] if position + 1 < len(lines) else None
        below = text[follows.start : follows.end] if follows else ""
        head = _any_head(content, below, known, line.opens)
        sure = head is not None and (head.form == "stamp" or head.end <= line.bold)
        if line.bold and not sure:
            head = _bold_head(content, line.bold, below, known) or head
        headed.append((line, head))
    return headed


def _any_head(line: str, below: str, known: Collection[str], opens: bool) -> Head | None:
    """The first form of a label that the start of a line has."""
    if not line.strip():
        return None
    start = line[:_FAR]
    forms = []
    if ":" in start or "：" in start:
        forms.append((_COLON, "colon"))
        if len(line) <= _FAR:
            forms.append((_NAME_THEN_TIME, "stamp"))
            # "00:12 Yeah" is speech in a text whose every line starts with a time.
            if below.strip() and not _LEADING_TIME.match(below):
                forms.append((_TIME_THEN_NAME, "stamp"))
    if "**" in start:
        forms.append((_BOLD, "bold"))
    if "\t" in start:
        forms.append((_TAB, "tab"))
    heads = (_head(pattern.match(start), form, known, opens) for pattern, form in forms)
    return next((head for head in heads if head is not None), None)


def _bold_head(line: str, bold: int, below: str, known: Collection[str]) -> Head | None:
    """A label that bold print alone sets off from the speech behind or below it."""
    label = clean_label(line[:bold])
    rest = line[bold:]
    set_off = rest[0].isspace() if rest else bool(below.strip())
    if not set_off or label.endswith((":", "：")):
        return None
    key = label_key(label)
    if key not in known and not can_be_label(label):
        return None
    return Head(label, key, None, len(line) - len(rest.lstrip()), "bold", True, True)


def _head(
    match: re.Match[str] | None, form: str, known: Collection[str], opens: bool
) -> Head | None:
    if match is None:
        return None
    found = match.groupdict()
    label = clean_label(found["label"])
    key = label_key(label)
    if key not in known and not can_be_label(label):
        return None
    stamp = found.get("before") or found.get("mid") or found.get("after") or ""
    clear = form != "colon" or found["space"] is not None
    return Head(label, key, seconds(stamp), match.end(), form, opens, clear)


def _blocks(text: str, headed: Iterable[tuple[Line, Head | None]]) -> int:
    """Paragraphs; a label alone on its line and the paragraph below it are one."""
    blocks, after_bare = 0, False
    for line, head in headed:
        content = text[line.start : line.end]
        if not content.strip():
            continue
        blocks += line.opens and (head is not None or not after_bare)
        after_bare = head is not None and not content[head.end :].strip()
    return blocks


def _ends_speech(line: str) -> bool:
    return _RULE.fullmatch(line) is not None or _CREDIT.fullmatch(line) is not None


def _turns(
    text: str, headed: Sequence[tuple[Line, Head | None]], keys: Collection[str]
) -> Iterable[Spoken]:
    """What is spoken in one group of lines, by the labels that count.

    Below the last label, a ruled line or the credit of a transcription service ends the speech.
    """
    last = max((line.start for line, head in headed if head and head.key in keys), default=-1)
    speaker: str | None = None
    time: float | None = None
    start = end = headed[0][0].start if headed else 0
    for line, head in headed:
        content = text[line.start : line.end]
        if head is not None and head.key in keys:
            yield Spoken(speaker, time, ((start, end),))
            speaker, time, start = head.label, head.time, line.start + head.end
        elif (speaker is None and line.opens) or (line.start > last and _ends_speech(content)):
            yield Spoken(speaker, time, ((start, end),))
            stamp = _LEADING_STAMP.match(content)
            speaker, time = None, seconds(stamp[1]) if stamp else None
            start = line.start + (stamp.end() if stamp else 0)
        end = line.end
    yield Spoken(speaker, time, ((start, end),))
