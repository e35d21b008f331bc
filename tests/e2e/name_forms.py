"""The forms that a name takes in each language, as people write and inflect it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

Form = Callable[[str], str]


def affixed(before: Iterable[str] = ("",), after: Iterable[str] = ("",)) -> Iterator[Form]:
    for first, last in product(before, after):
        yield lambda name, first=first, last=last: f"{first}{name}{last}"


def german_genitive(name: str) -> str:
    return f"{name}\u2019" if name[-1] in "sxzß" else f"{name}s"


def pointed(name: str) -> str:
    """A Hebrew name with a vowel sign after its first letter."""
    return f"{name[0]}\u05b7{name[1:]}"


def upper(form: Form) -> Form:
    return lambda name: form(name).upper()


def lower(form: Form) -> Form:
    return lambda name: form(name).lower()


def prefixes(*letters: str) -> dict[str, list[Form]]:
    """Written together, with and without the capitals that show the seam."""
    forms = list(affixed(letters))
    return {
        "prefix, capital inside": forms,
        "prefix, two capitals": list(affixed([each.capitalize() for each in letters])),
        "prefix, no capital": [lower(form) for form in forms],
        "prefix, capital outside": [
            lambda name, form=form: form(name).capitalize() for form in forms
        ],
        "prefix, UPPER": [upper(form) for form in forms],
    }


HEBREW = "והבלמשכ"


CASES: dict[str, list[Form]] = {"as it is": [str], "UPPER": [str.upper], "lower": [str.lower]}


HONORIFICS = ("ji", "bhai", "ben", "tai", "dada")


FORMS: dict[str, dict[str, list[Form]]] = {
    "en": {
        **CASES,
        "possessive": list(affixed(after=("'s", "\u2019s", "s\u2019"))),
        "possessive, UPPER": [upper(form) for form in affixed(after=("'s", "\u2019s"))],
        "possessive, lower": [lower(form) for form in affixed(after=("'s", "s", "\u2019s"))],
        "honorific grown on": list(affixed(after=HONORIFICS)),
        "honorific, lower": [lower(form) for form in affixed(after=HONORIFICS)],
        "title before": list(affixed(("Dr. ", "dr ", "Miss "))),
    },
    "de": {
        **CASES,
        "genitive": [german_genitive],
        "genitive, UPPER": [upper(german_genitive)],
        "genitive, lower": [lower(german_genitive)],
        "in a compound": list(affixed(after=("-Gruppe", "-Haus"))),
        "title before": list(affixed(("Frau ", "Herrn ", "Dr. "))),
    },
    "sw": {
        **CASES,
        "locative": list(affixed(after=("ni",))),
        "locative, UPPER": [upper(form) for form in affixed(after=("ni",))],
        "locative, lower": [lower(form) for form in affixed(after=("ni",))],
        **prefixes("na", "kwa", "wa", "ya"),
        "title before": list(affixed(("Mzee ", "mama ", "Bwana "))),
    },
    "lg": {
        **CASES,
        **prefixes("ne", "nga", "ewa", "owa", "ba", "ka", "ku", "eri"),
        "prefix with apostrophe": list(affixed(("n'", "w\u2019", "ng'"))),
        "title before": list(affixed(("Maama ", "mukulu ", "Hajji "))),
    },
    "he": {
        "as it is": [str],
        "one letter before": list(affixed(HEBREW)),
        "two letters before": list(affixed(map("".join, product(HEBREW, HEBREW)))),
        "with vowel signs": [pointed],
        "letter and vowel signs": [lambda name: f"ל{pointed(name)}"],
        "letter and hyphen": list(affixed(("ל-", "ב־"))),
    },
    "mr": {
        "as it is": [str],
        "Hindi postposition": list(affixed(after=("ने", "को", "से", "का", "की", "के", "में", "पर"))),
        "Marathi postposition": list(
            affixed(after=("ला", "चा", "ची", "चे", "चं", "च्या", "शी", "नी", "ना", "नं", "हून"))
        ),
        "honorific grown on": list(
            affixed(after=("जी", "ताई", "दादा", "भाऊ", "राव", "बाई", "भाई", "बेन", "साहेब"))
        ),
        "honorific and postposition": list(
            affixed(after=("जीने", "जींनी", "ताईंना", "ताईंचा", "दादांचा", "भाईने", "बेनला"))
        ),
    },
    "gu": {
        "as it is": [str],
        "postposition": list(affixed(after=("ને", "થી", "નો", "ની", "નું", "ના", "માં", "એ"))),
        "honorific grown on": list(affixed(after=("ભાઈ", "બેન", "બહેન", "જી"))),
        "honorific and postposition": list(affixed(after=("ભાઈને", "બેનનું", "બહેનથી", "જીએ"))),
    },
}
