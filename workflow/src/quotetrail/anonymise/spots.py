"""What a layer finds in a text, and what all layers together say of it."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Identifier:
    """A stretch of text that identifies somebody or something.

    Attributes
    ----------
    start, end : int
        0-based code points, end exclusive.
    category, entity, layer : str
        What it is, whose it is (or empty), and which layer found it.
    ask : bool
        Whether a person has to decide.
    replacement : str
        The proposal.
    rule : str
        Which rule of the layer found it.
    """

    start: int
    end: int
    category: str
    entity: str
    layer: str
    ask: bool
    replacement: str
    rule: str = ""
