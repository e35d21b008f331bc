"""Names in the free texts of a coding project: memos, code names, descriptions."""

from quotetrail.anonymise.find import find_in_text
from quotetrail.anonymise.matcher import Matcher


def replace_names(text: str, matcher: Matcher) -> str:
    """A text with known names, e-mail addresses, URLs and telephone numbers replaced.

    Names that would be asked in a transcript are replaced as well, because nobody reviews memos.
    Dates stay.
    """
    parts, position = [], 0
    for hit in find_in_text(text, matcher, ("email", "url", "phone")):
        parts += [text[position : hit.start], hit.replacement]
        position = hit.end
    return "".join([*parts, text[position:]])
