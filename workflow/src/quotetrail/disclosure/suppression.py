"""Numbers of people too small to print, and the numbers that would give them away.

A count of people from 1 to k-1 is never printed, and cannot be computed from what is printed, not
even by somebody who knows these rules. Numbers of groups and of segments, the size of each group
and the number of all participants are published in full: they are the study's design. Two things
stay outside: codes share speakers, so that several codes together can bound a number; and one
segment in a site suggests one speaker there, which no rule about numbers of speakers can hide.

k = 1 withholds nothing. k = 2 is refused: a number from 1 to 1 is known.
"""

from collections.abc import Mapping

import pandas as pd

from quotetrail.errors import ConfigError

SOME = "1+"
"""What a cell says that is not 0 and not printed, whether it is small or not."""

_COUNTS = (
    ("speakers", "raised_in"),
    ("speakers_with_subcodes", "raised_in_with_subcodes"),
)


def suppress_margins(margins: pd.DataFrame, k: int) -> pd.DataFrame:
    """Withhold small numbers in the one-way margins of the participants.

    1. Small numbers (1 to k-1) of an attribute print as ``<k``.
    2. If they follow from the total nevertheless (only one is small, or all must be 1, or all
       k-1), the next larger number is withheld too, with all equal to it; then every withheld
       number of the attribute prints as ``1+``, so that the small one cannot be told apart.
    3. If there is no larger number, the attribute's values are not listed at all: one row with
       the value ``withheld`` replaces them.

    The row ``all`` stays.

    Parameters
    ----------
    margins : DataFrame
        Columns attribute, value, participants, as `tables.participants_margins` gives them.
    k : int

    Raises
    ------
    ConfigError
        If k is 2 or below 1.
    """
    _check(k)
    kept = []
    for attribute, rows in margins.groupby("attribute", sort=False):
        counts = [int(count) for count in rows["participants"]]
        shown = counts if attribute == "all" else _protected(counts, k)
        if shown is None:
            row = {"attribute": [attribute], "value": ["withheld"], "participants": ["withheld"]}
            kept.append(pd.DataFrame(row))
        else:
            kept.append(rows.assign(participants=pd.Series(shown, rows.index, dtype=object)))
    return pd.concat(kept, ignore_index=True) if kept else margins.copy()


def _protected(counts: list[int], k: int) -> list[int | str] | None:
    """The counts of one attribute as they may be printed; None if none of them may."""
    small = [count for count in counts if 0 < count < k]
    if not small:
        return list(counts)
    if len(small) > 1 and len(small) < sum(small) < len(small) * (k - 1):
        return [f"<{k}" if 0 < count < k else count for count in counts]
    larger = [count for count in counts if count >= k]
    if not larger:
        return None
    return [SOME if 0 < count <= min(larger) else count for count in counts]


def suppress_codes(
    codes: pd.DataFrame, crosstabs: Mapping[str, pd.DataFrame], k: int
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Withhold small numbers of speakers in the table of codes and all its crosstabs together.

    They must be treated together, because sites add up to a contrast's groups and both to the
    total. For each code, and likewise for each code with those below it:

    1. If one number in any crosstab is small (1 to k-1), or the total is below its bound (3.),
       all numbers of that code in all crosstabs print as ``1+``. Zeros stay.
    2. The total in the table of codes stays if it reaches its bound.
    3. The bound is k, or two more than the groups (or values of a crosstab) that have a speaker
       at least, whichever is more: six speakers in six groups are one in each. A total below its
       bound prints as ``<`` and the bound.

    Parameters
    ----------
    codes : DataFrame
        As `tables.codes_table` gives it.
    crosstabs : mapping of str to DataFrame
        By the column that each is by; every crosstab that is going to be published.
    k : int

    Raises
    ------
    ConfigError
        If k is 2 or below 1.
    """
    _check(k)
    codes = codes.copy()
    shown = {by: crosstab.copy() for by, crosstab in crosstabs.items()}
    if k == 1:
        return codes, shown
    for speakers, raised in _COUNTS:
        cells = [_cells(crosstab, speakers) for crosstab in crosstabs.values()]
        bounds = {}
        hidden = set()
        for path, total, groups in zip(codes["path"], codes[speakers], codes[raised], strict=True):
            rows = [row.get(path, []) for row in cells]
            bounds[path] = _bound(total, groups, rows, k)
            if 0 < total < bounds[path] or any(0 < count < k for row in rows for count in row):
                hidden.add(path)
        codes[speakers] = pd.Series(
            [
                f"<{bounds[path]}" if 0 < total < bounds[path] else total
                for path, total in zip(codes["path"], codes[speakers], strict=True)
            ],
            codes.index,
            dtype=object,
        )
        for crosstab in shown.values():
            crosstab[speakers] = pd.Series(
                [
                    SOME if count and path in hidden else count
                    for path, count in zip(crosstab["path"], crosstab[speakers], strict=True)
                ],
                crosstab.index,
                dtype=object,
            )
    return codes, shown


def _cells(crosstab: pd.DataFrame, speakers: str) -> dict[str, list[int]]:
    cells: dict[str, list[int]] = {}
    for path, count in zip(crosstab["path"], crosstab[speakers], strict=True):
        cells.setdefault(path, []).append(int(count))
    return cells


def _bound(total: int, groups: int, rows: list[list[int]], k: int) -> int:
    """The total below which single numbers would follow from it."""
    filled = max([groups, *(sum(count > 0 for count in row) for row in rows)])
    return max(k, filled + 2)


def _check(k: int) -> None:
    if k < 1 or k == 2:
        raise ConfigError(
            "disclosure: k must be 1 or at least 3.",
            expected="1 (withhold nothing), 3 or more",
            advice="With k = 2 every withheld number would be a 1. Use 3.",
        )
