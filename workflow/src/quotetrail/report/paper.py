"""The pdf: pandoc's Typst inside a page of our own, set by Typst with our own fonts."""

import json
import tempfile
from importlib.resources import files
from pathlib import Path

import typst

from quotetrail.errors import ReportError
from quotetrail.report.pandoc import EPOCH, Node, attributes_of, pandoc, plain, rewrite, walk

# Blocks that the page template styles.
_BLOCKS = ("quotation", "attribution", "banner", "finding", "small", "wide")


def write_pdf(
    document: Node, title: str, figures: Path, path: Path, fonts: Path, *, notice: str = ""
) -> None:
    """Write the document as an accessible pdf (PDF/UA-1).

    Parameters
    ----------
    document : dict
        Pandoc's document; it is changed.
    title : str
    figures : Path
        Folder of ``name.svg``.
    path : Path
    fonts : Path
        Folder with the Noto Sans family; no font of the system is used.
    notice : str
        What stands at the top of each page, such as that the data are invented.

    Raises
    ------
    ReportError
        If Typst cannot set it.
    """
    page = (files("quotetrail.report") / "templates" / "page.typ").read_text("utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for node in walk(document):
            if node["t"] == "Image":
                name = f"{node['c'][2][0]}.svg"
                (root / name).write_bytes((figures / name).read_bytes())
                alt = plain(node["c"][1])
                call = f"#image({_string(name)}, alt: {_string(alt)})"
                node.update(_raw("RawInline", call))
        document["blocks"] = rewrite(document["blocks"], _typeset)
        body = pandoc(["-f", "json", "-t", "typst", "--wrap=preserve"], json.dumps(document), root)
        source = root / "report.typ"
        named = f"#let report-title = {_string(title)}\n#let report-notice = {_string(notice)}\n"
        source.write_text(named, "utf-8")
        with open(source, "a", encoding="utf-8", newline="\n") as stream:
            stream.write(page + "\n" + body)
        try:
            pdf = typst.compile(
                str(source),
                root=str(root),
                timestamp=EPOCH,
                ignore_system_fonts=True,
                font_paths=[str(fonts)],
                pdf_standards=["ua-1"],
            )
        except (typst.TypstError, RuntimeError):
            # The message quotes the line, and the line may be a quotation.
            raise ReportError(
                "The report cannot be set as pdf.",
                advice="Look at the html first: an image without alternative text, headings that"
                " skip a level, or markup inside a formula.",
            ) from None
    path.write_bytes(pdf)


def _typeset(node: Node) -> list[Node] | None:
    """Say in Typst what pandoc's writer drops: our block styles, language and direction.

    Words become strings of Typst, because in its markup ``...`` or ``-1`` would turn into other
    characters.
    """
    if node["t"] == "Str":
        return [_raw("RawInline", f"#{_string(node['c'])};")]
    if node["t"] not in ("Div", "Span"):
        return None
    name, classes, pairs = attributes_of(node)
    raw = "RawBlock" if node["t"] == "Div" else "RawInline"
    opening = ""
    if tag := pairs.pop("lang", ""):
        direction = pairs.pop("dir", "ltr")
        function = "spoken" if raw == "RawBlock" else "spoken-inline"
        opening = f'#{function}("{tag.partition("-")[0]}", {direction})['
    node["c"][0] = [name, classes, [[key, value] for key, value in pairs.items()]]
    style = next((block for block in _BLOCKS if block in classes), "")
    if raw == "RawBlock" and style:
        opening = f"#{style}-block[" + opening
    if not opening:
        return None
    close = "]" * opening.count("[")
    return [_raw(raw, opening), node, _raw(raw, close)]


def _string(text: str) -> str:
    """A string of Typst, in which every character stands for itself."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _raw(kind: str, text: str) -> Node:
    return {"t": kind, "c": ["typst", text]}
