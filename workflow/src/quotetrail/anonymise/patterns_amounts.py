"""Percentages, measures and durations: with digits, or durations of two units in words."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.patterns_page import Page, word_set
from quotetrail.anonymise.spots import Spot

_PERCENT = word_set("percent percentage cent prozent אחוז אחוזים प्रतिशत फीसदी टक्के टक्का ટકા")
_PERCENT_FIRST = word_set("asilimia ebitundu")
_OF_HUNDRED = re.compile(r"\s(?:kwa mia|ku kikumi|ku 100)(?!\w)")
_MEASURES = word_set("""
    mm cm m km metre metres meter metern meters kilometre kilometres kilometer kilometern kilometers
    mile miles meile meilen ft feet foot yards inches hectare hectares hektar ha acre acres bigha
    kg kilo kilos kilogram kilograms kilogramm gram grams gramm tonne tonnes tons tonnen
    litre litres liter litern liters sqm kmh mph kph
    מטר מטרים קילומטר קילומטרים דונם דונמים קילו גרם
    मीटर किलोमीटर किलो एकड एकर बीघा गुंठे हेक्टर किमी મીટર કિલોમીટર કિલો એકર વીઘા વીઘાં કિમી
    """)
_MEASURES_FIRST = word_set("mita kilomita kilo kilogramu ekari hekta yiika mayiro maili lita")
_DURATIONS = {
    word: unit
    for unit, words in enumerate(
        (
            "hour hours hrs stunde stunden שעות घंटे घंटा तास કલાક",
            "day days tag tage tagen ימים दिन दिवस દિવસ",
            "week weeks woche wochen שבועות हफ्ते सप्ताह आठवडे આઠવાડિયાં અઠવાડિયા અઠવાડિયાં",
            "month months monat monate monaten חודשים महीने महिने મહિના",
            "year years yr yrs jahr jahre jahren שנים שנה साल वर्ष वर्षे वर्षं બરસ વર્ષ વરસ",
        )
    )
    for word in words.split()
}
_DURATIONS_FIRST = {
    word: unit
    for unit, words in enumerate(
        (
            "masaa ssaawa",
            "siku ennaku",
            "wiki wiiki",
            "miezi mwezi emyezi myezi",
            "miaka mwaka emyaka myaka omwaka",
        )
    )
    for word in words.split()
}
_TIMES, _TIMES_FIRST = (word_set(" ".join(words)) for words in (_DURATIONS, _DURATIONS_FIRST))
_AMOUNT = re.compile(
    r"(?<![\d:])\d[\d.,]*(?:\s?(?:-|x|×|to|and|bis|und|by|mal)\s?\d[\d.,]*){0,2}\Z"
)
_SHARES = re.compile(r"\d[\d.,]*(?:\s?(?:-|to|and|bis|und)\s?\d[\d.,]*)?\s?\Z")
_TO_MEASURE = re.compile(
    r"\s?-?(?:(?:thousand|million)\s)?(?:(?:sq|cu)\.?\s?|square\s|cubic\s|quadrat-?|running\s)?"
)
_MEASURED = re.compile(
    r"(?:²|³|2(?!\d)|/[hs](?!\w)|\sper\s(?:hour|second)(?!\w)|\ssquared?(?!\w))?"
)
_NO_METRES = re.compile(r"M|m[\d-]")  # a name spelt out; 1h09m31s
_TO_TIME = re.compile(r"\s?-?(?:full\s|whole\s|volle\s|ganze\s)?")
_TO_NUMBER = re.compile(r"\s?(?:za\s|ya\s)?")
_AND = re.compile(r"(?:,?\s(?:and|und|na|ne|und|और|आणि|व|અને)\s|\s|\sn'|\sו-?)")
_POSSESSIVE = re.compile(r"'s?(?!\w)")
_WIDTH = 24


def find_amounts(page: Page) -> Iterator[Spot]:
    """Percentages, measures and durations; all asked."""
    if not page.digits and page.vocabulary.isdisjoint(_TIMES | _TIMES_FIRST):
        return
    yield from _percentages(page)
    yield from _measures(page)
    yield from _durations(page)


def _percentages(page: Page) -> Iterator[Spot]:
    places = [(at, at + 1) for at in _every(page, "%")]
    for start, end, word in page.find(_PERCENT):
        if word != "cent":
            places.append((start, end))
        elif page.lower[max(0, start - 4) : start] == "per ":
            places.append((start - 4, end))
    for start, end in places:
        share = _SHARES.search(page.lower, max(0, start - _WIDTH), start)
        if share and share.group().strip() != "100":  # "100 % sure"
            yield Spot(share.start(), end, "other", "percentage", True)
    for start, end, _ in page.find(_PERCENT_FIRST):
        number = page.number_after(end)
        if number and number.form == "digits" and page.lower[end : number.start] == " ":
            after = _OF_HUNDRED.match(page.lower, number.end)
            if number.value != 100:
                stop = after.end() if after else number.end
                yield Spot(start, stop, "other", "percentage", True)


def _every(page: Page, sign: str) -> Iterator[int]:
    at = page.lower.find(sign) if sign in page.signs else -1
    while at >= 0:
        yield at
        at = page.lower.find(sign, at + 1)


def _measures(page: Page) -> Iterator[Spot]:
    """Lengths, areas, weights and speeds; not doses, which say little of a person."""
    for start, end, word in page.find(_MEASURES):
        number = page.number_before(start)
        if word == "m" and _NO_METRES.match(page.text, start):
            continue
        if (
            number
            and number.form == "digits"
            and _TO_MEASURE.fullmatch(page.lower, number.end, start)
        ):
            stop = _MEASURED.match(page.lower, end)
            first = _first(page, number.start, number.end)
            yield Spot(first, stop.end() if stop else end, "other", "measure", True)
    for start, end, _ in page.find(_MEASURES_FIRST):
        number = page.number_after(end)
        if number and number.form == "digits" and page.lower[end : number.start] == " ":
            yield Spot(start, number.end, "other", "measure", True)


def _first(page: Page, start: int, end: int) -> int:
    """Where an amount begins whose last digits are given: "15 x 10", "2,282"."""
    before = _AMOUNT.search(page.lower, max(0, end - _WIDTH), end)
    return before.start() if before else start


def _durations(page: Page) -> Iterator[Spot]:
    """Durations in digits; in words only those of two units, since others are everywhere."""
    start = end = unit = count = 0
    digits = False
    for first, last, of, in_digits in [*sorted(_times(page)), (len(page.text) + 1, 0, 0, False)]:
        if count and of < unit and end < first and _AND.fullmatch(page.lower, end, first):
            end, unit, count, digits = last, of, count + 1, digits or in_digits
            continue
        if count > 1 or digits:
            after = _POSSESSIVE.match(page.lower, end)
            yield Spot(start, after.end() if after else end, "other", "duration", True)
        start, end, unit, count, digits = first, last, of, 1, in_digits


def _times(page: Page) -> Iterator[tuple[int, int, int, bool]]:
    """Numbers with a unit of time: start, end, how long the unit is, whether in digits."""
    for start, end, word in page.find(_TIMES):
        number = page.number_before(start)
        if number and number.value < _YEAR and _TO_TIME.fullmatch(page.lower, number.end, start):
            digits = number.form == "digits"
            first = _first(page, number.start, number.end) if digits else number.start
            if digits or number.form == "cardinal":
                yield first, end, _DURATIONS[word], digits
    for start, end, word in page.find(_TIMES_FIRST):
        number = page.number_after(end)
        if (
            number
            and number.value < _YEAR
            and number.form in ("digits", "cardinal")
            and _TO_NUMBER.fullmatch(page.lower, end, number.start)
        ):
            yield start, number.end, _DURATIONS_FIRST[word], number.form == "digits"


_YEAR = 1000  # "in 1998 years of work": a year, not how many
