"""What each table and each of its columns counts, in one line each.

The captions, the workbook's first sheet and the documentation take their words from here.
"""

from dataclasses import dataclass

_IN_SUBCODES = "in this code or in any code below it"

_CODE_COLUMNS = {
    "path": "The code with all codes above it, joined by ' > '.",
    "code": "The code's name.",
    "depth": "The code's level: 1 for a top-level code.",
}

_COUNT_COLUMNS = {
    "raised_in": "Groups with at least one segment in this very code (j).",
    "raised_in_with_subcodes": f"Groups with at least one segment {_IN_SUBCODES} (j).",
    "speakers": "Identified participants whose turns a segment of this very code touches. "
    "Moderators, observers, people who withdrew and speakers who are in no sheet are not counted.",
    "speakers_with_subcodes": "The same for segments " + _IN_SUBCODES + ", each person once.",
    "segments": "Segments coded with this very code, in the coding of record. "
    "A passage coded in an original and in its translation counts twice.",
    "segments_with_subcodes": f"Segments coded {_IN_SUBCODES}.",
}


@dataclass(frozen=True)
class Description:
    """What a table counts, and what each of its columns holds."""

    table: str
    columns: dict[str, str]


DESCRIPTIONS = {
    "participants": Description(
        "Participants by one attribute at a time. People who withdrew are not counted.",
        {
            "attribute": "An attribute that the study publishes; 'all' for everybody.",
            "value": "One of its values; 'not stated' where the sheet is blank.",
            "participants": "Participants with this value. '<3' stands for a number from 1 to 2 "
            "(likewise for other numbers); '1+' for any number but 0, withheld so that no small "
            "number follows from the others.",
        },
    ),
    "groups": Description(
        "The focus groups: where they were held, their size, and how much was said.",
        {
            "group": "The group's id. A translation belongs to the group of its original.",
            "site": "The site.",
            "country": "The site's country.",
            "participants": "Participants of the group. People who withdrew are not counted.",
            "language": "The language in which turns and words are counted.",
            "turns": "Turns that have a speaker, moderators included.",
            "words": "Words in these turns, split at white space. "
            "Not comparable between languages.",
            "minutes": "How long the group took, in minutes; blank where nobody said.",
            "readers": "How many people read the whole of each of its transcripts for what "
            "identifies people; 0 where nobody said so.",
        },
    ),
    "codes": Description(
        "Every code over all groups: raised in j of m groups, voiced by k identified speakers. "
        "Not a count of people who agree.",
        {
            **_CODE_COLUMNS,
            "groups": "All groups of the study (m).",
            **_COUNT_COLUMNS,
            "turns_without_speaker": "Turns touched by segments of this very code whose speaker "
            "nobody identified (u). Moderators' turns are not among them.",
            "turns_without_speaker_with_subcodes": f"The same for segments {_IN_SUBCODES}.",
        },
    ),
    "crosstab": Description(
        "Every code for each value of one column of the groups: raised in j of its m groups. "
        "The absence of a code is not the absence of an experience.",
        {
            **_CODE_COLUMNS,
            "groups": "The groups with this value (m).",
            **_COUNT_COLUMNS,
        },
    ),
}


def describe(name: str, columns: list[str]) -> Description:
    """The description of a table as it is, its own columns included.

    Parameters
    ----------
    name : str
        ``participants``, ``groups``, ``codes``, or ``code_by_`` and the column it is by.
    columns : list of str
        The table's columns; one that no description knows is an attribute of the groups.
    """
    described = DESCRIPTIONS["crosstab" if name.startswith("code_by_") else name]
    known = {
        **described.columns,
        "code_system": "The code system's version: 'as coded' or the round of its last change, and "
        "a checksum. Numbers under two versions are not of the same codes.",
        "synthetic": "'true': the data are invented.",
    }
    return Description(
        described.table,
        {
            column: known.get(column, f"The groups' {column.replace('_', ' ')}.")
            for column in columns
        },
    )
