"""The notes of a REFI-QDA project, and what they say about an element."""

from collections.abc import Mapping
from itertools import chain

from lxml import etree

from quotetrail.coding.archive import Archive
from quotetrail.coding.assemble import joined
from quotetrail.coding.ids import normalised_guid
from quotetrail.coding.markup import attribute, descendants, text_of
from quotetrail.coding.refi_taken import Said, said_in
from quotetrail.coding.refi_texts import plain_text


def read_notes(root: etree._Element, archive: Archive | None) -> dict[str, str]:
    """The text of each note by its GUID."""
    return {
        normalised_guid(attribute(note, "guid")): _text(note, archive)
        for note in descendants(root, "Note")
    }


def said_of(notes: Mapping[str, str], *elements: etree._Element) -> str:
    """The descriptions of elements and the notes that they refer to, each once."""
    return joined_said(notes, *map(said_in, elements))


def joined_said(notes: Mapping[str, str], *said: Said) -> str:
    """Descriptions, and the notes to which they refer, each once."""
    texts = ((each.described, *(notes.get(note, "") for note in each.noted)) for each in said)
    return joined(*chain.from_iterable(texts))


def _text(note: etree._Element, archive: Archive | None) -> str:
    return plain_text(note, archive).text or text_of(note, "Description") or ""
