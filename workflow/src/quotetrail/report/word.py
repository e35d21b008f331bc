"""The look of the docx: pandoc's reference document with our styles, and fixed properties."""

import html
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pypandoc
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

# The Word styles of our own blocks and spans, by class.
STYLED = {
    "words": "Quotation",
    "attribution": "Attribution",
    "banner": "Banner",
    "finding": "Finding",
    "small": "Small",
    "basis": "Basis",
}
# Fonts that come with Word; it takes those of Indic scripts by itself.
_FONT, _COMPLEX = "Calibri", "Arial"
_INK, _SOFT = RGBColor(0x1D, 0x24, 0x28), RGBColor(0x56, 0x61, 0x68)
# Size of the letters, their colour; side, width (eighths of a point) and colour of a border.
_LOOK = {
    "Quotation": (10.5, _INK, "left", 18, "1F5A7A"),
    "Quotation right to left": (10.5, _INK, "right", 18, "1F5A7A"),
    "Attribution": (9, _SOFT, "left", 18, "1F5A7A"),
    "Banner": (10.5, _INK, "left", 36, "9A5B00"),
    "Finding": (10.5, _INK, "left", 18, "D5DBDF"),
    "Small": (9, _SOFT, "", 0, ""),
    "Table Text": (8.5, _INK, "", 0, ""),
    "Table Text Small": (7.5, _INK, "", 0, ""),
}
_FIXED = (1980, 1, 1, 0, 0, 0)
_TITLE = re.compile(r"<dc:title>.*?</dc:title>|<dc:title */>", re.DOTALL)


def write_reference(path: Path, notice: str = "") -> None:
    """Write the reference document that pandoc takes the styles and the pages from.

    ``notice`` stands at the top of each page.
    """
    made = subprocess.run(  # noqa: S603 - our own binary and our own arguments
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"],
        capture_output=True,
        check=True,
    )
    path.write_bytes(made.stdout)
    document = docx.Document(str(path))
    _page(document)
    if notice:
        _notice(document, notice)
    _headings(document)
    _blocks(document)
    _table(document)
    document.save(str(path))


def finish(made: Path, title: str, path: Path) -> None:
    """Write a docx again with its title and whole rows, and with the same bytes on every day."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            content = old.read(entry.filename)
            if entry.filename == "docProps/core.xml":
                tag = f"<dc:title>{html.escape(title, quote=False)}</dc:title>"
                before, after = _TITLE.split(content.decode(), maxsplit=1)
                content = (before + tag + after).encode()
            if entry.filename == "word/document.xml":
                # A row that breaks at the end of a page looks like two.
                whole = b"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>"
                content = content.replace(b"<w:tr><w:tc>", whole)
            fixed = zipfile.ZipInfo(entry.filename, _FIXED)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, content)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin = section.bottom_margin = Mm(23)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = '<w:fldSimple %s w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field % nsdecls("w")))


def _notice(document: Document, notice: str) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(notice)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(8), True, RGBColor(0x9A, 0x5B, 0x00)


def _headings(document: Document) -> None:
    for name in ("Normal", "Body Text", "First Paragraph", "Compact"):
        style = document.styles[name]
        _letters(style, 10.5, _INK)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
        style.paragraph_format.line_spacing = 1.15
    for name, size in (("Heading 1", 20), ("Heading 2", 15), ("Heading 3", 12)):
        style = document.styles[name]
        _letters(style, size, _INK)
        style.font.bold = True
        style.paragraph_format.space_before = Pt(size + 4)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True


def _blocks(document: Document) -> None:
    for name, (size, colour, side, width, line) in _LOOK.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Body Text"]
        _letters(style, size, colour)
        style.paragraph_format.space_before = Pt(0 if name == "Attribution" else 6)
        style.paragraph_format.space_after = Pt(3 if name.startswith("Quotation") else 8)
        if name == "Banner":
            style.element.get_or_add_pPr().insert_element_before(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFF6E6"/>'),
                *("w:tabs", "w:spacing", "w:ind"),
            )
        if side:
            style.paragraph_format.left_indent = Mm(6)
            border = f'<w:{side} w:val="single" w:sz="{width}" w:space="8" w:color="{line}"/>'
            style.element.get_or_add_pPr().insert_element_before(
                parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"),
                *("w:shd", "w:tabs", "w:spacing", "w:ind"),
            )
    for name in ("Quotation", "Quotation right to left"):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["Banner"].font.bold = True
    for name in ("Table Text", "Table Text Small"):
        cell = document.styles[name].paragraph_format
        cell.space_before = cell.space_after = Pt(2)
        cell.line_spacing = 1.0
    _letters(document.styles.add_style("Basis", WD_STYLE_TYPE.CHARACTER), 9, _SOFT)


def _letters(style: object, size: float, colour: RGBColor) -> None:
    font = style.font  # type: ignore[attr-defined]
    font.name, font.size, font.color.rgb = _FONT, Pt(size), colour
    fonts = style.element.rPr.rFonts  # type: ignore[attr-defined]
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    # Hebrew and the Indic scripts are "complex script" to Word: a font and a size of their own.
    fonts.set(qn("w:cs"), _COMPLEX)
    properties = style.element.rPr  # type: ignore[attr-defined]
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    size_of_letters = properties.find(qn("w:sz"))
    size_of_letters.addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(size * 2)}"/>'))


def _table(document: Document) -> None:
    style = document.styles["Table"].element
    for name in ("w:tblPr", "w:tblStylePr"):
        for old in style.findall(qn(name)):
            style.remove(old)
    line = 'w:val="single" w:sz="4" w:space="0" w:color="C3CBD0"'
    style.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders><w:top {line}/><w:left {line}/>"
            f"<w:bottom {line}/><w:right {line}/><w:insideH {line}/><w:insideV {line}/>"
            '</w:tblBorders><w:tblCellMar><w:left w:w="55" w:type="dxa"/>'
            '<w:right w:w="55" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    style.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
            '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F0F3F5"/></w:tcPr></w:tblStylePr>'
        )
    )
