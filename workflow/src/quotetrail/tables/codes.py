"""What was raised where and by how many: the table of codes and its crosstabs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from quotetrail.errors import CodingError
from quotetrail.tables.codebook import Code, code_tree
from quotetrail.tables.voices import Parts, Turns, group_of, split_ids, value_of


@dataclass(frozen=True)
class Counted:
    """A coding of record, with what the tables count of it."""

    path: str
    group: str
    speakers: frozenset[str]
    unidentified: frozenset[tuple[str, int]] = frozenset()


@dataclass
class Tally:
    """What one code, or one code in some groups, adds up to."""

    groups: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)
    unidentified: set[tuple[str, int]] = field(default_factory=set)
    segments: int = 0

    def add(self, coding: Counted) -> None:
        """Count one more coding."""
        self.groups |= {coding.group}
        self.speakers |= coding.speakers
        self.unidentified |= coding.unidentified
        self.segments += 1


def codes_table(
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    transcripts: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    groups: pd.DataFrame,
    turns: pd.DataFrame,
) -> pd.DataFrame:
    """Count each code of the codebook over all groups, codings of record only.

    Parameters
    ----------
    codings, codebook, transcripts, participants, groups : DataFrame
        The controlled files, all values as text.
    turns : DataFrame
        What `turns_frame` gives.

    Returns
    -------
    DataFrame
        One row a code, each followed by the codes below it; `DESCRIPTIONS` explains the columns.

    Raises
    ------
    CodingError
        If a coding names a code or a transcript that does not exist.
    """
    parts = Parts(participants, transcripts, groups)
    codes = code_tree(codebook)
    counted = _counted(codings, codes, transcripts, parts, Turns(turns))
    own, whole = _tallies(counted, codes)
    m = len(set(group_of(transcripts).values()))
    rows = []
    for code in codes:
        here, below = own[code.path], whole[code.path]
        rows.append(
            {
                "path": code.path,
                "code": code.name,
                "depth": code.depth,
                "groups": m,
                **_counts(here, below),
                "turns_without_speaker": len(here.unidentified),
                "turns_without_speaker_with_subcodes": len(below.unidentified),
            }
        )
    return pd.DataFrame(rows, columns=[*_HEAD, *_COUNTS, *_UNIDENTIFIED])


def crosstab(
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    transcripts: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    by: str,
    order: Sequence[str] = (),
) -> pd.DataFrame:
    """Count each code for each value of a column of the groups, codings of record only.

    Parameters
    ----------
    codings, codebook, transcripts, participants : DataFrame
        The controlled files, all values as text.
    by : str
        A column of the transcripts: ``site``, or the name of the contrast.
    order : sequence of str
        The values in the order in which they are shown; values that it lacks follow.

    Returns
    -------
    DataFrame
        One row for each code and value, zeros included; the column ``by`` is named after it.

    Raises
    ------
    CodingError
        If a coding names a code or a transcript that does not exist.
    SheetError
        If the column is missing, or one group has two values of it.
    """
    codes = code_tree(codebook)
    parts = Parts(participants, transcripts)
    counted = _counted(codings, codes, transcripts, parts, None)
    values = value_of(transcripts, by)
    tallies = {}
    for value in dict.fromkeys([*order, *values.values()]):
        members = {group for group, its_value in values.items() if its_value == value}
        inside = [coding for coding in counted if coding.group in members]
        tallies[value] = (len(members), *_tallies(inside, codes))
    rows = [
        {
            "path": code.path,
            "code": code.name,
            "depth": code.depth,
            by: value,
            "groups": m,
            **_counts(own[code.path], whole[code.path]),
        }
        for code in codes
        for value, (m, own, whole) in tallies.items()
    ]
    head = [*_HEAD[:-1], by, _HEAD[-1]]
    return pd.DataFrame(rows, columns=[*head, *_COUNTS])


_HEAD = ("path", "code", "depth", "groups")
_COUNTS = (
    "raised_in",
    "raised_in_with_subcodes",
    "speakers",
    "speakers_with_subcodes",
    "segments",
    "segments_with_subcodes",
)
_UNIDENTIFIED = ("turns_without_speaker", "turns_without_speaker_with_subcodes")


def _counts(own: Tally, whole: Tally) -> dict[str, int]:
    return {
        "raised_in": len(own.groups),
        "raised_in_with_subcodes": len(whole.groups),
        "speakers": len(own.speakers),
        "speakers_with_subcodes": len(whole.speakers),
        "segments": own.segments,
        "segments_with_subcodes": whole.segments,
    }


def _tallies(
    counted: Iterable[Counted], codes: Iterable[Code]
) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """For each path the tally of the code itself, and of it with all codes below it."""
    lines = {code.path: code.line for code in codes}
    own = {path: Tally() for path in lines}
    whole = {path: Tally() for path in lines}
    for coding in counted:
        own[coding.path].add(coding)
        for path in lines[coding.path]:
            whole[path].add(coding)
    return own, whole


def _counted(
    codings: pd.DataFrame,
    codes: Iterable[Code],
    transcripts: pd.DataFrame,
    parts: Parts,
    turns: Turns | None,
) -> list[Counted]:
    """The codings of record; turns without an identified speaker only if turns are given."""
    paths = {code.path for code in codes}
    groups = group_of(transcripts)
    counted = []
    for number, row in enumerate(codings.to_dict("records"), start=2):
        if row["record"] != "yes":
            continue
        if row["path"] not in paths or row["transcript"] not in groups:
            raise CodingError(
                "A coding names a code or a transcript that does not exist.",
                file="codings.csv",
                place=f"row {number}",
                expected="a path of codebook.csv and a transcript of transcripts.csv",
            )
        group = groups[row["transcript"]]
        speakers = {
            speaker
            for speaker in split_ids(row["speaker"])
            if parts.of(speaker, group) == "participant"
        }
        unidentified: set[tuple[str, int]] = set()
        if turns is not None and row["start"]:
            touched = turns.touched(row["transcript"], int(row["start"]), int(row["end"]))
            unidentified = {
                (row["transcript"], start)
                for start, _, speaker in touched
                if not parts.of(speaker, group)
            }
        counted.append(Counted(row["path"], group, frozenset(speakers), frozenset(unidentified)))
    return counted
