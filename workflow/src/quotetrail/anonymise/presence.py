"""Participants and the labels under which they speak."""

from collections.abc import Iterable, Mapping, Sequence

from quotetrail.anonymise.spelling import key
from quotetrail.errors import SheetError
from quotetrail.sheets import Participant, present
from quotetrail.text import Transcript


def check_labels(
    transcripts: Iterable[Transcript],
    participants: Sequence[Participant],
    groups: Mapping[str, str],
    file: str,
) -> None:
    """Refuse a participant who speaks under a label that occurs nowhere.

    Parameters
    ----------
    transcripts : iterable of Transcript
        All raw ones of the study.
    participants : sequence of Participant
    groups : mapping of str to str
        The group of each transcript.
    file : str
        The participants sheet, for the message.

    Raises
    ------
    SheetError
        Naming the row. Of several labels one is enough; no label at all is allowed.
    """
    heard: dict[int, bool] = {person.row: not person.label for person in participants}
    for transcript in transcripts:
        spoken = {key(label) for label in transcript.speakers()}
        here = present(participants, transcript.transcript, groups[transcript.transcript])
        for person in here:
            heard[person.row] |= any(key(label) in spoken for label in person.label)
    for person in participants:
        if not heard[person.row]:
            raise SheetError(
                "the participant's label occurs as a speaker in none of the transcripts",
                file=file,
                place=f"row {person.row}, column label",
                expected="the label as it is written in the transcript, without the colon",
                advice="correct the label, or leave it empty if this person said nothing; "
                "results/restricted/<study>/reading/ lists the labels that were found",
            )


def withdrawn_labels(
    pseudonyms: Mapping[str, str], participants: Iterable[Participant]
) -> set[str]:
    """The labels of those who have withdrawn.

    Parameters
    ----------
    pseudonyms : mapping of str to str
        The pseudonym of each label of a transcript.
    participants : iterable of Participant
        Those of this transcript.
    """
    gone = {person.participant for person in participants if person.withdrawn_on}
    return {label for label, pseudonym in pseudonyms.items() if pseudonym in gone}
