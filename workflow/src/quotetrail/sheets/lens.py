"""The lens of a synthesis, checked against the studies' codebooks."""

from collections.abc import Iterable, Mapping, Sequence

from quotetrail.errors import SheetError
from quotetrail.sheets.records import LensRow


def lens_of(
    rows: Iterable[LensRow], paths: Mapping[str, Sequence[str]], file: str
) -> dict[str, dict[str, str]]:
    """For each study the domain of each code that the sheet names.

    Parameters
    ----------
    rows : iterable of LensRow
    paths : mapping of str to sequence of str
        The paths of all codes, by study.
    file : str
        The sheet, for messages.

    Raises
    ------
    SheetError
        If a row names a study that is not in the synthesis, or a path that is no code of it.
    """
    lens: dict[str, dict[str, str]] = {study: {} for study in paths}
    for row in rows:
        if row.study not in paths:
            raise SheetError(
                "the synthesis has no such study with codings",
                file=file,
                place=f"row {row.row}, column study",
                expected=f"one of {', '.join(paths)}",
                advice="correct the cell",
            )
        if row.code not in paths[row.study]:
            raise SheetError(
                "the study has no code with this path",
                file=file,
                place=f"row {row.row}, column code",
                expected="a path as in results/controlled/<study>/coding/codebook.csv, "
                "for example: Trust > Trust in staff",
                advice="correct the cell",
            )
        lens[row.study][row.code] = row.domain
    return lens
