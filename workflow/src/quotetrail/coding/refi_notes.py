"""The notes of a REFI-QDA project, and what they say about an element."""

from collections.abc import Mapping

from lxml import etree

from quotetrail.coding.archive import Archive
from quotetrail.coding.assemble import joined
from quotetrail.coding.ids import normalised_guid
from quotetrail.coding.markup import attribute, children, descendants, text_of
from quotetrail.coding.refi_texts import plain_text


def read_notes(root: etree._Element, archive: Archive | None) -> dict[str, str]:
    """The text of each note by its GUID."""
    return {
        normalised_guid(attribute(note, "guid")): _text(note, archive)
        for note in descendants(root, "Note")
    }


def said_of(notes: Mapping[str, str], *elements: etree._Element) -> str:
    """The descriptions of elements and the notes that they refer to, each once."""
    said = []
    for element in elements:
        targets = [attribute(ref, "targetGUID") for ref in children(element, "NoteRef")]
        said.append(text_of(element, "Description") or "")
        said += [notes.get(normalised_guid(target), "") for target in targets]
    return joined(*said)


def _text(note: etree._Element, archive: Archive | None) -> str:
    return plain_text(note, archive).text or text_of(note, "Description") or ""
