"""A report's Markdown as html, docx and pdf, the same bytes on every day and machine."""

import base64
import copy
import html
import json
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from quotetrail.errors import ReportError
from quotetrail.report.pandoc import Node, attributes_of, pandoc, parse, rewrite, walk
from quotetrail.report.paper import write_pdf
from quotetrail.report.word import STYLED, finish, write_reference

FORMATS = ("html", "docx", "pdf")
_TABLE_TEXT = ["custom-style", "Table Text"]
_SYNTHETIC = "Synthetic demonstration data: not findings"
# Word joins tables that follow each other without a paragraph between them.
_AFTER_TABLE: Node = {"t": "RawBlock", "c": ["openxml", "<w:p/>"]}


def render(
    markdown: str,
    *,
    title: str,
    figures: Path,
    out: Mapping[str, Path],
    fonts: Path,
    synthetic: bool = False,
) -> None:
    """Write a report in the formats that `out` names.

    Parameters
    ----------
    markdown : str
        The filled template.
    title : str
        The document's title, as plain text.
    figures : Path
        Folder in which a figure ``name`` is ``name.svg`` and ``name.png``.
    out : mapping of str to Path
        Where ``html``, ``docx`` and ``pdf`` go.
    fonts : Path
        Folder with the fonts that the pdf embeds.
    synthetic : bool
        Whether each page of docx and pdf says that the data are invented.

    Raises
    ------
    ReportError
        If the Markdown names an image that is not a figure, or cannot be converted.
    """
    notice = _SYNTHETIC if synthetic else ""
    figures = Path(figures).resolve()
    document = parse(markdown, figures.parent)
    _check_images(document, figures)
    for kind, path in out.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        if kind == "html":
            _write_html(copy.deepcopy(document), title, figures, Path(path))
        elif kind == "docx":
            _write_docx(copy.deepcopy(document), title, figures, Path(path), notice)
        elif kind == "pdf":
            write_pdf(
                copy.deepcopy(document), title, figures, Path(path), Path(fonts), notice=notice
            )
        else:
            raise ReportError(
                f"A report cannot be written as {kind!r}.",
                expected="one of " + ", ".join(FORMATS),
            )


def _check_images(document: Node, figures: Path) -> None:
    """Only our own figures are printed: nothing is fetched, nothing else of the disk is read."""
    for image in _images(document):
        target = image["c"][2][0]
        if "/" in target or "\\" in target or not (figures / f"{target}.png").is_file():
            raise ReportError(
                "The report shows an image that is not one of the study's figures.",
                expected="an image printed by figure(name)",
                advice="Print figures with figure(name); images from elsewhere are not embedded.",
            )


def _images(document: Node) -> list[Node]:
    return [node for node in walk(document) if node["t"] == "Image"]


def _write_html(document: Node, title: str, figures: Path, path: Path) -> None:
    for image in _images(document):
        data = base64.b64encode((figures / f"{image['c'][2][0]}.svg").read_bytes()).decode()
        image["c"][2][0] = f"data:image/svg+xml;base64,{data}"
    for node in walk(document):
        if node["t"] == "Div" and "grid" in node["c"][0][1]:
            # A table wider than the page scrolls, also by keyboard.
            node["c"][0][2] += [["tabindex", "0"], ["role", "group"], ["aria-label", "Table"]]
    package = files("quotetrail.report")
    with tempfile.TemporaryDirectory() as scratch:
        template = Path(scratch) / "page.html"
        template.write_text((package / "templates" / "page.html").read_text("utf-8"), "utf-8")
        styles = (package / "styles" / "report.css").read_text("utf-8")
        options = ["--standalone", "--template", str(template), "--toc", "--toc-depth=2"]
        options += ["--section-divs", "--wrap=preserve"]
        options += ["-V", f"page-title={html.escape(title)}", "-V", f"styles={styles}"]
        page = pandoc(["-f", "json", "-t", "html5", *options], json.dumps(document), figures.parent)
    path.write_text(page, "utf-8", newline="\n")


def _write_docx(document: Node, title: str, figures: Path, path: Path, notice: str) -> None:
    document["meta"] = {"title": {"t": "MetaString", "c": ""}}
    document["blocks"] = rewrite(document["blocks"], _styled)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for image in _images(document):
            # Word keeps the file's name: only the name, never the folder.
            file = f"{image['c'][2][0]}.png"
            (scratch / file).write_bytes((figures / file).read_bytes())
            image["c"][2][0] = file
        write_reference(scratch / "reference.docx", notice)
        options = ["--reference-doc", "reference.docx", "-o", "report.docx"]
        pandoc(["-f", "json", "-t", "docx", *options], json.dumps(document), scratch)
        finish(scratch / "report.docx", title, path)


def _styled(node: Node) -> list[Node] | None:
    """Name the Word style of our own elements, and of the text in tables."""
    if node["t"] == "Table":
        return [{"t": "Table", "c": rewrite(node["c"], _cell_text)}, _AFTER_TABLE]
    if node["t"] in ("Div", "Span"):
        _, classes, pairs = attributes_of(node)
        if "wide" in classes:
            _make_small(node)
        style = next((STYLED[name] for name in classes if name in STYLED), "")
        if style == "Quotation" and node["t"] == "Span":
            style = ""
        if style == "Quotation" and pairs.get("dir") == "rtl":
            style = "Quotation right to left"
        if style:
            node["c"][0][2].append(["custom-style", style])
    return None


def _make_small(wide: Node) -> None:
    """Set the text of a wide table smaller."""
    for node in walk(wide["c"][1]):
        if node["t"] == "Div" and _TABLE_TEXT in node["c"][0][2]:
            node["c"][0][2] = [["custom-style", "Table Text Small"]]


def _cell_text(node: Node) -> list[Node] | None:
    if node["t"] != "Plain":
        return None
    # Pandoc would give a Plain a style of its own.
    return [{"t": "Div", "c": [["", [], [_TABLE_TEXT]], [{"t": "Para", "c": node["c"]}]]}]
