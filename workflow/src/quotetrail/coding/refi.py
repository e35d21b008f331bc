"""Projects and code books by the REFI-QDA standard, as programs really write them.

Read are .qdpx, .qde and .qdc: any namespace, GUIDs in braces or capitals, without code book or
sources, texts with and without a byte order mark, LF or CRLF. Every Coding of the file becomes
one record for each code it names, also those on pdf, audio, video, pictures and notes, and those
that name no code of the code book: what cannot be placed is listed later, never dropped.
"""

from collections import Counter

from lxml import etree

from quotetrail.coding.archive import Archive
from quotetrail.coding.ids import made_id, normalised_guid, unique_ids
from quotetrail.coding.markup import attribute, descendants
from quotetrail.coding.project import Code, Project, paths
from quotetrail.coding.refi_cases import read_cases
from quotetrail.coding.refi_codings import Parts, read_codings
from quotetrail.coding.refi_notes import read_notes, said_of
from quotetrail.coding.refi_selections import text_spans
from quotetrail.coding.refi_sources import read_documents
from quotetrail.coding.refi_taken import Tree


def read_refi(tree: Tree, archive: Archive | None, file: str) -> Project:
    """Read a project or a code book.

    Parameters
    ----------
    tree : Tree
        Of a Project, or of a CodeBook by itself.
    archive : Archive or None
        Where the texts lie; None for a file without an archive around it.
    file : str
        The name under which messages mention it.
    """
    root = tree.root
    warnings: list[str] = []
    notes = read_notes(root, archive)
    codes, ids = _codes(root, notes, warnings)
    users = {
        normalised_guid(attribute(user, "guid")): attribute(user, "name") or attribute(user, "id")
        for user in descendants(root, "User")
    }
    documents = read_documents(root, archive, notes)
    spans = text_spans(tree, documents, warnings)
    codings = read_codings(tree, Parts(ids, paths(codes), users, notes, documents, spans), warnings)
    beside = read_cases(tree, documents, codes=ids, codings=codings, notes=notes, warnings=warnings)
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
