"""OpenDocument text (odt): the body with its notes is read, other parts are only counted."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from quotetrail.transcripts.document import Block, Row, Table, cell, paragraph
from quotetrail.transcripts.layout import document_script
from quotetrail.transcripts.plain import not_a_transcript
from quotetrail.transcripts.reading import has_word
from quotetrail.transcripts.spoken import Script
from quotetrail.transcripts.unzip import ZIP, parse_xml, unzip

_TEXT_TYPE = b"application/vnd.oasis.opendocument.text"
_MEMBERS = ("content.xml", "styles.xml", "META-INF/manifest.xml")
_SKIPPED = {
    "annotation": "comment",
    "annotation-end": "",
    "tracked-changes": "",
    "note-citation": "",
    "ruby-text": "",
    "frame": "picture",
    "custom-shape": "picture",
    "bookmark": "",
    "script": "script",
    "forms": "",
    "sequence-decls": "",
    "hidden-text": "hidden text",
}
_COUNT = re.compile("[0-9]{1,4}")
_HEAVY = ("bold", "600", "700", "800", "900")


def holds_odt(data: bytes) -> bool:
    """Whether a file is a zip whose first member names the type of an OpenDocument text."""
    return data.startswith(ZIP) and b"mimetype" + _TEXT_TYPE in data[:200]


def read_odt(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the body of an odt with its tracked changes accepted, its notes at the end.

    Raises
    ------
    TranscriptError
        If it is damaged, locked by a password, or made to do harm.
    """
    del encoding  # XML names its own
    members = unzip(data, file, _MEMBERS.__contains__)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise not_a_transcript("This document is locked by a password.", file)
    if "content.xml" not in members:
        raise not_a_transcript("This is a zip or Office file, but no text document.", file)
    content = parse_xml(members["content.xml"], "content.xml", file)
    reader = _Reader(*_styles(content))
    body = content.find("{*}body/{*}text")
    blocks = [] if body is None else reader.blocks(body)
    reader.not_read["tracked deletion"] += len(list(content.iter("{*}deletion")))
    if "styles.xml" in members:
        styles = parse_xml(members["styles.xml"], "styles.xml", file)
        for name in ("header", "footer"):
            parts = styles.iter(f"{{*}}{name}")
            reader.not_read[name] += sum(has_word("".join(part.itertext())) for part in parts)
    return document_script(blocks, reader.notes, labels, reader.not_read)


class _Reader:
    """The walk through a body: what it left out, and the notes it met on its way."""

    def __init__(self, bold: dict[str, bool], hidden: Collection[str]) -> None:
        self.not_read: Counter[str] = Counter()
        self.notes: list[str] = []
        self._bold = bold
        self._hidden = hidden

    def blocks(self, parent: Any) -> list[Block]:
        """The paragraphs and tables below an element, through lists, sections and indexes."""
        blocks: list[Block] = []
        for node in parent:
            name = _name(node)
            if name in ("p", "h"):
                blocks.append(paragraph(self._pieces(node, bold=self._is_bold(node))))
            elif name == "table":
                blocks.append(Table([self._row(row) for row in _rows(node)]))
            elif name in _SKIPPED:
                self._count(node, name)
            elif name:
                blocks += self.blocks(node)
        return blocks

    def _row(self, row: Any) -> Row:
        cells = (node for node in row if _name(node) in ("table-cell", "covered-table-cell"))
        header = _name(row.getparent()) == "table-header-rows"
        return Row([cell(self.blocks(node)) for node in cells], header)

    def _pieces(self, node: Any, *, bold: bool) -> Iterator[tuple[str, bool]]:
        yield _folded(node.text), bold
        for child in node:
            name = _name(child)
            if name == "s":
                count = _attribute(child, "c") or "1"
                yield " " * (int(count) if _COUNT.fullmatch(count) else 1), bold
            elif name == "tab":
                yield "\t", bold
            elif name == "line-break":
                yield "\n", bold
            elif name == "note":
                body = child.find("{*}note-body")
                self.notes.append("" if body is None else cell(self.blocks(body)).text)
            elif name in _SKIPPED:
                self._count(child, name)
            elif _attribute(child, "style-name") in self._hidden:
                self.not_read["hidden text"] += 1
            elif name:
                inside = self._bold.get(_attribute(child, "style-name"), bold)
                yield from self._pieces(child, bold=inside)
            yield _folded(child.tail), bold

    def _count(self, node: Any, name: str) -> None:
        what = _SKIPPED[name]
        if what == "picture" and node.find(".//{*}text-box") is not None:
            what = "text box"
        if what:
            self.not_read[what] += 1

    def _is_bold(self, node: Any) -> bool:
        return self._bold.get(_attribute(node, "style-name"), False)


def _styles(content: Any) -> tuple[dict[str, bool], set[str]]:
    """The document's own styles that say whether letters are bold, and those that hide them."""
    bold, hidden = {}, set()
    for style in content.iter("{*}style"):
        name = _attribute(style, "name")
        properties = style.find("{*}text-properties")
        if properties is None:
            continue
        if weight := _attribute(properties, "font-weight"):
            bold[name] = weight in _HEAVY
        if _attribute(properties, "display") == "none":
            hidden.add(name)
    return bold, hidden


def _rows(table: Any) -> Iterator[Any]:
    for node in table:
        if _name(node) == "table-row":
            yield node
        elif _name(node) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(node)


def _folded(text: str | None) -> str:
    """White space as OpenDocument counts it: a run of it is one space."""
    if not text:
        return ""
    words = " ".join(part for part in text.replace("\n", " ").replace("\t", " ").split(" ") if part)
    left = " " if text[0] in " \t\n" else ""
    right = " " if words and text[-1] in " \t\n" else ""
    return left + words + right


def _name(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _attribute(node: Any, name: str) -> str:
    found = (value for key, value in node.items() if etree.QName(key).localname == name)
    return next(found, "")
