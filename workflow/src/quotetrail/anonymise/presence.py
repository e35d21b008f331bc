"""Participants and the labels under which they speak."""

from collections.abc import Iterable, Mapping, Sequence

from quotetrail.anonymise.labels import speakers
from quotetrail.anonymise.spelling import key
from quotetrail.errors import SheetError, UndecidedError
from quotetrail.sheets import Participant, present
from quotetrail.text import Transcript


def check_labels(
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    groups: Mapping[str, str],
    file: str,
) -> None:
    """Refuse a participant who speaks under a label that occurs nowhere.

    And one who has withdrawn, if their turns cannot be told from those of people in no sheet.

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
                "results/restricted/<study>/speakers.csv lists the labels that were found",
            )
    _check_withdrawn(transcripts, participants, groups, file)


def _check_withdrawn(
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    groups: Mapping[str, str],
    file: str,
) -> None:
    gone = {person.participant: person.row for person in participants if person.withdrawn_on}
    heard, open_to = set(), set()
    for transcript in transcripts:
        here = present(participants, transcript.transcript, groups[transcript.transcript])
        if not transcript.turns:
            _refuse_withdrawn(here, file)
        ids = {person.participant for person in here}
        speaking = set(speakers(transcript, here).values())
        heard |= speaking & ids
        if speaking - ids:
            open_to |= ids
    for participant in sorted(gone.keys() & open_to - heard):
        raise SheetError(
            "the participant has withdrawn, but none of the labels is theirs, and some labels are "
            "nobody's",
            file=file,
            place=f"row {gone[participant]}, column label",
            expected="the label under which they speak, so that what they said is left out",
            advice="write the label; if they said nothing, give each label of the transcript a "
            "row in this sheet",
        )


def _refuse_withdrawn(people: Iterable[Participant], file: str) -> None:
    """Of a transcript without text only codings are counted: nobody knows about whose words."""
    for person in people:
        if person.withdrawn_on:
            raise SheetError(
                "the participant has withdrawn from a transcript of which the study has no text",
                file=file,
                place=f"row {person.row}, column withdrawn_on",
                expected="a text, so that what they said can be left out and is counted nowhere",
                advice="give the transcript or export the project with its texts; or take the "
                "document out of the project",
            )


def require_readers(needed: int, lacking: int) -> None:
    """Refuse to go on while transcripts wait for somebody to read the whole of them.

    Parameters
    ----------
    needed : int
        How many people must have read each.
    lacking : int
        How many transcripts have fewer.

    Raises
    ------
    UndecidedError
        If there is any.
    """
    if lacking:
        wait = "1 transcript waits" if lacking == 1 else f"{lacking} transcripts wait"
        raise UndecidedError(
            f"{wait} for a person to read the whole of it",
            file="transcripts sheet",
            place="columns read_by and second_reader",
            expected=f"the ids of {needed} people for each transcript"
            if needed > 1
            else "the id of the person who read it, for each transcript",
            advice="no search finds a story that identifies somebody: read the transcripts, write "
            "what you find into the decisions sheet and your id into these columns",
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
