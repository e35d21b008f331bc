"""A project of a QDA program as plain records, whichever program wrote it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

SourceKind = Literal["text", "pdf", "audio", "video", "picture"]
Holds = Literal["text", "passages", "previews", "places"]


@dataclass(frozen=True)
class Code:
    """A code of the code book.

    Attributes
    ----------
    code : str
        Its id: the GUID in lower case without braces, or one made for it.
    name : str
    parent : str or None
        The id of the code above it.
    description : str
    colour : str
        As the file writes it, empty if it writes none.
    codable : bool
        False for a code that only holds others together.
    """

    code: str
    name: str
    parent: str | None = None
    description: str = ""
    colour: str = ""
    codable: bool = True


@dataclass(frozen=True)
class Source:
    """A document of the project.

    Attributes
    ----------
    source : str
        Its id.
    name : str
    kind : str
        ``text``, ``pdf``, ``audio``, ``video`` or ``picture``.
    text : str or None
        Its plain text as stored, CRLF kept, without a byte order mark.
    problem : str
        Why there is no text; empty if there is one.
    holds : str
        What the format can hold of it: its ``text``, or only the coded ``passages``, or no more
        than ``previews`` of them, or their ``places`` in the study's own transcript.
    """

    source: str
    name: str
    kind: SourceKind
    text: str | None = None
    problem: str = ""
    holds: Holds = "text"


@dataclass(frozen=True)
class Coding:
    """One code given to one selection by one coder.

    Attributes
    ----------
    coding : str
        Its id, unique in the project and the same whenever the same file is read.
    code, source : str
        Ids; ``code`` is empty where the file names none of its code book.
    start, end : int or None
        0-based code points into the source's text, end exclusive; None for a selection on
        anything but text. They may lie outside the text, where the file says so.
    coder : str
        The user's name as in the file.
    memo : str
    weight : float or None
    created : str
        ISO date and time as the file writes it.
    kind : str
        What was selected: ``text``, ``pdf``, ``audio``, ``video``, ``picture``, ``note``,
        ``document`` for a whole source, ``repeat`` for a coding that an earlier file holds too,
        ``speaker`` for a turn that our own export marks.
    quoted : str
        The selected text where the file itself gives it, perhaps cut with an ellipsis.
    paragraphs : tuple of int or None
        The numbers of the paragraphs in which it begins and ends, as the program counts them.
    """

    coding: str
    code: str
    source: str
    start: int | None = None
    end: int | None = None
    coder: str = ""
    memo: str = ""
    weight: float | None = None
    created: str = ""
    kind: str = "text"
    quoted: str = ""
    paragraphs: tuple[int, int] | None = None


@dataclass(frozen=True)
class Project:
    """What a project file holds.

    Attributes
    ----------
    file : str
        The name under which messages mention it.
    codes : tuple of Code
        A parent always stands before its children.
    sources : tuple of Source
    codings : tuple of Coding
    coders : tuple of str
        The names of all users, in the file's order.
    warnings : tuple of str
        What was odd about the file, in counts and kinds, without identifying text.
    """

    file: str
    codes: tuple[Code, ...] = ()
    sources: tuple[Source, ...] = ()
    codings: tuple[Coding, ...] = ()
    coders: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def paths(codes: Iterable[Code]) -> dict[str, tuple[str, ...]]:
    """The names from the root down to each code, by its id.

    A code whose parent is not among those before it stands at the root.
    """
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        found[code.code] = (*found.get(code.parent or "", ()), code.name)
    return found


def dump_project(project: Project, path: str | Path) -> None:
    """Write a project as one JSON file."""
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        json.dump(asdict(project), stream, ensure_ascii=False, indent=1)
        stream.write("\n")


def load_project(path: str | Path) -> Project:
    """Read what `dump_project` wrote."""
    with open(path, encoding="utf-8", newline="\n") as stream:
        record = json.load(stream)
    return Project(
        record["file"],
        tuple(Code(**code) for code in record["codes"]),
        tuple(Source(**source) for source in record["sources"]),
        tuple(_coding(coding) for coding in record["codings"]),
        tuple(record["coders"]),
        tuple(record["warnings"]),
    )


def _coding(record: dict[str, Any]) -> Coding:
    numbers = record.get("paragraphs")
    return Coding(**{**record, "paragraphs": None if numbers is None else tuple(numbers)})
