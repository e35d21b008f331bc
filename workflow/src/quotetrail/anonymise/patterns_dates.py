"""Dates: numeric, with a month's name, and years."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.months import AMBIGUOUS_MONTHS, MONTHS, WEEKDAYS, words
from quotetrail.anonymise.patterns_page import WORDLIKE, Number, Page, listed, word_set
from quotetrail.anonymise.spots import Spot

_NUMERIC = re.compile(
    r"(?:(\d{1,2})(\s?[./-]\s?)(\d{1,2})\2(\d{4}|\d{2})|(\d{4})([./-])(\d{1,2})\6(\d{1,2}))"
    rf"(?!{WORDLIKE}|[/-]|\.\d)(?P<time>[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?![\d:]))?"
)
_DAY_MONTH = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:\.(?!\d)|(?![\w./-]))")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](?:19|20)\d{2}(?![\w/.-]\w)")
_BEFORE_SHORT = re.compile(
    r"(?<!\w)(?:am|vom|zum|bis zum|ab dem|seit dem|on|since|until|by|tarehe|ב|ב-|מ-|ל-|दिनांक|"
    r"तारीख|તારીખ)\s?\Z"
)
_WEEKDAY_BEFORE = re.compile(
    rf"(?<!\w)(?:{'|'.join(WEEKDAYS)}|יום [א-ת']+)\.?,?\s+(?:the\s+|den\s+|dem\s+|tarehe\s+)?\Z"
)
_ARTICLE_BEFORE = re.compile(r"(?<!\w)(?:the|tarehe|दिनांक|तारीख|તારીખ|nga)\s+\Z")

_LEFT_ENDS = (
    *WEEKDAYS,
    *words("the den dem tarehe दिनांक तारीख તારીખ nga"),
    *"אבגדהוזחטיךכלםמןנסעףפץצקרשת'",
)

_TO_MONTH = re.compile(
    r"(?:st|nd|rd|th|er|\.|-?го)?(?P<of>\s+of|\s+day\s+of|\s+mwezi\s+wa|\s+ya|\s+omwezi\s+gwa)?"
    r"(?:\s+the\s+month\s+of)?[\s./-]{0,3}"
)
_RANGE = re.compile(
    r"(?:st|nd|rd|th|\.)?\s*(?:-|to|and|or|until|bis|und|hadi|na|עד|से|ते|થી|,)\s*(?:the\s+)?"
)
_TO_DAY = re.compile(r"\.?(?:\s+(?:the\s+)?|-)")
_AFTER_DAY = re.compile(r"(?:st|nd|rd|th|\.)?(?![\w%]|[.,:/]\d|\s*(?:%|percent|people|years))")
_TO_YEAR = re.compile(
    r"(?:st|nd|rd|th)?\.?,?(?:[\s/-]*|\s*(?:of|in|del?|mwaka|year|the year|yr|של|सन|साल|שנת)\s+)'?"
)
_WORDLIKE = re.compile(WORDLIKE)
_HEBREW_DAY = re.compile(r"(?<![א-ת\"'])[בלמהוש]{0,2}(?:[א-ל]{1,2}\"[א-ט]|[א-ל]')\s+\Z")
_HEBREW_YEAR = re.compile(r"\s+(?:ה')?ת[א-ת]{0,3}\"[א-ת](?![א-ת])")
_YEAR_WORD = re.compile(
    r"(?<!\w)(?:the year|year|year of|mwaka|mwaka wa|mu mwaka|omwaka|mwaka gwa|jahr|jahre|jahres|"
    r"שנת|בשנת|משנת|सन|सन्|वर्ष|इसवी|સન|સાલ|વર્ષ)\s+\Z"
)
_YEAR_WORDS = word_set(
    "year mwaka omwaka jahr jahre jahres שנת בשנת משנת सन सन् वर्ष इसवी સન સાલ વર્ષ"
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:[\w.,:/#+]|\d-|[$€£₹₪]\s?|(?:no|nr|number)\.?\s)\Z", re.IGNORECASE
)
_NO_YEAR_AFTER = re.compile(
    rf"{WORDLIKE}|%|[.,:]\d|[/-]\d{{3}}(?!\d)|[/-]\d{{5}}|\s?(?:%|€|£|\$|₹|kg|km|ml|mg|euros?\b|shillings?\b|"
    r"rupees?\b|dollars?\b|people\b|patients\b|street\b|road\b)"
)
_TO_SECOND_YEAR = re.compile(r"[/-]\d{2}(?:\d{2})?(?![\w/.-]\w)")
_SHORT_YEAR = re.compile(r"(?<!\w)(?:in|since|until|back in|of|from|till|anno|seit|ab)\s+'?\Z")
_STOP = re.compile(r"\s*(?:[.,;:!?)\]\n]|\Z)")


def find_dates(page: Page) -> Iterator[Spot]:
    """Dates in digits, dates with a month's name, and years."""
    yield from _numeric(page)
    yield from _named(page)
    yield from _years(page)


def _numeric(page: Page) -> Iterator[Spot]:
    text, free = page.text, 0
    for number in page.digits:
        start = number.start
        mark = text[number.end : number.end + 1]
        if mark == " ":
            mark = text[number.end + 1 : number.end + 2]
        if start < free or number.end - start > 4 or mark not in _MARKS:
            continue
        if (
            start
            and (text[start - 1] in "./-:" or text[start - 1].isalnum())
            and not _prefixed(text, start)
        ):
            continue
        whole = _NUMERIC.match(text, start)
        if whole:
            first, second = (whole[1], whole[3]) if whole[1] else (whole[7], whole[8])
            low, high = sorted((int(first), int(second)))
            if (
                1 <= low <= 12
                and high <= 31
                and (whole[2] is None or len(whole[2]) == 1 or whole[2] == ". ")
            ):
                free = whole.end()
                yield Spot(_left(page, start), free, "date", "date in digits", False)
            continue
        short = _DAY_MONTH.match(text, start)
        if short and _BEFORE_SHORT.search(page.lower, max(0, start - 12), start):
            low, high = sorted((int(short[1]), int(short[3])))
            if 1 <= low <= 12 and high <= 31:
                sure = short[2] == "." and short.group().endswith(".")
                free = short.end()
                yield Spot(start, free - sure, "date", "day and month in digits", not sure)
                continue
        month = _MONTH_YEAR.match(text, start)
        if month and 1 <= int(month[1]) <= 12:
            yield Spot(start, month.end(), "date", "month and year in digits", True)


_MARKS = frozenset("./-")
_MONTHS = listed(MONTHS)


def _prefixed(text: str, start: int) -> bool:
    """Whether what stands before is a Hebrew prefix with or without a hyphen: ב-5.5.2020."""
    before = text[max(0, start - 2) : start].rstrip("-")
    return bool(before) and "\u05d0" <= before[-1] <= "\u05ea"


def _named(page: Page) -> Iterator[Spot]:
    for start, whole, word in page.find(_MONTHS):
        end = start + MONTHS[word]
        capital = page.text[start] != page.lower[start] or not word[0].isascii()
        left = _day_before(page, start, word, capital)
        right, year = _after(page, whole, left is not None)
        if left is None and right == whole:
            if word in AMBIGUOUS_MONTHS:
                continue
            yield Spot(start, end, "date", "month", True)
            continue
        vague = word in AMBIGUOUS_MONTHS and not capital and not year
        stop = end if right == whole else right
        yield Spot(_left(page, start if left is None else left), stop, "date", "month name", vague)


def _day_before(page: Page, start: int, word: str, capital: bool) -> int | None:
    """Where the day, or the year, before a month begins."""
    near = max(0, start - 10)
    hebrew = None
    if not page.lower[near:start].isascii():
        hebrew = _HEBREW_DAY.search(page.lower, near, start)
    if hebrew:
        return hebrew.start()
    number = page.number_before(start)
    join = _TO_MONTH.fullmatch(page.lower, number.end, start) if number else None
    if number is None or join is None or not _stands_alone(page, number):
        return None
    if not _may_be_day(number, word, capital or bool(join["of"])):
        return None
    earlier = page.number_before(number.start)
    if (
        earlier
        and 1 <= earlier.value <= 31
        and earlier.form == number.form
        and _RANGE.fullmatch(page.lower, earlier.end, number.start)
        and _stands_alone(page, earlier)
    ):
        return earlier.start
    return number.start


def _may_be_day(number: Number, word: str, marked: bool) -> bool:
    """Whether a number before a month is its day or year; ``marked`` by a capital or "of"."""
    doubtful = word in AMBIGUOUS_MONTHS
    if number.form == "digits":
        if 1900 <= number.value <= 2099:
            return marked or not doubtful
        return 1 <= number.value <= 31 and number.end - number.start <= 2
    if number.form == "cardinal" and word[0].isascii() and doubtful:
        return False
    return 1 <= number.value <= 31 and not (number.form == "ordinal" and doubtful and not marked)


def _stands_alone(page: Page, number: Number) -> bool:
    """Whether a number is not the rest of a longer one: 10.30, 1,000, 3/4, A5."""
    before = page.text[max(0, number.start - 2) : number.start]
    if not before:
        return True
    if number.form == "digits" and (
        (before[-1].isascii() and before[-1].isalpha()) or before[-1] == "_"
    ):
        return False
    return not (before[-1] in ".,:/" and before[0].isdigit())


def _after(page: Page, end: int, has_day: bool) -> tuple[int, bool]:
    """Where the day and the year after a month end, and whether there is a year."""
    hebrew = _HEBREW_YEAR.match(page.text, end)
    if hebrew:
        return hebrew.end(), True
    number = page.number_after(end)
    if number is None:
        return end, False
    digits = number.end - number.start if number.form == "digits" else 0
    if not has_day and 1 <= number.value <= 31 and digits <= 2 and number.form != "year":
        return _day_after(page, number, end)
    if _TO_YEAR.fullmatch(page.lower, end, number.start) and _is_year(page, number, digits, end):
        return number.end, True
    return end, False


def _day_after(page: Page, number: Number, end: int) -> tuple[int, bool]:
    """Where a day after a month ends, its range and its year with it: May 5th to 7th, 2020."""
    after = _AFTER_DAY.match(page.lower, number.end)
    if (
        after is None
        or number.form == "cardinal"
        or not _TO_DAY.fullmatch(page.lower, end, number.start)
    ):
        return end, False
    day, other = after.end(), page.number_after(after.end())
    if (
        other
        and 1 <= other.value <= 31
        and _RANGE.fullmatch(page.lower, number.end, other.start)
        and _AFTER_DAY.match(page.lower, other.end)
    ):
        day = other.end
    stop, year = _after(page, day, True)
    return (stop, True) if year else (day - (page.lower[day - 1] == "."), False)


def _is_year(page: Page, number: Number, digits: int, end: int) -> bool:
    if number.form == "year":
        return True
    if digits == 2 and "'" in page.text[end : number.start]:
        return _WORDLIKE.match(page.text, number.end) is None
    return (
        digits == 4
        and 1000 <= number.value <= 5999
        and _WORDLIKE.match(page.text, number.end) is None
        and number.start > end
    )


def _years(page: Page) -> Iterator[Spot]:
    lower = page.lower
    free = 0
    for start, end, value, form in page.numbers:
        if start < free:
            continue
        if form == "year":
            named = _YEAR_WORD.search(lower, max(0, start - 12), start)
            if value == 2000 and named is None:
                continue
            vague = value >= 2000 and named is None
            yield Spot(named.start() if named else start, end, "date", "year in words", vague)
        elif form == "digits" and 1900 <= value <= 2099 and end - start == 4:
            said = not page.vocabulary.isdisjoint(_YEAR_WORDS)
            named = _YEAR_WORD.search(lower, max(0, start - 12), start) if said else None
            second = _TO_SECOND_YEAR.match(lower, end)
            stop = second.end() if second else end
            if _NO_YEAR_AFTER.match(lower, stop) is None and (
                named or _NO_YEAR_BEFORE.search(lower, max(0, start - 8), start) is None
            ):
                free = stop
                at = named.start() if named else start
                yield Spot(at, stop, "date", "year", named is None)
        elif 40 <= value <= 99 and form in ("cardinal", "digits"):
            quoted = form == "digits"
            if quoted and lower[start - 1 : start] != "'":
                continue
            before = _SHORT_YEAR.search(lower, max(0, start - 10), start)
            if before and _STOP.match(lower, end):
                yield Spot(start - quoted, end, "date", "short year", True)


def _left(page: Page, start: int) -> int:
    """The start of a date with the weekday or the article before it."""
    near = max(0, start - 24)
    if not page.lower[near:start].rstrip(" \n.,").endswith(_LEFT_ENDS):
        return start
    before = _WEEKDAY_BEFORE.search(page.lower, near, start) or _ARTICLE_BEFORE.search(
        page.lower, near, start
    )
    return before.start() if before else start
