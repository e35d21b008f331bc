"""Street addresses, parts of buildings, postal boxes and postcodes."""

import re
from collections.abc import Iterator

from quotetrail.anonymise.patterns_page import Page, word_set
from quotetrail.anonymise.spots import Spot

_STREETS = word_set("""
    street road avenue lane drive close crescent court square terrace boulevard highway way rise
    mews grove row st rd ave blvd ln dr colony nagar society chawl peth marg path estate layout
    enclave vihar chowk apartments heights gardens residency galli gali
    """)
_SHORT = word_set("st rd ave blvd ln dr way rise row court square close path drive")
_NAME = r"[A-ZÀ-Þ][\w'-]*\.?"
_PLAIN = r"[A-ZÀ-Þ][\w'-]*"
_NUMBERED_STREET = re.compile(
    rf"(?:(?<![\w.,/-])(?P<number>\d{{1,5}}[A-Za-z]?(?:\s?[-/]\s?\d{{1,4}}[A-Za-z]?)?),?\s+)?"
    rf"(?P<name>(?<!\w)(?:{_NAME}\s+){{1,4}})\Z"
)
_NO_NAME = word_set(
    "The This That These My Our Your His Her Their Every Each On In At To From A An And But So I "
    "We He She They It One Is Was Main"
)
_HOUSE_AFTER = re.compile(r"\.?,?\s+(?:no\.?\s*)?\d{1,4}[a-z]?(?![\w.:-]|,\d)")

_GERMAN = re.compile(
    r"(?<!\w)(?:(?P<sure>[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|gasse|allee|ufer|stieg|steig|"
    r"damm|twiete|chaussee)|(?:[A-ZÄÖÜ][\w-]+ )?(?:Straße|Strasse|Str\.|Weg|Gasse|Allee|"
    r"Platz|Ufer|Damm|Chaussee))|[A-ZÄÖÜ][\w-]{2,}(?:platz|graben|hof|berg|feld|markt|ring|wall|kamp|"
    r"garten|tor|pfad|winkel|brücke)|"
    r"(?:Am|An der|Auf de[rm]|Unter den|Zum|Zur) [A-ZÄÖÜ][\w-]{3,})\s+(?:Nr\.?\s*|Nummer\s+)?\Z"
)
_HOUSE = re.compile(r"\d{1,4}(?:\s?[a-h](?!\w))?(?:\s?[-/]\s?\d{1,4})?(?![\w:]|[.,]\d)")
_GERMAN_LIKELY = tuple(
    word_set(
        "straße strasse str. weg gasse allee ufer stieg steig damm twiete chaussee platz graben "
        "hof berg feld markt ring wall kamp garten tor pfad winkel brücke nr. nummer"
    )
)
_GERMAN_STARTS = ("Am ", "An der ", "Auf de", "Unter den ", "Zum ", "Zur ")
_GERMAN_BEGIN = word_set("am zum zur der dem den")
_SPACE_OR_STOP = frozenset(" .")
_GERMAN_ENDS = ("straße", "strasse", "gasse", "allee")
_NUMBER_SAID = ("nr", "nr.", "nummer")
_GERMAN_ALONE = re.compile(
    r"(?<![^\W\d_])[A-ZÀ-Þ](?:[^\W\d_]{2,}stra(?:ß|ss)e|[^\W\d_]{3,}(?:gasse|allee))(?![^\W\d_])"
)

_HEBREW = word_set(
    "רחוב ברחוב מרחוב לרחוב הרחוב רח ברח שדרות בשדרות משדרות סמטת בסמטת כיכר בכיכר דרך בדרך"
)
_HEBREW_STREET = re.compile(r"'?\s+(?P<name>(?:[א-ת\"'-]+\s+){1,4}?)(?:מספר\s+)?\d{1,4}(?![\d.:/])")
_HEBREW_NAME = re.compile(r"'?\s+[א-ת\"'-]{2,}")
_DWELLING = word_set(
    "address live lives lived living home house wohne wohnt wohnen wohnte haus hause adresse "
    "anschrift naishi anaishi ninaishi anwani nyumbani"
)
_NAME_NUMBER = re.compile(
    r"(?<!\w)(?:\d{1,5}\s)?[A-ZÀ-Þ][^\W\d_]{2,}(?: [A-ZÀ-Þ][^\W\d_]+){0,3} \d{1,4}[a-z]?"
    r"(?![\w%:]|[.,]\d)"
)
_SWAHILI = word_set("mtaa mtaani barabara barabarani kitongoji kijiji")
_SWAHILI_STREET = re.compile(
    rf"\s+(?:(?:wa|ya|cha)\s+)?(?:{_PLAIN}(?:\s+(?={_PLAIN})|(?!\w))){{1,3}}"
)

_UNITS = word_set("""
    house plot flat room apartment apt suite unit building block lane sector wing bungalow
    nyumba kitalu chumba fleti ennyumba haus zimmer wohnung hausnummer דירה בית כניסה
    घर मकान खोली फ्लॅट फ्लैट प्लॉट गली गल्ली रूम ब्लॉक सेक्टर ઘર મકાન ફ્લેટ પ્લોટ રૂમ ખોલી બ્લોક શેરી
    """)
_UNIT = re.compile(
    r"\.?\s+(?P<said>(?:number|numbers|no\.?|nr\.?|nummer|namba|nambari|nnamba|מספר|नंबर|नं\.?|क्रमांक|નંબર|નં\.?)\s*"
    r"|#\s?)?(?P<code>\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?(?![\w%:]|[.,]\d)|[A-Z]-?\d{0,4}(?!\w))?"
)
_INDIC_PLACES = word_set(
    "चाळ चाळीत कॉलनी सोसायटी नगर मार्ग पेठ पेठेत मोहल्ला बस्ती કોલોની સોસાયટી નગર માર્ગ પોળ ચાલી"
)
_INDIC_NAME = re.compile(r"[\u0900-\u0963\u0971-\u097f\u0a80-\u0ae5]{3,}\s+\Z")
_BOX = re.compile(
    r"(?<!\w)(?:p\.?\s?o\.?\s?box|post(?:al)?\s?box|postfach|s\.?l\.?p\.?|sanduku la posta|psc|cmr|"
    r"ת\.?ד\.?|पोस्ट बॉक्स|unit \d{4} box|psc \d{4}, box)\s*(?:no\.?\s*|number\s+|namba\s+)?\Z"
)
_BOX_WORDS = word_set(
    "box obox pobox postbox postalbox postfach l lp slp sanduku psc cmr ד תד बॉक्स"
)
_POSTCODE = re.compile(
    r"(?<!\w)(?:(?P<uk>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})|"
    r"(?P<us>(?:[APFD]PO )?[A-Z]{2} \d{5}(?:-\d{4})?)|"
    r"(?P<de>(?:D-)?\d{5}) [A-ZÄÖÜ][a-zäöüß]{2,}(?:[- ][A-ZÄÖÜ][a-zäöüß]{2,})?|"
    r"(?P<place>[A-Z][a-z]{2,})[ ,-]{1,3}(?P<pin>[1-9]\d{2} ?\d{3}))(?![\w-]|[.,]\d)"
)
_CODE_WORDS = word_set(
    "zip zipcode postcode postal pin pincode plz postleitzahl מיקוד पिनकोड पिन પિનકોડ પિન"
)
_CODE = re.compile(
    r"(?:[ -]?code)?(?:\s+(?:is|ist|no\.?|number|है|છે))*\s*[:,]?\s*"
    r"(?P<code>(?:[a-z]{1,2}-?)?\d[\da-z]{2,6}(?:[ -](?:\d{2,4}|\d?[a-z]{2}))?)(?![\w-]|[.,]\d)"
)
_BETWEEN = re.compile(r"\.?,?[ \n]{0,3}(?:in |at )?")
_ADDRESS_START = re.compile(r"[,;\n]\s*\Z")


def find_addresses(page: Page) -> list[Spot]:
    """Addresses; parts that follow each other are one, certain if one part is."""
    parts = sorted({*_streets(page), *_german(page), *_hebrew(page), *_units(page), *_posts(page)})
    joined: list[Spot] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and (
            part.start <= last.end or _BETWEEN.fullmatch(page.lower, last.end, part.start)
        ):
            rule = last.rule if not last.ask else part.rule
            joined[-1] = Spot(
                last.start, max(last.end, part.end), "address", rule, last.ask and part.ask
            )
        else:
            joined.append(part)
    return joined


def _streets(page: Page) -> Iterator[Spot]:
    for start, end, word in page.find(_STREETS):
        near = max(0, start - 60)
        if _word_before(page.text, near, start).islower():
            continue
        before = _NUMBERED_STREET.search(page.text, near, start)
        if before is None:
            continue
        names = before["name"].split()
        while names and names[0] in _NO_NAME and not before["number"]:
            names = names[1:]
        capital = page.text[start] != page.lower[start]
        if not names or not (capital or before["number"]):
            continue
        at = before.start() if before["number"] else start - len(" ".join(names)) - 1
        house = _HOUSE_AFTER.match(page.lower, end)
        sure = bool(before["number"]) and (capital or len(word) > 2)
        if sure or house or word not in _SHORT:
            yield Spot(
                max(0, at),
                house.end() if house else end,
                "address",
                "street",
                not sure and not house,
            )
    for _, end, _ in page.find(_DWELLING):
        match = _NAME_NUMBER.search(page.text, end, end + 48)
        if match and not page.text[match.end() : match.end() + 1].isalnum():
            yield Spot(*match.span(), "address", "name and number after a word for home", True)
    for start, end, _ in page.find(_SWAHILI):
        after = _SWAHILI_STREET.match(page.text, end)
        if after:
            yield Spot(start, after.end(), "address", "street", True)
    for start, end, _ in page.find(_INDIC_PLACES):
        name = _INDIC_NAME.search(page.lower, max(0, start - 24), start)
        if name:
            yield Spot(name.start(), end, "address", "quarter", True)


def _word_before(text: str, near: int, start: int) -> str:
    """The word before a place; nothing if more than one blank lies between."""
    blank = max(text.rfind(" ", near, start - 1), text.rfind("\n", near, start - 1))
    return text[max(near, blank + 1) : start - 1]


def _german(page: Page) -> Iterator[Spot]:
    text, lower = page.text, page.lower
    begins = () if page.vocabulary.isdisjoint(_GERMAN_BEGIN) else _GERMAN_STARTS
    for start, end, _, _ in page.digits:
        if end - start > 4 or text[start - 1 : start] not in _SPACE_OR_STOP:
            continue
        near = max(0, start - 48)
        word = _word_before(text, near, start)
        if word.islower() and word not in _NUMBER_SAID:
            continue
        likely = lower.endswith(_GERMAN_LIKELY, near, start - 1) or any(
            text.find(begin, near, start) >= 0 for begin in begins
        )
        street = _GERMAN.search(text, near, start) if likely else None
        house = _HOUSE.match(text, start) if street else None
        if street and house:
            yield Spot(street.start(), house.end(), "address", "street", street["sure"] is None)
    if any(end in lower for end in _GERMAN_ENDS):
        for street in _GERMAN_ALONE.finditer(text):
            yield Spot(*street.span(), "address", "street", True)


def _hebrew(page: Page) -> Iterator[Spot]:
    for start, end, word in page.find(_HEBREW):
        numbered = _HEBREW_STREET.match(page.text, end)
        vague = word in ("דרך", "בדרך", "כיכר", "בכיכר")
        if numbered:
            yield Spot(start, numbered.end(), "address", "street", vague)
        elif not vague and word != "הרחוב" and (name := _HEBREW_NAME.match(page.text, end)):
            yield Spot(start, name.end(), "address", "street", True)


def _units(page: Page) -> Iterator[Spot]:
    for start, end, word in page.find(_UNITS):
        match = _UNIT.match(page.text, end)
        if match is None or not (match["code"] or match["said"]):
            continue
        stop = match.end()
        if not match["code"]:
            number = page.number_after(stop)
            if number is None or number.start != stop or number.form != "cardinal":
                continue
            stop = number.end
        capital = page.text[start] != page.lower[start]
        digits = bool(match["code"]) and any(char.isdigit() for char in match["code"])
        if not digits and not match["said"] and not capital:
            continue
        sure = bool(match["said"]) or (word in ("apt", "suite", "flat", "plot") and digits)
        yield Spot(start, stop, "address", "house, flat or plot", not sure)


def _near_codes(page: Page) -> Iterator[tuple[int, int]]:
    """What surrounds digits that may be a postcode."""
    text = page.text
    for number in page.digits:
        digits = number.end - number.start
        capital = "A" <= text[number.start - 1 : number.start] <= "Z"
        pin = digits == 3 and text[number.end : number.end + 1] == " " and number.value > 99
        if digits in (5, 6) or (capital and digits < 3) or pin:
            yield max(0, number.start - 24), min(len(text), number.end + 40)


def _posts(page: Page) -> Iterator[Spot]:
    for number in () if page.vocabulary.isdisjoint(_BOX_WORDS) else page.digits:
        box = _BOX.search(page.lower, max(0, number.start - 28), number.start)
        if box and number.end - number.start <= 6:
            yield Spot(box.start(), number.end, "address", "postal box", False)
    for first, last in _near_codes(page):
        for match in _POSTCODE.finditer(page.text, first, last):
            begun = _ADDRESS_START.search(page.text, max(0, match.start() - 3), match.start())
            us = bool(match["us"]) and (
                bool(begun) or "PO " in match.group() or "-" in match.group()
            )
            sure = bool(match["uk"]) or us or bool(match["de"] and begun)
            start = match.start("pin") if match["pin"] else match.start()
            end = match.end("de") if match["de"] and not begun else match.end()
            yield Spot(start, end, "address", "postcode", not sure)
    for _, end, _ in page.find(_CODE_WORDS):
        code = _CODE.match(page.lower, end)
        if code:
            yield Spot(*code.span("code"), "address", "postcode", False)
