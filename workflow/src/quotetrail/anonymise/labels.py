"""Who a speaker label is: a participant, a role, or somebody whom no sheet declares."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from quotetrail.anonymise.generic import is_generic_label
from quotetrail.anonymise.names import LABELS, PERSON, Known, long_enough, name_parts
from quotetrail.anonymise.spelling import key
from quotetrail.errors import SheetError
from quotetrail.sheets import Participant
from quotetrail.text import Transcript
from quotetrail.transcripts import label_counts, possible_labels

SPEAKER_COLUMNS = ("transcript", "label", "turns", "words", "participant", "note")
_UNREAD = "read as speech; if it is a speaker, write it into the participants sheet; lines:"


def speakers(
    transcript: Transcript, participants: Sequence[Participant], known: Iterable[Known] = ()
) -> dict[str, str]:
    """The pseudonym of each speaker label of a transcript.

    That is the participant's id where the label is in the sheet, a generic label as it is, and
    S1, S2 ... for all others, in order of their first turn. A generic label that is also a known
    person's name, or the id of another participant, is not generic.

    Parameters
    ----------
    transcript : Transcript
        Raw.
    participants : sequence of Participant
        Those of this transcript or its group.
    known : iterable of Known
        The study's known names.

    Raises
    ------
    SheetError
        If two participants of the transcript have the same label.
    """
    declared = _declared(participants)
    reserved = {key(person.participant) for person in participants}
    reserved |= {key(entry.text) for entry in known if entry.category == "person"}
    labels = transcript.speakers()
    found = {label: declared.get(key(label), "") for label in labels}
    for label in labels:
        if not found[label] and is_generic_label(label) and key(label) not in reserved:
            found[label] = label
    taken = {key(pseudonym) for pseudonym in found.values()} | reserved
    free = (f"S{n}" for n in range(1, len(labels) + len(taken) + 1) if f"s{n}" not in taken)
    return {label: found[label] or next(free) for label in labels}


def undeclared_labels(
    transcript: Transcript, participants: Sequence[Participant], known: Iterable[Known] = ()
) -> list[str]:
    """The labels that are in no sheet and not generic, in order of their first turn."""
    declared = _declared(participants)
    names = {key(entry.text) for entry in known if entry.category == "person"}
    return [
        label
        for label in transcript.speakers()
        if key(label) not in declared and (not is_generic_label(label) or key(label) in names)
    ]


def label_names(labels: Iterable[str]) -> list[Known]:
    """Undeclared labels as names of persons whom somebody has to decide about.

    The parts of a label count too, but not those of a numbered one: "Committee 2" is no surname.
    """
    return [
        Known(text, "person", "", PERSON, True, LABELS)
        for label in labels
        for text in (label, *([] if label[-1:].isdecimal() else name_parts(label)))
        if long_enough(text) and not is_generic_label(text)
    ]


def speaker_rows(
    transcript: Transcript, participants: Sequence[Participant]
) -> list[dict[str, str]]:
    """One row for each label of a transcript, for a person to check before anything else.

    Columns `SPEAKER_COLUMNS`: the label, its turns and words, the participant that the sheet gives
    it to (empty if none), and a note. A beginning of a line that looks like a label and was not
    read as one has a row without turns. The empty label is text that nobody speaks.
    """
    declared = _declared(participants)
    rows = []
    for label, turns, words in label_counts(transcript):
        whose = declared.get(key(label), "") if label else ""
        note = "" if whose else _note(label)
        rows.append((label or "", str(turns), str(words), whose, note))
    rows += [
        (label, "0", "0", "", f"{_UNREAD} {count}") for label, count in possible_labels(transcript)
    ]
    return [dict(zip(SPEAKER_COLUMNS, (transcript.transcript, *row), strict=True)) for row in rows]


def _note(label: str | None) -> str:
    if label is None:
        return "text that nobody speaks, such as a title"
    return "a role" if is_generic_label(label) else "in no row of the participants sheet"


def _declared(participants: Sequence[Participant]) -> dict[str, str]:
    """Each label that a sheet declares; a full name or the id serves where it is unambiguous."""
    declared: dict[str, str] = {}
    for person in participants:
        for label in person.label:
            if declared.setdefault(key(label), person.participant) != person.participant:
                raise SheetError(
                    "the label is also another participant's of the same transcript",
                    file="participants sheet",
                    place=f"row {person.row}, column label",
                    advice="write each label in one participant's row only",
                )
    others: dict[str, set[str]] = defaultdict(set)
    for person in participants:
        own = () if person.label else (person.participant,)
        for name in (*own, *person.names):
            others[key(name)].add(person.participant)
    for name, ids in others.items():
        if len(ids) == 1:
            declared.setdefault(name, min(ids))
    return declared
