"""What a reader makes of a file before it becomes a transcript: a text, and who speaks where."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

Span = tuple[int, int]


@dataclass(frozen=True)
class Spoken:
    """What one speaker says in one go.

    Attributes
    ----------
    speaker : str or None
    time : float or None
        Seconds from the start of the recording.
    spans : tuple of (start, end)
        Where it stands in the text that was read, in order.
    """

    speaker: str | None
    time: float | None
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Script:
    """What a reader made of a file: its text, who speaks where, and what was left out."""

    text: str
    spoken: tuple[Spoken, ...]
    not_read: dict[str, int] = field(default_factory=dict)


def joined(pieces: Iterable[tuple[Spoken, bool]]) -> list[Spoken]:
    """The pieces, each that goes on with the one before joined to it; the first one's time counts.

    Parameters
    ----------
    pieces : iterable of (Spoken, bool)
        In order, each with whether it goes on.
    """
    whole: list[tuple[Spoken, list[Span]]] = []
    for piece, goes_on in pieces:
        if goes_on and whole:
            whole[-1][1].extend(piece.spans)
        else:
            whole.append((piece, list(piece.spans)))
    return [replace(piece, spans=tuple(spans)) for piece, spans in whole]
