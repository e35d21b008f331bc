"""Projects and code books by the REFI-QDA standard, as programs really write them.

Read are .qdpx, .qde and .qdc: any namespace, GUIDs in braces or capitals, without code book or
sources, texts with and without a byte order mark, LF or CRLF. Every Coding of the file becomes
one record for each code it names, also those on pdf, audio, video, pictures and notes, and those
that name no code of the code book: what cannot be placed is listed later, never dropped.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from quotetrail.coding.acyclic import acyclic
from quotetrail.coding.archive import Archive
from quotetrail.coding.ids import made_id, normalised_guid, unique_ids
from quotetrail.coding.markup import attribute, descendants, local
from quotetrail.coding.project import Code, Coding, Project, paths
from quotetrail.coding.refi_cases import read_cases
from quotetrail.coding.refi_notes import read_notes, said_of
from quotetrail.coding.refi_selections import Span, place_of, text_spans
from quotetrail.coding.refi_sources import Documents, read_documents

ORIGIN = "Quotetrail"


@dataclass(frozen=True)
class _Parts:
    """What the codings of a project point to."""

    codes: dict[str, str]
    code_paths: dict[str, tuple[str, ...]]
    users: dict[str, str]
    notes: dict[str, str]
    documents: Documents
    names: dict[str, str]
    spans: dict[etree._Element, Span]


@acyclic()
def read_refi(root: etree._Element, archive: Archive | None, file: str) -> Project:
    """Read a project or a code book.

    Parameters
    ----------
    root : element
        A Project, or a CodeBook by itself.
    archive : Archive or None
        Where the texts lie; None for a file without an archive around it.
    file : str
        The name under which messages mention it.
    """
    warnings: list[str] = []
    notes = read_notes(root, archive)
    codes, ids = _codes(root, notes, warnings)
    users = {
        normalised_guid(attribute(user, "guid")): attribute(user, "name") or attribute(user, "id")
        for user in descendants(root, "User")
    }
    documents = read_documents(root, archive, notes)
    spans = text_spans(documents, warnings, ours=attribute(root, "origin") == ORIGIN)
    names = {source.source: source.name for source in documents.sources}
    parts = _Parts(ids, paths(codes), users, notes, documents, names, spans)
    codings = _codings(root, parts, warnings)
    beside = read_cases(root, documents, codes=ids, codings=codings, notes=notes, warnings=warnings)
    problems = Counter(s.problem for s in documents.sources if s.kind == "text" and s.problem)
    warnings += [f"{number} text sources: {problem}" for problem, number in problems.items()]
    coders = tuple(users.values())
    if len(set(coders)) < len(coders):
        warnings.append("several users have the same name and count as one coder")
    return Project(
        file,
        tuple(codes),
        tuple(documents.sources),
        codings,
        coders,
        tuple(warnings),
        **beside._asdict(),
    )


def _codes(
    root: etree._Element, notes: dict[str, str], warnings: list[str]
) -> tuple[list[Code], dict[str, str]]:
    """The codes, parents first, and the id of each GUID that a CodeRef may name."""
    codes: list[Code] = []
    ids: dict[str, str] = {}
    by_element: dict[etree._Element, str] = {}
    unique = unique_ids()
    for element in descendants(root, "Code"):
        guid = normalised_guid(attribute(element, "guid"))
        name = attribute(element, "name")
        above = element.getparent()
        parent = by_element.get(above) if above is not None else None
        code = unique(guid or made_id("code-", parent, name))
        by_element[element] = code
        if guid and guid in ids:
            warnings.append(f"code {len(codes) + 1} has the same GUID as another one before it")
        ids.setdefault(guid or code, code)
        codable = attribute(element, "isCodable").strip().lower() not in ("false", "0")
        colour = attribute(element, "color").strip()
        codes.append(Code(code, name, parent, said_of(notes, element), colour, codable))
    return codes, ids


def _first(elements: list[etree._Element], name: str) -> str:
    """The attribute of the first element that has it, empty if none has."""
    for element in elements:
        value = attribute(element, name)
        if value:
            return value
    return ""


def _codings(root: etree._Element, parts: _Parts, warnings: list[str]) -> tuple[Coding, ...]:
    codings: list[Coding] = []
    unique = unique_ids()
    repeats: Counter[tuple] = Counter()
    unknown_codes = unknown_users = 0
    for element, reference in _references(root):
        coding, user_unknown = _coding(element, reference, parts, unique, repeats)
        unknown_codes += not coding.code
        unknown_users += user_unknown
        codings.append(coding)
    if unknown_codes:
        warnings.append(f"{unknown_codes} codings name no code of the code book")
    if unknown_users:
        warnings.append(f"{unknown_users} codings name a user that the file does not list")
    return tuple(codings)


def _references(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each pair of a Coding and a code's GUID; some programs leave out the Coding, or the code."""
    for element in root.iter("{*}Coding", "{*}CodeRef"):
        if local(element) == "Coding":
            if element.find("{*}CodeRef") is None:
                yield element, ""
            continue
        above = element.getparent()
        if above is not None and _is_given(local(above)):
            yield above, normalised_guid(attribute(element, "targetGUID"))


def _is_given(name: str) -> bool:
    """Whether a code in an element of this name is one that somebody gave to a passage."""
    return name == "Coding" or name.endswith("Selection")


def _coding(
    element: etree._Element,
    reference: str,
    parts: _Parts,
    unique: Callable[[str], str],
    repeats: Counter[tuple],
) -> tuple[Coding, bool]:
    """The record, and whether it names a user that does not exist."""
    place = place_of(element, parts.documents)
    around, span = [element], None
    if place.selection is not None and place.selection is not element:
        around.append(place.selection)
    if place.selection is not None and place.kind == "text":
        span = parts.spans.get(place.selection)
    start, end = (span.start, span.end) if span else (None, None)
    code = parts.codes.get(reference, "")
    user = _first(around, "creatingUser")
    known_user = normalised_guid(user)
    coder = parts.users.get(known_user, "")
    guids = [place.guid, *[normalised_guid(attribute(e, "guid")) for e in reversed(around)]]
    if all(guids):
        wanted = made_id("c", *guids, reference)
    else:
        path = parts.code_paths.get(code, ())
        known = (parts.names.get(place.source, ""), start, end, *path, coder)
        wanted = made_id("c", *known, repeats[known])
        repeats[known] += 1
    coding = Coding(
        coding=unique(wanted),
        code=code,
        source=place.source,
        start=start,
        end=end,
        coder=coder,
        memo=said_of(parts.notes, *around),
        created=_first(around, "creationDateTime"),
        kind=place.kind,
        quoted=span.quoted if span else "",
        doubtful=span is not None and span.doubtful,
    )
    return coding, bool(user) and known_user not in parts.users
