"""Word files (docx): a zip whose body is read, and whose other parts are only counted."""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection
from typing import Any

from lxml import etree

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.plain import not_a_transcript
from quotetrail.transcripts.reading import Script, has_word
from quotetrail.transcripts.turns import spoken_in
from quotetrail.transcripts.word_body import body_blocks, local_name
from quotetrail.transcripts.word_layout import lay_out

LARGEST = 500_000_000  # bytes of all members together, unpacked
LARGEST_RATIO = 300  # unpacked to packed; pages of text stay below 50
RATIO_COUNTS_FROM = 5_000_000  # bytes; small members may be very regular

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_BODY = re.compile(r"word/document\d*\.xml")
_HEADER = re.compile(r"word/(header|footer)\d*\.xml")
_NOTES = {
    "word/comments.xml": "comment",
    "word/footnotes.xml": "footnote",
    "word/endnotes.xml": "endnote",
}


def holds_word(data: bytes) -> bool:
    """Whether a file is a zip or an older Office file; only a docx among them can be read."""
    return data.startswith((_ZIP, _OLE))


def read_word(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the body of a docx with its tracked changes accepted.

    Raises
    ------
    TranscriptError
        If it is damaged, locked by a password, of another format, or made to do harm.
    """
    del encoding  # XML names its own
    if data.startswith(_OLE):
        raise TranscriptError(
            "The file is locked by a password, or was saved by Word before 2007 (doc).",
            file=file,
            expected="a docx without a password",
            advice="Open it in Word and save it as docx, without a password.",
        )
    members = _members(data, file)
    body = next((name for name in members if _BODY.fullmatch(name)), None)
    if body is None:
        raise not_a_transcript("This is a zip or Office file, but no Word document.", file)
    parts = {name: _parse(content, name, file) for name, content in members.items()}
    not_read: Counter[str] = Counter()
    layout = lay_out(body_blocks(parts[body], not_read), labels)
    not_read.update(layout.not_read)
    for name, part in parts.items():
        header = _HEADER.fullmatch(name)
        if header:
            not_read[header[1]] += has_word(_texts(part))
        elif name in _NOTES:
            not_read[_NOTES[name]] += sum(map(_is_note, part))
    spoken = [*layout.spoken, *spoken_in(layout.text, layout.groups, labels)]
    spoken.sort(key=lambda one: one.spans[0])
    return Script(layout.text, tuple(spoken), not_read)


def _members(data: bytes, file: str) -> dict[str, bytes]:
    """The body and the parts that are counted, unpacked, in order of their names."""
    damage = (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_sizes(infos, file)
            if any(info.flag_bits & 1 for info in infos):
                raise not_a_transcript("This is a zip locked by a password.", file)
            wanted = sorted(name for name in archive.namelist() if _is_wanted(name))
            return {name: archive.read(name) for name in wanted}
    except damage:
        raise _damaged(file) from None


def _is_wanted(name: str) -> bool:
    return name in _NOTES or any(part.fullmatch(name) for part in (_BODY, _HEADER))


def _check_sizes(members: list[zipfile.ZipInfo], file: str) -> None:
    """Refuse a zip that would fill the memory; sizes that lie make the unpacking fail instead."""
    total = sum(member.file_size for member in members)
    regular = any(
        member.file_size > RATIO_COUNTS_FROM
        and member.file_size > LARGEST_RATIO * max(member.compress_size, 1)
        and member.filename.endswith((".xml", ".rels"))
        for member in members
    )
    if total > LARGEST or regular:
        raise TranscriptError(
            "The docx unpacks to far more than a transcript can hold.",
            file=file,
            expected=f"at most {LARGEST // 1_000_000} MB unpacked",
            advice="Copy the text into a new document and save that.",
        )


def _parse(content: bytes, name: str, file: str) -> Any:
    """A member's XML; nothing outside it is fetched and no entity is expanded."""
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise TranscriptError(
            "The docx declares a document type, which Word never writes.",
            file=file,
            place=name,
            expected="a docx as Word or LibreOffice save it",
            advice="Do not open this file; ask where it comes from.",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise _damaged(file) from None


def _texts(part: Any) -> str:
    return "".join(node.text or "" for node in part.iter() if local_name(node) == "t")


def _is_note(node: Any) -> bool:
    """Whether a node is a comment or note of a person, not the line that Word draws above notes."""
    typed = any(etree.QName(name).localname == "type" for name in node.attrib)
    return local_name(node) in ("comment", "footnote", "endnote") and not typed


def _damaged(file: str) -> TranscriptError:
    return TranscriptError(
        "The docx is damaged and cannot be unpacked.",
        file=file,
        expected="a docx as Word or LibreOffice save it",
        advice="Copy it again from where it came from, or open it in Word and save it anew.",
    )
