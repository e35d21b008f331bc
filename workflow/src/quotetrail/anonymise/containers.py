"""Every text inside a file, whatever holds it, and where it stands."""

import hashlib
import html
import io
import logging
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import NamedTuple
from urllib.parse import unquote

import pypdf

from quotetrail.anonymise.passages import (
    JSON,
    MARKUP,
    Passage,
    decoded,
    json_passages,
    markup_passages,
    without_data_uris,
)

DEPTH = 3  # a file, a document in it, a picture in that
_PNG = b"\x89PNG\r\n\x1a\n"
_PRINTABLE = re.compile(rb"[\x20-\x7e\xc2-\xf4\x80-\xbf]{6,}")
_ESCAPED = re.compile("%[0-9A-Fa-f]{2}")
_ENDINGS = {"image/png": "png", "image/svg+xml": "svg", "text/html": "html"}


class Content(NamedTuple):
    """A text inside a file; the name of a member is a text too.

    ``place`` may itself hold a name: it is the path inside a container and more.
    """

    place: str
    line: int
    text: str


class UnreadableError(Exception):
    """A file is not what its name says, or is encrypted."""


def contents(
    name: str, data: bytes, vendored: Collection[str] = (), depth: int = DEPTH
) -> Iterator[Content]:
    """Every text in a file.

    Parameters
    ----------
    name : str
        The file's name; its ending says how the file is read.
    data : bytes
    vendored : collection of str
        sha256 of files, and of members of files, that are not searched.

    Raises
    ------
    UnreadableError
        If the file cannot be opened.
    """
    if hashlib.sha256(data).hexdigest() in vendored:
        return
    ending = name.rpartition(".")[2].lower()
    if data[:4] == b"PK\x03\x04":
        yield from _members(data, vendored, depth)
    elif data.startswith(b"%PDF-"):
        yield from _pdf(data)
    elif data.startswith(_PNG):
        yield from _png(data)
    elif b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        for run in _PRINTABLE.finditer(data):
            yield Content("", 0, decoded(run.group()))
    else:
        text, embedded = without_data_uris(decoded(data))
        for passage in _passages(ending, text):
            yield Content("", passage.line, passage.text)
        for inner in embedded if depth > 1 else ():
            inner_name = f"data.{_ENDINGS.get(inner.media, 'bin')}"
            for content in contents(inner_name, inner.data, vendored, depth - 1):
                yield Content(f"embedded file in line {inner.line}", 0, content.text)


def _passages(ending: str, text: str) -> Iterator[Passage]:
    for passage in _read_as(ending, text):
        yield passage
        if _ESCAPED.search(passage.text):
            yield Passage(passage.line, unquote(passage.text))


def _read_as(ending: str, text: str) -> Iterator[Passage]:
    if ending in JSON:
        yield from json_passages(text)
    elif ending in MARKUP or text.lstrip()[:1] == "<":
        yield from markup_passages(text)
    else:
        yield Passage(1, text)
        if "&" in text:
            yield Passage(1, html.unescape(text))


def _members(data: bytes, vendored: Collection[str], depth: int) -> Iterator[Content]:
    if depth < 1:
        raise UnreadableError
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Content("comment", 0, decoded(archive.comment))
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                yield Content("name of a member", 0, info.filename)
                yield Content(info.filename, 0, decoded(info.comment))
                if info.is_dir():
                    continue
                for inner in contents(info.filename, archive.read(info), vendored, depth - 1):
                    place = f"{info.filename}, {inner.place}" if inner.place else info.filename
                    yield Content(place, inner.line, inner.text)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        raise UnreadableError from None


def _png(data: bytes) -> Iterator[Content]:
    position, kind = len(_PNG), b""
    try:
        while kind != b"IEND":
            length, kind = struct.unpack_from(">I4s", data, position)
            chunk = data[position + 8 : position + 8 + length]
            position += 12 + length
            if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
                yield Content(f"chunk {kind.decode('ascii')}", 0, _chunk_text(kind, chunk))
    except (struct.error, zlib.error):
        raise UnreadableError from None


def _chunk_text(kind: bytes, chunk: bytes) -> str:
    keyword, _, rest = chunk.partition(b"\0")
    if kind == b"zTXt":
        rest = zlib.decompress(rest[1:])
    if kind == b"iTXt":
        compressed, tags = rest[0], rest[2:].split(b"\0", 2)
        text = zlib.decompress(tags[2]) if compressed else tags[2]
        rest = b" ".join([tags[0], tags[1], text])
    return f"{decoded(keyword)} {decoded(rest)}".replace("\0", " ")


def _pdf(data: bytes) -> Iterator[Content]:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        for value in (reader.metadata or {}).values():
            yield Content("metadata", 0, str(value))
        xmp = reader.root_object.get("/Metadata")
        if xmp is not None:
            for passage in markup_passages(decoded(xmp.get_object().get_data())):
                yield Content("metadata", 0, passage.text)
        for number, page in enumerate(reader.pages, start=1):
            text = page.extract_text()
            yield Content(f"page {number}", 0, text)
            yield Content(f"page {number}", 0, re.sub(r"[-\u2010\u00ad]\s*\n\s*", "", text))
            for annotation in page.get("/Annots", []):
                yield Content(f"page {number}, annotation", 0, _strings(annotation.get_object()))
        for item in _outline(reader.outline):
            yield Content("outline", 0, item)
        for name, files in reader.attachments.items():
            yield Content("attachment", 0, name)
            for file in files:
                for inner in contents(name, file, (), 1):
                    yield Content("attachment", 0, inner.text)
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise UnreadableError from None


def _strings(annotation: object) -> str:
    if isinstance(annotation, dict):
        values = [annotation.get(name) for name in ("/Contents", "/T", "/Subj", "/TU", "/V")]
        action = annotation.get("/A")
        if action is not None:
            values.append(action.get_object().get("/URI"))
        return " ".join(str(value) for value in values if value is not None)
    return ""


def _outline(items: object) -> Iterator[str]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, list):
            yield from _outline(item)
        else:
            yield str(getattr(item, "title", ""))
