"""The body of a docx as paragraphs and tables, with tracked changes accepted."""

from collections.abc import Iterator
from typing import Any

from quotetrail.transcripts.document import Block, Paragraph, Row, Table, cell, paragraph

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_WRITTEN = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "softHyphen": "\u00ad",
    "noBreakHyphen": "\u2011",
}
_SKIPPED = {
    "del": "tracked deletion",
    "moveFrom": "tracked deletion",
    "drawing": "picture",
    "pict": "picture",
    "object": "picture",
    "sym": "symbol",
    "pPr": "",
    "rPr": "",
    "sdtPr": "",
    "rt": "",
    "sectPr": "",
}
_OFF = ("0", "false", "off")


def local_name(node: Any) -> str:
    """The name of a WordprocessingML element; empty for anything else."""
    if not isinstance(node.tag, str):
        return ""
    namespace, _, name = node.tag[1:].rpartition("}")
    return name if namespace in _NAMESPACES else ""


def body_blocks(document: Any, not_read: dict[str, int]) -> list[Block]:
    """The paragraphs and tables of a document in order; what is skipped is counted."""
    body = next((node for node in document if local_name(node) == "body"), None)
    return [] if body is None else _blocks(body, not_read)


def text_of(node: Any, not_read: dict[str, int]) -> str:
    """The text of a footnote or another small part, one paragraph below the other."""
    return cell(_blocks(node, not_read)).text


def _blocks(parent: Any, not_read: dict[str, int]) -> list[Block]:
    blocks: list[Block] = []
    joins = False
    for node in _below(parent, ("p", "tbl")):
        if local_name(node) == "tbl":
            blocks.append(_table(node, not_read))
            joins = False
            continue
        made = paragraph(_pieces(node, not_read))
        if joins and isinstance(before := blocks[-1], Paragraph):
            blocks.pop()
            made = Paragraph(before.text + made.text, before.bold)
        blocks.append(made)
        joins = _mark_is_deleted(node)
    return blocks


def _below(parent: Any, names: tuple[str, ...]) -> list[Any]:
    """The nearest descendants with these names, through content controls and the like."""
    found = []
    for node in parent:
        name = local_name(node)
        if name in names:
            found.append(node)
        elif name and name not in _SKIPPED:
            found += _below(node, names)
    return found


def _pieces(
    node: Any, not_read: dict[str, int], *, bold: bool = False
) -> Iterator[tuple[str, bool]]:
    """The text of a paragraph or of a part of it, piece by piece, each with whether it is bold."""
    for child in node:
        name = local_name(child)
        if name == "t":
            yield child.text or "", bold
        elif name in _WRITTEN:
            yield _WRITTEN[name], bold
        elif name in _SKIPPED:
            _count(child, name, not_read)
        elif name:
            yield from _pieces(child, not_read, bold=bold or (name == "r" and _is_bold(child)))
        elif _is_alternate(child):
            _count(child, "drawing", not_read)


def _is_bold(run: Any) -> bool:
    return "b" in _switched_on(run, "rPr")


def _count(node: Any, name: str, not_read: dict[str, int]) -> None:
    what = _SKIPPED[name]
    if what == "tracked deletion" and not any(
        local_name(below) in ("delText", "t") for below in node.iter()
    ):
        return
    if what == "picture" and any(local_name(below) == "txbxContent" for below in node.iter()):
        what = "text box"
    if what:
        not_read[what] = not_read.get(what, 0) + 1


def _is_alternate(node: Any) -> bool:
    return isinstance(node.tag, str) and node.tag.endswith("}AlternateContent")


def _mark_is_deleted(paragraph: Any) -> bool:
    """Whether a tracked change removes the paragraph's end, so that the next one follows on."""
    for properties in paragraph:
        if local_name(properties) != "pPr":
            continue
        for run in properties:
            if local_name(run) == "rPr":
                return any(local_name(mark) in ("del", "moveFrom") for mark in run)
    return False


def _table(node: Any, not_read: dict[str, int]) -> Table:
    rows = []
    for row in _below(node, ("tr",)):
        flags = _switched_on(row, "trPr")
        if "del" in flags:
            not_read["tracked deletion"] = not_read.get("tracked deletion", 0) + 1
            continue
        cells = [cell(_blocks(inside, not_read)) for inside in _below(row, ("tc",))]
        if cells:
            rows.append(Row(cells, "tblHeader" in flags))
    return Table(rows)


def _switched_on(node: Any, holder: str) -> set[str]:
    """The properties of a row or a run that are switched on."""
    properties = next((child for child in node if local_name(child) == holder), ())
    return {
        local_name(flag)
        for flag in properties
        if not any(key.endswith("}val") and value in _OFF for key, value in flag.items())
    }
