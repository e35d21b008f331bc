"""Identifiers that are known by their form: e-mail addresses, URLs, telephone numbers, dates."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import phonenumbers

from quotetrail.anonymise.months import LETTERED_MONTHS, UNCASED_MONTHS
from quotetrail.text import fold

REGIONS = ("DE", "IL", "UG", "TZ", "IN", "GB")

_EMAIL = re.compile(r"[\w.+%'-]*\w[\w.+%'-]*@\w[\w-]*(?:\.\w[\w-]*)+")
_BARE_ENDS = r"(?:com|org|net|edu|gov|info|(?:co|ac|org|go|gov|or|nic)\.(?:uk|il|in|ug|tz|ke|za))"
_URL = re.compile(
    r"(?:\bhttps?://|\bftp://|\bwww\.)[^\s<>\"\u00ab\u00bb\u201c\u201d]*[^\s<>\"\u00ab\u00bb"
    r"\u201c\u201d.,;:!?)\]}'\u2019]"
    rf"|(?<![\w@.-])\w[\w-]*(?:\.\w[\w-]*)*\.{_BARE_ENDS}(?![\w-])(?:/[^\s<>\"]*[\w/])?"
)

_DIGITS = re.compile(
    r"(?<![\w.,:/-])[+(]{0,2}\d(?:[\s().\-/\u2013]{0,2}\d){8,14}(?![\w%]|[.,:/-]\d)"
)
_YEARS = re.compile(r"(?:[12]\d{3}\D{1,3})+[12]\d{3}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")

_NUMERIC_DATE = re.compile(
    r"(?<![\w./-])(?:(\d{1,2})([./-])(\d{1,2})\2((?:\d{2}){1,2})|(\d{4})([./-])(\d{1,2})\6(\d{1,2}))"
    r"(?![\w/-]|\.\d)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|[०-९]{1,2}|[૦-૯]{1,2})"
_YEAR = r"(?:\d{4}|'\d{2})"


def _month_dates() -> re.Pattern[str]:
    """Day and month, month and day, month and year; a year may follow each."""
    lettered = rf"(?:{'|'.join(LETTERED_MONTHS)})(?![\w])\.?"
    uncased = rf"(?:{'|'.join(UNCASED_MONTHS)})"
    ordinal = r"(?:st|nd|rd|th|\.|er)?"
    between = r"(?:\s+of|\s+mwezi\s+wa|\s+the)?\s*,?\s*"
    year = rf"(?:,?\s*(?:of\s+|del?\s+|של\s+)?{_YEAR}(?!\w))"
    return re.compile(
        rf"(?<![\w.,:]){_DAY}{ordinal}{between}(?:{lettered}|ב?-?{uncased}){year}?"
        rf"|(?<!\w){lettered}\s+(?:the\s+)?{_DAY}{ordinal}(?![\w]|[.,:]\d){year}?"
        rf"|(?:(?<!\w){lettered}|(?<![\w])ב?-?{uncased}){year}"
    )


_MONTH_DATE = _month_dates()


class Found(NamedTuple):
    """A stretch of text and what its form says it is."""

    start: int
    end: int
    category: str


def find_patterns(
    text: str, categories: Iterable[str] = ("email", "url", "phone", "date")
) -> list[Found]:
    """Everything of the given categories, in order; hits of two categories may overlap.

    Years alone and clock times are no dates.
    """
    folded = fold(text)
    found = []
    for category in categories:
        for start, end in _FINDERS[category](folded.text):
            found.append(Found(*folded.span(start, end), category))
    return sorted(set(found))


def _emails(text: str) -> Iterable[tuple[int, int]]:
    return [match.span() for match in _EMAIL.finditer(text)] if "@" in text else []


def _urls(text: str) -> Iterable[tuple[int, int]]:
    return [match.span() for match in _URL.finditer(text)]


def _phones(text: str) -> Iterable[tuple[int, int]]:
    spans = {
        (match.start, match.end)
        for region in REGIONS
        for match in phonenumbers.PhoneNumberMatcher(
            text, region, leniency=phonenumbers.Leniency.VALID
        )
        if _many_digits(match.raw_string, 7)
    }
    spans |= {match.span() for match in _DIGITS.finditer(text)}
    return sorted(span for span in spans if not _is_no_phone(text[slice(*span)]))


def _many_digits(text: str, least: int) -> bool:
    return sum(char.isdigit() for char in text) >= least


def _is_no_phone(text: str) -> bool:
    """Whether digits that could be dialled are years, a clock time or a date."""
    if _YEARS.fullmatch(text) or _CLOCK.match(text):
        return True
    return next(iter(_numeric_dates(text)), None) is not None


def _dates(text: str) -> Iterable[tuple[int, int]]:
    yield from _numeric_dates(text)
    yield from (match.span() for match in _MONTH_DATE.finditer(text))


def _numeric_dates(text: str) -> Iterable[tuple[int, int]]:
    for match in _NUMERIC_DATE.finditer(text):
        first, second = (match[1], match[3]) if match[1] else (match[7], match[8])
        low, high = sorted((int(first), int(second)))
        if 1 <= low <= 12 and high <= 31:
            yield match.span()


_FINDERS: dict[str, Callable[[str], Iterable[tuple[int, int]]]] = {
    "email": _emails,
    "url": _urls,
    "phone": _phones,
    "date": _dates,
}
