"""Documents that are zips of XML (docx, odt): unpacked in memory, with nothing in them trusted."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from lxml import etree

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.plain import not_a_transcript

LARGEST = 500_000_000  # bytes of all members together, unpacked
LARGEST_RATIO = 300  # unpacked to packed; pages of text stay below 50
RATIO_COUNTS_FROM = 5_000_000  # bytes; small members may be very regular
ZIP = b"PK\x03\x04"

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)


def unzip(data: bytes, file: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted members of a zip, in order of their names; nothing is written to the disk.

    Raises
    ------
    TranscriptError
        If the zip is damaged, locked by a password, or unpacks to more than `LARGEST`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_sizes(infos, file)
            if any(info.flag_bits & 1 for info in infos):
                raise not_a_transcript("This is a zip locked by a password.", file)
            names = sorted(name for name in archive.namelist() if wanted(name))
            return {name: archive.read(name) for name in names}
    except _DAMAGE:
        raise damaged(file) from None


def parse_xml(content: bytes, place: str, file: str) -> Any:
    """The root of an XML text; nothing outside it is fetched and no entity is expanded.

    Raises
    ------
    TranscriptError
        If it is not well-formed, or declares a document type.
    """
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise TranscriptError(
            "The file declares a document type, with which XML can reach for other files.",
            file=file,
            place=place,
            expected="a file as the program of its format saves it; these declare none",
            advice="Do not open this file; ask where it comes from.",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise damaged(file) from None


def damaged(file: str) -> TranscriptError:
    """The error for a file that breaks off or is not what its first bytes say."""
    return TranscriptError(
        "The file is damaged and cannot be unpacked.",
        file=file,
        expected="a file as its program saves it",
        advice="Copy it again from where it came from, or open it in its program and save it anew.",
    )


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
            "The file unpacks to far more than a transcript can hold.",
            file=file,
            expected=f"at most {LARGEST // 1_000_000} MB unpacked",
            advice="Copy the text into a new document and save that.",
        )
