"""Projects and code books by the REFI-QDA standard, ready to be opened in a QDA program.

The same input gives the same bytes: nothing knows the time, and every GUID depends on an id.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from lxml import etree

from quotetrail.coding.project import Code, Coding
from quotetrail.coding.refi_selections import ORIGIN
from quotetrail.coding.write_archive import zipped
from quotetrail.coding.write_cases import WrittenCase, write_cases, write_values, write_variables
from quotetrail.coding.write_docx import docx_bytes
from quotetrail.coding.write_markup import as_bytes, below, guid, put, root
from quotetrail.coding.write_texts import Rendered, paragraphs, render
from quotetrail.errors import CodingError
from quotetrail.text import Transcript

_PROJECT = "urn:QDA-XML:project:1.0"
_CODEBOOK = "urn:QDA-XML:codebook:1.0"
_COLOUR = re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](0\d|1[0-3]):[0-5]\d)?", re.ASCII
)
_LONGEST_NAME = 60
_LEFT_OUT = "{} codings without a known place in their transcript are left out."


def write_qdpx(
    path: str | Path,
    *,
    name: str,
    codes: Sequence[Code],
    transcripts: Sequence[Transcript],
    codings: Sequence[Coding] = (),
    coders: Sequence[str] = (),
    cases: Sequence[WrittenCase] = (),
    described: Mapping[str, Mapping[str, str]] | None = None,
    left_out: int = 0,
) -> None:
    """Write a project: code book, transcripts as texts, codings, coders and cases.

    Parameters
    ----------
    path : str or Path
    name : str
        The project's name.
    codes : sequence of Code
        Parents first.
    transcripts : sequence of Transcript
        Each becomes a text, plain and as docx, with one paragraph per turn, ``Speaker: text``.
    codings : sequence of Coding
        Their ``source`` is a transcript's id, ``start`` and ``end`` count in its text.
    coders : sequence of str
        Users besides those whom the codings name.
    cases : sequence of WrittenCase
    described : mapping, optional
        Of each transcript the values of its variables.
    left_out : int
        How many codings have no place in a text; the project's description says so.

    Raises
    ------
    CodingError
        If a coding lies in none of the transcripts, or names a code that is not given.
    """
    described = described or {}
    rendered = {transcript.transcript: render(transcript) for transcript in transcripts}
    _check(codings, codes, rendered)
    project = root("Project", _PROJECT)
    put(project, name=name, origin=ORIGIN)
    users = list(dict.fromkeys(filter(None, [*coders, *(coding.coder for coding in codings)])))
    if users:
        group = below(project, "Users")
        for user in users:
            put(below(group, "User"), guid=guid("user", user), name=user)
    if codes:
        _write_codes(below(project, "CodeBook"), codes)
    write_variables(project, cases, described)
    write_cases(project, cases)
    if rendered:
        _write_sources(below(project, "Sources"), rendered, codings, described)
    if left_out:
        below(project, "Description", _LEFT_OUT.format(left_out))
    files = {"project.qde": as_bytes(project)}
    for transcript in transcripts:
        own = f"sources/{guid('source', transcript.transcript)}"
        files[f"{own}.txt"] = rendered[transcript.transcript].text.encode("utf-8")
        files[f"{own}.docx"] = docx_bytes(paragraphs(transcript), transcript.language)
    Path(path).write_bytes(zipped(files))


def write_qdc(path: str | Path, codes: Sequence[Code]) -> None:
    """Write a code book by itself.

    Raises
    ------
    CodingError
        If there is no code; the standard knows no empty code book.
    """
    if not codes:
        raise CodingError("The code book holds no code.", expected="at least one code")
    book = root("CodeBook", _CODEBOOK)
    put(book, origin=ORIGIN)
    _write_codes(book, codes)
    Path(path).write_bytes(as_bytes(book))


def _check(codings: Sequence[Coding], codes: Sequence[Code], rendered: dict[str, Rendered]) -> None:
    known = {code.code for code in codes}
    for number, coding in enumerate(codings, start=1):
        text = rendered.get(coding.source)
        inside = (
            text is not None
            and coding.start is not None
            and coding.end is not None
            and 0 <= coding.start <= coding.end <= text.offsets.source_length
        )
        if coding.code not in known or not inside:
            raise CodingError(
                "A coding has no place in the transcripts, or a code that is not in the code book.",
                place=f"coding {number}",
                expected="placed codings with their codes",
            )


def _write_codes(above: etree._Element, codes: Sequence[Code]) -> None:
    group = below(above, "Codes")
    elements: dict[str, etree._Element] = {}
    for code in codes:
        element = below(elements.get(code.parent or "", group), "Code")
        elements[code.code] = element
        codable = "true" if code.codable else "false"
        put(element, guid=guid("code", code.code), name=code.name, isCodable=codable)
        if _COLOUR.fullmatch(code.colour):
            put(element, color=code.colour)
        if code.description:
            below(element, "Description", code.description)


def _write_sources(
    sources: etree._Element,
    rendered: Mapping[str, Rendered],
    codings: Sequence[Coding],
    described: Mapping[str, Mapping[str, str]],
) -> None:
    inside: dict[str, list[Coding]] = {transcript: [] for transcript in rendered}
    for coding in codings:
        inside[coding.source].append(coding)
    for transcript, text in rendered.items():
        source = below(sources, "TextSource")
        own = guid("source", transcript)
        put(source, guid=own, name=transcript)
        put(source, richTextPath=f"internal://{own}.docx", plainTextPath=f"internal://{own}.txt")
        _write_selections(source, transcript, text, inside[transcript])
        write_values(source, "source", described.get(transcript, {}))


def _write_selections(
    source: etree._Element, transcript: str, text: Rendered, codings: Sequence[Coding]
) -> None:
    """Write one selection for each place, coder, time and memo.

    The standard knows coder and time of a coding too, but some programs read them only of its
    selection, and a memo only as the selection's description.
    """
    groups: dict[tuple[int, int, str, str, str], list[Coding]] = {}
    for coding in codings:
        carried = text.offsets.forward(coding.start or 0, coding.end or 0)
        created = coding.created if _is_date_time(coding.created) else ""
        place = (carried.start, carried.end, coding.coder, created, coding.memo)
        groups.setdefault(place, []).append(coding)
    for (start, end, coder, created, memo), group in sorted(groups.items()):
        about = {"creatingUser": guid("user", coder)} if coder else {}
        about |= {"creationDateTime": created} if created else {}
        selection = below(source, "PlainTextSelection")
        group.sort(key=lambda coding: coding.coding)
        put(
            selection,
            guid=guid("selection", f"{transcript}:{group[0].coding}"),
            name=_shortened(text.text[start:end]),
            startPosition=str(start),
            endPosition=str(end),
            **about,
        )
        if memo:
            below(selection, "Description", memo)
        for coding in group:
            element = below(selection, "Coding")
            put(element, guid=guid("coding", coding.coding), **about)
            put(below(element, "CodeRef"), targetGUID=guid("code", coding.code))


def _is_date_time(created: str) -> bool:
    """Whether the schema takes it for a date and time that exists."""
    try:
        datetime.fromisoformat(created)
    except ValueError:
        return False
    return _DATE_TIME.fullmatch(created) is not None


def _shortened(text: str) -> str:
    """The first whole words of a text in one line, with an ellipsis where it goes on."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_NAME:
        return line
    whole, _, _ = line[:_LONGEST_NAME].rpartition(" ")
    return (whole or line[: _LONGEST_NAME - 1]) + "…"
