"""A search for names in files of every kind, as somebody would who wants to find one.

It shares nothing with the package's own gates.
"""

import base64
import binascii
import contextlib
import html
import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from e2e.mini import PLANTED_IDENTIFIERS, PLANTED_NAMES

SECRETS = [*PLANTED_NAMES, *PLANTED_IDENTIFIERS]
_DATA_URI = re.compile(r"data:[^;,\"')]*(?:;[\w=.-]+)*;base64,([A-Za-z0-9+/=\s%]+)")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def texts_in(
    name: str, data: bytes, in_pdf: Callable[[bytes], Iterator[str]] | None = None
) -> Iterator[str]:
    """Every text that somebody could get out of a file, by whatever means.

    Of a pdf that is `anywhere_in_pdf`, or what ``in_pdf`` finds.
    """
    yield unquote(name)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode("latin-1")
            for info in archive.infolist():
                yield info.comment.decode("latin-1")
                yield from texts_in(info.filename, archive.read(info), in_pdf)
        return
    if data[:5] == b"%PDF-":
        yield from (in_pdf or anywhere_in_pdf)(data)
        return
    if data[:4] == b"\x89PNG":
        yield from chunks_of_png(data)
        return
    for encoding in ("utf-8", "utf-16", "latin-1"):
        try:
            yield from readings(data.decode(encoding))
            break
        except UnicodeDecodeError:
            continue


def readings(text: str) -> Iterator[str]:
    """A text as it stands, without its markup, without its escapes, and the files inside it."""
    for blob in _DATA_URI.findall(text):
        try:
            yield from texts_in("", base64.b64decode(unquote(blob)))
        except binascii.Error:
            yield blob
    text = _DATA_URI.sub(" ", text)
    joined, apart = re.sub(r"<[^<>]*>", "", text), re.sub(r"<[^<>]*>", " ", text)
    for reading in (text, joined, apart):
        yield reading
        plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), reading)
        plain = plain.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')
        yield html.unescape(plain)
        yield unquote(html.unescape(plain))


def printed_in_pdf(data: bytes) -> Iterator[str]:
    """What a reader of the pdf sees, and its properties."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed, so nobody can read a PDF here")
    reading = (["pdftotext", *how, "-", "-"] for how in (["-raw"], ["-layout"], []))
    for command in (*reading, ["pdfinfo", "-"]):
        yield subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def anywhere_in_pdf(data: bytes) -> Iterator[str]:
    """The same, and what stands among its bytes, where "RoleMap" holds a "Lema" too."""
    yield from printed_in_pdf(data)
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield from strings(zlib.decompress(stream))
    yield from strings(data)


def strings(data: bytes) -> Iterator[str]:
    """What can be read among bytes that are no text; in noise short words appear by chance."""
    for run in re.findall(rb"[\x20-\x7e]{6,}", data.replace(b"\0", b"")):
        yield run.decode("ascii")


def chunks_of_png(data: bytes) -> Iterator[str]:
    position = 8
    while position < len(data):
        length, kind = int.from_bytes(data[position : position + 4]), data[position + 4 :][:4]
        chunk = data[position + 8 : position + 8 + length]
        position += 12 + length
        if kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"):
            yield chunk.decode("utf-8", errors="replace")
            for start in range(len(chunk) if kind != b"tEXt" else 0):
                try:
                    yield zlib.decompress(chunk[start:]).decode("utf-8", errors="replace")
                    break
                except zlib.error:
                    continue


def seen(text: str) -> str:
    """A text as it looks: no case, no accents, nothing invisible, every blank the same."""
    parts = unicodedata.normalize("NFKD", text.casefold()).replace("\u0142", "l")
    kept = (char for char in parts if unicodedata.category(char) not in ("Mn", "Cf"))
    return re.sub(r"\s+", " ", "".join(kept))


def pattern_of(secrets: Iterable[str]) -> re.Pattern[str]:
    """Long words are found inside others too; short ones would be found in "rigorous"."""
    forms = {seen(secret) for secret in secrets}
    inside = [re.escape(form) for form in forms if len(form) > 4]
    alone = [rf"(?<![a-z]){re.escape(form)}(?![a-z]{{3}})" for form in forms if len(form) <= 4]
    # Of two that begin alike the longer one is to be found.
    return re.compile("|".join(sorted(inside + alone, key=len, reverse=True)))


def found_in(name: str, data: bytes, secrets: Iterable[str] = SECRETS) -> set[str]:
    """The secrets that stand in a file, or in its name."""
    pattern = pattern_of(secrets)
    return {hit for text in texts_in(name, data) for hit in pattern.findall(seen(text))}


def files_below(folder: Path, *without: str) -> list[Path]:
    left_out = [folder / name for name in without]
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(path.is_relative_to(out) for out in left_out)
    ]


def found_below(folder: Path, root: Path, secrets: Iterable[str] = SECRETS) -> dict[str, set[str]]:
    """The files in which secrets stand, by path."""
    found = {}
    for path in [folder] if folder.is_file() else files_below(folder):
        name = path.relative_to(root).as_posix()
        if hits := found_in(name, path.read_bytes(), secrets):
            found[name] = hits
    return found
