"""Published tables read back from their csv files."""

from pathlib import Path

import pandas as pd


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table, its whole columns of numbers as integers, all else as text.

    A column with a withheld number (``<3``) stays text, so that nothing adds it up by mistake;
    so do names that look like numbers.
    """
    table = pd.read_csv(
        path, dtype=str, keep_default_na=False, encoding="utf-8", lineterminator="\n"
    )
    for column in _NUMBERS & set(table.columns):
        if table[column].str.fullmatch("[0-9]+").all():
            table[column] = table[column].astype(int)
    return table


_NUMBERS = {
    "depth",
    "groups",
    "participants",
    "raised_in",
    "raised_in_with_subcodes",
    "segments",
    "segments_with_subcodes",
    "speakers",
    "speakers_with_subcodes",
    "turns",
    "turns_without_speaker",
    "turns_without_speaker_with_subcodes",
    "words",
}
