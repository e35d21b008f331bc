"""Published tables read back from their csv files."""

from pathlib import Path

import pandas as pd


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table, its counts as integers, all else as text.

    Withheld counts (``<3``) and names that look like numbers stay text.
    """
    table = pd.read_csv(
        path, dtype=str, keep_default_na=False, encoding="utf-8", lineterminator="\n"
    )
    for column in _NUMBERS.intersection(table.columns):
        cells = [int(cell) if cell.isdecimal() else cell for cell in table[column]]
        whole = all(isinstance(cell, int) for cell in cells)
        table[column] = pd.Series(cells, table.index, dtype=int if whole else object)
    return table


_NUMBERS = {
    "depth",
    "groups",
    "minutes",
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
