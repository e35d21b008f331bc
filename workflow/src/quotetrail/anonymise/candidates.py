"""Words that may be names although no sheet knows them: a person decides about each."""

from itertools import pairwise

from quotetrail.anonymise.candidates_context import introduced_spots
from quotetrail.anonymise.candidates_latin import cased_spots
from quotetrail.anonymise.candidates_uncased import uncased_spots
from quotetrail.anonymise.spots import Spot

RISK = {
    rule: rank
    for rank, rule in enumerate(
        (
            "my name is",
            "after a title",
            "honorific behind",
            "kinship word beside",
            "name inside a word",
            "capital inside a word",
            "name list",
            "a name elsewhere",
            "capital, unknown word",
            "another script",
            "place word",
            "organisation word",
            "capitals in a row",
            "capital, mid-sentence",
            "initials",
            "acronym",
            "nationality",
            "works as",
            "alone between commas",
            "alone in quotation marks",
        ),
        start=1,
    )
}
"""How likely a rule's hit is a name: 1 most of all. The review sorts by it."""


def find_candidates(text: str, language: str) -> list[Spot]:
    """Everything in a text that may name somebody, a place or an organisation.

    Parameters
    ----------
    text : str
    language : str
        BCP 47, ``und`` if unknown. The rules of all languages apply; the language says which
        words are ordinary, and whether nouns have capitals.

    Returns
    -------
    list of Spot
        In order, without overlap, every one to be asked about.
    """
    spots = [*cased_spots(text, language), *introduced_spots(text), *uncased_spots(text)]
    return _disjoint(spots, len(text))


def _disjoint(spots: list[Spot], length: int) -> list[Spot]:
    """The spots in order; of those that overlap, the one that is most likely a name."""
    spots.sort()
    if all(first.end <= second.start for first, second in pairwise(spots)):
        return spots
    taken = bytearray(length)
    chosen = []
    for spot in sorted(spots, key=lambda spot: (RISK[spot.rule], spot.start - spot.end, spot)):
        if taken.find(1, spot.start, spot.end) < 0:
            taken[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
            chosen.append(spot)
    return sorted(chosen)
