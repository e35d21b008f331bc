"""The demonstration's transcripts as the sites send them: one writer for each kind of file."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from source import Group, plain, stamp

NO_BREAK = "\u00a0"


def write_docx(group: Group, path: Path) -> None:
    """`Name: text`, the label bold, a page header and a page number."""
    document = _new_document(group)
    for turn in group.turns:
        first, *rest = turn.paragraphs
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{turn.label}:").bold = True
        paragraph.add_run(f" {first}")
        for line in rest:
            document.add_paragraph(line)
    _save(document, path)


def write_docx_bold(group: Group, path: Path) -> None:
    """The label in bold print without a colon, and empty paragraphs between the turns."""
    document = _new_document(group)
    for turn in group.turns:
        first, *rest = turn.paragraphs
        paragraph = document.add_paragraph()
        paragraph.add_run(turn.label).bold = True
        paragraph.add_run(f"{NO_BREAK}{NO_BREAK}{first}")
        for line in rest:
            document.add_paragraph(line)
        document.add_paragraph()
    _save(document, path)


def write_docx_table(group: Group, path: Path) -> None:
    """A table: speaker, text."""
    document = _new_document(group)
    grid = document.add_table(rows=0, cols=2)
    for turn in group.turns:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = turn.label, turn.text
    _save(document, path)


def write_docx_times(group: Group, path: Path) -> None:
    """A table with a heading: time, speaker, text."""
    document = _new_document(group)
    grid = document.add_table(rows=1, cols=3)
    for cell, text in zip(grid.rows[0].cells, ("Time", "Speaker", "Text"), strict=True):
        cell.text = text
    for turn in group.turns:
        cells = grid.add_row().cells
        cells[0].text = stamp(turn.start, decimals=0)
        cells[1].text, cells[2].text = f"{turn.label}:", turn.text
    _save(document, path)


def write_txt(group: Group, path: Path) -> None:
    """`INT: text` with blank lines between."""
    path.write_text(_labelled(group), encoding="utf-8")


def write_txt_windows(group: Group, path: Path) -> None:
    """The same as a Windows program saves it: UTF-16 with its mark, and CRLF."""
    path.write_bytes(_labelled(group).replace("\n", "\r\n").encode("utf-16"))


def write_vtt(group: Group, path: Path) -> None:
    """WebVTT with voice tags, a cue a turn."""
    lines = ["WEBVTT", ""]
    for turn in group.turns:
        lines += [_times(turn.start, turn.end), f"<v {turn.label}>{turn.text}", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_zoom_vtt(group: Group, path: Path) -> None:
    """WebVTT as Zoom writes it: numbered cues of a sentence or two, each with the name."""
    lines = ["WEBVTT", ""]
    number = 0
    for turn in group.turns:
        for start, end, text in _cues(turn):
            number += 1
            lines += [str(number), _times(start, end), f"{turn.label}: {text}", ""]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")


def write_srt(group: Group, path: Path) -> None:
    """SubRip with UTF-8 mark: a turn's first cue names the speaker, those after it do not."""
    lines = []
    number = 0
    for turn in group.turns:
        for position, (start, end, text) in enumerate(_cues(turn)):
            number += 1
            said = text if position else f"{turn.label}: {text}"
            lines += [str(number), _times(start, end).replace(".", ","), said, ""]
    path.write_text("\n".join(lines), encoding="utf-8-sig")


def write_rtf(group: Group, path: Path) -> None:
    """Rich text as f4 writes it: `Label: text #00:01:02-3#`, the stamp telling the end."""
    paragraphs = [rf"{{\b {_rtf(plain(line))}}}" for line in group.head] + [""]
    for turn in group.turns:
        end = f"#{stamp(turn.end, decimals=1, point='-')}#"
        *before, last = turn.paragraphs
        texts = [*before, f"{last} {end}"]
        paragraphs += [_rtf(text) for text in (f"{turn.label}: {texts[0]}", *texts[1:])]
    body = "\n".join(rf"\pard\plain\f0\fs22 {text}\par" for text in paragraphs)
    path.write_text(
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}"
        r"{\info{\title " + _rtf(group.name) + "}}"
        r"{\footer\pard\qc Seite \chpgn\par}" + f"\n{body}\n}}\n",
        encoding="ascii",
    )


def write_odt(group: Group, path: Path) -> None:
    """OpenDocument text: `LABEL: text`, a tab behind the colon, a page number in the footer."""
    paragraphs = [_odt_paragraph("", plain(line)) for line in group.head]
    for turn in group.turns:
        first, *rest = turn.paragraphs
        paragraphs.append(_odt_paragraph(f"{turn.label}:", first))
        paragraphs += [_odt_paragraph("", line) for line in rest]
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            *(("office", "office"), ("text", "text"), ("style", "style")),
            *(("fo", "xsl-fo-compatible"), ("manifest", "manifest")),
        )
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'{head}<office:document-content {names} office:version="1.2">'
        '<office:automatic-styles><style:style style:name="T1" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
        f"<office:body><office:text>{''.join(paragraphs)}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f'{head}<office:document-styles {names} office:version="1.2">'
        '<office:automatic-styles><style:page-layout style:name="P1"/></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" '
        'style:page-layout-name="P1"><style:footer><text:p>Seite <text:page-number/></text:p>'
        "</style:footer></style:master-page></office:master-styles></office:document-styles>",
        "META-INF/manifest.xml": f'{head}<manifest:manifest {names} manifest:version="1.2">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, kind)


def write_noscribe(group: Group, path: Path) -> None:
    """The web page that noScribe writes: anchors with times, remarks of others between slashes."""
    parts = [f'<p style="font-weight: 600" >{_xml(plain(line))}</p>' for line in group.head]
    position = 0
    while position < len(group.turns):
        stop = position + 1
        while stop < len(group.turns) and group.turns[stop].over:
            stop += 2
        parts += _noscribe_turns(group.turns[position:stop])
        position = stop
    path.write_text(
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0//EN" '
        '"http://www.w3.org/TR/REC-html40/strict.dtd">\n<html >\n<head >\n'
        '<meta charset="UTF-8" />\n<meta name="qrichtext" content="1" />\n'
        '<style type="text/css" >\np, li { white-space: pre-wrap; }\n</style></head>\n'
        f'<body style="font-family: \'Arial\'" > <div class="WordSection1" >{"".join(parts)}'
        "</div></body>\n</html>\n",
        encoding="utf-8",
    )


def write_eaf(group: Group, path: Path) -> None:
    """ELAN: a tier for each speaker, an annotation for each paragraph."""
    slots: list[float] = []
    tiers: dict[str, list[str]] = {}
    for turn in group.turns:
        share = (turn.end - turn.start) / len(turn.paragraphs)
        for number, text in enumerate(turn.paragraphs):
            start = turn.start + number * share
            first = len(slots) + 1
            slots += [start, start + share]
            tiers.setdefault(turn.label, []).append(
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{first // 2 + 1}" '
                f'TIME_SLOT_REF1="ts{first}" TIME_SLOT_REF2="ts{first + 1}">'
                f"<ANNOTATION_VALUE>{_xml(text)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>"
                "</ANNOTATION>\n"
            )
    times = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="ts{number}" TIME_VALUE="{round(value * 1000)}"/>\n'
        for number, value in enumerate(slots, start=1)
    )
    written = "".join(
        f'<TIER LINGUISTIC_TYPE_REF="utterance" PARTICIPANT="{_xml(label)}" '
        f'TIER_ID="{_xml(label)}">\n{"".join(annotations)}</TIER>\n'
        for label, annotations in tiers.items()
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="" '
        'DATE="2019-03-01T10:00:00+00:00" FORMAT="3.0" VERSION="3.0">\n'
        '<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/>\n'
        f"<TIME_ORDER>\n{times}</TIME_ORDER>\n{written}"
        '<LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="utterance" '
        'TIME_ALIGNABLE="true"/>\n</ANNOTATION_DOCUMENT>\n',
        encoding="utf-8",
    )


WRITERS = {
    "docx": write_docx,
    "docx bold": write_docx_bold,
    "docx table": write_docx_table,
    "docx times": write_docx_times,
    "txt": write_txt,
    "txt windows": write_txt_windows,
    "vtt": write_vtt,
    "vtt zoom": write_zoom_vtt,
    "srt": write_srt,
    "rtf": write_rtf,
    "odt": write_odt,
    "html": write_noscribe,
    "eaf": write_eaf,
}
"""Each kind of file with its writer; a kind begins with the ending of its files."""

HEADLESS = ("vtt", "vtt zoom", "srt", "eaf")
"""Kinds that hold no title lines."""


def times_in_file(group: Group, kind: str) -> list[float | None]:
    """The time of each turn as a kind of file tells it, in seconds."""
    starts = [turn.start for turn in group.turns]
    if kind in HEADLESS:
        return [round(start, 3) for start in starts]
    if kind == "docx times":
        return [float(int(start)) for start in starts]
    if kind == "rtf":
        return [None, *(turn.end for turn in group.turns[:-1])]
    if kind == "html":
        after_over = [False, *(turn.over for turn in group.turns[:-1])]
        return [
            None if turn.over or goes_on else float(int(turn.start))
            for turn, goes_on in zip(group.turns, after_over, strict=True)
        ]
    return [None] * len(starts)


def _labelled(group: Group) -> str:
    head = "\n".join(plain(line) for line in group.head)
    turns = [f"{turn.label}: {turn.text}" for turn in group.turns]
    return f"{head}\n\n" + "\n\n".join(turns) + "\n"


def _new_document(group: Group):
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{group.name}, synthetic data"
    number = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>')
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    footer._p.append(number)
    for line in group.head:
        document.add_paragraph(plain(line))
    return document


def _save(document, path: Path) -> None:
    raw = BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(path, "w") as final:
        for name in made.namelist():
            final.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)


def _cues(turn) -> list[tuple[float, float, str]]:
    """A turn in cues of about fifteen words, cut behind the end of a sentence."""
    cues, words = [], turn.text.split(" ")
    start = 0
    for position, word in enumerate(words, start=1):
        ends = word.endswith((".", "?", "!")) and position - start >= 15
        if ends or position == len(words):
            cues.append((start, position, " ".join(words[start:position])))
            start = position
    share = (turn.end - turn.start) / len(words)
    return [(turn.start + a * share, turn.start + b * share, text) for a, b, text in cues]


def _times(start: float, end: float) -> str:
    return f"{stamp(start)} --> {stamp(end)}"


def _rtf(text: str) -> str:
    written = []
    for char in text:
        if char in "\\{}":
            written.append(f"\\{char}")
        elif char == "\t":
            written.append(r"\tab ")
        elif char.isascii():
            written.append(char)
        else:
            units = char.encode("utf-16-le")
            numbers = [
                int.from_bytes(units[at : at + 2], "little", signed=True)
                for at in range(0, len(units), 2)
            ]
            written += [rf"\u{number}?" for number in numbers]
    return "".join(written)


def _odt_paragraph(label: str, text: str) -> str:
    start = f'<text:span text:style-name="T1">{_xml(label)}</text:span><text:tab/>' if label else ""
    return f"<text:p>{start}{_xml(text)}</text:p>"


def _xml(text: str) -> str:
    for char, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, name)
    return text


def _noscribe_turns(turns) -> list[str]:
    """A turn with the remarks of others inside it: the first paragraph names the speaker."""
    first = turns[0]
    time = stamp(first.start, decimals=0)
    head = f'{_xml(first.label)}: <span style="color: #78909C" >[{time}]</span> '
    paragraphs = [head]
    for turn in turns:
        name = f"ts_{round(turn.start * 1000)}_{round(turn.end * 1000)}"
        if turn.over:
            paragraphs[-1] += (
                f'<a name="{name}_//{_xml(turn.label)}" > //{_xml(turn.label)}: '
                f"{_xml(' '.join(turn.paragraphs))} // </a>"
            )
            continue
        for number, text in enumerate(turn.paragraphs):
            if number:
                paragraphs.append("")
            paragraphs[-1] += f'<a name="{name}_{_xml(turn.label)}" >{_xml(text)}</a>'
    return [f"<p >{text}</p>" for text in paragraphs]
