"""Reading controlled csv files as text, and writing tables that never differ between runs."""

import csv
from pathlib import Path

import pandas as pd


def read_csv(path: str | Path) -> pd.DataFrame:
    """Read a csv file of ours with every value as text and blanks as empty text."""
    return pd.read_csv(
        path, dtype=str, keep_default_na=False, encoding="utf-8", lineterminator="\n"
    )


def marked(table: pd.DataFrame, *, synthetic: bool) -> pd.DataFrame:
    """A copy of the table whose last column says in each row that the data are invented."""
    return table.assign(synthetic="true") if synthetic else table.copy()


def write_csv(table: pd.DataFrame, path: str | Path, *, synthetic: bool = False) -> None:
    """Write a table as UTF-8 with plain line feeds.

    Parameters
    ----------
    table : DataFrame
    path : path-like
    synthetic : bool
        Whether the data are invented; then a last column ``synthetic`` says so in each row.
    """
    # Of itself csv quotes no carriage return where lines end otherwise, and most readers then see
    # a new row.
    returns = any("\r" in cell for name in table for cell in table[name] if isinstance(cell, str))
    marked(table, synthetic=synthetic).to_csv(
        path,
        index=False,
        encoding="utf-8",
        lineterminator="\n",
        quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL,
    )
