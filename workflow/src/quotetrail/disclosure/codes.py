"""The tables of codes as they may be published: counted, then protected all together."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from quotetrail.disclosure.suppression import suppress_codes
from quotetrail.tables import codes_table, crosstab, read_csv, turns_frame
from quotetrail.tables.codebook import code_system
from quotetrail.text import load_transcripts


def published_codes(
    folder: str | Path,
    texts: Sequence[str],
    crossings: Mapping[str, Sequence[str]],
    k: int,
) -> dict[str, pd.DataFrame]:
    """The table of codes and all its crosstabs, small numbers of speakers withheld.

    Parameters
    ----------
    folder : path
        The study's controlled folder.
    texts : sequence of str
        Its pseudonymised transcripts.
    crossings : mapping of str to sequence of str
        What the codes are crossed with, and the order of its values.
    k : int
        Numbers of people below it are withheld.

    Returns
    -------
    dict of str to DataFrame
        ``codes`` and ``code_by_<crossing>``; their last column is the code system's version.
    """
    names = ("coding/codings", "coding/codebook", "transcripts", "participants")
    frames = [read_csv(Path(folder, f"{name}.csv")) for name in names]
    groups = read_csv(Path(folder, "groups.csv"))
    turns = turns_frame(load_transcripts(*texts))
    codes = codes_table(*frames, groups=groups, turns=turns)
    crosstabs = {by: crosstab(*frames, by=by, order=list(order)) for by, order in crossings.items()}
    codes, crosstabs = suppress_codes(codes, crosstabs, k)
    version = code_system(frames[1], read_csv(Path(folder, "coding", "history.csv")))
    tables = {"codes": codes, **{f"code_by_{by}": table for by, table in crosstabs.items()}}
    return {name: table.assign(code_system=version) for name, table in tables.items()}
