"""A study's codings as plain rows, before any program has written them.

Nothing here uses the package that is tested.
"""

from datetime import datetime
from typing import NamedTuple

NOTICE = "Synthetic data: nothing in it is a finding."
SEPARATOR = " > "


class Document(NamedTuple):
    """A transcript: its text has lines `Label: speech`, parted by LF."""

    name: str
    text: str
    site: str
    group: str


class Placed(NamedTuple):
    """A coding and where it stands: code points of the document's text, the end exclusive."""

    document: str
    start: int
    end: int
    quoted: str
    code_path: str
    coder: str
    memo: str
    created: datetime


class CodeRow(NamedTuple):
    """A row of the codebook; the path has its parts parted by ` > `."""

    path: str
    description: str
    colour: str


class Corpus(NamedTuple):
    """All that a study's project holds."""

    study: str
    documents: list[Document]
    codes: list[CodeRow]
    placed: list[Placed]


def check(corpus: Corpus) -> None:
    """Refuse a corpus whose codings do not stand where they say, or whose code is unknown."""
    texts = {document.name: document.text for document in corpus.documents}
    paths = {code.path for code in corpus.codes}
    for row in corpus.placed:
        if row.code_path not in paths:
            raise ValueError(f"{row.document}: no code is called {row.code_path!r}")
        if not row.quoted or texts[row.document][row.start : row.end] != row.quoted:
            raise ValueError(f"{row.document}: other words stand at {row.start}-{row.end}")


def coders(corpus: Corpus) -> list[str]:
    """The coders, in the order of their first coding."""
    return list(dict.fromkeys(row.coder for row in corpus.placed))


def beginning(corpus: Corpus) -> datetime:
    """When the first coding was made: documents and codes carry this date too."""
    return min(row.created for row in corpus.placed)


def depth(path: str) -> int:
    """How many codes stand above the one of this path."""
    return path.count(SEPARATOR)
