"""Paragraphs and tables of a document as one text, and who speaks where in it."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from quotetrail.transcripts.document import Block, Paragraph, Row, Table
from quotetrail.transcripts.labels import can_be_label, clean_label, is_generic, label_key
from quotetrail.transcripts.spoken import Script, Span, Spoken, joined
from quotetrail.transcripts.stamps import is_stamp, seconds
from quotetrail.transcripts.turns import Line, spoken_in

_HEADINGS = frozenset(
    str.split("""
    speaker name who person label time timestamp start stamp nr no number line text transcript
    speech utterance content what turn # id sprecher sprecherin wer zeit zeile inhalt redebeitrag
    """)
)
_NUMBER = re.compile(r"\d{0,5}\.?")


@dataclass(frozen=True)
class Columns:
    """Which column of a dialogue's table holds what; -1 where none does."""

    time: int
    speaker: int
    text: int


@dataclass
class _Layout:
    """A document's text so far.

    Attributes
    ----------
    groups : list of list of Line
        Lines in which labels are still to be found; a table's dialogue stands between two groups.
    spoken : list of Spoken
        What tables say of who speaks.
    """

    text: str = ""
    groups: list[list[Line]] = field(default_factory=lambda: [[]])
    spoken: list[Spoken] = field(default_factory=list)
    not_read: dict[str, int] = field(default_factory=dict)


def document_script(
    blocks: Sequence[Block],
    notes: Sequence[str],
    labels: Collection[str],
    not_read: dict[str, int],
) -> Script:
    """A document as one text, paragraph below paragraph, and who speaks where in it.

    Parameters
    ----------
    blocks : sequence of Block
    notes : sequence of str
        Footnotes and the like, which nobody speaks; they stand below everything else.
    labels : collection of str
        Labels that are known to be speakers, in any case.
    not_read : dict of str to int
        What the reader left out, and how many of it.
    """
    layout = _lay_out(blocks, labels)
    spoken = [*layout.spoken, *spoken_in(layout.text, layout.groups, labels)]
    spoken.sort(key=lambda one: one.spans[0])
    text = layout.text
    for note in notes:
        text += "\n" + note
        spoken.append(Spoken(None, None, ((len(text) - len(note), len(text)),)))
    return Script(text, tuple(spoken), dict(Counter(not_read) + Counter(layout.not_read)))


def _lay_out(blocks: Sequence[Block], labels: Collection[str]) -> _Layout:
    known = {label_key(label) for label in labels}
    layout = _Layout()
    written: list[str] = []
    length = 0

    def write(text: str) -> int:
        nonlocal length
        start = length
        written.append(text)
        length += len(text) + 1
        return start

    for block in blocks:
        if isinstance(block, Paragraph):
            layout.groups[-1] += _lines(block, write(block.text))
            continue
        columns = _dialogue(block, known)
        if columns is None:
            for text in _as_paragraphs(block):
                layout.groups[-1] += _lines(Paragraph(text), write(text))
            continue
        said: list[tuple[Spoken, bool]] = []
        for row in block.rows:
            if _is_heading(row):
                layout.not_read["table heading"] = layout.not_read.get("table heading", 0) + 1
                continue
            start = write("\t".join(cell.text for cell in row.cells))
            spoken = _row_spoken(row, columns, start)
            whole = len(row.cells) > columns.text
            said.append((spoken, whole and spoken.speaker is None))
        layout.spoken += joined(said)
        layout.groups.append([])
    layout.text = "\n".join(written)
    return layout


def _lines(block: Paragraph, start: int) -> list[Line]:
    lines = []
    bold = block.bold
    for position, content in enumerate(block.text.split("\n")):
        lines.append(Line(start, start + len(content), position == 0, min(bold, len(content))))
        start += len(content) + 1
        bold = 0
    return lines


def _as_paragraphs(table: Table) -> list[str]:
    """A table that is no dialogue, cell by cell; a time stays before the text to its right."""
    paragraphs: list[str] = []
    for row in table.rows:
        texts = [cell.text for cell in row.cells]
        if len(texts) == 2 and is_stamp(texts[0]):
            paragraphs.append("\t".join(texts))
        else:
            paragraphs += [text for cell in row.cells for text in cell.paragraphs]
    return paragraphs


def _dialogue(table: Table, known: Collection[str]) -> Columns | None:
    """The columns of a table that says who speaks, or None if this one does not."""
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows if not _is_heading(row)]
    width = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == width]
    if width == 2:
        columns = Columns(-1, 0, 1)
    elif width == 3 and all(_is_place(row[0]) for row in full):
        columns = Columns(0, 1, 2)
    elif width == 3 and all(_is_place(row[1]) for row in full):
        columns = Columns(1, 0, 2)
    else:
        return None
    labels = [clean_label(row[columns.speaker].rstrip(":： ")) for row in full]
    labels = [label for label in labels if label]
    often = Counter(map(label_key, labels))
    sure = 0
    for label in labels:
        key = label_key(label)
        if key not in known and not can_be_label(label):
            return None
        sure += key in known or is_generic(label) or often[key] > 1
    return columns if labels and sure * 2 >= len(labels) else None


def _is_place(text: str) -> bool:
    """Whether a cell tells a place in the recording or the document: a time or a number."""
    return is_stamp(text) or _NUMBER.fullmatch(text) is not None


def _is_heading(row: Row) -> bool:
    texts = [cell.text.strip().casefold() for cell in row.cells]
    return row.header or (any(texts) and all(not text or text in _HEADINGS for text in texts))


def _row_spoken(row: Row, columns: Columns, start: int) -> Spoken:
    """One row as one turn; a row of fewer cells is text that nobody is named for."""
    spans: list[Span] = []
    for cell in row.cells:
        spans.append((start, start + len(cell.text)))
        start += len(cell.text) + 1
    if len(spans) <= columns.text:
        return Spoken(None, None, ((spans[0][0], spans[-1][1]),))
    label = clean_label(row.cells[columns.speaker].text.rstrip(":： "))
    time = row.cells[columns.time].text if columns.time >= 0 else ""
    stamp = seconds(time) if is_stamp(time) else None
    return Spoken(label or None, stamp, (spans[columns.text],))
