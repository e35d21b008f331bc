"""The small word behind a name that says what it names: "Mulago hospital"."""

import re

from quotetrail.anonymise.candidates_words import HEADS_ORGANISATIONS, HEADS_PLACES

HEADS = {
    **dict.fromkeys(HEADS_ORGANISATIONS, "organisation"),
    **dict.fromkeys(HEADS_PLACES, "place"),
}
"""What the small word behind a name says that it is."""

_HEAD = re.compile(
    r"[ \u00a0](?:(?:(?:primary|secondary|high|nursery|special|general|regional|district|municipal|"
    r"county|community|mental|health|police|railway|bus|post|special type)[ ]){0,2}"
    rf"(?P<head>{'|'.join(HEADS)})|[IVX]{{2,4}})(?![\w-])"
)


def with_head(text: str, end: int) -> tuple[int, str]:
    """Where a name ends with the small word for what it names: "Mulago hospital", "Banda IV"."""
    head = _HEAD.match(text, end)
    return (head.end(), head["head"] or "") if head else (end, "")
