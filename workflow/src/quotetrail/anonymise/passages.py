"""The searchable text of what is published: plain, JSON, or markup with everything hidden in it."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from typing import NamedTuple

MARKUP = frozenset({"html", "htm", "xhtml", "xml", "svg", "qde", "qdc", "rels", "rdf", "odf"})
JSON = frozenset({"json", "jsonl", "geojson", "ipynb"})


class Passage(NamedTuple):
    """A stretch of text to be searched; ``line`` is that of its first character, from 1."""

    line: int
    text: str


class Embedded(NamedTuple):
    """A file inside a data URI."""

    line: int
    media: str
    data: bytes


_JSON_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))"
)
_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w=.-]+)*;base64,([A-Za-z0-9+/=\s%]{8,})")
_TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|(?P<code><(?P<kind>script|style)\b[^>]*+>)(?P<body>.*?)</(?P=kind)\s*>"
    r"|(?P<tag><[/?!a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>)",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"</?(?:[\w-]+:)?([\w-]+)")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
_LETTER = re.compile(r"[^\W\d_]|&")
_APART = " | "  # between two values, so that they do not read as one name
_BLOCK_NAMES = """
    p div td th tr li ul ol h h1 h2 h3 h4 h5 h6 br table thead tbody section article header footer
    nav main aside figure figcaption caption dt dd dl pre blockquote title option select button
    label summary details text g line-break tab cr si c row v body html head comment
"""
_SHAPE_NAMES = """
    style class d transform points viewbox typeface ascii hansi cs eastasia font-family font rel
    type charset xmlns
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SHAPES = frozenset(_SHAPE_NAMES.split())  # attributes that hold looks, never words


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-16 where a byte order mark says so, UTF-8, or else Latin-1."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def json_passages(text: str) -> Iterator[Passage]:
    """The text of JSON or JSON Lines with its escapes resolved, in the lines of the file."""
    yield Passage(1, _JSON_ESCAPE.sub(_unescaped, text))


def markup_passages(text: str) -> Iterator[Passage]:
    """Everything in HTML, SVG or other XML that a reader or a program could find.

    The text twice, once with runs joined, once with each element apart; attributes, comments and
    the strings in scripts one by one. Names of elements and attributes, style rules and shapes
    are left out.
    """
    joined, apart, hidden, position, line, told = [], [], [], 0, 1, 1
    for token in _TOKEN.finditer(text):
        between = text[position : token.start()]
        position = token.end()
        line += between.count("\n")
        for value in _hidden(token):
            hidden += ["\n" * (line - told), _APART, value.replace("\n", " ")]
            told = line
        inside = token["cdata"] or ""
        lines = "\n" * (token.group().count("\n") - inside.count("\n"))
        name = _NAME.match(token["tag"] or "")
        is_block = name is not None and name[1].lower() in _BLOCKS
        joined += [between, inside, " " if is_block else "", lines]
        apart += [between, " ", inside, lines]
        line += token.group().count("\n")
    rest = text[position:]
    yield Passage(1, "".join(hidden))
    yield Passage(1, html.unescape("".join([*joined, rest])))
    yield Passage(1, html.unescape("".join([*apart, rest])))


def without_data_uris(text: str) -> tuple[str, list[Embedded]]:
    """A text without the files inside it, and these."""
    found = []
    for match in _DATA_URI.finditer(text):
        try:
            data = base64.b64decode(re.sub(r"\s|%0A", "", match[2]) + "==")
        except binascii.Error:
            continue
        line = text.count("\n", 0, match.start()) + 1
        found.append(Embedded(line, match[1] or "", data))
    return _DATA_URI.sub(lambda match: "\n" * match.group().count("\n"), text), found


def _hidden(token: re.Match[str]) -> Iterator[str]:
    """Comments, the values of attributes, and the strings in scripts."""
    tag = token["tag"] or token["code"] or ""
    if token["comment"]:
        yield html.unescape(token["comment"])
    for name, double, single in _ATTRIBUTE.findall(tag):
        local = name.lower().rpartition(":")[2]
        value = double or single
        if local not in _SHAPES and not name.startswith("xmlns") and _LETTER.search(value):
            yield html.unescape(value)
    body = token["body"] or ""
    if "json" in tag.lower():
        yield _JSON_ESCAPE.sub(_unescaped, body)
        return
    for string in _QUOTED.finditer(body):
        value = next(group for group in string.groups() if group is not None)
        yield html.unescape(_JSON_ESCAPE.sub(_unescaped, value))


def _unescaped(match: re.Match[str]) -> str:
    high, low, single, char = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    if single:
        return chr(int(single, 16))
    return " " if char in "nrtbf" else char
