"""Rich text (rtf), as f4, MAXQDA, LibreOffice and macOS write it.

Read by our own walk over its groups: the libraries at hand drop footnotes, keep what a tracked
change deleted, and lose tables, bold print and characters beyond the first plane.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from quotetrail.errors import TranscriptError
from quotetrail.transcripts.document import Block, Cell, Row, Table, cell, paragraph
from quotetrail.transcripts.layout import document_script
from quotetrail.transcripts.rtf_words import CHARSETS, COUNTED, SKIPPED, WRITTEN
from quotetrail.transcripts.spoken import Script

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
_BREAKS = ("par", "sect", "page", "column", "nestcell", "nestrow")


def holds_rtf(data: bytes) -> bool:
    """Whether a file starts as rich text does."""
    return data[:20].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read_rtf(data: bytes, file: str, encoding: str, labels: Collection[str]) -> Script:
    """Read the text of an rtf with its tracked changes accepted, its notes at the end.

    Raises
    ------
    TranscriptError
        If it breaks off.
    """
    del encoding  # the file names its own
    walk = _Walk()
    if not walk.through(data.decode("latin-1")):
        raise TranscriptError(
            "The rich text breaks off before its last closing brace.",
            file=file,
            expected="a complete rtf file",
            advice="Copy it again from where it came from, or save it anew as docx.",
        )
    return document_script(walk.blocks(), walk.notes, labels, walk.not_read)


@dataclass(frozen=True)
class _State:
    """What holds inside a group: where its text goes, and the look and encoding of it."""

    goes: str = "text"
    bold: bool = False
    hidden: str = ""
    fallback: int = 1
    font: str = ""
    starred: bool = False


@dataclass
class _Flow:
    """Paragraphs and table rows in the making, of the body or of a note."""

    done: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    inside: list[Block] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    in_table: bool = False

    def end_paragraph(self) -> None:
        if not self.in_table and self.rows:
            self.done.append(Table(self.rows))
            self.rows = []
        (self.inside if self.in_table else self.done).append(paragraph(self.pieces))
        self.pieces = []

    def end_cell(self) -> None:
        self.in_table = True
        self.end_paragraph()
        self.cells.append(cell(self.inside))
        self.inside = []

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(Row(self.cells))
        self.cells = []
        self.in_table = False

    def end(self) -> list[Block]:
        if self.pieces or self.rows:
            self.in_table = False
            self.end_paragraph()
        return self.done


class _Walk:
    """The way through the groups of a file."""

    def __init__(self) -> None:
        self.not_read: Counter[str] = Counter()
        self.notes: list[str] = []
        self._flow = _Flow()
        self._body = self._flow
        self._state = _State()
        self._stack: list[_State] = []
        self._charsets: dict[str, str] = {}
        self._encoding = "cp1252"
        self._font = ""
        self._bytes = bytearray()
        self._skip = 0
        self._high = 0

    def blocks(self) -> list[Block]:
        """The body's paragraphs and tables."""
        return self._body.end()

    def through(self, source: str) -> bool:
        """Walk to the end of the outermost group; False if the file breaks off before."""
        position = 0
        while (token := _TOKEN.match(source, position)) is not None:
            position = token.end()
            if token["hex"]:
                self._byte(int(token["hex"], 16))
                continue
            self._write_bytes()
            if token["brace"] == "{":
                self._stack.append(self._state)
                self._state = replace(self._state, starred=False)
                self._skip = 0
            elif token["brace"]:
                self._close()
                if not self._stack:
                    return True
            elif token["word"] == "bin":
                position += max(int(token["number"] or 0), 0)
            elif token["word"]:
                number = int(token["number"]) if token["number"] else None
                self._word(token["word"], number)
            elif token["symbol"]:
                self._symbol(token["symbol"])
            elif token["text"]:
                self._plain(token["text"])
        return False

    def _close(self) -> None:
        before = self._stack.pop() if self._stack else _State()
        if self._state.goes == "note" and before.goes != "note":
            self.notes.append(cell(self._flow.end()).text.strip())
            self._flow = self._body
        self._state = before
        self._skip = 0

    def _word(self, word: str, number: int | None) -> None:
        if self._begins_another(word):
            return
        on = number != 0
        if word == "ansicpg":
            self._encoding = _known(f"cp{number}", self._encoding)
        elif word == "deff":
            self._font = str(number)
            self._state = replace(self._state, font=self._font)
        elif word == "f":
            self._state = replace(self._state, font=str(number))
        elif word == "fcharset" and self._state.goes == "fonttbl":
            charset = CHARSETS.get(number or 0, "")
            self._charsets[self._state.font] = _known(charset, self._encoding)
        elif word == "uc":
            self._state = replace(self._state, fallback=number or 0)
        elif word == "u" and number is not None:
            self._unit(number % 0x10000)
            self._skip = self._state.fallback
        elif word == "b":
            self._state = replace(self._state, bold=on)
        elif word in ("deleted", "mvf", "v"):
            self._hide("hidden text" if word == "v" else "tracked deletion", on=on)
        elif word == "plain":
            self._state = replace(self._state, bold=False, hidden="", font=self._font)
        else:
            self._layout(word)

    def _begins_another(self, word: str) -> bool:
        """Whether a word begins a group whose text goes elsewhere; sends it there."""
        starred, goes = self._state.starred, self._state.goes
        if starred:  # only the first word of a group is
            self._state = replace(self._state, starred=False)
        if word in ("pict", "shppict"):
            self.not_read["picture"] += goes == "text"
        if word == "shpinst" and goes == "text":
            self._state = replace(self._state, goes="shape")
        elif word in SKIPPED or (starred and word not in COUNTED and word != "footnote"):
            self._state = replace(self._state, goes=word if word == "fonttbl" else "nowhere")
        elif word in COUNTED:
            self.not_read[COUNTED[word]] += goes in ("text", "shape")
            self._state = replace(self._state, goes="nowhere")
        elif word == "footnote" and goes == "text":
            self._state = replace(self._state, goes="note")
            self._flow = _Flow()
        else:
            return False
        return True

    def _layout(self, word: str) -> None:
        if self._state.goes not in ("text", "note"):
            return
        if word in _BREAKS:
            if self._state.hidden != "tracked deletion":
                self._flow.end_paragraph()
        elif word == "intbl":
            self._flow.in_table = True
        elif word == "pard":
            self._flow.in_table = bool(self._flow.cells)
        elif word == "cell":
            self._flow.end_cell()
        elif word == "row":
            self._flow.end_row()
        elif word in WRITTEN:
            self._plain(WRITTEN[word])

    def _hide(self, what: str, *, on: bool) -> None:
        if on and not self._state.hidden and self._state.goes == "text":
            self.not_read[what] += 1
        self._state = replace(self._state, hidden=what if on else "")

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._state = replace(self._state, starred=True)
        elif symbol in "\r\n":
            self._layout("par")
        elif symbol in WRITTEN:
            self._plain(WRITTEN[symbol])

    def _unit(self, unit: int) -> None:
        """Write a UTF-16 unit; the two halves of a character beyond the first plane come apart."""
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            low = unit - 0xDC00
            unit = 0x10000 + (self._high - 0xD800) * 0x400 + low if self._high else 0xFFFD
        self._high = 0
        if self._is_read():
            self._flow.pieces.append((chr(unit), self._state.bold))

    def _is_read(self) -> bool:
        return self._state.goes in ("text", "note") and not self._state.hidden

    def _plain(self, text: str) -> None:
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        text = text[skipped:]
        if not text or not self._is_read():
            return
        if not text.isascii() and max(text) <= "\xff":
            for char in text:
                self._byte(ord(char))
            self._write_bytes()
            return
        self._flow.pieces.append((text, self._state.bold))

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        elif self._is_read():
            self._bytes.append(value)

    def _write_bytes(self) -> None:
        if self._bytes:
            encoding = self._charsets.get(self._state.font, self._encoding)
            text = bytes(self._bytes).decode(encoding, "replace")
            self._flow.pieces.append((text, self._state.bold))
            self._bytes.clear()


def _known(encoding: str, otherwise: str) -> str:
    try:
        "".encode(encoding or otherwise)
    except LookupError:
        return otherwise
    return encoding or otherwise
