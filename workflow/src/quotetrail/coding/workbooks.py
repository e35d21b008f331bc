"""The sheets of a workbook as rows of text.

Of an old workbook (.xls) a damaged one can make the library that reads it take all memory there is.
So it is read in a process of its own, which may take only so much, and ends alone.
"""

import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import python_calamine

from quotetrail.sheets.panics import panics_as_errors
from quotetrail.sheets.values import as_text

Merged = list[tuple[tuple[int, int], tuple[int, int]]]
Sheets = list[tuple[list[list[str]], Merged]]

_MOST_MEMORY = 4 * 2**30
_MOST_SECONDS = 60
_PACKAGES = Path(__file__).parents[2]


def read_sheets(data: bytes) -> Sheets:
    """The rows of each sheet, and its merged cells.

    Raises
    ------
    ValueError, OSError
        If the workbook is damaged, or locked by a password.
    """
    try:
        with panics_as_errors():
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
            return [
                (
                    [
                        [_text(cell) for cell in row]
                        for row in each.to_python(skip_empty_area=False)
                    ],
                    list(each.merged_cell_ranges or ()),
                )
                for each in sheets
            ]
    except python_calamine.CalamineError:
        raise ValueError("the workbook is damaged") from None


def read_apart(path: Path) -> Sheets:
    """The same in a process of its own.

    Raises
    ------
    ValueError
        If that process did not come to a good end, for whatever reason.
    """
    packages = os.pathsep.join(filter(None, [str(_PACKAGES), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and a path as data
            [sys.executable, "-m", __name__, str(path)],
            capture_output=True,
            check=True,
            timeout=_MOST_SECONDS,
            env={**os.environ, "PYTHONPATH": packages},
        )
    except subprocess.SubprocessError:
        raise ValueError("the workbook is damaged") from None
    return json.loads(done.stdout)


def _rows(values: list[list[Any]]) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in values]


def _text(value: object) -> str:
    return as_text(value, true="TRUE", false="FALSE")


def main() -> None:
    """Print the sheets of the workbook that the command line names, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    json.dump(read_sheets(Path(sys.argv[1]).read_bytes()), sys.stdout)


if __name__ == "__main__":
    main()
