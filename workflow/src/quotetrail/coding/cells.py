"""What a cell says: a number, a date, a path of codes, or what kind of selection."""

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from quotetrail.coding.project import SourceKind

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_MISSING = -9
_CLOCK = (
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?"
    r"(Z|[+-]\d{2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})" + _CLOCK)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})" + _CLOCK)
_NO = frozenset(("", "0", "false", "no", "n", "falsch", "nein", "fałsz", "nie", "-9"))
_TIME = re.compile(r"\d{1,3}:\d{2}:\d{2}(?:[.,:-]\d+)?|\d{1,3}:\d{2}[.,]\d+")
_TIMES = re.compile(rf"(?:{_TIME.pattern})(?:\s*[-–—]\s*(?:{_TIME.pattern}))?")
_PAGE = re.compile(r"(?:[Pp]age |[Pp]\. ?|S\. ?)?\d+\s*: \s*\d+.*")
_MARKERS: dict[str, SourceKind] = {
    **dict.fromkeys(("bild", "picture", "image", "foto", "photo", "obraz"), "picture"),
    **dict.fromkeys(("video", "film", "wideo"), "video"),
    **dict.fromkeys(("audio", "ton", "dźwięk"), "audio"),
    "pdf": "pdf",
}
_MARKER = re.compile(rf"({'|'.join(_MARKERS)})\s*:?[\s\d:.,;x×()/|%–-]*", re.IGNORECASE)
_SUFFIXES: dict[str, SourceKind] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "heic", "webp"), "picture"),
    **dict.fromkeys(("mp3", "wav", "m4a", "wma", "ogg", "aac", "flac", "aif", "aiff"), "audio"),
    **dict.fromkeys(("mp4", "mov", "avi", "wmv", "mkv", "webm", "mpg", "mpeg", "m4v"), "video"),
    "pdf": "pdf",
}


def shown(text: str) -> str:
    """The text, or nothing where only blanks of any kind stand."""
    return text if text.strip() else ""


def number(text: str) -> float | None:
    """A number with a point or a decimal comma; None for none, or for -9, which means missing."""
    found = _NUMBER.fullmatch(text.strip())
    value = float(found[0].replace(",", ".")) if found else math.inf
    return None if value == _MISSING or math.isinf(value) else value


def holds(text: str) -> bool:
    """Whether a cell of a column that stands for a code says that the code applies."""
    return text.strip().casefold() not in _NO


@lru_cache(maxsize=10_000)
def split_path(text: str, separator: str) -> tuple[str, ...]:
    """The names of a code and those above it, from the root on."""
    if separator == "\\":
        parts = text.split(separator)
    else:
        parts = re.split(r"\s+>\s+" if separator == " > " else r"\s*>\s*", text)
    return tuple(part.strip() for part in parts if part.strip())


def separator_of(paths: Iterable[str]) -> str:
    """How MAXQDA parts the names of a path: `` > ``, or in old versions a backslash."""
    known = list(paths)
    if any(re.search(r"\s>\s", path) for path in known):
        return " > "
    return "\\" if any("\\" in path for path in known) else " > "


def dates(values: Sequence[str]) -> tuple[list[str], int]:
    """The dates of a column as ISO, and how many are none: these stay as they are.

    Day and month parted by slashes are told apart by the whole column; where nothing in it tells
    them apart, they stay as they are, as no locale is asked.
    """
    slashed = [match for value in values if (match := _SLASHED.fullmatch(value.strip()))]
    day_first = any(int(match[1]) > 12 for match in slashed)
    month_first = any(int(match[2]) > 12 for match in slashed)
    read = [_date(value.strip(), day_first, month_first) for value in values]
    kept = [date or value.strip() for date, value in zip(read, values, strict=True)]
    odd = sum(not date and bool(value.strip()) for date, value in zip(read, values, strict=True))
    return kept, odd


def kind_of(document: str, begin: str, end: str, quoted: str) -> SourceKind:
    """What kind of selection a row describes.

    It is one of text unless the row gives a time, or nothing but a marker such as ``Picture:``; or
    has no words while the place is one on a page, or the document's name that of another kind.
    """
    begin, end, quoted = begin.strip(), end.strip(), quoted.strip()
    suffix = _SUFFIXES.get(document.rstrip().rsplit(".", 1)[-1].casefold(), "text")
    marker = _MARKER.fullmatch(quoted)
    if marker:
        return _MARKERS[marker[1].casefold()]
    if any(_TIMES.fullmatch(each) for each in (begin, end, quoted)):
        return "audio" if suffix == "audio" else "video"
    if quoted:
        return "text"
    if suffix == "text" and _PAGE.fullmatch(begin):
        return "pdf"
    return suffix


def _date(value: str, day_first: bool, month_first: bool) -> str:
    found = _YEAR_FIRST.fullmatch(value)
    if found:
        return _iso(found[1], found[2], found[3], *found.groups()[3:])
    found = _DOTTED.fullmatch(value)
    if found:
        return _iso(found[3], found[2], found[1], *found.groups()[3:])
    found = _SLASHED.fullmatch(value)
    if found and day_first != month_first:
        month, day = (found[2], found[1]) if day_first else (found[1], found[2])
        return _iso(found[3], month, day, *found.groups()[3:])
    return ""


def _iso(year: str, month: str, day: str, *clock: str | None) -> str:
    hour, minute, second, half, zone = clock
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    try:
        date = datetime.date(full, int(month), int(day))
        if hour is None or minute is None:
            return date.isoformat()
        hours = int(hour) % 12 + 12 * (half[0] in "Pp") if half else int(hour)
        time = datetime.time(hours, int(minute), int(second or 0))
    except ValueError:
        return ""
    precise = time.isoformat() if second else time.isoformat("minutes")
    return f"{date.isoformat()}T{precise}{zone or ''}"
