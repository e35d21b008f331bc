"""Coders become C1, C2 ... in the order in which the project files name them."""

from collections.abc import Iterable

CONSENSUS = "consensus"


def coder_pseudonyms(names: Iterable[str]) -> dict[str, str]:
    """The pseudonym of each coder; a coder named "consensus" is a role and keeps that name."""
    pseudonyms: dict[str, str] = {}
    number = 0
    for name in names:
        if name.strip().casefold() == CONSENSUS:
            pseudonyms[name] = CONSENSUS
        elif name not in pseudonyms:
            number += 1
            pseudonyms[name] = f"C{number}"
    return pseudonyms
