"""What a layer finds in a text."""

from typing import NamedTuple


class Spot(NamedTuple):
    """A stretch of text that one rule of a layer takes for an identifier.

    Attributes
    ----------
    start, end : int
        0-based code points, end exclusive.
    category : str
        One of `quotetrail.sheets.CATEGORIES`.
    rule : str
        Which rule found it, in plain words.
    ask : bool
        Whether a person has to decide before it is replaced.
    """

    start: int
    end: int
    category: str
    rule: str
    ask: bool
