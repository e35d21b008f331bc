"""The page of a document of Taguette, and the bytes of its text nodes, which Taguette counts."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

_BLOCKS = frozenset(
    "p br h1 h2 h3 h4 h5 h6 ul ol li dl dt dd div blockquote pre caption table tr th td".split()  # noqa: SIM905
)
_LINE_END_DROPPED = ("pre", "listing", "textarea")


class Page(NamedTuple):
    """The text of a page, and where line ends were put into it, in the page's own counting."""

    text: str
    nodes: bytes
    breaks: Sequence[int]
    inside: Sequence[int]


def page(contents: str) -> Page:
    """The text nodes of a page."""
    parser = _TextNodes()
    parser.feed(contents.replace("\r\n", "\n").replace("\r", "\n"))
    parser.close()
    text = "".join(parser.parts)
    borders = [0, *parser.breaks, len(text)]
    pieces = (text[start:end] for start, end in pairwise(borders))
    nodes = text.encode("utf-8", "replace")
    inside = [place for place, byte in enumerate(nodes) if byte & 0xC0 == 0x80]
    return Page("\n".join(pieces), nodes, parser.breaks, inside)


def place(where: Page, start: int, end: int) -> tuple[int, int]:
    """A span of bytes of the text nodes in code points of the text.

    A span that cuts a character in two holds the whole of it.
    """
    first = start - bisect_left(where.inside, start) - cuts(where, start)
    last = end - bisect_left(where.inside, end)
    moved = first + bisect_right(where.breaks, first)
    if start == end:
        return moved, moved
    return moved, last + bisect_left(where.breaks, last)


def cuts(where: Page, offset: int) -> bool:
    """Whether an offset stands inside a character."""
    return 0 <= offset < len(where.nodes) and where.nodes[offset] & 0xC0 == 0x80


class _TextNodes(HTMLParser):
    """Collects text nodes, and where one paragraph touches the next."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.breaks: list[int] = []
        self._length = 0
        self._line_open = self._pending = self._drop = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._pending = self._pending or tag in _BLOCKS
        self._drop = tag in _LINE_END_DROPPED

    def handle_endtag(self, tag: str) -> None:
        self._pending = self._pending or tag in _BLOCKS
        self._drop = False

    def handle_data(self, data: str) -> None:
        data = data[1:] if self._drop and data.startswith("\n") else data
        self._drop = False
        if not data:
            return
        if "\n" in data and not data.partition("\n")[0].strip():
            self._pending = False
        elif self._pending and data.strip():
            if self._line_open:
                self.breaks.append(self._length)
            self._pending = False
        if data.strip(" \t"):
            self._line_open = not data.rstrip(" \t").endswith("\n")
        self.parts.append(data)
        self._length += len(data)
