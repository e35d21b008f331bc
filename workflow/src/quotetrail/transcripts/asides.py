"""What stands inside somebody's speech and is none of it: time stamps, and words of others.

noScribe and many transcribers write a short remark into the running turn, as in
``I was there //Ana: Really? // for a year``; f4 and MAXQDA write ``#00:01:02-3#`` behind a turn.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from quotetrail.transcripts.labels import can_be_label, clean_label, is_generic, label_key
from quotetrail.transcripts.spoken import Span, Spoken
from quotetrail.transcripts.stamps import STAMP, seconds

_INSIDE = re.compile(rf"#{STAMP}#|\[{STAMP}\]")
_SLASHES = re.compile(r"//(?:[^\S\n]*+(?P<label>[^/:：\s][^/:：\n]{0,39}+)[:：])?")


def without_stamps(text: str, spoken: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Cut the time stamps out of what was spoken.

    Where most turns end with a stamp, as f4 writes them, a stamp is the time of the turn after it.
    """
    cut = [_cut(text, one) for one in spoken]
    named = [at for at, one in enumerate(spoken) if one.speaker is not None]
    ending = sum(cut[at][2] for at in named)
    if not ending or ending * 2 < len(named):
        return tuple(one for one, _, _ in cut)
    timed, last = [], None
    for one, time, _ in cut:
        timed.append(replace(one, time=last) if one.time is None else one)
        last = time if time is not None else last
    return tuple(timed)


def parted(text: str, spoken: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Give each remark that stands between double slashes with its label to its own speaker."""
    known = {label_key(one.speaker) for one in spoken if one.speaker is not None}
    made: list[Spoken] = []
    for one in spoken:
        made += _parts(text, one, known) if one.speaker is not None else [one]
    return tuple(made)


def _cut(text: str, one: Spoken) -> tuple[Spoken, float | None, bool]:
    """The speech without its stamps, the last one's time, and whether a stamp ends it."""
    spans: list[Span] = []
    time, ends = None, False
    for begin, end in one.spans:
        at = begin
        for stamp in _INSIDE.finditer(text, begin, end):
            left, right = stamp.span()
            if right == end or text[right].isspace():
                left = at + len(text[at:left].rstrip(" \t\u00a0"))
            elif left > at and not text[left - 1].isspace():
                continue  # it parts two words, and nothing else does
            spans.append((at, left))
            at, time = right, seconds(stamp.group())
            ends = True
        if text[at:end].strip():
            spans.append((at, end))
            ends = False
    if time is None:
        return one, None, False
    return replace(one, spans=tuple(spans)), time, ends


def _parts(text: str, one: Spoken, known: Collection[str]) -> list[Spoken]:
    parts: list[Spoken] = []
    running: list[Span] = []
    for begin, end in one.spans:
        at = begin
        for before, label, said, after in _asides(text, begin, end, known):
            running.append((at, before))
            parts += [
                replace(one, spans=tuple(running), time=None if parts else one.time),
                Spoken(label, None, (said,)),
            ]
            running, at = [], after
        running.append((at, end))
    if not parts:
        return [one]
    parts.append(replace(one, spans=tuple(running), time=None))
    return [part for part in parts if any(text[start:end].strip() for start, end in part.spans)]


def _asides(
    text: str, begin: int, end: int, known: Collection[str]
) -> Iterator[tuple[int, str, Span, int]]:
    """Each remark in a span: where it begins, its label, its words, and where it ends.

    The slashes that end one remark may begin the next. One that never ends is none.
    """
    opened: tuple[int, str, int] | None = None
    for slashes in _SLASHES.finditer(text, begin, end):
        label = clean_label(slashes["label"] or "")
        opens = can_be_label(label) and (label_key(label) in known or is_generic(label))
        if opened is not None:
            start, speaker, words = opened
            if text[words : slashes.start()].strip():
                after = slashes.start() if opens else slashes.start() + 2
                yield start, speaker, (words, slashes.start()), after
            opened = None
        if opens:
            opened = slashes.start(), label, slashes.end()
