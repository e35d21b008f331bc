"""Web pages (html), such as noScribe writes: the text that a reader would see."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree, html

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.document import Block, Paragraph, Row, Table, cell, paragraph
from quotetrail.transcripts.encoding import decode
from quotetrail.transcripts.layout import document_script
from quotetrail.transcripts.spoken import Script

_START = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype html|html|body)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*+<\?xml[^>]*+>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # browsers show nothing for them
_CUT = ("ERR_RESOURCE_LIMIT", "ERR_INTERNAL_ERROR", "ERR_NAME_TOO_LONG")
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254"}
_BLOCKS = frozenset(
    str.split("""
    p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre section article main header footer
    aside nav figure figcaption address hr body html form fieldset details summary center
    """)
)
_SKIPPED = {
    "head": "",
    "style": "",
    "template": "",
    "noscript": "",
    "img": "picture",
    "svg": "picture",
    "canvas": "picture",
    "video": "recording",
    "audio": "recording",
    "object": "embedded file",
    "iframe": "embedded file",
    "embed": "embedded file",
}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def holds_webpage(data: bytes) -> bool:
    """Whether a file starts as a web page does."""
    return _START.match(data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None


def read_webpage(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the text of a web page. Nothing that it points to is fetched, nothing in it is run.

    Raises
    ------
    TranscriptError
        If it holds scripts: what they would write cannot be read.
    """
    declared = _CHARSET.search(data[:4000])
    own = declared[1].decode("ascii", "replace") if declared else ""
    own = _MEANT.get(own.lower(), own)
    return webpage_script(decode(data, encoding or own, file), file, labels)


def webpage_script(text: str, file: str, labels: Collection[str]) -> Script:
    """The script of a page, or of a part of one, that was decoded; see `read_webpage`."""
    text = _CONTROL.sub("", _DECLARATION.sub("", text, count=1))
    not_read: Counter[str] = Counter()
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(text, parser)
        cut = any(error.type_name in _CUT for error in parser.error_log)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Script("", ())
    if cut:
        raise TranscriptError(
            "The page is nested too deeply to be read as a whole.",
            file=file,
            expected="a page of text",
            advice="Open it in a browser, copy the text into a document, and save that as docx.",
        )
    if next(page.iter("script"), None) is not None:
        raise TranscriptError(
            "The page holds scripts. They are never run, so what they would show is not there.",
            file=file,
            expected="a page of text without scripts",
            advice="Open it in a browser, copy the text into a document, and save that as docx.",
        )
    return document_script(_blocks(page, not_read), (), labels, not_read)


def _blocks(parent: Any, not_read: dict[str, int]) -> list[Block]:
    """The paragraphs and tables of an element; text between two block elements is a paragraph."""
    blocks: list[Block] = []
    pieces: list[tuple[str, bool]] = []
    for piece in _pieces(parent, not_read, bold=False):
        if isinstance(piece, tuple):
            pieces.append(piece)
            continue
        blocks += _paragraph(pieces)
        pieces = []
        if piece is not None:
            blocks.append(piece)
    return blocks + _paragraph(pieces)


def _pieces(
    node: Any, not_read: dict[str, int], *, bold: bool, lines: bool = False
) -> Iterator[tuple[str, bool] | Table | None]:
    """What stands in an element in order; None is the border of a block."""
    yield _text(node.text, lines), bold
    for child in node:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "div" and child.get("title") in ("header", "footer"):  # of LibreOffice
            not_read[child.get("title")] = not_read.get(child.get("title"), 0) + 1
        elif name in _SKIPPED:
            if _SKIPPED[name]:
                not_read[_SKIPPED[name]] = not_read.get(_SKIPPED[name], 0) + 1
        elif name == "br":
            yield "\v", bold
        elif name == "table":
            yield None
            for caption in child.findall("caption"):
                yield from _pieces(caption, not_read, bold=False)
                yield None
            yield _table(child, not_read)
        elif name:
            border = name in _BLOCKS
            if border:
                yield None
            yield from _pieces(
                child, not_read, bold=bold or _is_bold(child), lines=lines or name == "pre"
            )
            if border:
                yield None
        yield _text(child.tail, lines), bold


def _text(text: str | None, lines: bool) -> str:
    return (text or "").replace("\n", "\v") if lines else text or ""


def _paragraph(pieces: list[tuple[str, bool]]) -> list[Block]:
    """The paragraph of some pieces, white space folded as in a browser; none if it is empty."""
    made: list[tuple[str, bool]] = []
    ends_in_space = True
    for piece, bold in pieces:
        text = _SPACE.sub(" ", piece)
        if ends_in_space:
            text = text.removeprefix(" ")
        if text:
            made.append((text.replace("\v", "\n"), bold))
            ends_in_space = text[-1] in " \v"
    whole = paragraph(made)
    text = whole.text.rstrip()
    return [Paragraph(text, min(whole.bold, len(text)))] if text else []


def _table(node: Any, not_read: dict[str, int]) -> Table:
    rows = []
    for row in node.iter("tr"):
        if next(row.iterancestors("table"), None) is not node:
            continue
        cells = [child for child in row if child.tag in ("td", "th")]
        header = bool(cells) and all(child.tag == "th" for child in cells)
        rows.append(Row([cell(_blocks(child, not_read)) for child in cells], header))
    return Table([row for row in rows if row.cells])


def _is_bold(node: Any) -> bool:
    return node.tag in ("b", "strong") or _BOLD.search(node.get("style", "")) is not None
