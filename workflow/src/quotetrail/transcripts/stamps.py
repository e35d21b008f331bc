"""Time stamps in the text of a transcript."""

import re

STAMP = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?"
LONG = r"(?<!\d)\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?(?![\d:])"
BRACKETED = (
    rf"(?:\[\s*{STAMP}\s*\]|\(\s*{STAMP}\s*\)|\{{\s*{STAMP}\s*\}}|<\s*{STAMP}\s*>|#{STAMP}#)"
)

# A bare "10:30" at the start of speech may be a time somebody mentions; a longer one is a stamp.
CERTAIN = rf"(?:{BRACKETED}|{LONG})"
ANY = rf"(?:{BRACKETED}|(?<!\d){STAMP}(?![\d:]))"

_NUMBERS = re.compile(r"(?:(\d+):)?(\d+):(\d+)(?:[.,-](\d+))?")
_ALONE = re.compile(rf"\s*{ANY}\s*")


def seconds(stamp: str) -> float | None:
    """The time that a stamp names, in seconds; None where it names none."""
    found = _NUMBERS.search(stamp)
    if found is None:
        return None
    hours, minutes, whole, fraction = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{whole}.{fraction or 0}")


def is_stamp(text: str) -> bool:
    """Whether the text is a time stamp and nothing else."""
    return _ALONE.fullmatch(text) is not None
