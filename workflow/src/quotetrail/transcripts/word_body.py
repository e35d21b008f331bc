"""The body of a docx as paragraphs and tables, with tracked changes accepted."""

from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Cell:
    """The paragraphs of a table's cell."""

    paragraphs: list[str]

    @property
    def text(self) -> str:
        """Its paragraphs, one below the other."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Row:
    """The cells of a table's row; ``header`` says that Word repeats it on each page."""

    cells: list[Cell]
    header: bool


@dataclass(frozen=True)
class Table:
    """A table's rows."""

    rows: list[Row]


Block = str | Table


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


def _blocks(parent: Any, not_read: dict[str, int]) -> list[Block]:
    blocks: list[Block] = []
    joins = False
    for node in _below(parent, ("p", "tbl")):
        if local_name(node) == "tbl":
            blocks.append(_table(node, not_read))
            joins = False
            continue
        text = _text(node, not_read)
        if joins:
            text = str(blocks.pop()) + text
        blocks.append(text)
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


def _text(node: Any, not_read: dict[str, int]) -> str:
    """The text of a paragraph or of a part of it."""
    parts = []
    for child in node:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _WRITTEN:
            parts.append(_WRITTEN[name])
        elif name in _SKIPPED:
            _count(child, name, not_read)
        elif name:
            parts.append(_text(child, not_read))
        elif _is_alternate(child):
            _count(child, "drawing", not_read)
    return "".join(parts)


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
        flags = _flags(row)
        if "del" in flags:
            not_read["tracked deletion"] = not_read.get("tracked deletion", 0) + 1
            continue
        cells = [_cell(cell, not_read) for cell in _below(row, ("tc",))]
        if cells:
            rows.append(Row(cells, "tblHeader" in flags))
    return Table(rows)


def _flags(row: Any) -> set[str]:
    """The properties of a row that are switched on."""
    properties = next((node for node in row if local_name(node) == "trPr"), ())
    return {
        local_name(flag)
        for flag in properties
        if not any(key.endswith("}val") and value in _OFF for key, value in flag.items())
    }


def _cell(node: Any, not_read: dict[str, int]) -> Cell:
    paragraphs: list[str] = []
    for block in _blocks(node, not_read):
        if isinstance(block, str):
            paragraphs.append(block)
        else:
            paragraphs += [cell.text for row in block.rows for cell in row.cells]
    return Cell(paragraphs)
