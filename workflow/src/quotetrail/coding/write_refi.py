"""Projects and code books by the REFI-QDA standard, ready to be opened in a QDA program.

The same input gives the same bytes: nothing knows the time, and every GUID depends on an id.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from lxml import etree

from quotetrail.coding.project import Code, Coding
from quotetrail.coding.write_texts import Rendered, render
from quotetrail.errors import CodingError
from quotetrail.text import Transcript

_PROJECT = "urn:QDA-XML:project:1.0"
_CODEBOOK = "urn:QDA-XML:codebook:1.0"
_ORIGIN = "Quotetrail"
_NAMESPACE = UUID("5f0c6f0e-3d0b-5f3c-9b0a-6f1d1d9a7c11")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COLOUR = re.compile(r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](0\d|1[0-3]):[0-5]\d)?", re.ASCII
)
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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
    cases: Iterable[tuple[str, Sequence[str]]] = (),
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
        Each becomes a text with one paragraph per turn, ``Speaker: text``.
    codings : sequence of Coding
        Their ``source`` is a transcript's id, ``start`` and ``end`` count in its text.
    coders : sequence of str
        Users besides those whom the codings name.
    cases : iterable of (str, sequence of str)
        A name and the ids of its transcripts.
    left_out : int
        How many codings have no place in a text; the project's description says so.

    Raises
    ------
    CodingError
        If a coding lies in none of the transcripts, or names a code that is not given.
    """
    rendered = {transcript.transcript: render(transcript) for transcript in transcripts}
    _check(codings, codes, rendered)
    root = _root("Project", _PROJECT)
    _set(root, name=name, origin=_ORIGIN)
    users = list(dict.fromkeys(filter(None, [*coders, *(coding.coder for coding in codings)])))
    if users:
        group = _below(root, "Users")
        for user in users:
            _set(_below(group, "User"), guid=guid("user", user), name=user)
    if codes:
        _write_codes(_below(root, "CodeBook"), codes)
    chosen = [(case, list(members)) for case, members in cases]
    if chosen:
        _write_cases(_below(root, "Cases"), chosen)
    if rendered:
        sources = _below(root, "Sources")
        for transcript, text in rendered.items():
            inside = [coding for coding in codings if coding.source == transcript]
            _write_source(sources, transcript, text, inside)
    _write_notes(root, codings)
    if left_out:
        _below(root, "Description").text = _LEFT_OUT.format(left_out)
    files = {"project.qde": _bytes(root)} | {
        f"sources/{guid('source', transcript)}.txt": text.text.encode("utf-8")
        for transcript, text in rendered.items()
    }
    _write_zip(path, files)


def write_qdc(path: str | Path, codes: Sequence[Code]) -> None:
    """Write a code book by itself.

    Raises
    ------
    CodingError
        If there is no code; the standard knows no empty code book.
    """
    if not codes:
        raise CodingError("The code book holds no code.", expected="at least one code")
    root = _root("CodeBook", _CODEBOOK)
    _set(root, origin=_ORIGIN)
    _write_codes(root, codes)
    Path(path).write_bytes(_bytes(root))


def guid(kind: str, name: str) -> str:
    """The GUID of a thing: its id, where that is one already, or else made from kind and id."""
    return name if _GUID.fullmatch(name) else str(uuid5(_NAMESPACE, f"{kind}:{name}"))


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
    group = _below(above, "Codes")
    elements: dict[str, etree._Element] = {}
    for code in codes:
        element = _below(elements.get(code.parent or "", group), "Code")
        elements[code.code] = element
        codable = "true" if code.codable else "false"
        _set(element, guid=guid("code", code.code), name=code.name, isCodable=codable)
        if _COLOUR.fullmatch(code.colour):
            _set(element, color=code.colour)
        if code.description:
            _below(element, "Description").text = _clean(code.description)


def _write_cases(group: etree._Element, cases: Sequence[tuple[str, Sequence[str]]]) -> None:
    for name, members in cases:
        case = _below(group, "Case")
        _set(case, guid=guid("case", name), name=name)
        for member in members:
            _set(_below(case, "SourceRef"), targetGUID=guid("source", member))


def _write_source(
    sources: etree._Element, transcript: str, text: Rendered, codings: Sequence[Coding]
) -> None:
    source = _below(sources, "TextSource")
    own = guid("source", transcript)
    _set(source, guid=own, name=transcript, plainTextPath=f"internal://{own}.txt")
    spans: dict[tuple[int, int], list[Coding]] = {}
    for coding in codings:
        carried = text.offsets.forward(coding.start or 0, coding.end or 0)
        spans.setdefault((carried.start, carried.end), []).append(coding)
    for (start, end), group in sorted(spans.items()):
        selection = _below(source, "PlainTextSelection")
        _set(
            selection,
            guid=guid("selection", f"{transcript}:{start}:{end}"),
            name=_shortened(text.text[start:end]),
            startPosition=str(start),
            endPosition=str(end),
        )
        for coding in sorted(group, key=lambda each: each.coding):
            _write_coding(selection, coding)


def _write_coding(selection: etree._Element, coding: Coding) -> None:
    element = _below(selection, "Coding")
    _set(element, guid=guid("coding", coding.coding))
    if coding.coder:
        _set(element, creatingUser=guid("user", coding.coder))
    if _is_date_time(coding.created):
        _set(element, creationDateTime=coding.created)
    _set(_below(element, "CodeRef"), targetGUID=guid("code", coding.code))
    if coding.memo:
        _set(_below(element, "NoteRef"), targetGUID=guid("note", coding.coding))


def _is_date_time(created: str) -> bool:
    """Whether the schema takes it for a date and time that exists."""
    try:
        datetime.fromisoformat(created)
    except ValueError:
        return False
    return _DATE_TIME.fullmatch(created) is not None


def _write_notes(root: etree._Element, codings: Sequence[Coding]) -> None:
    noted = sorted((coding.coding, coding.memo) for coding in codings if coding.memo)
    if not noted:
        return
    group = _below(root, "Notes")
    for coding, memo in noted:
        note = _below(group, "Note")
        _set(note, guid=guid("note", coding), name=_shortened(memo))
        _below(note, "PlainTextContent").text = _clean(memo)


def _shortened(text: str) -> str:
    """The first whole words of a text in one line, with an ellipsis where it goes on."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_NAME:
        return line
    whole, _, _ = line[:_LONGEST_NAME].rpartition(" ")
    return (whole or line[: _LONGEST_NAME - 1]) + "…"


def _root(name: str, namespace: str) -> etree._Element:
    without_prefix: dict[str | None, str] = {None: namespace}
    return etree.Element(etree.QName(namespace, name), nsmap=without_prefix)  # type: ignore[arg-type]


def _below(above: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(above, etree.QName(etree.QName(above).namespace, name))


def _set(element: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        element.set(name, _clean(value))


def _clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _write_zip(path: str | Path, files: dict[str, bytes]) -> None:
    """Write an archive without times, owners or compression, which differ between machines."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
