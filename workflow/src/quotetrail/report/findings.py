"""Findings: which codings support a sentence, and its words without markup."""

import re
from collections.abc import Sequence

from quotetrail.errors import ReportError
from quotetrail.report.sources import Sources

_SPAN = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\{[^{}]*?(?:\"(?:\\.|[^\"\\])*\"[^{}]*?)*\}")
_MARKUP = re.compile(r"(?<!\\)[*_`^~<$\[\]|#]")
_ESCAPED = re.compile(r"\\(.)")


def plain_words(markdown: str) -> str:
    """The words of a sentence without the spans and escapes that we wrote into it.

    Raises
    ------
    ReportError
        If other markup is left: then what is printed would not be what is recorded.
    """
    words = _SPAN.sub(r"\1", markdown)
    if _MARKUP.search(re.sub(r"\\.", "", words)):
        raise ReportError(
            "A finding holds markup.",
            expected="plain words, and numbers from value(...)",
            advice="Leave out emphasis, links and code from the finding.",
        )
    return " ".join(_ESCAPED.sub(r"\1", words).split())


def supporting(sources: Sources, codes: Sequence[str]) -> tuple[list[str], list[str]]:
    """The paths of the codes, and the ids of the codings of record in and below them.

    Raises
    ------
    ReportError
        If a code is unknown or its name is not unique, or no coding supports the finding.
    """
    book = sources.coding_file("codebook")
    paths = []
    for code in codes:
        found = [row["path"] for row in sources.rows(book) if code in (row["path"], row["name"])]
        if len(found) != 1:
            raise ReportError(
                "A finding names a code that is "
                + ("there more than once." if found else "not in the codebook."),
                file=book,
                expected="the name or the path of one code",
                advice="Write the code's whole path, as in the column path.",
            )
        paths += found
    codings = sources.coding_file("codings")
    sources.require_columns(codings, ["coding", "path"])
    supports = [
        row["coding"]
        for row in sources.rows(codings)
        if row.get("record", "yes") == "yes"
        and any(row["path"] == path or row["path"].startswith(path + " > ") for path in paths)
    ]
    if not supports:
        raise ReportError(
            "No coding supports a finding.",
            file=codings,
            expected="codings of record in or below the codes that the finding names",
            advice="Name the codes that it rests on, or take the finding out.",
        )
    return paths, supports
