"""Numbers in words: cardinals to 120, ordinals to 31, years from 1900 to 2099, as a tree of words.

The languages are those of the studies. Words are small letters without nukta, candrabindu written
as anusvara; a phrase's words may be joined by a space, a hyphen or an apostrophe.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from quotetrail.anonymise.months import words
from quotetrail.anonymise.numerals_indic import GUJARATI, HINDI, MARATHI

Phrases = Iterator[tuple[str, int, str]]


@dataclass
class Numeral:
    """What a word means after the words before it, and what may come next."""

    value: int | None = None
    form: str = ""
    longer: dict[str, "Numeral"] = field(default_factory=dict)


_EN_ONES = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_EN_TENS = words("- - twenty thirty forty fifty sixty seventy eighty ninety")
_EN_ORDINALS = words(
    "- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)


def _english(number: int) -> str:
    if number < 20:
        return _EN_ONES[number]
    tens, ones = divmod(number, 10)
    return _EN_TENS[tens] + (f" {_EN_ONES[ones]}" if ones else "")


def _english_phrases() -> Phrases:
    for number in range(1, 100):
        phrase = _english(number)
        yield phrase, number, "cardinal"
        for thousand, base in (("two thousand", 2000), ("nineteen hundred", 1900)):
            yield f"{thousand} and {phrase}", base + number, "year"
            yield f"{thousand} {phrase}", base + number, "year"
        yield f"nineteen {phrase if number > 9 else 'oh ' + phrase}", 1900 + number, "year"
        yield f"twenty {phrase if number > 9 else 'oh ' + phrase}", 2000 + number, "year"
    yield "two thousand", 2000, "year"
    for hundred, number in product(("a hundred", "one hundred"), range(21)):
        yield hundred + (f" and {_english(number)}" if number else ""), 100 + number, "cardinal"
    for number in range(1, 21):
        yield _EN_ORDINALS[number], number, "ordinal"
    for number in range(1, 10):
        yield f"twenty {_EN_ORDINALS[number]}", 20 + number, "ordinal"
    yield from (("thirtieth", 30, "ordinal"), ("thirty first", 31, "ordinal"))


_DE_ONES = words(
    "- ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn"
)
_DE_TENS = words("- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_DE_ORDINALS = {1: "ers", 3: "drit", 7: "sieb", 8: "ach"}


def _german(number: int) -> str:
    if number < 20:
        return _DE_ONES[number]
    tens, ones = divmod(number, 10)
    return (f"{_DE_ONES[ones]}und" if ones else "") + _DE_TENS[tens]


def _german_phrases() -> Phrases:
    for number in range(1, 100):
        word = _german(number)
        for form in {word, "eins" if number == 1 else word}:
            yield form, number, "cardinal"
            for thousand in ("zweitausend", "zweitausendund"):
                yield thousand + form, 2000 + number, "year"
            yield f"neunzehnhundert{form}", 1900 + number, "year"
        yield f"hundert{word}", 100 + number, "cardinal"
        if number <= 31:
            stem = _DE_ORDINALS.get(number) or word + ("s" if number >= 20 else "")
            for ending in ("te", "ten", "ter", "tes"):
                yield stem + ending, number, "ordinal"
    yield from (("hundert", 100, "cardinal"), ("einhundert", 100, "cardinal"))
    yield "zweitausend", 2000, "year"


_SW_ONES = words("- moja mbili tatu nne tano sita saba nane tisa")
_SW_AGREEING = words("- mmoja miwili mitatu minne mitano sita saba minane tisa")
_SW_TENS = words("- kumi ishirini thelathini arobaini hamsini sitini sabini themanini tisini")
_LG_ONES = words("- emu bbiri ssatu nnya ttaano mukaaga musanvu munaana mwenda")
_LG_TENS = words("- kkumi abiri asatu ana ataano nkaaga nsanvu kinaana kyenda")


def _swahili_phrases() -> Phrases:
    for number in range(1, 100):
        tens, ones = divmod(number, 10)
        for units in (_SW_ONES, _SW_AGREEING):
            phrase = " na ".join(part for part in (_SW_TENS[tens], units[ones]) if part != "-")
            yield phrase, number, "cardinal"
            yield f"elfu mbili na {phrase}", 2000 + number, "year"
            yield f"elfu moja mia tisa na {phrase}", 1900 + number, "year"
            yield f"elfu moja mia tisa {phrase}", 1900 + number, "year"
    yield from (
        ("elfu mbili", 2000, "year"),
        ("mia moja", 100, "cardinal"),
        ("mia", 100, "cardinal"),
    )


def _luganda_phrases() -> Phrases:
    for number in range(1, 100):
        tens, ones = divmod(number, 10)
        joins = ("mu",) if tens != 1 else ("na", "n", "mu")
        for join in joins if tens and ones else ("",):
            phrase = " ".join(
                p for p in (_LG_TENS[tens], join, _LG_ONES[ones]) if p not in ("-", "")
            )
            starts = ("", "amakumi ", "makumi ") if 2 <= tens <= 5 else ("",)
            for start in starts:
                yield start + phrase, number, "cardinal"
                yield f"enkumi bbiri mu {start}{phrase}", 2000 + number, "year"
                yield f"nkumi bbiri mu {start}{phrase}", 2000 + number, "year"
                yield f"lukumi mu lwenda mu {start}{phrase}", 1900 + number, "year"
    yield from (("kikumi", 100, "cardinal"), ("nkumi bbiri", 2000, "year"))


_HE_FEMININE = words("- אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע עשר")
_HE_MASCULINE = words("- אחד שניים שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה")
_HE_TENS = words("- - עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים")
_HE_ORDINALS = words("- ראשון שני שלישי רביעי חמישי שישי שביעי שמיני תשיעי עשירי")


def _hebrew(number: int) -> Iterator[str]:
    tens, ones = divmod(number, 10)
    if number == 12:
        yield from ("שתים עשרה", "שתיים עשרה", "שנים עשר", "שניים עשר")
    for units, ten in ((_HE_FEMININE, "עשרה"), (_HE_MASCULINE, "עשר")):
        if number <= 10:
            yield units[number]
        elif number < 20:
            yield f"{units[ones]} {ten}"
        else:
            yield _HE_TENS[tens] + (f" ו{units[ones]}" if ones else "")


def _hebrew_phrases() -> Phrases:
    for number in range(1, 100):
        for phrase in _hebrew(number):
            yield phrase, number, "cardinal"
            for thousand, base in (("אלפיים", 2000), ("אלף תשע מאות", 1900)):
                yield f"{thousand} ו{phrase}", base + number, "year"
                yield f"{thousand} {phrase}", base + number, "year"
    yield from (("שתי", 2, "cardinal"), ("שני", 2, "cardinal"), ("מאה", 100, "cardinal"))
    yield from (("מאה ועשרים", 120, "cardinal"), ("אלפיים", 2000, "year"))
    for number in range(1, 11):
        yield f"ה{_HE_ORDINALS[number]}", number, "ordinal"
        yield f"ב{_HE_ORDINALS[number]}", number, "ordinal"


_INDIC = (
    (HINDI, ("दो हजार",), ("उन्नीस सौ", "एक हजार नौ सौ"), ("सौ", "एक सौ")),
    (MARATHI, ("दोन हजार",), ("एकोणीसशे", "एकोणिसशे", "एक हजार नऊशे"), ("शंभर", "एकशे")),
    (GUJARATI, ("બે હજાર",), ("ઓગણીસસો", "ઓગણીસ સો", "એક હજાર નવસો"), ("સો", "એકસો")),
)


def _indic_phrases() -> Phrases:
    for phrase, twenty, nineteen, hundred in _INDIC:
        for number, spellings in phrase.items():
            for spelling in spellings:
                yield spelling, number, "cardinal"
                yield from ((f"{start} {spelling}", 2000 + number, "year") for start in twenty)
                yield from ((f"{start} {spelling}", 1900 + number, "year") for start in nineteen)
        yield from ((spelling, 100, "cardinal") for spelling in hundred)
        yield from ((spelling, 2000, "year") for spelling in twenty)


def _spellings(phrase: str) -> set[str]:
    """A phrase as written, and with what German keyboards lack."""
    plain = phrase.replace("ü", "ue").replace("ö", "oe")
    return {phrase, phrase.replace("ß", "ss"), plain, plain.replace("ß", "ss")}


def _tree() -> dict[str, Numeral]:
    root: dict[str, Numeral] = {}
    for phrases in (
        _english_phrases(),
        _german_phrases(),
        _swahili_phrases(),
        _luganda_phrases(),
        _hebrew_phrases(),
        _indic_phrases(),
    ):
        for phrase, value, form in phrases:
            for spelling in _spellings(phrase):
                parts = spelling.split()
                node = root
                for word in parts[:-1]:
                    node = node.setdefault(word, Numeral()).longer
                last = node.setdefault(parts[-1], Numeral())
                if last.value is None:
                    last.value, last.form = value, form
    return root


NUMERALS = _tree()
