"""Odd cells and rows of MAXQDA's tables."""

import time

import pytest
import xlsxwriter
from segment_tables import ENGLISH, ROW, read, refused, told, write_csv, write_xlsx

from quotetrail.coding.cells import dates, number
from quotetrail.coding.maxqda_segments import holds_maxqda_segments
from quotetrail.errors import CodingError, shown


@pytest.mark.parametrize(
    ("values", "expected", "odd"),
    [
        (["2024-04-10 10:15:36"], ["2024-04-10T10:15:36"], 0),
        (["02.05.19 10:00"], ["2019-05-02T10:00"], 0),
        (["02.05.19 10:00:01"], ["2019-05-02T10:00:01"], 0),
        (["30.11.2017 20:55", "1.2.1999"], ["2017-11-30T20:55", "1999-02-01"], 0),
        (["4/25/2024", "5/2/2024 1:05 PM"], ["2024-04-25", "2024-05-02T13:05"], 0),
        (["25/4/2024", "5/2/2024"], ["2024-04-25", "2024-02-05"], 0),
        (["5/2/2024", ""], ["5/2/2024", ""], 1),
        (["2017-11-30T20:55:14Z"], ["2017-11-30T20:55:14Z"], 0),
        (["31.02.2019", "yesterday"], ["31.02.2019", "yesterday"], 2),
    ],
)
def test_dates_of_all_kinds(values, expected, odd):
    assert dates(values) == (expected, odd)


def test_numbers():
    assert [number(text) for text in ("7,5", " -1.25 ", "-9", "", "many")] == [
        *(7.5, -1.25),
        *(None, None, None),
    ]


def test_a_row_without_document_code_or_words_stays_a_coding(tmp_path):
    rows = [ENGLISH, ["", "", "A", "", "", "w", ""], ["", "D", "", "", "", "w", ""], ["", "D", "A"]]
    project = read(write_csv(tmp_path / "a.csv", rows))
    assert len(project.codings) == 3
    assert [c.code == "" for c in project.codings] == [False, True, False]
    assert project.warnings == (
        "1 rows name no document",
        "1 rows name no code",
        "1 rows hold no words",
    )


def test_formulas_are_not_run_and_their_stored_text_counts(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ENGLISH)
        for number, stored in enumerate(["as stored", ""], start=1):
            sheet.write_row(number, 0, ROW)
            sheet.write_formula(number, 5, '=HYPERLINK("http://x.invalid","t")', None, stored)
    project = read(path)
    assert [c.quoted for c in project.codings] == ["as stored", ""]
    assert "1 formulas have no stored result and count as empty" in project.warnings
    text = write_csv(tmp_path / "a.csv", [ENGLISH, [*ROW[:5], '=HYPERLINK("x")', ""]])
    assert read(text).codings[0].quoted == '=HYPERLINK("x")'


def test_merged_cells_stand_for_each_of_their_rows(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Document name", "Segment", "Code"])
        sheet.merge_range(1, 0, 3, 0, "FG1")
        sheet.merge_range(1, 1, 2, 1, "words")
        sheet.write_column(1, 2, ["A", "B", "C"])
        sheet.write(3, 1, "others")
    project = read(path)
    names = {code.code: code.name for code in project.codes}
    assert [(names[c.code], c.quoted) for c in project.codings] == [
        ("A", "words"),
        ("B", "words"),
        ("C", "others"),
    ]
    assert len(project.sources) == 1
    assert "3 cells are parts of merged cells and got their text" in project.warnings


def test_a_web_page(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><table><tr><td>x</td></tr>"
        "</table><table><tr><th>Dokumentname</th><th>Code</th><th>Segment</th></tr>"
        "<tr><td>FG1</td><td>A &gt; B</td><td>eine<br>Zeile &amp; <b>noch</b> eine</td></tr>"
        "</table><script>document.write('x')</script></body></html>",
        encoding="utf-8",
    )
    assert holds_maxqda_segments(path, b"")
    assert told(read(path)) == {("FG1", ("A", "B"), "eine\nZeile & noch eine", "", ""): 1}


def test_only_headings_give_no_codings_and_empty_sheets_are_refused(tmp_path):
    assert read(write_csv(tmp_path / "a.csv", [ENGLISH])).codings == ()
    assert "Every sheet is empty" in refused(write_xlsx(tmp_path / "a.xlsx", [], []))
    (tmp_path / "b.csv").write_bytes(b"\n\n")
    assert "Every sheet is empty" in refused(tmp_path / "b.csv")


@pytest.mark.parametrize(
    ("content", "found", "place"),
    [
        (b"Document name|Code|Segment\nD|A|w\n", "none of the first 20 rows", ""),
        ("Dokumentname,Code,Segment\nD,A,Größe\n".encode("cp1252"), "encoding", "byte 32, line 2"),
        ("Dokumentname,Code,Segment\nD,A,w\n".encode("utf-16-le"), "NUL", ""),
        (b'Dokumentname,Code,Segment\nD,A,"w\n', "quotation mark", "line 2"),
        (b'Dokumentname,Code,Segment\nD,A,"w"x\n', "quotation mark", "line 2"),
        (b"Dokumentname,Code,Segment\nD,A,w,and more\n", "4 cells", "row 2"),
        (b"PK\x03\x04 and nothing", "archive is damaged", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 900, "password", ""),
    ],
)
def test_bad_files(tmp_path, content, found, place):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    message = refused(path)
    assert found in message
    assert place in message
    assert "What to do" in message
    assert "Größe" not in message


def test_nul_and_very_long_cells(tmp_path):
    words = "word " * 200_000
    rows = [ENGLISH, [*ROW[:5], f"a\0{words}", ""], [*ROW[:5], "x" * 32_767, ""]]
    project = read(write_csv(tmp_path / "a.csv", rows))
    assert project.codings[0].quoted == f"a{words}"
    assert "1 NUL characters are left out" in project.warnings
    project = read(write_xlsx(tmp_path / "a.xlsx", [ENGLISH, rows[2]]))
    assert len(project.codings[0].quoted) == 32_767


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ENGLISH)
        sheet.write_row(1, 0, ROW)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert len(read(tmp_path / "a.xlsx").codings) == 1
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ENGLISH)
        sheet.write(1_048_575, 16_383, "x")
    assert "row 1048576 and column 16384" in refused(tmp_path / "b.xlsx")
    assert not holds_maxqda_segments(tmp_path / "b.xlsx", b"")


def test_a_hundred_thousand_rows(tmp_path):
    rows = ([*ROW[:3], str(n), str(n), f"words {n % 977}", "Ana"] for n in range(100_000))
    path = write_csv(tmp_path / "a.csv", [ENGLISH, *rows])
    started = time.monotonic()
    project = read(path)
    assert len({c.coding for c in project.codings}) == 100_000
    assert time.monotonic() - started < 60


def test_nothing_that_is_said_stands_in_a_message(tmp_path):
    path = write_csv(tmp_path / "a.csv", [ENGLISH, [*ROW, "and Sister Florence"]])
    with pytest.raises(CodingError) as caught:
        read(path)
    assert "Florence" not in shown(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
