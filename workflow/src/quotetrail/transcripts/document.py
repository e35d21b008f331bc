"""A document as its reader hands it on: paragraphs and tables in order, whatever the format."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Paragraph(NamedTuple):
    """A paragraph's text; ``bold`` is the number of its first characters that are bold."""

    text: str
    bold: int = 0


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
    """The cells of a table's row; ``header`` says that it is repeated on each page."""

    cells: list[Cell]
    header: bool = False


@dataclass(frozen=True)
class Table:
    """A table's rows."""

    rows: list[Row]


Block = Paragraph | Table


def paragraph(pieces: Iterable[tuple[str, bool]]) -> Paragraph:
    """A paragraph from its pieces, each with whether it is bold."""
    text, bold, leads = "", 0, True
    for piece, is_bold in pieces:
        text += piece
        leads = leads and (is_bold or not piece.strip())
        if leads and is_bold:
            bold = len(text)
    return Paragraph(text, bold)


def cell(blocks: Iterable[Block]) -> Cell:
    """A cell from what stands in it; a table inside gives one paragraph a cell."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            texts += [inner.text for row in block.rows for inner in row.cells]
        else:
            texts.append(block.text)
    return Cell(texts)
