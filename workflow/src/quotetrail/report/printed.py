"""Reading a printed report back, to see whether it still prints what its claims say."""

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from quotetrail.errors import ReportError
from quotetrail.report.grids import grid_digest
from quotetrail.report.markdown import has_digit

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Characters that Word keeps as elements.
_SIGNS = {
    _W + "br": " ",
    _W + "tab": " ",
    _W + "softHyphen": "\u00ad",
    _W + "noBreakHyphen": "\u2011",
}

_UNSEEN = ("style", "script", "title")


@dataclass(frozen=True)
class Difference:
    """A claim that is printed otherwise than it was recorded.

    Attributes
    ----------
    claim : str
        Its id; with ``-by`` for the attribution of a quotation.
    expected, found : str
        The texts; for a table digests of its cells; empty where nothing is printed.
    """

    claim: str
    expected: str
    found: str


@dataclass
class _Element:
    """What one id encloses in a printed report."""

    text: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


def check_printed(path: Path, claims: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Compare an html report with its claims.

    Parameters
    ----------
    path : Path
    claims : list of dict
        As `Claims.records` holds them.

    Returns
    -------
    list of Difference
        Empty where each claim is printed as recorded.
    """
    page = _open_html(path)
    found = {name: _html_element(node) for node in page.iter() if (name := node.get("id"))}
    return _compare(found, claims)


def check_docx(path: Path, claims: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Compare a docx report with its claims, by its bookmarks; as `check_printed`.

    Raises
    ------
    ReportError
        If the file is not a docx.
    """
    body, images = _open_docx(path)
    return _compare(_docx_elements(body, images), claims)


def unclaimed_in_html(path: Path, claims: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of an html report that print a digit outside all claims."""
    page = _open_html(path)
    for node in [node for node in page.iter() if node.get("id") in _names(claims)]:
        node.drop_tree()
    places = []
    for node in page.iter():
        outside = node.getparent()
        inner = "" if node.tag in _UNSEEN else _without_codes(node.text, claims)
        tail = "" if outside is None else _without_codes(node.tail, claims)
        if has_digit(inner + tail):
            places.append(f"line {node.sourceline}")
    return list(dict.fromkeys(places))


def unclaimed_in_docx(path: Path, claims: Sequence[Mapping[str, Any]]) -> list[str]:
    """The paragraphs of a docx report that print a digit outside all claims."""
    body, _ = _open_docx(path)
    names, reaching, texts = _names(claims), set[str](), [""]
    for node in body.iter(_W + "p", _W + "bookmarkStart", _W + "bookmarkEnd", _W + "t"):
        if node.tag == _W + "p":
            texts.append("")
        elif node.tag == _W + "bookmarkStart" and node.get(_W + "name") in names:
            reaching.add(node.get(_W + "id"))
        elif node.tag == _W + "bookmarkEnd":
            reaching.discard(node.get(_W + "id"))
        elif node.tag == _W + "t" and not reaching:
            texts[-1] += node.text or ""
    return [
        f"paragraph {number}"
        for number, text in enumerate(texts)
        if has_digit(_without_codes(text, claims))
    ]


def _names(claims: Sequence[Mapping[str, Any]]) -> set[str]:
    """The ids of all that claims print."""
    return {name for claim in claims for name in (claim["id"], f"{claim['id']}-by")}


def _without_codes(text: str | None, claims: Sequence[Mapping[str, Any]]) -> str:
    """A text without the codes that findings name, which are printed beside their claims."""
    bare = _even(text or "")
    for claim in claims:
        for code in claim["codes"] if claim["kind"] == "finding" else ():
            bare = bare.replace(_even(code), "")
    return bare


def _open_html(path: Path) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    return lxml_html.fromstring(Path(path).read_bytes(), parser=parser)


def _open_docx(path: Path) -> tuple[Any, dict[str, str]]:
    """The body of a docx, and the hashes of its images."""
    try:
        with zipfile.ZipFile(path) as archive:
            body = etree.fromstring(
                archive.read("word/document.xml"),
                etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True),
            )
            return body, _docx_images(archive)
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        raise ReportError(
            "This is not a docx.",
            file=Path(path).name,
            advice="Save the report as docx in Word, and check it again.",
        ) from None


def _compare(
    found: Mapping[str, _Element], claims: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    differences = []
    for claim, expected, got in _pairs(found, claims):
        if _even(expected) != _even(got):
            differences.append(Difference(claim, expected, got))
    return differences


def _pairs(
    found: Mapping[str, _Element], claims: Sequence[Mapping[str, Any]]
) -> Iterable[tuple[str, str, str]]:
    for claim in claims:
        name, element = claim["id"], found.get(claim["id"], _Element())
        if claim["kind"] in ("table", "crosstab"):
            if claim["rows"] == 0:
                yield name, "No rows.", element.text
            else:
                yield name, claim["cells"], grid_digest(element.tables[0] if element.tables else [])
        elif claim["kind"] == "figure":
            hashes = list(claim["files"].values())
            image = element.images[0] if element.images else ""
            yield name, image if image in hashes else hashes[0], image
            yield name, claim["rendered"], element.text
        else:
            yield name, claim["rendered"], element.text
        if claim["kind"] == "quotation":
            by = found.get(f"{name}-by", _Element())
            yield f"{name}-by", claim["attribution"], by.text


def _even(text: str) -> str:
    return " ".join(text.split())


def _html_element(node: lxml_html.HtmlElement) -> _Element:
    blocks = [" ".join(block.itertext()) for block in node.iterfind(".//p")]
    tables = [
        [[cell.text_content() for cell in row.iterfind("./*")] for row in table.iter("tr")]
        for table in node.iter("table")
    ]
    images = []
    for image in node.iter("img"):
        _, _, data = (image.get("src") or "").partition("base64,")
        images.append(hashlib.sha256(base64.b64decode(data)).hexdigest())
    text = "\n".join(blocks) if blocks else node.text_content()
    return _Element(text, tables, images)


def _docx_images(archive: zipfile.ZipFile) -> dict[str, str]:
    """The hash of each embedded image, by the id of its relation."""
    relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    names = set(archive.namelist())
    return {
        str(relation.get("Id")): hashlib.sha256(archive.read(target)).hexdigest()
        for relation in relations
        if (target := f"word/{relation.get('Target')}") in names and "/media/" in target
    }


def _docx_elements(body: Any, images: Mapping[str, str]) -> dict[str, _Element]:
    """What each bookmark encloses."""
    found: dict[str, _Element] = {}
    named: dict[str, str] = {}
    in_reach: dict[str, _Element] = {}
    for event, node in etree.iterwalk(body, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "end":
            if tag == _W + "p":
                for element in in_reach.values():
                    element.text += "\n"
            continue
        if tag == _W + "bookmarkStart":
            name = node.get(_W + "name")
            named[node.get(_W + "id")] = name
            found[name] = in_reach[name] = _Element()
        elif tag == _W + "bookmarkEnd":
            in_reach.pop(named.get(node.get(_W + "id"), ""), None)
        else:
            for element in in_reach.values():
                _docx_add(element, node, tag, images)
    return found


def _docx_add(element: _Element, node: Any, tag: str, images: Mapping[str, str]) -> None:
    element.text += _docx_text(node)
    if tag == _W + "tbl":
        element.tables.append(
            [
                ["".join(map(_docx_text, cell.iter())) for cell in row.iterfind(_W + "tc")]
                for row in node.iterfind(_W + "tr")
            ]
        )
    elif tag.endswith("}blip"):
        element.images += [images[value] for value in node.attrib.values() if value in images]


def _docx_text(node: Any) -> str:
    """The character or characters that an element of a run stands for."""
    return str(node.text or "") if node.tag == _W + "t" else _SIGNS.get(node.tag, "")
