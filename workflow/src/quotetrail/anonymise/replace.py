"""The pseudonymised transcript, and the way from the raw one to it."""

from collections.abc import Collection, Mapping, Sequence

from quotetrail.anonymise.decide import Settled
from quotetrail.anonymise.styles import WITHDRAWN
from quotetrail.text import OffsetMap, Transcript, Turn


def pseudonymise(
    transcript: Transcript,
    identifiers: Sequence[Settled],
    speakers: Mapping[str, str],
    withdrawn: Collection[str] = (),
) -> tuple[Transcript, OffsetMap]:
    """Replace what is to be replaced, and rename the speakers.

    Parameters
    ----------
    transcript : Transcript
        Raw.
    identifiers : sequence of Settled
        In order, without overlap, each within one turn.
    speakers : mapping of str to str
        The pseudonym of every label.
    withdrawn : collection of str
        Labels of which nothing may be left but a mark.

    Raises
    ------
    ValueError
        If identifiers overlap or leave their turn.
    """
    turns: list[Turn] = []
    texts: list[str] = []
    edits: list[tuple[int, int, int]] = []
    position = 0
    _check_inside(transcript, identifiers)
    for turn in transcript.turns:
        changes = _changes(turn, identifiers, withdrawn)
        text = _changed(transcript.text, turn, changes)
        edits += [(start, end, len(new)) for start, end, new in changes]
        speaker = None if turn.speaker is None else speakers[turn.speaker]
        turns.append(Turn(position, position + len(text), speaker, turn.time))
        texts.append(text)
        position += len(text) + 1
    result = Transcript(transcript.transcript, transcript.language, "\n".join(texts), tuple(turns))
    return result, OffsetMap.from_edits(len(transcript.text), edits)


def _changes(
    turn: Turn, identifiers: Sequence[Settled], withdrawn: Collection[str]
) -> list[tuple[int, int, str]]:
    if turn.speaker in withdrawn:
        return [(turn.start, turn.end, WITHDRAWN)] if turn.start < turn.end else []
    return [
        (identifier.start, identifier.end, identifier.replacement)
        for identifier in identifiers
        if identifier.decision == "replace" and turn.start <= identifier.start < turn.end
    ]


def _changed(text: str, turn: Turn, changes: Sequence[tuple[int, int, str]]) -> str:
    parts, position = [], turn.start
    for start, end, new in changes:
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position : turn.end]])


def _check_inside(transcript: Transcript, identifiers: Sequence[Settled]) -> None:
    position = 0
    for identifier in identifiers:
        inside = any(
            turn.start <= identifier.start and identifier.end <= turn.end
            for turn in transcript.turns_in(identifier.start, identifier.end)
        )
        if identifier.start < position or not inside:
            raise ValueError(f"the identifier at {identifier.start} overlaps or leaves its turn")
        position = identifier.end
