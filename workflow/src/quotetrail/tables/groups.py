"""The groups as they were held, and who took part in them."""

from collections.abc import Sequence

import pandas as pd

from quotetrail.tables.voices import NOT_STATED, group_of, value_of


def participants_margins(participants: pd.DataFrame, attributes: Sequence[str]) -> pd.DataFrame:
    """Count the participants for each value of each attribute, one attribute at a time.

    Never two attributes together: in a focus group their combination is often one person.

    Parameters
    ----------
    participants : DataFrame
        The controlled file; only participants who have not withdrawn are counted, once each.
    attributes : sequence of str
        Columns of it, in the order in which they are shown.

    Returns
    -------
    DataFrame
        Columns attribute, value, participants; first the row of attribute ``all``, then for each
        attribute its values in order of their text, blanks as ``not stated`` at the end.
    """
    people = _taking_part(participants).drop_duplicates("participant")
    rows: list[tuple[str, str, int]] = [("all", "all", len(people))]
    for attribute in attributes:
        values = [value or NOT_STATED for value in people[attribute]]
        in_order = sorted(set(values), key=lambda value: (value == NOT_STATED, value))
        rows += [(attribute, value, values.count(value)) for value in in_order]
    return pd.DataFrame(rows, columns=["attribute", "value", "participants"])


def groups_table(
    groups: pd.DataFrame,
    transcripts: pd.DataFrame,
    participants: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    contrast: str = "",
) -> pd.DataFrame:
    """Describe each group: where it was held, how many took part, how much was said.

    Words and turns are those of the original where the study has a translation of it too. Numbers
    of words in different languages cannot be compared; so the language stands beside them.

    Parameters
    ----------
    groups, transcripts, participants : DataFrame
        The controlled files, all values as text.
    turns : DataFrame
        What `turns_frame` gives.
    contrast : str
        The name of the contrast; empty if the study has none.

    Returns
    -------
    DataFrame
        One row a group, in the order of the groups sheet; `DESCRIPTIONS` explains the columns.
    """
    columns = ["site", "country", *([contrast] if contrast else [])]
    values = {column: value_of(transcripts, column) for column in columns}
    described = {row["group"]: row for row in groups.to_dict("records")}
    spoken = _spoken(transcripts, turns)
    sizes = _sizes(participants, transcripts)
    readers = _readers(transcripts)
    rows = []
    for group in dict.fromkeys([*described, *group_of(transcripts).values()]):
        sheet = described.get(group, {})
        languages, n_turns, n_words = spoken.get(group, ([], 0, 0))
        rows.append(
            {
                "group": group,
                **{name: values[name].get(group) or sheet.get(name, "") for name in columns},
                "participants": sizes.get(group, 0),
                "language": ";".join(languages),
                "turns": n_turns,
                "words": n_words,
                "minutes": _number(sheet.get("minutes", "")),
                "readers": readers.get(group, 0),
            }
        )
    counts = ["participants", "language", "turns", "words", "minutes", "readers"]
    return pd.DataFrame(rows, columns=["group", *columns, *counts])


def _taking_part(participants: pd.DataFrame) -> pd.DataFrame:
    return participants[
        (participants["part"] == "participant") & (participants["withdrawn"] != "yes")
    ]


def _sizes(participants: pd.DataFrame, transcripts: pd.DataFrame) -> dict[str, int]:
    groups = group_of(transcripts)
    members: dict[str, set[str]] = {}
    for row in _taking_part(participants).to_dict("records"):
        group = row["group"] or groups.get(row["transcript"], "")
        members.setdefault(group, set()).add(row["participant"])
    return {group: len(people) for group, people in members.items()}


def _readers(transcripts: pd.DataFrame) -> dict[str, int]:
    """For each group how many people read the least read of its transcripts as a whole."""
    fewest: dict[str, int] = {}
    for row in transcripts.to_dict("records"):
        group, number = row["group"] or row["transcript"], int(row["readers"] or 0)
        fewest[group] = min(number, fewest.get(group, number))
    return fewest


def _spoken(
    transcripts: pd.DataFrame, turns: pd.DataFrame
) -> dict[str, tuple[list[str], int, int]]:
    """For each group the languages, and the turns and words of those who speak."""
    present = set(transcripts["transcript"])
    said = turns[turns["speaker"] != ""].groupby("transcript")["words"].agg(["size", "sum"])
    counts = {str(key): (int(row["size"]), int(row["sum"])) for key, row in said.iterrows()}
    spoken: dict[str, tuple[list[str], int, int]] = {}
    for row in transcripts.to_dict("records"):
        if row["original"] in present:
            continue
        group = row["group"] or row["transcript"]
        languages, n_turns, n_words = spoken.get(group, ([], 0, 0))
        more_turns, more_words = counts.get(row["transcript"], (0, 0))
        languages = list(dict.fromkeys([*languages, row["language"]]))
        spoken[group] = (languages, n_turns + more_turns, n_words + more_words)
    return spoken


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text
