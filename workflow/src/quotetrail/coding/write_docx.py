"""A transcript as a Word document: one paragraph a turn, the speaker's label in bold."""

from collections.abc import Iterable

from lxml import etree

from quotetrail.coding.write_archive import zipped
from quotetrail.coding.write_markup import clean
from quotetrail.coding.write_texts import Paragraph, right_to_left

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "application/vnd.openxmlformats-package"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{_TYPES}">
<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_DOCUMENT}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_DOCUMENT}.styles+xml"/>
</Types>
""",
    "_rels/.rels": f"""<Relationships xmlns="{_RELATIONS}">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>
""",
    "word/_rels/document.xml.rels": f"""<Relationships xmlns="{_RELATIONS}">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
</Relationships>
""",
    "word/styles.xml": f"""<w:styles xmlns:w="{_WORD}">
<w:docDefaults>
<w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/><w:sz w:val="22"/><w:szCs w:val="22"/>
</w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr>
<w:spacing w:after="120" w:line="276" w:lineRule="auto"/>
</w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
</w:styles>
""",
}


def docx_bytes(paragraphs: Iterable[Paragraph], language: str) -> bytes:
    """The document; a line break inside a turn stays inside its paragraph.

    Parameters
    ----------
    paragraphs : iterable of Paragraph
    language : str
        BCP 47: paragraphs in some scripts run from right to left.
    """
    root = etree.Element(_word("document"), nsmap={"w": _WORD})
    body = etree.SubElement(root, _word("body"))
    leftward = right_to_left(language)
    for paragraph in paragraphs:
        _write_paragraph(body, paragraph, leftward)
    section = etree.SubElement(body, _word("sectPr"))
    _element(section, "pgSz", w="11906", h="16838")
    sides = dict.fromkeys(("top", "right", "bottom", "left"), "1304")
    _element(section, "pgMar", **sides, header="708", footer="708", gutter="0")
    parts = {name: (_HEAD + text).encode() for name, text in _PARTS.items()}
    document = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(parts | {"word/document.xml": document})


def _write_paragraph(body: etree._Element, paragraph: Paragraph, leftward: bool) -> None:
    element = etree.SubElement(body, _word("p"))
    if leftward:
        _element(_element(element, "pPr"), "bidi")
    if paragraph.label is not None:
        _write_run(element, f"{paragraph.label}:", bold=True, leftward=leftward)
    space = " " if paragraph.label is not None else ""
    _write_run(element, space + paragraph.said, bold=False, leftward=leftward)


def _write_run(paragraph: etree._Element, text: str, *, bold: bool, leftward: bool) -> None:
    run = _element(paragraph, "r")
    if bold or leftward:
        look = _element(run, "rPr")
        for name in (*(("b", "bCs") if bold else ()), *(("rtl",) if leftward else ())):
            _element(look, name)
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            _element(run, "br")
        for place, stretch in enumerate(line.split("\t")):
            if place:
                _element(run, "tab")
            if stretch:
                said = _element(run, "t")
                said.set(_SPACE, "preserve")
                said.text = stretch


def _element(above: etree._Element, name: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(above, _word(name))
    for key, value in attributes.items():
        element.set(_word(key), value)
    return element


def _word(name: str) -> str:
    return f"{{{_WORD}}}{name}"
