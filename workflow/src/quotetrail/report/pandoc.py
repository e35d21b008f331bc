"""Pandoc, called so that neither the clock, the locale nor the user's own settings matter."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypandoc

from quotetrail.errors import ReportError

# Zip files know no earlier time.
EPOCH = 315532800
# Verbatim quotes and dots, and the same text in every format: no raw html or TeX.
READER = "markdown-smart-raw_html-raw_tex-raw_attribute-tex_math_dollars-citations"

Node = dict[str, Any]


def pandoc(arguments: list[str], text: str, folder: Path) -> str:
    """Run pandoc on a text.

    Parameters
    ----------
    arguments : list of str
    text : str
    folder : Path
        Working directory, in which images are looked up.

    Raises
    ------
    ReportError
        If pandoc fails; its message is not shown, because it may quote the text.
    """
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(  # noqa: S603 - our own binary and our own arguments
            [pypandoc.get_pandoc_path(), "--data-dir", home, *arguments],
            input=text.encode(),
            capture_output=True,
            check=False,
            cwd=folder,
            env={"SOURCE_DATE_EPOCH": str(EPOCH), "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": home},
        )
    if done.returncode:
        raise ReportError(
            f"Pandoc could not convert the report (exit status {done.returncode}).",
            advice="Check the template's Markdown: fenced blocks that are not closed, images.",
        )
    return done.stdout.decode()


def parse(markdown: str, folder: Path) -> Node:
    """The document that a Markdown text is."""
    tree: Node = json.loads(pandoc(["-f", READER, "-t", "json"], markdown, folder))
    return tree


def walk(node: object) -> Iterator[Node]:
    """Every element of a document, from the outside in."""
    if isinstance(node, dict):
        if "t" in node:
            yield node
        for child in list(node.values()):
            yield from walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)


def rewrite(node: object, change: Callable[[Node], list[Node] | None]) -> Any:
    """A copy of a document in which some elements give way to others, from the inside out.

    Parameters
    ----------
    node : object
    change : callable
        Given an element: what takes its place, or None where it stays.
    """
    if isinstance(node, dict):
        return {key: rewrite(value, change) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    out: list[object] = []
    for child in node:
        new = rewrite(child, change)
        others = change(new) if isinstance(new, dict) and "t" in new else None
        out += [new] if others is None else others
    return out


def attributes_of(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Id, classes and further attributes of a Div or Span."""
    name, classes, pairs = node["c"][0]
    return name, classes, dict(pairs)


def plain(inlines: object) -> str:
    """The words of inline elements."""
    words = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
    return "".join(
        node["c"] if node["t"] == "Str" else words.get(node["t"], "") for node in walk(inlines)
    )
