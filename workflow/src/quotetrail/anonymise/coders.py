"""Coders become C1, C2 ... in the order in which the project files name them."""

from collections.abc import Iterable
from pathlib import Path

from quotetrail.anonymise.generic import is_generic_coder
from quotetrail.errors import CodingError
from quotetrail.sheets.study import words

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


def check_file_names(paths: Iterable[str], coders: Iterable[str]) -> None:
    """Refuse a project file that is named after a coder: its name is printed beside each coding.

    Raises
    ------
    CodingError
        Naming the file by its number.
    """
    names = {word for coder in coders if not is_generic_coder(coder) for word in words(coder)}
    for number, path in enumerate(paths, start=1):
        if names & words(Path(path).name):
            raise CodingError(
                "the project file is named after one of its coders",
                file="config",
                place=f"codings, entry {number}",
                expected="a file name without names, for example the study's",
                advice="rename the file, and write the new name there",
            )
