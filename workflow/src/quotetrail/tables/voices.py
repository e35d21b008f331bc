"""Who belongs to which group, and in which part somebody speaks there."""

import re
from bisect import bisect_right
from collections.abc import Iterable

import pandas as pd

from quotetrail.errors import SheetError
from quotetrail.text import Transcript

NOT_STATED = "not stated"

# Labels that a transcript may carry for somebody whom no sheet names.
_STAFF = re.compile(
    r"(moderator|moderation|facilitator|interviewer|int|mod|researcher|observer|interpreter)"
    r"[ .:]*\d*",
    re.IGNORECASE,
)


def turns_frame(transcripts: Iterable[Transcript]) -> pd.DataFrame:
    """The turns of pseudonymised transcripts, without their text.

    Returns
    -------
    DataFrame
        Columns transcript, start, end (0-based code points, end exclusive), speaker (empty where
        nobody is named) and words (runs of characters between white space).
    """
    rows = [
        (one.transcript, turn.start, turn.end, turn.speaker or "", words(one, turn.start, turn.end))
        for one in transcripts
        for turn in one.turns
    ]
    return pd.DataFrame(rows, columns=["transcript", "start", "end", "speaker", "words"])


def words(transcript: Transcript, start: int, end: int) -> int:
    """The number of words of a stretch of text."""
    return len(transcript.text[start:end].split())


def group_of(transcripts: pd.DataFrame) -> dict[str, str]:
    """The group of each transcript; a translation shares the group of its original."""
    return {
        row["transcript"]: row["group"] or row["transcript"]
        for row in transcripts.to_dict("records")
    }


def value_of(transcripts: pd.DataFrame, column: str) -> dict[str, str]:
    """What a column says about each group, in order of first appearance.

    Raises
    ------
    SheetError
        If the column is missing, or one group has two values.
    """
    if column not in transcripts.columns:
        raise SheetError("A column is missing.", file="transcripts.csv", expected=column)
    values: dict[str, str] = {}
    for number, row in enumerate(transcripts.to_dict("records"), start=2):
        group, value = row["group"] or row["transcript"], row[column] or NOT_STATED
        if values.setdefault(group, value) != value:
            raise SheetError(
                f"The group of this transcript has another {column} elsewhere.",
                file="transcripts.csv",
                place=f"row {number}",
                expected=f"one {column} for each group",
            )
    return values


class Parts:
    """In which part a speaker speaks in a group.

    Parameters
    ----------
    participants, transcripts : DataFrame
        The controlled files.
    groups : DataFrame, optional
        The controlled file; it may name moderators and observers by a label.
    """

    def __init__(
        self,
        participants: pd.DataFrame,
        transcripts: pd.DataFrame,
        groups: pd.DataFrame | None = None,
    ) -> None:
        self._parts: dict[tuple[str, str], str] = {}
        groups_by_transcript = group_of(transcripts)
        for row in participants.to_dict("records"):
            group = row["group"] or groups_by_transcript.get(row["transcript"], "")
            part = "withdrawn" if row["withdrawn"] == "yes" else row["part"]
            self._parts.setdefault((row["participant"], group), part)
            self._parts.setdefault((row["participant"], ""), part)
        for row in [] if groups is None else groups.to_dict("records"):
            for part, column in (("moderator", "moderators"), ("observer", "observers")):
                for speaker in split_ids(row[column]):
                    self._parts.setdefault((speaker, row["group"]), part)

    def of(self, speaker: str, group: str) -> str:
        """The part of a speaker of a group.

        Returns
        -------
        str
            ``participant``, ``moderator``, ``observer``, ``withdrawn``, or empty if unidentified.
        """
        part = self._parts.get((speaker, group)) or self._parts.get((speaker, ""))
        if part is None and _STAFF.fullmatch(speaker):
            return "moderator"
        return part or ""


def split_ids(joined: str) -> list[str]:
    """The ids of a cell that joins them by semicolons."""
    return [part.strip() for part in joined.split(";") if part.strip()]


class Turns:
    """The turns of each transcript, to be looked up by offsets."""

    def __init__(self, turns: pd.DataFrame) -> None:
        self._rows: dict[str, list[tuple[int, int, str]]] = {}
        for row in turns.to_dict("records"):
            turn = (int(row["start"]), int(row["end"]), row["speaker"])
            self._rows.setdefault(row["transcript"], []).append(turn)
        self._ends = {key: [end for _, end, _ in rows] for key, rows in self._rows.items()}

    def touched(self, transcript: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """The turns (start, end, speaker) that share a character with ``[start, end)``."""
        rows = self._rows.get(transcript, [])
        end = max(end, start + 1)
        first = bisect_right(self._ends.get(transcript, []), start)
        touched = []
        for turn in rows[first:]:
            if turn[0] >= end:
                break
            touched.append(turn)
        return touched
