"""A project of a QDA program as plain records, whichever program wrote it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

SourceKind = Literal["text", "pdf", "audio", "video", "picture"]
Subject = Literal["document", "case"]
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
    memo : str
        What the team wrote about the document.
    holds : str
        What the format can hold of it: its ``text``, or only the coded ``passages``, or no more
        than ``previews`` of them, or their ``places`` in the study's own transcript.
    counting : str
        How the file counts offsets in it, and how well that fits, where this was found out.
    """

    source: str
    name: str
    kind: SourceKind
    text: str | None = None
    problem: str = ""
    memo: str = ""
    holds: Holds = "text"
    counting: str = ""


class Coding(NamedTuple):
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
    doubtful : bool
        Whether it cannot be told which characters the file means by start and end.
    important : bool
        Whether the coder marked it as important.
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
    doubtful: bool = False
    important: bool = False
    paragraphs: tuple[int, int] | None = None


@dataclass(frozen=True)
class Case:
    """Somebody or something that the study compares: a person, a family, a ward.

    Attributes
    ----------
    case : str
        Its id.
    name, description : str
    sources : tuple of str
        The documents that belong to it as a whole.
    parts : tuple of str
        The documents of which only passages belong to it.
    """

    case: str
    name: str
    description: str = ""
    sources: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Documents, or codes, that the team put together.

    Attributes
    ----------
    name : str
        With the names of the groups around it, parted by `` > ``.
    kind : str
        ``group``, in one of which a document is at most, or ``set``, which may overlap.
    sources, codes : tuple of str
        The ids of what is in it.
    """

    name: str
    kind: Literal["group", "set"] = "set"
    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """What a variable says of a document or a case.

    Attributes
    ----------
    of : str
        ``document`` or ``case``.
    subject : str
        The id of that document or case.
    variable, value : str
        As the program shows them; a variable without a value is not there.
    file : str
        The project file that says so; merging fills it in.
    """

    of: Subject
    subject: str
    variable: str
    value: str
    file: str = ""


@dataclass(frozen=True)
class Summary:
    """What the team wrote about all that a document or a case says on a code."""

    of: Subject
    subject: str
    code: str
    text: str


@dataclass(frozen=True)
class Conflict:
    """Two things said of one: by two projects, or twice by one. The first counts.

    Attributes
    ----------
    what : str
        What they disagree about, such as ``code colour`` or ``value``.
    where : str
        The code's path, the case's name, or the subject and its variable.
    first, other : str
        What counts, and what does not.
    file : str
        The project file that says the other.
    """

    what: str
    where: str
    first: str
    other: str
    file: str = ""


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
    cases : tuple of Case
    groups : tuple of Group
    values : tuple of Value
    summaries : tuple of Summary
    conflicts : tuple of Conflict
        Found when projects were merged.
    """

    file: str
    codes: tuple[Code, ...] = ()
    sources: tuple[Source, ...] = ()
    codings: tuple[Coding, ...] = ()
    coders: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    groups: tuple[Group, ...] = ()
    values: tuple[Value, ...] = ()
    summaries: tuple[Summary, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


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
        json.dump(_as_record(project), stream, ensure_ascii=False, indent=1)
        stream.write("\n")


def _as_record(project: Project) -> dict[str, Any]:
    codings = [coding._asdict() for coding in project.codings]
    return {**asdict(replace(project, codings=())), "codings": codings}


def load_project(path: str | Path) -> Project:
    """Read what `dump_project` wrote."""
    with open(path, encoding="utf-8", newline="\n") as stream:
        record = json.load(stream)
    return Project(
        record["file"],
        tuple(Code(**code) for code in record["codes"]),
        tuple(Source(**source) for source in record["sources"]),
        tuple(Coding(**_with_tuples(coding)) for coding in record["codings"]),
        tuple(record["coders"]),
        tuple(record["warnings"]),
        tuple(Case(**_with_tuples(case)) for case in record["cases"]),
        tuple(Group(**_with_tuples(group)) for group in record["groups"]),
        tuple(Value(**value) for value in record["values"]),
        tuple(Summary(**summary) for summary in record["summaries"]),
        tuple(Conflict(**conflict) for conflict in record["conflicts"]),
    )


def _with_tuples(record: dict[str, Any]) -> dict[str, Any]:
    """A record with the tuples that JSON has made lists of."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }
