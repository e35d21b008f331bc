"""Telephone numbers, and long numbers that nothing else explains."""

import re
from collections.abc import Collection, Iterator

import phonenumbers

from quotetrail.anonymise.patterns_page import WORDLIKE, Page
from quotetrail.anonymise.spots import Spot

REGIONS = ("DE", "IL", "UG", "TZ", "IN", "GB")

_STRETCH = re.compile(
    r"\(?\d(?:[ ().\-/]{0,3}\d){6,19}(?:\s?(?:x|ext\.?|app\.?)\s?\d{1,5}(?!\d))?"
    rf"(?!{WORDLIKE}|%|[.,:/]\d)"
)
_YEARS = re.compile(r"(?:[12]\d{3}\D{1,3})+[12]\d{3}")
_GROUPED = re.compile(r"\(?\d{2,5}\)?(?:[ .\-/]{1,2}\d{2,5}){1,5}")
_AMERICAN = re.compile(r"(?:1[-. ])?\(?\d{3}\)?[-. ]?\d{3}[-. ]\d{4}(?:\s?x\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}([ .,])\d{3}(?:\1\d{3})*")
_CALLED = re.compile(
    r"(?<!\w)(?:phone|tele?phone|tel|mobile|mob|cell|fax|call|called|dial|ring|reach|whatsapp|sms|text|"
    r"desk|office|handy|telefon|telefonnummer|mobil|festnetz|anrufen|simu|pigia|nambari|namba|essimu|"
    r"טלפון|נייד|פון|להתקשר|फोन|मोबाइल|मोबाईल|नंबर|ફોન|મોબાઇલ|નંબર|number|numbers|messages|registered)(?!\w)"
)
_CALLED_AFTER = re.compile(
    r"\s*[-,]?\s*(?:office|fax|mobile|home|work|cell|phone)\b", re.IGNORECASE
)
_NEAR = 36


def find_phones(page: Page, taken: Collection[Spot]) -> Iterator[Spot]:
    """Telephone numbers, but not what another rule knows for certain.

    What is written as only telephone numbers are (a plus, or nine digits from a zero), what is
    valid in a region and what somebody is to call is certain; other long numbers are asked.
    """
    known = bytearray(len(page.text) + 1)
    for spot in taken:
        known[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
    known[-1] = 1
    place = 0
    for number in page.long_runs:
        if number.start < place or known[number.start]:
            continue
        match = _stretch(page.text, number.start, known.find(1, number.start))
        if match:
            place = match[1]
            yield from _judge(page, *match)


def _stretch(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """A run of at least seven digits that nothing before belongs to."""
    match = _STRETCH.match(text, start, stop)
    if match is None:
        return None
    first = start
    while first and text[first - 1] in "+(" and start - first < 3:
        first -= 1
    before = text[max(0, first - 2) : first]
    if not before or "\u05d0" <= before.rstrip("-")[-1:] <= "\u05ea":
        return first, match.end()
    if before[-1].isalnum() or before[-1] in "_.,/$\u20ac\u00a3\u20b9\u20aa@#":
        return None
    if before[-1] in "-:" and before[:-1].isalnum():
        return (first, match.end()) if before[-1] == ":" and before[0].isalpha() else None
    return first, match.end()


def _judge(page: Page, start: int, end: int) -> Iterator[Spot]:
    shown = page.text[start:end]
    digits = "".join(filter(str.isdigit, shown))
    if _YEARS.fullmatch(shown) or (_THOUSANDS.fullmatch(shown) and "." in shown):
        return
    if len(digits) > 15:
        if shown.startswith(("+", "(", "0")):
            yield Spot(start, end, "phone", "several telephone numbers", False)
        else:
            yield Spot(start, end, "id", "long number", True)
        return
    yield Spot(start, end, *_kind(page, start, end, digits))


def _kind(page: Page, start: int, end: int, digits: str) -> tuple[str, str, bool]:
    """Category, rule, and whether to ask."""
    shown = page.text[start:end]
    called = _called(page, start, end)
    international = shown.startswith(("+", "(+"))
    if international or (len(digits) >= 9 and digits.startswith("0")):
        return "phone", "written as a telephone number", False
    if _AMERICAN.fullmatch(shown) and digits != shown:
        return "phone", "written as a telephone number", False
    regions = REGIONS if digits.startswith("0") else ("IN",)
    if any(_valid(shown, region) for region in regions):
        return "phone", "valid telephone number", digits == shown and not called
    if called:
        return "phone", "number to call", False
    if _GROUPED.fullmatch(shown) or shown.startswith("("):
        return "phone", "digits in groups", True
    return "id", "long number", True


def _called(page: Page, start: int, end: int) -> bool:
    """Whether words near by speak of calling somebody."""
    before = _CALLED.search(page.lower, max(0, start - _NEAR), start)
    return bool(before or _CALLED_AFTER.match(page.text, end))


def _valid(shown: str, region: str) -> bool:
    try:
        number = phonenumbers.parse(shown, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
