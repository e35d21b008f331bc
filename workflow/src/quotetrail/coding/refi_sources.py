"""The documents of a REFI-QDA project and the elements that hold their texts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from quotetrail.coding.archive import Archive
from quotetrail.coding.ids import made_id, normalised_guid, unique_ids
from quotetrail.coding.markup import attribute, children, descendants, local
from quotetrail.coding.project import Source, SourceKind
from quotetrail.coding.refi_notes import said_of
from quotetrail.coding.refi_texts import NO_PLAIN_TEXT, plain_text

_KINDS: dict[str, SourceKind] = {
    "TextSource": "text",
    "PDFSource": "pdf",
    "AudioSource": "audio",
    "VideoSource": "video",
    "PictureSource": "picture",
}
_TEXT_INSIDE = {"pdf": "Representation", "picture": "TextDescription"}


@dataclass
class Documents:
    """The sources in order, and which element belongs to which of them.

    ``holders`` are the elements whose selections count in the source's text; ``owners`` are all
    elements of a source, those holders among them.
    """

    sources: list[Source] = field(default_factory=list)
    owners: dict[etree._Element, Source] = field(default_factory=dict)
    holders: dict[etree._Element, Source] = field(default_factory=dict)
    guids: dict[str, str] = field(default_factory=dict)
    unique: Callable[[str], str] = field(default_factory=unique_ids)


def read_documents(
    root: etree._Element, archive: Archive | None, notes: Mapping[str, str]
) -> Documents:
    """All sources of a project, with what its notes say about them.

    A pdf's representation and a picture's description are the text of that source. A transcript
    of an audio or a video is a text source by itself, if it has a text or selections.
    """
    documents = Documents()
    for group in descendants(root, "Sources"):
        for element in group:
            kind = _KINDS.get(local(element))
            if kind is not None:
                _add(documents, element, kind, archive, notes)
    return documents


def _add(
    documents: Documents,
    element: etree._Element,
    kind: SourceKind,
    archive: Archive | None,
    notes: Mapping[str, str],
) -> None:
    if kind == "text":
        _record(documents, element, kind, element, archive, notes=notes)
        return
    inside = children(element, _TEXT_INSIDE[kind]) if kind in _TEXT_INSIDE else []
    _record(documents, element, kind, inside[0] if inside else None, archive, notes=notes)
    for transcript in children(element, "Transcript"):
        selected = any(True for _ in descendants(transcript, "TranscriptSelection"))
        if selected or plain_text(transcript, archive).text is not None:
            name = attribute(transcript, "name") or attribute(element, "name")
            _record(documents, transcript, "text", transcript, archive, notes=notes, name=name)


def _record(
    documents: Documents,
    element: etree._Element,
    kind: SourceKind,
    holder: etree._Element | None,
    archive: Archive | None,
    *,
    notes: Mapping[str, str],
    name: str = "",
) -> None:
    name = name or attribute(element, "name")
    if holder is not None:
        text, problem = plain_text(holder, archive)
    else:
        text, problem = None, NO_PLAIN_TEXT
    if not name:
        name = attribute(element, "plainTextPath").rsplit("/", 1)[-1]
    guid = normalised_guid(attribute(element, "guid"))
    wanted = guid or made_id("source-", name, len(documents.sources))
    memo = said_of(notes, element)
    source = Source(documents.unique(wanted), name, kind, text, problem, memo)
    documents.sources.append(source)
    documents.owners[element] = source
    documents.guids[source.source] = guid
    if holder is not None:
        documents.owners[holder] = source
        documents.holders[holder] = source
