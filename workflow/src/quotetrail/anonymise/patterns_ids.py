"""Numbers of people, papers, cars and accounts."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.months import MONTHS
from quotetrail.anonymise.patterns_checks import card, iban, luhn, nhs, steuer_id, verhoeff
from quotetrail.anonymise.patterns_page import Page, word_set
from quotetrail.anonymise.spots import Spot

_WORDS = word_set("""
    licence license registration reg member membership patient file case application account policy
    passport id identity badge employee worker staff personnel reference ref record chart docket
    invoice order ticket card visitor participant respondent client customer student mrn ssn nhs
    uhid visa permit roll enrolment enrollment password
    akte aktenzeichen az patientennummer mitgliedsnummer personalnummer kundennummer fallnummer
    versichertennummer steuernummer ausweis ausweisnummer kennzeichen mitglied patient vorgang
    leseni faili kesi mgonjwa kitambulisho mwanachama usajili rejea kumbukumbu kaadi fayiro
    רישיון תיק מטופל חולה עובד חבר זהות דרכון ת.ז תז מספרי
    लाइसेंस लायसन्स परवाना फाइल फाईल केस पेपर रजिस्ट्रेशन नोंदणी रुग्ण सदस्य आधार पैन पंजीकरण
    લાઇસન્સ ફાઇલ ફાઈલ કેસ પેપર દર્દી સભ્ય રજિસ્ટ્રેશન નોંધણી આધાર
    """)
_NUMBER_WORDS = word_set(
    "number numbers no nos nr nummer nbr num namba nambari nnamba ennamba מספר במספר "
    "नंबर नम्बर क्रमांक संख्या नं નંબર ક્રમાંક"
)
_NUMBER_WORD = (
    r"(?:numbers?|nos?\b\.?|nr\b\.?|nummer|num\b\.?|code|card|book|paper|id|plate|namba|nambari|nnamba|"
    r"מספר|नंबर|नम्बर|क्रमांक|संख्या|नं\.?|નંબર|ક્રમાંક|yake|yangu|ya|wa|of|is|was|ist|ni|है|છે|the|my|same|one|"
    r"still|reads|says|#)"
)
_SAID = re.compile(
    r"\bn(?:umber|o\b|os\b|r\b|um|amba|namba)|\bid\b|code|#|מספר|नंबर|नम्बर|नं|क्रमांक|નંબર|ક્રમાંક"
)
_TO_CODE = re.compile(rf"(?:\s?\(?{_NUMBER_WORD}(?!\w)\.?){{0,3}}[\s:#.,(=]{{1,3}}\s?")
_CODE = r"(?:[A-Za-zÄÖÜ]{1,6}[ /.-]?){0,2}\d[\w]*(?:[/.-]\w+)*"
_CODES = re.compile(
    rf"(?P<first>{_CODE})(?:(?:,\s?|\s(?:and|und|na|&)\s)(?:no\.?\s)?\d{{3,}}[/-]\d+)*"
)
_MONTHS = "|".join(month for month in MONTHS if month.isascii())
_ITEM = rf"\d+[a-z]?(?:[/.-]\d+[a-z]?)*(?![\w%]|\.?\s(?:of\s)?(?:{_MONTHS})(?!\w))"
_LIST = re.compile(
    rf"(?:\s(?:nos|nrn|numbers|nummern)\b)?\.?:?\s?"
    rf"(?P<list>{_ITEM}(?:(?:,\s?|,?\s(?:and|und|or|oder|to|bis|na|ne|&|ו-?|और|आणि|અને)\s?){_ITEM})+)"
)
_SHEETS = word_set("sheet plan parcel map blatt flurstück parzelle gush")
_SHEET = re.compile(
    r"\s(?:no\.?\s|nr\.?\s)?(?P<code>\d+\w*(?:[./]\w+)+(?:\s[A-Z](?:\.?\d+)?(?!\w))?"
    r"(?:\s\(no\.?\s\d+\))?)"
)
_LIST_WORDS = word_set("""
    nos numbers nrn nummern plots parcels flats rooms houses files applications licences permits
    parzellen flurstücke wohnungen akten namba nambari nnamba viwanja מספרים נמרים नंबर क्रमांक
    નંબર પ્લોટ
    """)
_WITH_SLASHES = re.compile(
    r"\d{1,6}(?:/\d{1,6}(?:\s?[A-Z](?:\.?\d+)?(?:\.[A-Z])?(?!\w))|(?:/\d{1,6}){2,3}(?![\w/]))"
    r"|\d{3,6}/(?:(?:19|20)\d{2}|\d{2})(?![\w/%]|[.,:]\d)"
)
_PRESSURE = re.compile(r"(?:[89]\d|1\d\d|2[0-4]\d)/(?:[4-9]\d|1[0-4]\d)\Z")
_STUDY = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÄÖÜ]{1,6})(?:-[A-Z]{1,5})*-\d{2,7}(?:[-/][A-Z0-9]{1,5})*(?![\w-])"
)
_SLASHED = re.compile(r"(?<![\w/-])(?:[IVX]{1,5} )?[A-ZÄÖÜ]{1,5}[ /-]?\d{1,6}/\d{2,6}(?![\w/])")
_NO_STUDY = word_set(
    "COVID SARS ISO DIN EN DSM ICD HIV HTTP RFC MP UTF IEEE GPT CD PHQ GAD WHO SDG PM EU UN BRCA"
)
_PLAIN_CODE = re.compile(
    r"(?<![\w-])(?:[A-Z]\d{6,16}|[A-Z]{2,6}\d{4,14}|[A-Z]{2}\d{5,8}[A-Z]?)(?![\w-])"
)
_PLATE = re.compile(
    r"(?<![\w-])(?P<sure>[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}|"
    r"U[A-Z]{2} ?\d{3} ?[A-Z]|T ?\d{3} ?[A-Z]{3}|[A-Z]{2}\d{2} [A-Z]{3})(?![\w-])|"
    r"(?<![\w-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]\d{1,4}[HE]?(?![\w-])"
)
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?:[ ]?[a-z0-9]{4}){2,7}(?:[ ]?[a-z0-9]{1,4})?(?!\w)")
_PAN = re.compile(r"(?<!\w)[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z](?!\w)")
_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)"
    r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"
)
_CAPITAL_DIGIT = re.compile(r"[A-ZÄÖÜ][ /-]?\d")
_SPACE = re.compile(r"\s")
_WIDTH = 24
_FORMS = ((_SLASHED, "code"), (_PAN, "Indian PAN"), (_NINO, "British national insurance number"))
_SSN = re.compile(r"(?!000)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")
_RUN = re.compile(r"\d(?:[ -]?\d){7,18}(?![\w]|[.,:/-]\d)")


def find_ids(page: Page) -> Iterator[Spot]:
    """Numbers with check digits, numbers after a word that says what they are, and codes."""
    yield from _checked(page)
    yield from _after_words(page)
    yield from _codes(page)
    yield from _accounts(page)
    yield from _lists(page)
    yield from _with_slashes(page)


def _checked(page: Page) -> Iterator[Spot]:
    text = page.text
    free = 0
    for number in page.long_runs:
        start = number.start
        if start < free or (start and (text[start - 1].isalnum() or text[start - 1] in "._/-+")):
            continue
        social = _SSN.match(text, start)
        if social:
            yield Spot(*social.span(), "id", "US social security number", False)
            free = social.end()
            continue
        run = _RUN.match(text, start)
        spot = _by_check_digit(page, *run.span()) if run else None
        if spot:
            free = spot.end
            yield spot


def _by_check_digit(page: Page, start: int, end: int) -> Spot | None:
    digits = page.text[start:end].replace(" ", "").replace("-", "")
    near = page.lower[max(0, start - 40) : start]
    if len(digits) == 9 and digits == page.text[start:end] and digits[0] != "0" and luhn(digits):
        named = any(word in near for word in ("ת.ז", "זהות", 'ת"ז', "teudat", "identity"))
        return Spot(start, end, "id", "Israeli identity number", not named)
    if card(digits):
        rule = "payment card"
    elif len(digits) == 12 and digits[0] not in "01" and verhoeff(digits):
        rule = "Aadhaar"
    elif steuer_id(digits):
        rule = "German tax number"
    elif "nhs" in near and nhs(digits):
        rule = "NHS number"
    elif len(digits) >= 12 and "card" in near:
        rule = "number of a card"
    else:
        return None
    return Spot(start, end, "id", rule, False)


def _after_words(page: Page) -> Iterator[Spot]:
    for words, bare in ((_WORDS, False), (_NUMBER_WORDS, True)):
        for _, end, _ in page.find(words):
            between = _TO_CODE.match(page.lower, end)
            if between:
                yield from _code_after(page, between, bare)


def _code_after(page: Page, between: re.Match[str], bare: bool) -> Iterator[Spot]:
    """A code after a word for one; ``bare`` if that is "number" alone."""
    start = between.end()
    match = _CODES.match(page.text, start)
    if match is None:
        number = None if bare or not between.group().isspace() else page.number_after(start)
        if number and number.start == start and number.form == "cardinal" and number.value > 1:
            yield Spot(start, number.end, "id", "after a word for a number", True)
        return
    code = match["first"]
    digits = sum(map(str.isdigit, code))
    joined, lettered = not code.isdigit(), code[0].isalpha()
    said = _SAID.search(between.group()) is not None
    if lettered and code[0].islower() and page.lower != page.text:
        return
    if code.isdigit() and digits == 4 and code[:2] in ("19", "20") and not said:
        return
    if digits >= 3 or (lettered and digits == 2 and " " not in code and "." not in code):
        sure = joined if bare else said or (joined and digits >= 4)
        yield Spot(start, match.end(), "id", "after a word for a number", not sure)
    elif said and not (bare or lettered):
        yield Spot(start, match.end(), "id", "after a word for a number", True)


def _lists(page: Page) -> Iterator[Spot]:
    """Numbers in a row after a word for several: plots nos. 12/3, 45 and 46."""
    for _, end, _ in page.find(_LIST_WORDS):
        match = _LIST.match(page.lower, end)
        if match:
            yield Spot(*match.span("list"), "id", "list of numbers", True)
    for _, end, _ in page.find(_SHEETS):
        match = _SHEET.match(page.text, end)
        if match:
            yield Spot(*match.span("code"), "id", "after a word for a map", True)


def _with_slashes(page: Page) -> Iterator[Spot]:
    """Numbers of files and plots by their form alone: 4471/12, 11/15W.2, 121/2/3."""
    text, free = page.text, 0
    for start, end, value, _ in page.digits if "/" in page.signs else ():
        if text[end : end + 1] != "/" or start < free:
            continue
        if start and (text[start - 1].isalnum() or text[start - 1] in "./,-"):
            continue
        match = _WITH_SLASHES.match(text, start)
        if match is None or _PRESSURE.match(match.group()):
            continue
        free = match.end()
        if not 1900 <= value <= 2099 or end - start != 4:
            yield Spot(start, free, "id", "number with slashes", True)


def _stretches(page: Page) -> Iterator[tuple[int, int]]:
    """What surrounds a capital before a digit, as every code has it; whole words."""
    last = 0
    for match in _CAPITAL_DIGIT.finditer(page.text):
        if match.start() < last:
            continue
        space = _SPACE.search(page.text, match.end() + _WIDTH)
        first, last = max(last, match.start() - _WIDTH), space.start() if space else len(page.text)
        yield first, min(last, match.end() + 8 * _WIDTH)


def _codes(page: Page) -> Iterator[Spot]:
    text = page.text
    for first, last in _stretches(page):
        for match in _STUDY.finditer(text, first, last):
            short = sum(char.isdigit() for char in match.group()) < 3
            if match["name"] not in _NO_STUDY and not (short and len(match["name"]) == 1):
                yield Spot(*match.span(), "id", "code", short)
        for match in _PLAIN_CODE.finditer(text, first, last):
            if not match.group().startswith(tuple(_NO_STUDY)):
                yield Spot(*match.span(), "id", "code", False)
        for match in _PLATE.finditer(text, first, last):
            yield Spot(*match.span(), "id", "number plate", match["sure"] is None)
        for pattern, rule in _FORMS:
            for match in pattern.finditer(text, first, last):
                yield Spot(*match.span(), "id", rule, False)


def _accounts(page: Page) -> Iterator[Spot]:
    """Bank accounts: IBAN, with or without spaces."""
    lower = page.lower
    for number in page.digits:
        start = number.start - 2
        match = _IBAN.match(lower, start) if lower[start : start + 2].isalpha() else None
        groups = match.group() if match else ""
        while groups and not iban(groups.replace(" ", "")):
            groups = groups.rpartition(" ")[0]
        if match and groups:
            yield Spot(match.start(), match.start() + len(groups), "id", "IBAN", False)
