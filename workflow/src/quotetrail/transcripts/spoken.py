"""What a reader makes of a file before it becomes a transcript: a text, and who speaks where."""

from dataclasses import dataclass, field

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
