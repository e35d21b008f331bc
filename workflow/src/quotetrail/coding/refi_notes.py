"""The notes of a REFI-QDA project, and what they say about an element."""

from collections.abc import Mapping

from lxml import etree

from quotetrail.coding.archive import Archive
from quotetrail.coding.assemble import joined
from quotetrail.coding.ids import normalised_guid
from quotetrail.coding.markup import attribute, descendants, local, text_of
from quotetrail.coding.refi_texts import plain_text


def read_notes(root: etree._Element, archive: Archive | None) -> dict[str, str]:
    """The text of each note by its GUID."""
    return {
        normalised_guid(attribute(note, "guid")): _text(note, archive)
        for note in descendants(root, "Note")
    }


def said_of(notes: Mapping[str, str], *elements: etree._Element) -> str:
    """The descriptions of elements and the notes that they refer to, each once."""
    return joined(*(text for element in elements for text in _said(notes, element)))


def _said(notes: Mapping[str, str], element: etree._Element) -> list[str]:
    """The first description of an element, and the notes that it names."""
    described: list[str] = []
    noted: list[str] = []
    for child in element:
        name = local(child)
        if name == "Description" and not described:
            described.append(child.text or "")
        elif name == "NoteRef":
            noted.append(notes.get(normalised_guid(attribute(child, "targetGUID")), ""))
    return described + noted


def _text(note: etree._Element, archive: Archive | None) -> str:
    return plain_text(note, archive).text or text_of(note, "Description") or ""
