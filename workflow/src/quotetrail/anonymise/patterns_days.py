"""Dates that name no month: days of a month, months by number, seasons and holidays."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.months import HOLIDAYS, SEASONS, WEEKDAYS
from quotetrail.anonymise.patterns_page import Number, Page, listed, word_set
from quotetrail.anonymise.spots import Spot

_DATE_WORDS = word_set("tarehe तारीख तारखेला तारखेपासून तारीखको દિનાંક तारखेस તારીખ તારીખે तारखेच्या")
_MONTH_WORDS = word_set("month mwezi omwezi ogwo लחודש")
_AT_ONCE = re.compile(r"\s+(?:ya\s+|ni\s+|का\s+)?|\s*[:-]\s*")
_OF_MONTH = re.compile(
    r"(?:st|nd|rd|th|\.)?(?:\s+of)?(?:\s+the|\s+this|\s+every|\s+each)?(?:\s+(?:ya|wa))?\s+"
    r"(?:mwezi\s+wa|omwezi\s+ogw(?:a|o|e)?'?|month)?\s*"
)
_MONTH_BY_NUMBER = re.compile(r"\s+wa\s+|\s+ogw(?:a|o|e)?'?\s*")
_DAY_OF_MONTH = re.compile(
    r"(?:st|nd|rd|th)?\s+of\s+(?:the|this|every|each)\s+month(?!\w)|\s+לחודש"
)
_NTH_MONTH = re.compile(
    r"(?:st|nd|rd|th)?\s+month(?:\s+of\s+the\s+year(?:\s+before\s+last)?)?(?!\w)"
)
_YEAR_AFTER = re.compile(
    r"\s+(?:ya\s+|wa\s+)?(?:mwaka\s+(?:juzi|jana|huu|uliopita)|of\s+last\s+year)"
)
_ON_THE = re.compile(
    r"(?<!\w)(?:(?:on|by|until|till|since|from|before|after|for|of)\s+the|am|zum|vom|seit\s+dem|"
    r"bis\s+zum|ab\s+dem)\s+\Z"
)
_ORDINAL_MARK = re.compile(r"(?:st|nd|rd|th)(?!\w)|\.(?=\s*[.,;]|\s+\Z)")
_STOP = re.compile(r"\s*(?:[.,;:!?)\]\n]|\Z|(?:and|when|they|we|i|he|she|und|wo|als)\b)")
_TO_YEAR = re.compile(
    r",?\s+(?:(?:of|in|ya|wa|mwaka|mwaka wa|the year|year|des jahres|של|שנת)\s+){0,2}'?"
)
_DAY_OF = re.compile(
    rf"(?<!\w)(?:the\s+)?(?:{'|'.join(WEEKDAYS)})(?:\s+(?:of|ya|before|after|in|kabla ya))?\s+\Z"
)
_NTH_OF = re.compile(r"(?:st|nd|rd|th|\.)?(?:\s+of)?\s+")
_HOLIDAY_DAY = re.compile(rf"\s+(?:{'|'.join(WEEKDAYS)}|eve)(?!\w)")
_SEASONS, _HOLIDAYS = listed(SEASONS), listed(HOLIDAYS)
_SECOND_SEASON = re.compile(
    rf"\s?(?:/|-|\s(?:and|or|und|oder|na)\s)\s?(?:{'|'.join(SEASONS)})(?!\w)"
)
_ARTICLE = re.compile(r"(?<!\w)(?:the|im)\s+\Z")


def find_days(page: Page) -> Iterator[Spot]:
    """Dates that no month's name shows."""
    yield from _by_word(page)
    yield from _numbered_months(page)
    yield from _days_of_the_month(page)
    yield from _seasons(page)


def _by_word(page: Page) -> Iterator[Spot]:
    """A day beside a word for "date": tarehe ishirini na tatu mwezi wa nane."""
    for start, end, _ in page.find(_DATE_WORDS):
        after = page.number_after(end)
        if after and _is_day(after) and _AT_ONCE.fullmatch(page.lower, end, after.start):
            stop = after.end
            month = page.number_after(stop)
            if month and month.value <= 12 and "m" in page.lower[stop : month.start]:
                stop = month.end if _OF_MONTH.fullmatch(page.lower, stop, month.start) else stop
            yield Spot(start, _with_year(page, stop), "date", "day after a word for date", False)
            continue
        before = page.number_before(start)
        if before and _is_day(before) and page.lower[before.end : start].isspace():
            yield Spot(before.start, end, "date", "day before a word for date", False)


def _numbered_months(page: Page) -> Iterator[Spot]:
    """Months by their number: mwezi wa tano; the twenty-third of the eighth month."""
    for start, end, word in page.find(_MONTH_WORDS):
        if word != "month":
            number = page.number_after(end)
            if (
                number
                and 1 <= number.value <= 12
                and _MONTH_BY_NUMBER.fullmatch(page.lower, end, number.start)
            ):
                yield Spot(start, _with_year(page, number.end), "date", "month by its number", True)
            continue
        number = page.number_before(start)
        if number is None or number.form != "ordinal" or number.value > 12:
            continue
        after = _NTH_MONTH.match(page.lower, number.end)
        if after is None:
            continue
        day = page.number_before(number.start)
        known = (
            day is not None
            and day.value <= 31
            and _OF_MONTH.fullmatch(page.lower, day.end, number.start)
        )
        if (day and known) or "year" in after.group():
            first = day.start if day and known else number.start
            yield Spot(_article(page, first), after.end(), "date", "month by its number", not known)


def _days_of_the_month(page: Page) -> Iterator[Spot]:
    """The eleventh of the month; on the fifteenth."""
    for number in page.numbers:
        if not _is_day(number) or number.form == "cardinal":
            continue
        of_month = _DAY_OF_MONTH.match(page.lower, number.end)
        if of_month:
            yield Spot(_article(page, number.start), of_month.end(), "date", "day of a month", True)
            continue
        end = number.end
        if number.form == "digits":
            mark = _ORDINAL_MARK.match(page.lower, end)
            if mark is None:
                continue
            end = mark.end()
        before = _ON_THE.search(page.lower, max(0, number.start - 14), number.start)
        if before and _STOP.match(page.lower, end):
            yield Spot(number.start, end, "date", "day alone", True)


def _seasons(page: Page) -> Iterator[Spot]:
    """A season or a holiday with a year; a holiday with a weekday or a number."""
    for words, rule in ((_SEASONS, "season and year"), (_HOLIDAYS, "holiday")):
        for start, last, _ in page.find(words):
            second = _SECOND_SEASON.match(page.lower, last) if words is _SEASONS else None
            end = second.end() if second else last
            year = page.number_after(end)
            if (
                year
                and 1900 <= year.value <= 2099
                and _TO_YEAR.fullmatch(page.lower, end, year.start)
            ):
                yield Spot(_article(page, start), year.end, "date", rule, False)
            elif words is _HOLIDAYS:
                yield from _holiday(page, start, end)


def _holiday(page: Page, start: int, end: int) -> Iterator[Spot]:
    before = _DAY_OF.search(page.lower, max(0, start - 32), start)
    after = _HOLIDAY_DAY.match(page.lower, end)
    number = page.number_before(start)
    counted = (
        number is not None
        and number.form == "ordinal"
        and _NTH_OF.fullmatch(page.lower, number.end, start)
    )
    if before or after or counted:
        first = before.start() if before else number.start if number and counted else start
        stop = after.end() if after else end
        yield Spot(_article(page, first), stop, "date", "holiday", True)


def _is_day(number: Number) -> bool:
    return 1 <= number.value <= 31 and (number.form != "digits" or number.end - number.start <= 2)


def _with_year(page: Page, end: int) -> int:
    """The end of a date with the year after it."""
    after = _YEAR_AFTER.match(page.lower, end)
    if after:
        return after.end()
    year = page.number_after(end)
    if year and 1900 <= year.value <= 2099 and _TO_YEAR.fullmatch(page.lower, end, year.start):
        return year.end
    return end


def _article(page: Page, start: int) -> int:
    before = _ARTICLE.search(page.lower, max(0, start - 6), start)
    return before.start() if before else start
