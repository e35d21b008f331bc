"""What stands in the place of an identifier: a mark, or something coarser that still says enough.

A style turns an identifier into a text in square brackets. The controlled transcripts have one
style for each category, and quotations in public reports may have a coarser one, so that a study
decides once and gets two depths.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import dateparser

from quotetrail.sheets import Participant

STYLES = {
    "person": ("id", "number", "role", "mark"),
    "date": ("mark", "month", "year", "relative"),
    "age": ("mark", "band"),
}
"""The styles of a category; of any other ``given``, the sheet's replacement, and ``mark``."""

WITHDRAWN = "[withdrawn]"
"""What stands in the place of a turn of somebody who has withdrawn."""

_BAND = 10  # years
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "zwanzig": 20,
    "dreißig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
    "ishirini": 20,
    "thelathini": 30,
    "arobaini": 40,
    "hamsini": 50,
    "sitini": 60,
    "sabini": 70,
    "themanini": 80,
    "tisini": 90,
}
_TEENS = re.compile(r"teen\b|zehn\b|\beleven\b|\btwelve\b|\belf\b|\bzwölf\b|\bkumi na\b")


class Styles(NamedTuple):
    """The styles of one zone.

    Attributes
    ----------
    by_category : mapping of str to str
        Categories that are missing have their first style.
    start : str
        The month in which the study began, as YYYY-MM, for relative dates; empty if not known.
    """

    by_category: Mapping[str, str]
    start: str = ""

    def of(self, category: str) -> str:
        """The style of a category."""
        return self.by_category.get(category, STYLES.get(category, ("given",))[0])


def person_mark(person: Participant, styles: Styles) -> str:
    """What stands for a participant: the id, a number with the role, the role, or a mark.

    The number is the one at the end of the id, so that nobody's changes when others are added.
    """
    style, role = styles.of("person"), person.attributes.get("role", "")
    number = re.search(r"\d+$", person.participant)
    if style == "number":
        name = f"Person {int(number[0])}" if number else person.participant
        return f"[{name}, {role}]" if role else f"[{name}]"
    if style == "role" and role:
        return f"[{role}]"
    return "[person]" if style in ("role", "mark") else f"[{person.participant}]"


def coarse_mark(text: str, category: str, replacement: str, styles: Styles) -> str:
    """What stands for anything else: what its style makes of it, or else the mark.

    Parameters
    ----------
    text : str
        As it was said.
    category : str
    replacement : str
        The sheet's, in square brackets; the category's mark where there is none.
    styles : Styles

    Returns
    -------
    str
        In square brackets. A date or an age that cannot be read becomes the category's mark.
    """
    style, mark = styles.of(category), f"[{category}]"
    if category == "date":
        return _date(text, style, styles.start) or mark
    if category == "age":
        return (_band(text) if style == "band" else "") or mark
    return mark if style == "mark" else replacement


def _date(text: str, style: str, start: str) -> str:
    if style == "mark":
        return ""
    needed = ["year"] if style == "year" else ["year", "month"]
    # A fixed day to reckon from: nothing may depend on the day of the run.
    settings = {
        "DATE_ORDER": "DMY",
        "RELATIVE_BASE": datetime(2000, 1, 1),
        "PREFER_DAY_OF_MONTH": "first",
        "REQUIRE_PARTS": needed,
    }
    found = dateparser.parse(text, settings=settings)
    if found is None and style == "year" and (year := re.search(r"\b(19|20)\d\d\b", text)):
        return f"[{year[0]}]"
    if found is None:
        return ""
    if style == "relative":
        begun, month = map(int, start.split("-"))
        return f"[month {(found.year - begun) * 12 + found.month - month + 1} of the study]"
    return f"[{found.year}]" if style == "year" else f"[{found:%Y-%m}]"


def _band(text: str) -> str:
    """The ten years in which an age lies, written in digits of any script or in words."""
    digits = re.search(r"\d{1,3}", text)
    words = text.casefold()
    age = int(digits[0]) if digits else next((_TENS[ten] for ten in _TENS if ten in words), 0)
    if not age and _TEENS.search(words):
        age = _BAND
    return f"[{age // _BAND * _BAND}-{age // _BAND * _BAND + _BAND - 1}]" if age else ""
