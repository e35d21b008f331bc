"""How far a sheet of a workbook reaches: a library that trusts it fills the memory up to there."""

import re

MOST_CELLS = 60_000_000  # the library needs 24 bytes for each, also for the empty ones between
_WORKSHEET = re.compile(r"(?:.*/)?worksheets/[^/]+\.xml", re.IGNORECASE)
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,7})"')
_LETTERS = re.compile(rb'\br="([A-Z]{1,3})\d')
_FILLED = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


def is_worksheet(name: str) -> bool:
    """Whether a member of an .xlsx is a sheet with cells."""
    return bool(_WORKSHEET.fullmatch(name))


def too_far(xml: bytes) -> tuple[int, int] | None:
    """The last row and column of a worksheet that does not fit into memory; None if it fits.

    Where they are far, only the cells that hold anything count.
    """
    height = max(map(int, _ROW.findall(xml)), default=0)
    width = max(map(_column, set(_LETTERS.findall(xml))), default=0)
    if width * height > MOST_CELLS:
        filled = set(_FILLED.findall(xml))
        width = max((_column(letters) for letters, _ in filled), default=0)
        height = max((int(number) for _, number in filled), default=0)
    return (height, width) if width * height > MOST_CELLS else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
