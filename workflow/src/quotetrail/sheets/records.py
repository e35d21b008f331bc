"""One record for each row of a study's sheets."""

from collections.abc import Iterable
from dataclasses import dataclass, field

CATEGORIES = (
    "person",
    "place",
    "organisation",
    "date",
    "age",
    "phone",
    "email",
    "url",
    "id",
    "address",
    "job",
    "event",
    "other",
)
CODE_CHANGES = ("rename", "merge", "move", "split", "drop")


@dataclass(frozen=True)
class TranscriptRow:
    """A transcript: where its file lies, where it belongs, and who read the whole of it."""

    row: int
    transcript: str
    file: str
    site: str = ""
    group: str = ""
    language: str = "und"
    date: str = ""
    original: str = ""
    encoding: str = ""
    read_by: str = ""
    second_reader: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupRow:
    """A focus group: who led it, how long it took, what it was asked."""

    row: int
    group: str
    moderator: tuple[str, ...] = ()
    observer: tuple[str, ...] = ()
    minutes: str = ""
    guide: str = ""
    asked: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Participant:
    """A person who spoke or was present, with all names, consent and attributes."""

    row: int
    participant: str
    transcript: str = ""
    group: str = ""
    label: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    quote: bool = False
    original_language: bool = False
    deposit: bool = False
    withdrawn_on: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownIdentifier:
    """A name or other identifier that the study knows beforehand.

    ``public`` is a coarser replacement for quotations in public reports; empty if the same will do.
    """

    row: int
    text: str
    category: str
    replacement: str = ""
    language: str = ""
    public: str = ""


@dataclass(frozen=True)
class Decision:
    """What a reviewer decided about a text, everywhere or in one place."""

    row: int
    text: str
    category: str
    decision: str
    replacement: str = ""
    transcript: str = ""
    occurrence: int | None = None
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class Quotation:
    """A coding that a person chose to be quoted, and why."""

    row: int
    coding: str
    purpose: str = ""
    reason: str = ""


@dataclass(frozen=True)
class CodeChange:
    """A change to the code system: what became of a code, why, by whom, when, in which round.

    ``to`` is the new name, the code that takes the codings, the code above, or the new code.
    """

    row: int
    change: str
    code: str
    to: str
    coder: str
    why: str
    by: str
    on: str
    round: int


@dataclass(frozen=True)
class LensRow:
    """The domain that a code of a study belongs to, for the synthesis."""

    row: int
    domain: str
    study: str
    code: str


def present(participants: Iterable[Participant], transcript: str, group: str) -> list[Participant]:
    """Those who belong to a transcript: by its own id, or by its group's."""
    return [
        person
        for person in participants
        if person.transcript == transcript or (not person.transcript and person.group == group)
    ]
