"""Typed errors: each says where, what was found, what was expected and what to do.

No error carries an identifying text. Code that meets one says where it stands (file, row, column,
offset) and raises ``from None``, so that no traceback shows it either.
"""

import re
import traceback
from pathlib import Path

_UNEXPECTED = "This should not have happened"


class QuotetrailError(Exception):
    """A problem that the person at the keyboard can solve.

    Parameters
    ----------
    found : str
        What is wrong, in one sentence without the offending text.
    file : str, optional
        The file in which it stands, as the user wrote its path.
    place : str, optional
        The row, column, line or offset in that file.
    expected : str, optional
        What should have been there.
    advice : str, optional
        What to do next.
    """

    def __init__(
        self, found: str, *, file: str = "", place: str = "", expected: str = "", advice: str = ""
    ) -> None:
        self.found = found
        self.file = file
        self.place = place
        self.expected = expected
        self.advice = advice
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        lines = [f"{where}: {self.found}" if where else self.found]
        if self.expected:
            lines.append(f"  Expected: {self.expected}")
        if self.advice:
            lines.append(f"  What to do: {self.advice}")
        return "\n".join(lines)


class ConfigError(QuotetrailError):
    """The configuration is not one that the schema allows."""


class SheetError(QuotetrailError):
    """A sheet lacks a column, repeats an id, or holds a value that is not allowed."""


class TranscriptError(QuotetrailError):
    """A transcript cannot be read."""


class CodingError(QuotetrailError):
    """A project of a QDA program cannot be read, or its codings do not add up."""


class UndecidedError(QuotetrailError):
    """Identifiers wait for a person's decision; nothing of the study is anonymised before it."""


class DecisionError(QuotetrailError):
    """Decisions contradict each other, or decide about something that does not occur."""


class LeakError(QuotetrailError):
    """A known name or a replaced identifier stands where it must not."""


class DisclosureError(QuotetrailError):
    """Printing this would break consent or a disclosure rule."""


class ReportError(QuotetrailError):
    """A report's template asks for something that does not exist, or types a number by hand."""


class ProvenanceError(QuotetrailError):
    """A file is not the one that the ledger knows."""


def shown(error: Exception) -> str:
    """What may be printed of an error: all of a typed one, of any other its type and its lines.

    The message of another error may hold what somebody said.
    """
    if isinstance(error, QuotetrailError):
        return f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join(
        [
            f"{_UNEXPECTED}: {type(error).__name__}. Its message is not shown, "
            "because it may hold what somebody said.",
            *lines,
            "  What to do: report these lines to the authors of Quotetrail; they name no person.",
        ]
    )


def is_shown(text: str) -> bool:
    """Whether a text, such as a job's log, is what `shown` gives."""
    return bool(re.match(rf"[A-Z][A-Za-z]*Error: |{_UNEXPECTED}: ", text))
