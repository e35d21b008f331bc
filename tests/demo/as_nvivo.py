"""Write a corpus as NVivo for Windows exports a REFI-QDA project."""

import uuid
import zipfile
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from corpus import NOTICE, SEPARATOR, Corpus, Document, Placed, beginning, coders, depth

NAMESPACE = uuid.UUID("0d6a6a5e-6f0f-4a4b-9d57-7d0c6f1c2b11")


def guid(*parts: object) -> str:
    """The same GUID for the same parts, in capitals."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(map(str, parts)))).upper()


def utf16_offset(text: str, position: int) -> int:
    """A code point's place as NVivo counts: UTF-16 units, a line end is two, no BOM."""
    return len(text[:position].replace("\n", "\r\n").encode("utf-16-le")) // 2


def write_nvivo(corpus: Corpus, path: Path) -> None:
    """Write a REFI-QDA project as NVivo for Windows does, with one selection for each span."""
    study, start = corpus.study, f"{beginning(corpus):%Y-%m-%dT%H:%M:%SZ}"
    project = ElementTree.Element(
        "Project", name=study, origin="NVivo", creationDateTime=start, basePath=""
    )
    project.set("xmlns", "urn:QDA-XML:project:1.0")
    users = ElementTree.SubElement(project, "Users")
    for coder in coders(corpus):
        ElementTree.SubElement(users, "User", guid=guid(study, "user", coder), name=coder)
    project.set("creatingUserGUID", users[0].get("guid"))
    add_codes(ElementTree.SubElement(project, "CodeBook"), corpus)
    sources, notes, texts = ElementTree.SubElement(project, "Sources"), [], {}
    for document in corpus.documents:
        own = guid(study, "source", document.name)
        texts[f"Sources/{own}.txt"] = document.text.replace("\n", "\r\n").encode("utf-8-sig")
        source = ElementTree.SubElement(sources, "TextSource", guid=own, name=document.name)
        source.attrib |= {"plainTextPath": f"internal://{own}.txt", "creationDateTime": start}
        notes += add_selections(source, corpus, document)
    if notes:
        ElementTree.SubElement(project, "Notes").extend(notes)
    ElementTree.SubElement(project, "Description").text = NOTICE
    qde = ElementTree.tostring(project, encoding="utf-8", xml_declaration=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {"project.qde": qde, **texts}.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def add_codes(codebook: ElementTree.Element, corpus: Corpus) -> None:
    """Add the tree of codes, those above before those below."""
    above = {"": ElementTree.SubElement(codebook, "Codes")}
    for path, description, colour in sorted(corpus.codes, key=lambda code: depth(code.path)):
        parent, _, name = path.rpartition(SEPARATOR)
        own = {"guid": guid(corpus.study, "code", path), "name": name, "isCodable": "true"}
        above[path] = ElementTree.SubElement(above[parent], "Code", own, color=colour)
        if description:
            ElementTree.SubElement(above[path], "Description").text = description


def add_selections(
    source: ElementTree.Element, corpus: Corpus, document: Document
) -> list[ElementTree.Element]:
    """Add a document's selections with their codings; return the notes that hold the memos."""
    study, notes = corpus.study, []
    rows = [row for row in enumerate(corpus.placed) if row[1].document == document.name]
    rows.sort(key=lambda row: (row[1].start, row[1].end, row[0]))
    for span, same in groupby(rows, key=lambda row: (row[1].start, row[1].end)):
        start, end = (str(utf16_offset(document.text, position)) for position in span)
        own = {"guid": guid(study, "selection", document.name, *span), "name": ""}
        place = {"startPosition": start, "endPosition": end}
        selection = ElementTree.SubElement(source, "PlainTextSelection", own | place)
        for number, row in same:
            made = made_by(study, row)
            if not len(selection):
                selection.attrib.update(made)
            coding = ElementTree.SubElement(
                selection, "Coding", made, guid=guid(study, "coding", number)
            )
            code = guid(study, "code", row.code_path)
            ElementTree.SubElement(coding, "CodeRef", targetGUID=code)
            if row.memo:
                memo = guid(study, "memo", number)
                ElementTree.SubElement(coding, "NoteRef", targetGUID=memo)
                notes.append(ElementTree.Element("Note", made, guid=memo))
                ElementTree.SubElement(notes[-1], "PlainTextContent").text = row.memo
    return notes


def made_by(study: str, row: Placed) -> dict[str, str]:
    """Who made a coding and when, as attributes."""
    return {
        "creatingUser": guid(study, "user", row.coder),
        "creationDateTime": f"{row.created:%Y-%m-%dT%H:%M:%SZ}",
    }
