"""Dedoose's workbook of excerpts, and its document with comments."""

import docx
import pytest
import xlsxwriter

from quotetrail.coding import paths
from quotetrail.coding.dedoose import (
    holds_dedoose,
    holds_dedoose_document,
    read_dedoose,
    read_dedoose_document,
)
from quotetrail.errors import CodingError

HEAD = [
    *("Media Title", "Excerpt Range", "Excerpt Creator", "Excerpt Date", "Excerpt Copy"),
    *("Resource Creator", "Resource Date", "Codes Applied Combined"),
]
CODES = ["Trust", "Trust\\In staff", "Range of Weight"]
COLUMNS = [f"Code: {code} {what}" for code in CODES for what in ("Applied", "Range", "Weight")]


def workbook(path, rows, head=(*HEAD, *COLUMNS)):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Excerpts ")
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
    return path


def told(project):
    names = {source.source: source.name for source in project.sources}
    known = paths(project.codes)
    return [
        (names[c.source], known[c.code], c.quoted, c.coder, c.created, c.weight)
        for c in project.codings
    ]


def test_a_coding_for_each_code_that_applies(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["FG1.docx", "485-522", "ana", "4/25/2024", "they\nlistened", "ana", "4/1/2024",
             "Trust, In staff", True, "0-10", 7.5, True, "0-10", 0, False],
            ["FG1.docx", "600-610", "bo", "5/2/2024", "no code", "ana", "4/1/2024", "", False,
             "", "", "False", "", "", 0],
            ["talk.mp4", "00:01:02-00:01:09", "bo", "5/2/2024", "", "ana", "", "", "", "", "",
             "", "", "", "True", "1-5", "3,5"],
        ],
    )  # fmt: skip
    assert holds_dedoose(path, b"")
    project = read_dedoose(path, "excerpts")
    assert told(project) == [
        ("FG1.docx", ("Trust",), "they\nlistened", "ana", "2024-04-25", 7.5),
        ("FG1.docx", ("Trust", "In staff"), "they\nlistened", "ana", "2024-04-25", 0.0),
        ("talk.mp4", ("Range of Weight",), "", "bo", "2024-05-02", 3.5),
    ]
    assert [c.kind for c in project.codings] == ["text", "text", "video"]
    assert project.warnings == ("1 excerpts have no code and are left out",)
    assert project.coders == ("ana", "bo")


def test_descriptors_are_variables_of_the_documents(tmp_path):
    row = ["FG1.docx", "1-9", "ana", "4/25/2024", "words", "", "", "Trust", "Nurse", "x"]
    other = [*row[:1], "10-20", *row[2:9], "y"]
    head = [*HEAD, "Role", "Note"]
    project = read_dedoose(workbook(tmp_path / "a.xlsx", [row, other], head), "excerpts")
    assert [(v.variable, v.value) for v in project.values] == [("Role", "Nurse")]
    assert "1 columns differ within a document and are not kept" in project.warnings


def test_without_columns_of_codes_their_list_is_read(tmp_path):
    row = ["FG1.docx", "1-9", "ana", "4/25/2024", "words", "", "", "Trust, In staff"]
    project = read_dedoose(workbook(tmp_path / "a.xlsx", [row], HEAD), "excerpts")
    assert [path for _, path, *_ in told(project)] == [("Trust",), ("In staff",)]
    assert any("without paths" in warning for warning in project.warnings)


def document(path):
    paper = docx.Document()
    paper.add_paragraph("Moderator: what happened?")
    answer = paper.add_paragraph("Grace: ")
    first = answer.add_run("they listened 😀")
    answer.add_run(" to me. ")
    second = answer.add_run("And then")
    third = paper.add_paragraph("").add_run("they did.")
    comment = paper.add_comment([first], "Codes (34-48)", "ana", "a")
    comment.add_paragraph("Trust")
    comment.add_paragraph("Trust\\In staff")
    comment = paper.add_comment([second, third], "Codes (58-75)", "bo", "b")
    comment.add_paragraph("Being heard")
    paper.add_comment([first], "Is this right?", "bo", "b")
    paper.save(path)
    return path


def test_comments_of_a_document_are_codings_with_their_places(tmp_path):
    path = document(tmp_path / "FG1.docx")
    assert holds_dedoose_document(path, path.read_bytes()[:512])
    assert not holds_dedoose(path, b"")
    project = read_dedoose_document(path, "coding/FG1.docx")
    (source,) = project.sources
    assert source.name == "FG1"
    assert source.text == (
        "Moderator: what happened?\nGrace: they listened 😀 to me. And then\nthey did."
    )
    known = paths(project.codes)
    spans = [(known[c.code], source.text[c.start : c.end], c.coder) for c in project.codings]
    assert spans == [
        (("Trust",), "they listened 😀", "ana"),
        (("Trust", "In staff"), "they listened 😀", "ana"),
        (("Being heard",), "And then\nthey did.", "bo"),
    ]
    assert [c.quoted for c in project.codings] == [words for _, words, _ in spans]
    assert project.warnings == ("1 comments are no codings and are left out",)
    assert all(c.source == source.source for c in project.codings)


def test_other_documents_are_not_dedooses(tmp_path):
    paper = docx.Document()
    run = paper.add_paragraph("words").add_run("more")
    paper.add_comment([run], "Is this right?", "bo", "b")
    paper.save(tmp_path / "a.docx")
    assert not holds_dedoose_document(tmp_path / "a.docx", b"PK\x03\x04")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 cut off")
    assert not holds_dedoose_document(tmp_path / "b.docx", b"PK\x03\x04")
    with pytest.raises(CodingError, match="damaged"):
        read_dedoose_document(tmp_path / "b.docx", "document")


def test_what_is_missing_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [], ["Media Title", "Excerpt Range", "Words"])
    with pytest.raises(CodingError, match=r"segment, codes or Code:.*'Words'"):
        read_dedoose(path, "excerpts")
