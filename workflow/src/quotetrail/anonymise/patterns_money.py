"""Amounts of money."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.patterns_page import Page, word_set
from quotetrail.anonymise.spots import Spot

_BEFORE = re.compile(
    r"(?:[$€£₹₪]|(?<![a-z])(?:usd|eur|gbp|ugx|tzs|kes|inr|nis|ils|ush|tsh|ksh|shs?|rs\.?|sh\.|chf))"
    r"\s?\d[\d.,]*(?:\s?(?:k|m|bn|million|billion|thousand|lakhs?|crores?|mio|mrd)\b)?"
)
_AFTER = word_set("""
    euro euros eur dollar dollars usd pound pounds pence penny cent cents shilling shillings bob
    rupee rupees rupiah shekel shekels shilingi schilling pauni ssilingi silingi franken
    lakh lakhs crore
    שקל שקלים שח אגורות דולר דולרים אירו रुपये रुपया रुपए रुपयांचा रुपयांना रुपयांत लाख
    રૂપિયા રૂપિયો રૂપિયાનો લાખ
    """)
_SIGNS = ("$", "€", "£", "₹", "₪", 'ש"ח')
_SHORT = word_set("usd eur gbp ugx tzs kes inr nis ils ush tsh ksh sh shs rs chf")
_AMOUNT = re.compile(
    r"\d[\d.,]*(?:\s?(?:thousand|hundred|million|billion|tausend|k|lakhs?))?\s?-?\Z"
)
_SIGN = re.compile(r"\d[\d.,]*\s?[€£₹₪]|\d[\d.,]*\s?ש\"ח")
_JOIN = re.compile(
    r"(?:\s+(?:hundred|thousand|million|elfu|laki|हजार|सौ|हजारो|હજાર|hundert|tausend))*\s?-?"
)
_SHILINGI = re.compile(r"\s(?:elfu\s|laki\s|mia\s)?")


def find_money(page: Page) -> Iterator[Spot]:
    """Amounts with a currency; all asked."""
    text = page.lower
    if any(sign in text for sign in _SIGNS) or not page.vocabulary.isdisjoint(_SHORT):
        for pattern in (_BEFORE, _SIGN):
            for match in pattern.finditer(text):
                yield Spot(match.start(), _trim(text, match.end()), "other", "money", True)
    for start, end, word in page.find(_AFTER):
        number = page.number_before(start)
        if number and _JOIN.fullmatch(text, number.end, start):
            amount = _AMOUNT.search(text, max(0, start - 30), start)
            begin = amount.start() if amount and number.form == "digits" else number.start
            yield Spot(begin, end, "other", "money", True)
        elif word in ("shilingi", "ssilingi", "silingi", "pauni"):
            number = page.number_after(end)
            if number and _SHILINGI.fullmatch(text, end, number.start):
                yield Spot(start, number.end, "other", "money", True)


def _trim(text: str, end: int) -> int:
    return end - 1 if text[end - 1] in ".," else end
