"""Timed pieces of speech, as cue files and annotation programs hold them, joined to a script."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from quotetrail.transcripts.labels import Head, accepted_labels, label_key
from quotetrail.transcripts.spoken import Script, Span, Spoken, joined
from quotetrail.transcripts.turns import find_head

_MOST = 0.8  # of the pieces have a label where each is meant to have one


class Voice(NamedTuple):
    """A piece of speech: who says it, if the format tells, and when, in seconds."""

    speaker: str | None
    time: float | None
    text: str


def voices_script(
    voices: Sequence[Voice], labels: Collection[str], not_read: dict[str, int]
) -> Script:
    """One line after the other; consecutive pieces of one named speaker become one turn.

    Where no voice is named, a label at the beginning of a piece does, as in any plain text; if
    many pieces have none, a label holds until the next one, as subtitles have it.

    Parameters
    ----------
    voices : sequence of Voice
        In order.
    labels : collection of str
        Labels that are known to be speakers, in any case.
    not_read : dict of str to int
        What the reader left out, and how many of it.
    """
    known = {label_key(label) for label in labels}
    heads = [
        find_head(voice.text.split("\n")[0], known, opens=True) if voice.speaker is None else None
        for voice in voices
    ]
    plain = sum(voice.speaker is None for voice in voices)
    keys = accepted_labels([head for head in heads if head is not None], plain, known)
    labelled = sum(head is not None and head.key in keys for head in heads)
    holds = 0 < labelled < _MOST * plain
    pieces: list[tuple[Spoken, bool]] = []
    speaker: str | None = None
    start = 0
    for voice, head in zip(voices, heads, strict=True):
        piece = _piece(voice, head, keys, (start, start + len(voice.text)))
        if holds and piece.speaker is None:
            piece = replace(piece, speaker=speaker)
        pieces.append((piece, piece.speaker is not None and piece.speaker == speaker))
        speaker = piece.speaker
        start += len(voice.text) + 1
    text = "\n".join(voice.text for voice in voices)
    return Script(text, tuple(joined(pieces)), not_read)


def _piece(voice: Voice, head: Head | None, keys: set[str], span: Span) -> Spoken:
    if head is None or head.key not in keys:
        return Spoken(voice.speaker, voice.time, (span,))
    return Spoken(head.label, voice.time, ((span[0] + head.end, span[1]),))
