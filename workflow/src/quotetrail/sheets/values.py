"""The cell of a workbook as text."""

import datetime


def as_text(value: object, *, true: str, false: str) -> str:
    """A cell as a person reads it: no `.0` behind a whole number, no midnight behind a date.

    Parameters
    ----------
    value : object
        As calamine gives it.
    true, false : str
        What is written for the two.
    """
    if isinstance(value, bool):
        return true if value else false
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time | datetime.datetime):
        return value.isoformat()
    return str(value)
