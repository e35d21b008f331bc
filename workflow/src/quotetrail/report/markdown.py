"""Text as Markdown that prints it verbatim, and the script it is written in."""

import re
import unicodedata
from collections import Counter

from quotetrail.errors import ReportError

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Neither Word nor html can hold these; nor are they words.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ufdd0-\ufdef]")
_SCRIPTS = {
    "HEBREW": ("he", "rtl"),
    "ARABIC": ("ar", "rtl"),
    "DEVANAGARI": ("hi", ""),
    "GUJARATI": ("gu", ""),
}


def one_line(text: str) -> str:
    """The text on one line: each run of white space is one space, none at the ends.

    Soft hyphens, which are hints and not letters, are left out.
    """
    return " ".join(_UNPRINTABLE.sub(" ", text.replace("\u00ad", "")).split())


def escape(text: str) -> str:
    """Markdown that prints exactly this text, on one line."""
    return _PUNCTUATION.sub(r"\\\1", one_line(text))


def has_digit(text: str) -> bool:
    """Whether a digit of any script stands in the text, also raised, or as a fraction."""
    return any(unicodedata.category(character) in ("Nd", "No") for character in text)


class Printed(str):
    """Markdown that a function of the report wrote, so that it is printed as it is.

    Added to plain text, the plain text is escaped first, and may hold no digit.
    """

    __slots__ = ()

    def __add__(self, other: str) -> "Printed":
        return Printed("".join((self, printed(other))))

    def __radd__(self, other: str) -> "Printed":
        return Printed("".join((printed(other), self)))


def printed(something: object) -> Printed:
    """What a template's expression prints: our own Markdown, or plain words without a digit.

    Raises
    ------
    ReportError
        If a number would be printed that no claim rests on.
    """
    if isinstance(something, Printed):
        return something
    text = str(something)
    if has_digit(text) or isinstance(something, int | float):
        raise ReportError(
            "The template prints a number that no claim rests on.",
            expected="a number that comes from value(...), count(...) or literal(...)",
            advice="Print it with value(table, column, ...), or with literal(text, why).",
        )
    # A space at an end is wanted where pieces of a sentence are added up.
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return Printed(before + escape(text) + after)


def language_of(text: str, language: str = "und") -> tuple[str, str]:
    """The language tag and the direction (``rtl`` or nothing) in which a text is printed.

    Parameters
    ----------
    text : str
    language : str
        What its transcript says (BCP 47); the text's own script goes before it.
    """
    scripts = Counter(
        unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()
    )
    script = min(scripts, key=lambda name: (-scripts[name], name), default="")
    if script in _SCRIPTS:
        tag, direction = _SCRIPTS[script]
        return tag, direction
    if language == "und" or language.partition("-")[0] in {tag for tag, _ in _SCRIPTS.values()}:
        return "", ""
    return language, ""


def attributes(**values: str) -> str:
    """Attributes for a pandoc attribute block; empty ones are left out."""
    return "".join(f' {key}="{escape(value)}"' for key, value in values.items() if value)
