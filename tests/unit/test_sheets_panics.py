"""A panic of the library that reads workbooks is damage like any other, and nothing else is."""

import pytest

from quotetrail.sheets.panics import panics_as_errors


class PanicException(BaseException):
    """Named as the library's own, which is no `Exception` either."""


def test_a_panic_is_an_error_without_its_words():
    with pytest.raises(ValueError, match="damaged") as caught, panics_as_errors():
        raise PanicException("what stood in a cell")
    assert "cell" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_anything_else_passes(kind):
    with pytest.raises(kind), panics_as_errors():
        raise kind
