"""The tree of a REFI-QDA project without its selections, which are taken out as they are read.

A project may hold 100,000 of them, and the tree of one takes ten times the memory of its record.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from quotetrail.coding.ids import normalised_guid
from quotetrail.coding.markup import attribute, local_name, parse_parts

KINDS = {
    "PlainTextSelection": "text",
    "TranscriptSelection": "text",
    "PDFSelection": "pdf",
    "PictureSelection": "picture",
    "AudioSelection": "audio",
    "VideoSelection": "video",
}
_LEAVES = frozenset(("CodeRef", "Description", "NoteRef"))
_SELECTIONS = [f"{{*}}{name}" for name in KINDS]
_CODED = ["{*}Coding", "{*}CodeRef", *_SELECTIONS]
_POSITIONS = ("startPosition", "endPosition")
_SYNC_POINTS = ("fromSyncPoint", "toSyncPoint")


class Said(NamedTuple):
    """The description of an element, and the GUIDs of the notes to which it refers."""

    described: str = ""
    noted: tuple[str, ...] = ()


NOTHING = Said()


class Given(NamedTuple):
    """A code given to a passage, as the file writes it.

    ``guid`` is None where a selection names the code itself, without a Coding around it. What a
    Coding does not say of ``user`` and ``created`` is that of its selection. ``reference`` is the
    code's GUID, empty where a Coding names none.
    """

    guid: str | None
    user: str
    created: str
    reference: str
    said: Said = NOTHING


class Selection(NamedTuple):
    """A selection as the file writes it, and the codes that were given to it.

    ``first`` and ``last`` are its positions, or the GUIDs of its sync points.
    """

    tag: str
    guid: str
    name: str
    first: str
    last: str
    said: Said
    given: list[Given]


class Tree(NamedTuple):
    """What a file holds.

    Attributes
    ----------
    root : element
        No selection is left below it, unless some are left whole; then the others are empty.
    selections : dict of element to list of Selection
        All of them, in order, by the element around them.
    left : dict of element to (element, int)
        Those that hold more than a record can, and so are left whole, by which of the selections
        around which element they are; their records have none of the codes given to them.
    """

    root: etree._Element
    selections: dict[etree._Element, list[Selection]]
    left: dict[etree._Element, tuple[etree._Element, int]]


def read_tree(parts: Iterable[bytes], file: str) -> Tree:
    """Read a project or a code book.

    Parameters
    ----------
    parts : iterable of bytes
        The file's XML, in pieces of any size.
    file : str
        The name under which messages mention it.

    Raises
    ------
    CodingError
        If the XML is not well-formed, or holds a document type declaration.
    """
    selections: defaultdict[etree._Element, list[Selection]] = defaultdict(list)
    left: dict[etree._Element, tuple[etree._Element, int]] = {}

    def take(element: etree._Element) -> None:
        around = element.getparent()
        if around is None:
            return
        selection, complete = _record(element)
        before = selections[around]
        if complete:
            _empty(element)
        else:
            left[element] = (around, len(before))
        before.append(selection)

    root = parse_parts(parts, file, _SELECTIONS, take)
    if not left:
        etree.strip_elements(root, *_SELECTIONS, with_tail=False)
    return Tree(root, dict(selections), left)


def _empty(element: etree._Element) -> None:
    """Leave nothing of an element; the text behind it stays, as it may still be growing."""
    del element[:]
    element.attrib.clear()
    element.text = None


def _record(element: etree._Element) -> tuple[Selection, bool]:
    """The record of a selection, and whether nothing else is in it."""
    given: list[Given] = []
    said, complete = NOTHING, True
    for child in element:
        name = local_name(child.tag)
        if name == "Coding":
            simple = _add_named(child, given, element)
        else:
            simple = (name in _LEAVES and not len(child)) or _is_copy(child, name)
            said = _adding(said, child, name)
            if name == "CodeRef":
                given.append(code_named(child, element))
        complete = complete and simple
    tag = local_name(element.tag)
    first, last = _SYNC_POINTS if tag == "TranscriptSelection" else _POSITIONS
    get = element.get
    selection = Selection(
        tag,
        normalised_guid(get("guid") or attribute(element, "guid")),
        get("name") or attribute(element, "name"),
        get(first) or attribute(element, first),
        get(last) or attribute(element, last),
        said,
        given if complete else [],
    )
    return selection, complete


def _is_copy(element: etree._Element, name: str) -> bool:
    """Whether an element only repeats the words of a selection on a page."""
    return name == "Representation" and next(element.iter(*_CODED), None) is None


def given_of(coding: etree._Element, selection: etree._Element | None) -> list[Given]:
    """The codes that a Coding names, or one without a code; ``selection`` is around it, if any."""
    given: list[Given] = []
    _add_named(coding, given, selection)
    return given


def _add_named(
    coding: etree._Element, given: list[Given], selection: etree._Element | None
) -> bool:
    """Add the codes that a Coding names; whether nothing else is in it."""
    references: list[str] = []
    said, complete = NOTHING, True
    for child in coding:
        name = local_name(child.tag)
        if name == "CodeRef":
            references.append(_target(child))
        else:
            said = _adding(said, child, name)
        if name not in _LEAVES or len(child):
            complete = False
    guid = normalised_guid(coding.get("guid") or attribute(coding, "guid"))
    user, created = _made(coding)
    if selection is not None and not (user and created):
        made = _made(selection)
        user, created = user or made[0], created or made[1]
    for reference in references or ("",):
        given.append(Given(guid, user, created, reference, said))
    return complete


def code_named(reference: etree._Element, selection: etree._Element) -> Given:
    """The code that a selection names itself."""
    return Given(None, *_made(selection), _target(reference))


def _made(element: etree._Element) -> tuple[str, str]:
    """Who made something, and when."""
    get = element.get
    user = _shared(get("creatingUser") or attribute(element, "creatingUser"))
    return user, get("creationDateTime") or attribute(element, "creationDateTime")


def said_in(element: etree._Element) -> Said:
    """What is said of any element."""
    said = NOTHING
    for child in element:
        said = _adding(said, child, local_name(child.tag))
    return said


def _adding(said: Said, child: etree._Element, name: str) -> Said:
    """What an element's child adds to what is said of it; the first description counts."""
    if name == "Description" and not said.described:
        return said._replace(described=child.text or "")
    if name == "NoteRef":
        return said._replace(noted=(*said.noted, _target(child)))
    return said


def _target(reference: etree._Element) -> str:
    return _shared(reference.get("targetGUID") or attribute(reference, "targetGUID"))


@lru_cache(maxsize=4096)
def _shared(guid: str) -> str:
    """The GUID of a code, a user or a note, of which a file names a few again and again."""
    return normalised_guid(guid)
