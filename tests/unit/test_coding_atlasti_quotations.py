"""ATLAS.ti's table of quotations."""

import csv

import pytest
import xlsxwriter

from quotetrail.coding.atlasti_quotations import (
    holds_atlasti_quotations,
    read_atlasti_quotations,
)

WEB = [
    *("Number", "Reference", "Name", "Text Content", "Document", "Codes", "Number of Codes"),
    *("Comment", "Initial Position", "Final Position", "Creation Date", "Modification Date"),
]


def workbook(path, *rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def told(project):
    names = {source.source: source.name for source in project.sources}
    codes = {code.code: code.name for code in project.codes}
    return [(names[c.source], codes[c.code], c.quoted, c.memo) for c in project.codings]


def quotation(number, codes, count, words="words"):
    date = "2024-04-25 10:00:00"
    return [
        number,
        "1:1",
        "words …",
        words,
        "FG1",
        codes,
        count,
        f"note {number}",
        5,
        10,
        date,
        date,
    ]


def test_a_coding_for_each_code(tmp_path):
    rows = [WEB, quotation("1:1", "○ Trust\n● Fear, and awe", 2), quotation("1:2", "Trust", 1)]
    path = workbook(tmp_path / "a.xlsx", ["Project: x"], [], *rows, quotation("1:3", "", 0))
    assert holds_atlasti_quotations(path, b"")
    project = read_atlasti_quotations(path, "quotations")
    assert told(project) == [
        ("FG1", "Trust", "words", "note 1:1"),
        ("FG1", "Fear, and awe", "words", "note 1:1"),
        ("FG1", "Trust", "words", "note 1:2"),
    ]
    assert {c.created for c in project.codings} == {"2024-04-25T10:00:00"}
    assert {c.start for c in project.codings} == {None}
    assert len({c.coding for c in project.codings}) == 3
    assert project.warnings == ("1 quotations have no code and are left out",)


@pytest.mark.parametrize(
    ("cells", "counts", "expected"),
    [
        (["Fear, awe; Trust", "a, b"], [2, 1], [["Fear, awe", "Trust"], ["a, b"]]),
        (["Fear; awe, Trust", "a, b"], [2, 2], [["Fear; awe", "Trust"], ["a", "b"]]),
        (["Fear; awe\nTrust", "a"], [2, 1], [["Fear; awe", "Trust"], ["a"]]),
        (["Fear; awe\nTrust", "a"], ["", ""], [["Fear; awe", "Trust"], ["a"]]),
        (["Fear; Trust", "a, b"], ["", ""], [["Fear", "Trust"], ["a, b"]]),
        (["Fear, Trust", "a"], ["", ""], [["Fear, Trust"], ["a"]]),
    ],
)
def test_the_separator_of_codes_is_the_one_that_fits_their_numbers(
    tmp_path, cells, counts, expected
):
    rows = [quotation(f"1:{n}", *pair) for n, pair in enumerate(zip(cells, counts, strict=True))]
    project = read_atlasti_quotations(workbook(tmp_path / "a.xlsx", WEB, *rows), "quotations")
    assert [code for _, code, *_ in told(project)] == [code for each in expected for code in each]


def test_numbers_that_no_separator_fits_are_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", WEB, quotation("1:1", "Fear, Trust", 3))
    project = read_atlasti_quotations(path, "quotations")
    assert project.warnings == ("1 quotations name another number of codes than they count",)


def test_the_desktop_table_in_two_languages(tmp_path):
    english = ["ID", "Document", "Quotation Name", "Quotation Content", "Codes", "Reference"]
    german = ["ID", "Dokument", "Zitatname", "Zitatinhalt", "Kodes", "Referenz"]
    for head in (english, german):
        path = tmp_path / "a.csv"
        with open(path, "w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(
                [head, ["3:10", "FG1", "x", "words", "A; B", "12 - 13"]]
            )
        project = read_atlasti_quotations(path, "quotations")
        assert [code for _, code, *_ in told(project)] == ["A", "B"]


def test_equal_words_at_two_places_are_two_codings_with_lasting_ids(tmp_path):
    rows = [quotation("1:1", "A", 1), quotation("1:2", "A", 1)]
    one = read_atlasti_quotations(workbook(tmp_path / "a.xlsx", WEB, *rows), "quotations")
    other = read_atlasti_quotations(workbook(tmp_path / "b.xlsx", WEB, *rows[::-1]), "quotations")
    assert len({c.coding for c in one.codings}) == 2
    assert {c.coding for c in one.codings} == {c.coding for c in other.codings}


def test_a_quotation_of_a_recording(tmp_path):
    row = quotation("2:1", "A", 1, "")
    row[4], row[8], row[9] = "talk.mp3", "0:01:02,300", "0:01:09,000"
    project = read_atlasti_quotations(workbook(tmp_path / "a.xlsx", WEB, row), "quotations")
    assert [c.kind for c in project.codings] == ["audio"]
    assert [source.kind for source in project.sources] == ["audio"]
