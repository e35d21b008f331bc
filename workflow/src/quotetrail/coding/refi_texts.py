"""The plain texts of a REFI-QDA project, wherever the file keeps them."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from quotetrail.coding.archive import Archive
from quotetrail.coding.markup import attribute, text_of

OUTSIDE = "its text lies outside the project file"
MISSING = "the project file does not hold its text"
NO_PLAIN_TEXT = "the project file holds no plain text of it"
NOT_UTF8 = "its text is not UTF-8"

_SCHEME = re.compile(r"(?P<scheme>[a-z]{2,}):/*", re.IGNORECASE)
_ROOTED = re.compile(r"[a-z]:|[/\\]", re.IGNORECASE)


class PlainText(NamedTuple):
    """A text, or None and why there is none."""

    text: str | None
    problem: str = ""


def plain_text(element: etree._Element, archive: Archive | None) -> PlainText:
    """The plain text of a text source, representation, transcript or note.

    Parameters
    ----------
    element : element
        Anything with a PlainTextContent or a plainTextPath.
    archive : Archive or None
        None for a project file without one.
    """
    content = text_of(element, "PlainTextContent")
    if content is not None:
        return PlainText(content.removeprefix("\ufeff"))
    path = attribute(element, "plainTextPath")
    if not path:
        return PlainText(None, NO_PLAIN_TEXT)
    return _read(path, archive)


def _read(path: str, archive: Archive | None) -> PlainText:
    matched = _SCHEME.match(path)
    scheme = matched["scheme"].lower() if matched else "internal"
    inner = path[matched.end() :] if matched else path
    steps = unquote(inner).replace("\\", "/").split("/")
    if scheme not in ("internal", "relative") or ".." in steps or _ROOTED.match(inner):
        return PlainText(None, OUTSIDE)
    name = None
    if archive is not None:
        name = archive.find(
            f"{folder}{spelled}"
            for spelled in (inner, unquote(inner).replace("\\", "/"))
            for folder in ("sources/", "")
        )
    if archive is None or name is None:
        return PlainText(None, OUTSIDE if scheme == "relative" else MISSING)
    return _decoded(archive.read(name))


def _decoded(data: bytes) -> PlainText:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return PlainText(data.decode(encoding))
    except UnicodeDecodeError:
        return PlainText(None, NOT_UTF8)
