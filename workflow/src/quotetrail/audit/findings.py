"""What an audit finds: breaks, and what it could not look at."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from quotetrail.errors import QuotetrailError


@dataclass(frozen=True)
class Break:
    """Something that is not as the records say.

    Attributes
    ----------
    file, place : str
        The file, and the cell, claim or coding in it.
    found, expected : str
        In words or values; never the text of a transcript.
    """

    file: str
    place: str
    found: str
    expected: str = ""


@dataclass
class Findings:
    """All that an audit found.

    Attributes
    ----------
    breaks : list of Break
    checked : Counter
        How many things of each kind were looked at.
    unchecked : list of str
        Sentences on what could not be looked at, and why.
    """

    breaks: list[Break] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    unchecked: list[str] = field(default_factory=list)

    def add(self, file: str, place: str, found: str, expected: str = "") -> None:
        """Note a break, once."""
        found_here = Break(file, place, found, expected)
        if found_here not in self.breaks:
            self.breaks.append(found_here)

    def skip(self, sentence: str) -> None:
        """Note once what could not be looked at."""
        if sentence not in self.unchecked:
            self.unchecked.append(sentence)

    @contextmanager
    def judging(self, file: str) -> Iterator[None]:
        """Note a break of the file where judging it fails, and let the audit go on."""
        try:
            yield
        except QuotetrailError as error:
            self.add(error.file or file, error.place, error.found, error.expected)
        # A changed file can make anything fail, with a message that holds what somebody said.
        except Exception as error:  # noqa: BLE001
            kind = type(error).__name__
            self.add(file, "", f"it cannot be judged, since something is missing or odd ({kind})")


def lines_of(findings: Findings) -> list[str]:
    """The findings for people to read: breaks first, a verdict last."""
    lines = []
    for each in findings.breaks:
        where = ", ".join(part for part in (each.file, each.place) if part)
        lines.append(f"BREAK {where}: {each.found}")
        if each.expected:
            lines.append(f"      expected: {each.expected}")
    lines += [f"checked: {number} {kind}" for kind, number in sorted(findings.checked.items())]
    lines += [f"not checked: {sentence}" for sentence in findings.unchecked]
    if findings.breaks:
        lines.append(f"{len(findings.breaks)} breaks: these results are not what was built.")
    elif findings.checked:
        lines.append("No breaks: what was checked is as the records say.")
    return lines
