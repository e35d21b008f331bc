"""Databases of Taguette (.sqlite3), of one computer or of a server.

Taguette counts UTF-8 bytes over the text nodes of a document's page. Where paragraphs follow each
other without a line end between them, the text gets one, and offsets move along. A highlight is
one coding for each of its tags. Who gave a tag, and when, stands in the log of commands: it is the
first command since which the highlight has had the tag. A coder's name is the login; e-mail
addresses and passwords are never read.

All projects of a database are read. If there are several, a document's name has its project's name
before it, and tags of the same path are one code.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quotetrail.coding.assemble import Document, Node, Passage, assemble, cut_cycles, joined
from quotetrail.coding.database import (
    Database,
    Row,
    holds_tables,
    named,
    odd_texts,
    opened,
    rows,
    whole,
    words,
)
from quotetrail.coding.project import Project
from quotetrail.coding.taguette_page import Page, cuts, page, place

_NEEDED = {
    "documents": ("id", "name", "contents"),
    "highlights": ("id", "document_id", "start_offset", "end_offset"),
    "tags": ("id", "path"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
_SEPARATORS = (" > ", ">", " / ", "/", "::", "\\", ".")
_SURE = " > "


class _Change(NamedTuple):
    """Who did something, and when."""

    login: str
    date: str


def holds_taguette(path: Path, head: bytes) -> bool:
    """Whether this is a database of Taguette."""
    return holds_tables(path, head, *_NEEDED)


def read_taguette(path: Path, file: str) -> Project:
    """Read all projects of a database of Taguette.

    Parameters
    ----------
    path : Path
    file : str
        The name under which messages mention it.

    Raises
    ------
    CodingError
        If the database is open elsewhere, damaged, cut short, or another program's.
    """
    with opened(path, file, "Taguette", _NEEDED) as database:
        warnings: list[str] = []
        nodes, keys = _nodes(database, warnings)
        pages = {
            named("document", row["id"]): page(words(row["contents"]))
            for row in rows(database, "documents", "id", "contents")
        }
        documents = _documents(database, pages, warnings)
        passages = _passages(database, pages, keys, warnings)
        warnings += odd_texts(database)
    return assemble(file, nodes, documents, passages, warnings=warnings, recount=False)


def _documents(
    database: Database, pages: Mapping[str | None, Page], warnings: list[str]
) -> list[Document]:
    projects = {
        named("project", row["id"]): words(row["name"])
        for row in rows(database, "projects", "id", "name")
    }
    if len(projects) > 1:
        warnings.append(f"{len(projects)} projects in one database are read as one")
    found = []
    for row in rows(database, "documents", "id", "name", "project_id", "description"):
        key, name = named("document", row["id"]), words(row["name"])
        if len(projects) > 1:
            name = f"{projects.get(named('project', row['project_id']), '')}/{name}"
        memo = words(row["description"])
        found.append(Document(key, name, "text", pages[key].text, memo=memo))
    return found


def _nodes(database: Database, warnings: list[str]) -> tuple[list[Node], dict[str, str]]:
    """A node for each step of each tag's path, and under which key each tag is found."""
    tags = rows(database, "tags", "id", "path", "description", "parent_id")
    paths = _paths(tags, warnings)
    nodes: dict[tuple[str, ...], Node] = {}
    keys: dict[str, str] = {}
    differing = 0
    for row, path in zip(tags, paths, strict=True):
        for depth in range(1, len(path) + 1):
            step, above = path[:depth], path[: depth - 1]
            nodes.setdefault(
                step,
                Node(repr(step), step[-1], repr(above) if above else None, codable=False),
            )
        node, description = nodes[path], words(row["description"])
        differing += node.codable and node.description != description.strip()
        description = joined(node.description, description)
        nodes[path] = node._replace(description=description, codable=True)
        keys[named("tag", row["id"]) or ""] = node.key or ""
    if differing:
        warnings.append(f"{differing} tags of the same path have several descriptions")
    return list(nodes.values()), keys


def _paths(tags: Sequence[Row], warnings: list[str]) -> list[tuple[str, ...]]:
    """The steps of each tag's path, by the tags above it or by the convention of the paths."""
    written = [words(row["path"]) for row in tags]
    if any(row["parent_id"] is not None for row in tags):
        warnings.append("the tags are read in the tree in which Taguette shows them")
        return _upwards(written, _above(tags, warnings))
    separator = convention(written)
    if separator is None:
        return [(path,) for path in written]
    warnings.append(f"the steps of a tag's path are read as divided by `{separator}`")
    return [_steps(path, separator) or (path,) for path in written]


def _above(tags: Sequence[Row], warnings: list[str]) -> list[int | None]:
    """Which tag stands above each tag."""
    places = {named("tag", row["id"]): number for number, row in enumerate(tags)}
    named_above = [named("tag", row["parent_id"]) for row in tags]
    parents = [None if name is None else places.get(name) for name in named_above]
    lost = sum(name is not None and name not in places for name in named_above)
    if lost:
        warnings.append(f"{lost} tags name a tag above them that the file does not hold")
    cycles = cut_cycles(parents)
    if cycles:
        warnings.append(f"{cycles} cycles in the code tree are cut")
    return parents


def _upwards(names: Sequence[str], parents: Sequence[int | None]) -> list[tuple[str, ...]]:
    found = []
    for tag in range(len(names)):
        steps: list[str] = []
        at: int | None = tag
        while at is not None:
            steps.append(names[at])
            at = parents[at]
        found.append(tuple(reversed(steps)))
    return found


def convention(paths: Iterable[str]) -> str | None:
    """What divides the steps of these paths; None if nothing speaks for anything.

    `` > `` always does. Any other sign does if what stands before it is a tag itself, or stands
    before it in several tags: ``his/her pay`` alone is no path.
    """
    known = list(dict.fromkeys(paths))
    for separator in _SEPARATORS:
        split = [steps for path in known if len(steps := _steps(path, separator)) > 1]
        if split and separator == _SURE:
            return separator
        heads = Counter(steps[:-1] for steps in split)
        whole_paths = {_steps(path, separator) for path in known}
        if any(number > 1 or head in whole_paths for head, number in heads.items()):
            return separator
    return None


def _steps(path: str, separator: str) -> tuple[str, ...]:
    """The steps of a path; none if one of them is empty or has blanks where words go on.

    A number is a step only between arrows: ``1.2 Pay`` and ``24/7`` are names.
    """
    steps = path.split(separator)
    if any(not step or step != step.strip() for step in steps):
        return ()
    if ">" not in separator and any(step.isdigit() for step in steps):
        return ()
    return tuple(steps)


def _passages(
    database: Database,
    pages: Mapping[str | None, Page],
    keys: Mapping[str, str],
    warnings: list[str],
) -> list[Passage]:
    given: dict[str | None, list[str]] = {}
    for row in rows(database, "highlight_tags", "highlight_id", "tag_id"):
        tag = named("tag", row["tag_id"])
        given.setdefault(named("highlight", row["highlight_id"]), []).append(tag or "")
    changes = _changes(database, warnings)
    found = []
    cut = unknown = 0
    columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
    for row in rows(database, "highlights", *columns):
        key, where = named("highlight", row["id"]), pages.get(named("document", row["document_id"]))
        start, end = whole(row["start_offset"]), whole(row["end_offset"])
        if where and start is not None and end is not None:
            cut += cuts(where, start) or cuts(where, end)
            start, end = place(where, start, end)
        quoted = page(words(row["snippet"])).text
        for tag in given.pop(key, [""]):
            change = changes.get((key, tag)) or changes.get((key, ""))
            unknown += change is None
            coder, date = change or _Change("", "")
            found.append(
                Passage(
                    named("document", row["document_id"]),
                    keys.get(tag),
                    start,
                    end,
                    coder,
                    created=date,
                    quoted=quoted,
                )
            )
    left = sum(map(len, given.values()))
    counts = (
        (cut, "highlights begin or end inside a character, and hold the whole of it"),
        (unknown, "codings have no command that says who made them"),
        (left, "tags belong to highlights that do not exist"),
    )
    warnings += [f"{number} {what}" for number, what in counts if number]
    return found


def _changes(database: Database, warnings: list[str]) -> dict[tuple[str | None, str], _Change]:
    """Who gave each highlight each of its tags; without a tag, who made the highlight."""
    holders: dict[str | None, dict[str, _Change]] = {}
    unread = 0
    for row in rows(database, "commands", "user_login", "date", "payload"):
        try:
            payload = json.loads(words(row["payload"]))
            _apply(payload, _Change(words(row["user_login"]), words(row["date"])), holders)
        except (ValueError, TypeError, AttributeError, RecursionError):
            unread += 1
    if unread:
        warnings.append(f"{unread} commands cannot be read")
    return {
        (highlight, tag): change
        for highlight, tags in holders.items()
        for tag, change in tags.items()
    }


def _apply(
    payload: dict[str, object], change: _Change, holders: dict[str | None, dict[str, _Change]]
) -> None:
    """Follow one command; older versions call the highlight `id`."""
    highlight = named("highlight", payload.get("highlight_id", payload.get("id")))
    if payload.get("type") == "highlight_add":
        tags = payload.get("tags") or []
        if not isinstance(tags, list):
            raise TypeError
        before = holders.get(highlight, {"": change})
        wanted = ["", *(named("tag", tag) or "" for tag in tags)]
        holders[highlight] = {tag: before.get(tag, change) for tag in wanted}
    elif payload.get("type") == "highlight_delete":
        holders.pop(highlight, None)
    elif payload.get("type") == "tag_merge":
        source = named("tag", payload.get("src_tag_id", payload.get("src"))) or ""
        target = named("tag", payload.get("dest_tag_id", payload.get("dest"))) or ""
        for tags_of in holders.values():
            if source in tags_of:
                tags_of.setdefault(target, tags_of.pop(source))
