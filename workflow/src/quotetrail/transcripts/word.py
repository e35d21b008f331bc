"""Word files (docx): the body with its footnotes is read, other parts are only counted."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

from lxml import etree

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.layout import document_script
from quotetrail.transcripts.plain import not_a_transcript
from quotetrail.transcripts.reading import has_word
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.unzip import ZIP, parse_xml, unzip
from quotetrail.transcripts.word_body import body_blocks, local_name, text_of

_OLE = b"\xd0\xcf\x11\xe0"
_BODY = re.compile(r"word/document\d*\.xml")
_HEADER = re.compile(r"word/(header|footer)\d*\.xml")
_LINKS = re.compile(r"word/_rels/[^/]+\.rels")
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_COMMENTS = "word/comments.xml"


def holds_word(data: bytes) -> bool:
    """Whether a file is a zip or an older Office file; only a docx among them can be read."""
    return data.startswith((ZIP, _OLE))


def read_word(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the body of a docx with its tracked changes accepted, its notes at the end.

    Raises
    ------
    TranscriptError
        If it is damaged, locked by a password, of another format, made to do harm, or if a part
        of it lies in another file.
    """
    del encoding  # XML names its own
    if data.startswith(_OLE):
        raise TranscriptError(
            "The file is locked by a password, or was saved by Word before 2007 (doc).",
            file=file,
            expected="a docx without a password",
            advice="Open it in Word and save it as docx, without a password.",
        )
    members = unzip(data, file, _is_wanted)
    body = next((name for name in members if _BODY.fullmatch(name)), None)
    if body is None:
        raise not_a_transcript("This is a zip or Office file, but no Word document.", file)
    parts = {name: parse_xml(content, name, file) for name, content in members.items()}
    not_read: Counter[str] = Counter()
    blocks = body_blocks(parts[body], not_read)
    notes: list[str] = []
    for name, part in parts.items():
        header = _HEADER.fullmatch(name)
        if _LINKS.fullmatch(name):
            _check_links(part, name, file)
        elif header:
            not_read[header[1]] += has_word(_texts(part))
        elif name == _COMMENTS:
            not_read["comment"] += sum(map(_is_note, part))
        elif name in _NOTES:
            notes += [text_of(note, not_read) for note in part if _is_note(note)]
    return document_script(blocks, notes, labels, not_read)


def _is_wanted(name: str) -> bool:
    patterns = (_BODY, _HEADER, _LINKS)
    return name in (*_NOTES, _COMMENTS) or any(part.fullmatch(name) for part in patterns)


def _check_links(part: Any, name: str, file: str) -> None:
    """Refuse a document of which a part lies elsewhere; links to click on are no part of it.

    Nothing is ever fetched. A template on somebody's own disk is named in many office documents.
    """
    for link in part.iter("{*}Relationship"):
        kind = link.get("Type", "").rpartition("/")[2]
        own_template = kind == "attachedTemplate" and link.get("Target", "").startswith("file:")
        if link.get("TargetMode") == "External" and kind != "hyperlink" and not own_template:
            raise TranscriptError(
                "A part of the document lies outside of it, in another file or on the internet.",
                file=file,
                place=name,
                expected="a document that holds all its parts",
                advice="Copy the text into a new document and save that.",
            )


def _texts(part: Any) -> str:
    return "".join(node.text or "" for node in part.iter() if local_name(node) == "t")


def _is_note(node: Any) -> bool:
    """Whether a node is a comment or note of a person, not the line that Word draws above notes."""
    typed = any(etree.QName(name).localname == "type" for name in node.attrib)
    return local_name(node) in ("comment", "footnote", "endnote") and not typed
