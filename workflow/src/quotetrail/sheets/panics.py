"""Panics of the library that reads workbooks, made ordinary errors."""

from collections.abc import Iterator
from contextlib import contextmanager

_PANIC = "PanicException"  # it cannot be imported, and is no `Exception`


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """Inside, a panic over a damaged workbook is a ValueError.

    Raises
    ------
    ValueError
        Without the panic's own words.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise ValueError("the workbook is damaged") from None
