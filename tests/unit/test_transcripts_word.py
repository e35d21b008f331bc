"""Word files: paragraphs, tables, tracked changes, and files that are refused."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from quotetrail.errors import TranscriptError
from quotetrail.transcripts import Reading, read_transcript

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:document {NS}><w:body>%s</w:body></w:document>"


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    made = reading.transcript
    return [(turn.speaker, made.text[turn.start : turn.end]) for turn in made.turns]


def saved(document: Document, folder: Path) -> Reading:
    path = folder / "a.docx"
    document.save(str(path))
    return read_transcript(path, transcript="t1")


def table(document: Document, rows: list[list[str]]) -> None:
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def zipped(folder: Path, members: dict[str, str | bytes]) -> Path:
    path = folder / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def with_body(folder: Path, xml: str, **others: str) -> Reading:
    members = {"word/document.xml": BODY % xml}
    members |= {f"word/{name}.xml": content for name, content in others.items()}
    return read_transcript(zipped(folder, members), transcript="t1")


def test_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ["Group 3", "INT: Why?", "P1: Because\nof it,\tyes", "and more", "", "INT: Ah"]:
        document.add_paragraph(text)
    reading = saved(document, tmp_path)
    assert turns(reading) == [
        (None, "Group 3"),
        ("INT", "Why?"),
        ("P1", "Because\nof it,\tyes\nand more"),
        ("INT", "Ah"),
    ]
    container = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert reading.offsets.source_length == len(container)
    at = container.index("and more")
    assert reading.offsets.forward(at, at + 8).start == reading.transcript.text.index("and more")


def test_label_once_needs_a_paragraph_not_a_line(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ["Anna: Hi\nCarla: no", "Ben: Yes", "Anna: So", "Ben: No", "Dora: Me"]:
        document.add_paragraph(text)
    assert saved(document, tmp_path).transcript.speakers() == ["Anna", "Ben", "Dora"]


@pytest.mark.parametrize(
    ("rows", "times"),
    [
        ([["Speaker", "Text"], ["INT", "Why?"], ["P1:", "Because"], ["INT", "Ah"]], [None] * 3),
        (
            [
                ["Time", "Speaker", "Text"],
                ["00:01", "INT", "Why?"],
                ["00:07", "P1", "Because"],
                ["01:00:00", "INT", "Ah"],
            ],
            [1.0, 7.0, 3600.0],
        ),
        ([["1", "INT", "Why?"], ["2", "P1", "Because"], ["3", "INT", "Ah"]], [None] * 3),
        (
            [["INT", "[0:01]", "Why?"], ["P1", "[0:07]", "Because"], ["INT", "", "Ah"]],
            [1.0, 7.0, None],
        ),
    ],
    ids=["two columns", "time first", "numbered", "time between"],
)
def test_tables(tmp_path: Path, rows: list[list[str]], times: list[float | None]) -> None:
    document = docx.Document()
    document.add_paragraph("Group 3")
    table(document, rows)
    document.add_paragraph("Afterwards")
    reading = saved(document, tmp_path)
    assert turns(reading) == [
        (None, "Group 3"),
        ("INT", "Why?"),
        ("P1", "Because"),
        ("INT", "Ah"),
        (None, "Afterwards"),
    ]
    assert [turn.time for turn in reading.transcript.turns[1:4]] == times
    assert reading.not_read.get("table heading", 0) == len(rows) - 3


def test_row_without_label_goes_on(tmp_path: Path) -> None:
    document = docx.Document()
    table(document, [["Anna", "One"], ["", "two"], ["Ben", "x"], ["Anna", "y"], ["Ben", "z"]])
    assert turns(saved(document, tmp_path))[:2] == [("Anna", "One\ntwo"), ("Ben", "x")]


def test_merged_cells_keep_their_words_apart(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        inside = "".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in cells)
        return f"<w:tr>{inside}</w:tr>"

    rows = row("1", "INT", "Why?"), row(), row("Part two", "Leeds"), row("2", "P1", "Because")
    reading = with_body(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert turns(reading) == [("INT", "Why?"), (None, "Part two\tLeeds"), ("P1", "Because")]


def test_tables_that_are_no_dialogue(tmp_path: Path) -> None:
    document = docx.Document()
    table(document, [["Place", "Leeds"], ["Length", "60 min"]])
    table(document, [["INT: Why?\nP1: Because"]])
    table(document, [["00:01:00", "INT: Ah"], ["00:02:00", "P1: Oh"]])
    reading = saved(document, tmp_path)
    expected = ["Place", "Leeds", "Length", "60 min"]
    assert turns(reading)[:4] == [(None, text) for text in expected]
    assert turns(reading)[4:] == [
        ("INT", "Why?"),
        ("P1", "Because"),
        ("INT", "Ah"),
        ("P1", "Oh"),
    ]
    assert [turn.time for turn in reading.transcript.turns[-2:]] == [60.0, 120.0]


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    change = 'w:id="1" w:author="x"'
    xml = (
        f"<w:p>{run('INT: We ')}<w:del {change}>{run('never', 'delText')}</w:del>"
        f"<w:ins {change}>{run('always')}</w:ins>{run(' met')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {change}/></w:rPr></w:pPr>{run('P1: Yes')}</w:p>"
        f"<w:p>{run(' and no')}</w:p>"
        f"<w:p><w:moveFrom {change}>{run('P1: moved')}</w:moveFrom></w:p>"
    )
    reading = with_body(tmp_path, xml)
    assert turns(reading) == [("INT", "We always met"), ("P1", "Yes and no")]
    assert reading.not_read == {"tracked deletion": 2}


def test_special_characters_and_content_controls(tmp_path: Path) -> None:
    xml = (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p>{run('INT: so')}"
        f"<w:r><w:softHyphen/><w:t>ft\u00a0co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p>"
        f"</w:sdtContent></w:sdt><w:p><w:hyperlink>{run('P1: link')}</w:hyperlink>"
        f"<w:r><w:instrText>PAGE</w:instrText></w:r>"
        f"<w:r><w:pict><w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    reading = with_body(tmp_path, xml)
    assert turns(reading) == [("INT", "so\u00adft\u00a0co\u2011op"), ("P1", "link")]
    assert reading.not_read == {"text box": 1}


def test_what_is_not_read_is_counted(tmp_path: Path) -> None:
    document = docx.Document()
    spoken = document.add_paragraph("INT: Why?")
    document.add_comment(spoken.runs, text="check", author="A", initials="A")
    document.sections[0].header.paragraphs[0].text = "Group of Miller"
    document.core_properties.author = "Miller"
    notes = (
        f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="-1"/>'
        f'<w:footnote w:id="1"><w:p>{run("a note")}</w:p></w:footnote></w:footnotes>'
    )
    reading = saved(document, tmp_path)
    assert reading.not_read == {"comment": 1, "header": 1}
    assert reading.transcript.text == "Why?"
    noted = with_body(tmp_path, f"<w:p>{run('INT: a')}</w:p>", footnotes=notes)
    assert (turns(noted), noted.not_read) == ([("INT", "a"), (None, "a note")], {})


def test_body_under_another_name(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"word/document2.xml": BODY % f"<w:p>{run('INT: Why?')}</w:p>"})
    assert turns(read_transcript(path, transcript="t1")) == [("INT", "Why?")]


def refusal(path: Path) -> TranscriptError:
    with pytest.raises(TranscriptError) as caught:
        read_transcript(path, transcript="t1", shown_as="raw/a.docx")
    error = caught.value
    assert error.file == "raw/a.docx"
    assert error.found and error.expected and error.advice
    assert "Miller" not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return error


def test_damaged(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"word/document.xml": BODY % f"<w:p>{run('Miller ' * 500)}</w:p>"})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(path).found
    middle = whole.index(b"word/document.xml") + 60
    path.write_bytes(whole[:middle] + bytes(8) + whole[middle + 8 :])
    assert "damaged" in refusal(path).found
    assert "damaged" in refusal(zipped(tmp_path, {"word/document.xml": "<w:p>Miller"})).found


def test_password(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Miller" * 100)
    assert "password" in refusal(path).found


def test_other_zip(tmp_path: Path) -> None:
    assert "no Word document" in refusal(zipped(tmp_path, {"xl/workbook.xml": "<x/>"})).found


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BODY % f"<w:p>{run('INT: Miller')}</w:p>"
    regular = {"word/document.xml": text, "word/styles.xml": " " * 6_000_000}
    assert "unpacks to far more" in refusal(zipped(tmp_path, regular)).found
    monkeypatch.setattr("quotetrail.transcripts.unzip.LARGEST", 1_000)
    large = {"word/document.xml": text, "word/media/a.png": bytes(2_000)}
    assert "unpacks to far more" in refusal(zipped(tmp_path, large)).found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused(tmp_path: Path, encoding: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Miller")
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        + BODY
        % f"<w:p>{run('a &e;')}</w:p>"
    )
    error = refusal(zipped(tmp_path, {"word/document.xml": xml.encode(encoding)}))
    assert error.place == "word/document.xml"
    assert "document type" in error.found


def test_no_speech(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("INT:")
    document.save(str(tmp_path / "a.docx"))
    assert "no speech" in refusal(tmp_path / "a.docx").found


def test_parse_xml_of_python_docx_agrees(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("INT: a")
    paragraph._p.append(parse_xml(f'<w:ins {NS} w:id="1" w:author="x">{run(" b")}</w:ins>'))
    assert turns(saved(document, tmp_path)) == [("INT", "a b")]
