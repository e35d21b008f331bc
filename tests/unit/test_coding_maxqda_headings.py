"""Columns of MAXQDA's tables: in any order, of codes, of variables, in other languages."""

import re

import pytest
from segment_tables import ENGLISH, ROW, read, refused, told, write_csv, write_xlsx

from quotetrail.coding import locate, paths
from quotetrail.coding.cells import kind_of
from quotetrail.coding.maxqda_segments import holds_maxqda_segments, read_maxqda_segments


def test_the_same_words_coded_twice_stay_two_codings_in_any_order(tmp_path):
    rows = [ROW, [*ROW[:3], "9", "9", *ROW[5:]], ROW]
    one = read(write_csv(tmp_path / "one.csv", [ENGLISH, *rows]))
    other = read(write_csv(tmp_path / "other.csv", [ENGLISH, *reversed(rows)]))
    ids = [c.coding for c in one.codings]
    assert len(set(ids)) == 3
    assert set(ids) == {c.coding for c in other.codings}
    assert all(re.fullmatch("c[0-9a-f]{10}", each) for each in ids)
    alone = read(write_csv(tmp_path / "alone.csv", [ENGLISH, rows[1]]))
    assert [c.coding for c in alone.codings] == ids[1:2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separated_text(tmp_path, delimiter, encoding):
    row = [*ROW[:5], 'first, "line";\nזה 😀\tthird', "\u00a0"]
    rows = [ENGLISH, row, ["\u00a0"] * 7]
    path = write_csv(tmp_path / "a.csv", rows, delimiter=delimiter, encoding=encoding)
    assert holds_maxqda_segments(path, b"")
    project = read(path)
    assert [(c.quoted, c.coder) for c in project.codings] == [(row[5], "")]
    assert project.coders == ()


def test_a_line_that_names_the_separator_and_columns_in_any_order(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nSEGMENT;  code ;Dokumentname\nwords;A > B;D\n", encoding="utf-8")
    assert told(read(path)) == {("D", ("A", "B"), "words", "", ""): 1}


def test_a_project_workbook_with_a_pivot_sheet_variables_and_columns_of_codes(tmp_path):
    head = [
        *("Dokumentname", "Erstellt am", "Memos", "Code", "Segment", "Gewicht", "Kommentar"),
        *("Dokumentname", "Erstellt am", "Memos", "Alter", "Code: A > B", "Code: C"),
    ]
    row = [
        *("FG1", "02.05.19 10:00", "seen later", "A > B", "words", "7,5", "c"),
        *("FG1", "01.01.18 08:00", "3", "-9", "1", "0"),
    ]
    path = write_xlsx(
        tmp_path / "a.xlsx", [["", "A", "B"], ["FG1", 3, 4]], [], [[], head, row], [head, row, row]
    )
    project = read(path)
    (coding,) = project.codings
    assert (coding.created, coding.weight) == ("2019-05-02T10:00", 7.5)
    assert coding.memo == "c\n\nseen later"
    assert [code.name for code in project.codes] == ["A", "B", "C"]
    assert project.warnings == (
        "1 more sheets with 2 rows of codings are left out",
        "3 columns have the heading of another one and are not kept",
    )
    assert project.values == ()


def test_columns_that_say_the_same_of_each_document_are_its_variables(tmp_path):
    head = ["Document group", "Document name", "Code", "Segment", "Site", "Age", "Mood", "Empty"]
    rows = [
        ["Wards", "FG1", "A", "one", "Ulm", "-9", "glad", ""],
        ["Wards", "FG1", "A", "two", "Ulm", "-9", "sad", ""],
        ["Wards > East", "FG2", "A", "three", "Kampala", "41", "glad", ""],
        ["", "FG3", "A", "four", " ", "52", "glad", ""],
    ]
    project = read(write_csv(tmp_path / "a.csv", [head, *rows]))
    names = {source.source: source.name for source in project.sources}
    assert [(g.name, g.kind, [names[s] for s in g.sources]) for g in project.groups] == [
        ("Wards", "group", ["FG1"]),
        ("Wards > East", "group", ["FG2"]),
    ]
    assert [(v.of, names[v.subject], v.variable, v.value) for v in project.values] == [
        ("document", "FG1", "Site", "Ulm"),
        ("document", "FG2", "Site", "Kampala"),
        ("document", "FG2", "Age", "41"),
        ("document", "FG3", "Age", "52"),
    ]
    assert project.warnings == ("1 columns differ within a document and are not kept",)


def test_values_of_documents_without_codings_are_counted(tmp_path):
    head = ["Document name", "Segment", "Site", "Code: A"]
    rows = [["FG1", "one", "Ulm", "1"], ["FG2", "two", "Kampala", "0"]]
    project = read(write_csv(tmp_path / "a.csv", [head, *rows]))
    assert [v.value for v in project.values] == ["Ulm"]
    assert "1 values are those of documents without codings" in project.warnings


def test_memos_that_are_numbers_count_the_memos_of_a_document(tmp_path):
    head = ["Document name", "Code", "Segment", "Memos"]
    path = write_csv(tmp_path / "a.csv", [head, ["D", "A", "w", "2"], ["D", "A", "v", "-9"]])
    assert [c.memo for c in read(path).codings] == ["", ""]


def test_columns_of_codes_alone(tmp_path):
    head = ["Document name", "Segment", "Code: A > B", "Code: A > C", "Code: D"]
    rows = [["FG1", "one", 1, 0, True], ["FG1", "two", 0, 0, False], ["FG1", "three", "", 1, ""]]
    project = read(write_xlsx(tmp_path / "a.xlsx", [head, *rows]))
    assert told(project) == {
        ("FG1", ("A", "B"), "one", "", ""): 1,
        ("FG1", ("D",), "one", "", ""): 1,
        ("FG1", ("A", "C"), "three", "", ""): 1,
    }
    assert "1 segments have no code and are left out" in project.warnings


def test_old_paths_with_backslashes(tmp_path):
    rows = [["Dokumentname", "Code", "Segment"], ["D", "A\\B\\C", "w"], ["D", "A", "v"]]
    project = read(write_csv(tmp_path / "a.csv", rows))
    assert list(paths(project.codes).values()) == [("A",), ("A", "B"), ("A", "B", "C")]
    rows.append(["D", "x\\y > z", "u"])
    project = read(write_csv(tmp_path / "b.csv", rows))
    assert ("x\\y", "z") in paths(project.codes).values()


def test_documents_of_one_name_in_two_groups_are_two(tmp_path):
    rows = [ENGLISH, ["G1", *ROW[1:]], ["G2 > H", *ROW[1:]], ["G1", "FG2", *ROW[2:]]]
    project = read(write_csv(tmp_path / "a.csv", rows))
    assert [source.name for source in project.sources] == ["G1 > FG1", "G2 > H > FG1", "FG2"]
    assert len({c.coding for c in project.codings}) == 3


def test_another_language_by_config(tmp_path):
    rows = [["Nom", "Code", "Passage", "Auteur"], ["D", "A", "w", "x"]]
    path = write_csv(tmp_path / "a.csv", rows)
    assert not holds_maxqda_segments(path, b"")
    message = refused(path)
    assert "document, segment" in message
    assert "`headings`" in message
    french = {"document": ["nom"], "segment": ["passage"]}
    assert holds_maxqda_segments(path, b"", french)
    project = read_maxqda_segments(path, "table", french)
    assert told(project) == {("D", ("A",), "w", "", ""): 1}
    assert "no column" in refused(path, headings={"documents": ["nom"]})


def test_headings_that_are_not_understood_are_listed_but_never_what_was_said(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["Code", "Segment", "Beginning", "Documento"]])
    assert "not understood: 'Documento'" in refused(path)
    path = write_csv(tmp_path / "b.csv", [["FG1", "Anna Brandl was afraid", "Trust"]])
    assert "Anna" not in refused(path)


@pytest.mark.parametrize(
    ("kind", "document", "begin", "quoted"),
    [
        ("text", "FG1", "3", "words"),
        ("text", "paper.pdf", "2: 120", "words of a page"),
        ("pdf", "paper", "2: 120", ""),
        ("pdf", "paper.pdf", "", ""),
        ("picture", "wall", "", "Bild: 10, 20 - 30, 40"),
        ("picture", "wall.JPG", "", "\u00a0"),
        ("video", "talk", "00:01:02", "00:01:02 - 00:01:09"),
        ("audio", "talk.mp3", "0:01:02,5", ""),
        ("text", "FG1", "4", "Picture: the one on the wall"),
        ("text", "FG1", "4", ""),
    ],
)
def test_what_is_no_text_has_its_kind(tmp_path, kind, document, begin, quoted):
    assert kind_of(document, begin, begin, quoted) == kind
    rows = [ENGLISH, ["", document, "A", begin, begin, quoted, ""]]
    project = read(write_csv(tmp_path / "a.csv", rows))
    assert [(c.kind, c.code != "") for c in project.codings] == [(kind, True)]
    assert {each.placement for each in locate([project], [])} == {"unplaced"}
