"""MAXQDA's tables of coded segments, real ones and odd ones."""

import csv
import re
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from source import SOURCES

from quotetrail.coding import locate, paths, read_project
from quotetrail.coding.cells import dates, kind_of, number
from quotetrail.coding.maxqda_segments import holds_maxqda_segments, read_maxqda_segments
from quotetrail.errors import CodingError, shown
from quotetrail.sheets import present, read_participants_sheet, read_transcripts_sheet
from quotetrail.transcripts import read_transcript

ROOT = Path(__file__).parents[2]
ENGLISH = ["Document group", "Document name", "Code", "Beginning", "End", "Segment", "Created by"]
ROW = ["", "FG1", "Trust > Staff", "3", "3", "they listened", "Ana"]


def write_csv(path, rows, *, delimiter=",", encoding="utf-8"):
    with open(path, "w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path, *sheets):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    write = sheet.write_string if isinstance(value, str) else sheet.write
                    write(number, column, value)
    return path


def read(path):
    return read_maxqda_segments(path, path.name)


def refused(path, **more):
    with pytest.raises(CodingError) as caught:
        read_maxqda_segments(path, "table", **more)
    return str(caught.value)


def told(project):
    """Document, path, words, coder and memo of each coding, as a bag."""
    names = {source.source: source.name for source in project.sources}
    known = paths(project.codes)
    return Counter(
        (names[c.source], known.get(c.code, ()), c.quoted, c.coder, c.memo) for c in project.codings
    )


def written(study):
    """The same from the demonstration's sources, read by other means."""
    rows = []
    for path in sorted((SOURCES / study).glob("*.codings.tsv")):
        name = path.name.removesuffix(".codings.tsv")
        with open(path, encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                path_of_code = tuple(row["code"].split(" > "))
                rows.append((name, path_of_code, row["quoted"], row["coder"], row["memo"] or ""))
    return Counter(rows)


@pytest.mark.parametrize("export", ["maxqda.xlsx", "maxqda-de.csv"])
@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_the_demonstration_has_exactly_the_codings_of_its_sources(study, export):
    path = ROOT / "resources" / study / "coding" / "exports" / export
    assert holds_maxqda_segments(path, b"")
    project = read(path)
    assert len(project.codings) == len({c.coding for c in project.codings}) > 200
    assert told(project) == written(study)
    assert project.warnings == ()
    assert {c.weight for c in project.codings} == {0.0}
    assert {c.start for c in project.codings} == {None}
    assert min(c.created for c in project.codings) == "2019-05-02T10:00:00"


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_both_exports_of_a_study_are_the_same_project(study):
    exports = ROOT / "resources" / study / "coding" / "exports"
    one, other = (read(exports / name) for name in ("maxqda.xlsx", "maxqda-de.csv"))
    assert (one.codes, one.sources, one.codings) == (other.codes, other.sources, other.codings)


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_every_passage_is_placed_where_the_project_file_places_it(study):
    people = read_participants_sheet(str(ROOT / f"resources/{study}/participants.csv"))
    transcripts = [
        read_transcript(
            ROOT / row.file,
            transcript=row.transcript,
            language=row.language,
            encoding=row.encoding,
            labels=[
                label
                for person in present(people, row.transcript, row.group)
                for label in person.label
            ],
        ).transcript
        for row in read_transcripts_sheet(str(ROOT / f"config/{study}/transcripts.csv"))
    ]
    folder = ROOT / "resources" / study / "coding"
    found = []
    for project in (read_project(folder / f"{study}.qdpx"), read(folder / "exports/maxqda.xlsx")):
        known = paths(project.codes)
        found.append(
            Counter(
                (each.transcript, each.start, each.end, known[each.coding.code], each.coding.coder)
                for each in locate([project], transcripts)
            )
        )
    assert found[0] == found[1]
    assert all(start is not None for _, start, *_ in found[1])


def test_the_english_corpus_has_all_its_rows(real_data):
    path = real_data / "maxqda/csv-english/corpus_studio.csv"
    project = read(path)
    with open(path, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(project.codings) == len(rows) == 15_184
    assert told(project) == Counter(
        (r["Document name"], tuple(r["Code"].split(" > ")), r["Segment"], r["Created by"], "")
        for r in rows
    )
    assert Counter(c.created for c in project.codings) == Counter(
        r["Created"].replace(" ", "T") for r in rows
    )
    documents = {(r["Document group"], r["Document name"]) for r in rows}
    assert len(project.sources) == len(documents)
    names = {source.source: source.name.rsplit(" > ", 1)[-1] for source in project.sources}
    groups = {(g.name, names[each]) for g in project.groups for each in g.sources}
    assert groups == documents
    assert {g.kind for g in project.groups} == {"group"}
    assert sum(" > " in g.name for g in project.groups) == len({d for d, _ in documents})
    assert len({c.coding for c in project.codings}) == 15_184


def test_the_polish_workbook_agrees_with_the_database_it_was_exported_from(real_data):
    project = read(real_data / "maxqda/mex-polish/test.xls")
    database = sqlite3.connect(f"file:{real_data}/maxqda/mex-polish/test.mex?immutable=1", uri=True)
    rows = database.execute(
        "select Texts.Name, Codewords.Name, Preview, Codings.Author, substr(Codings.Date, 1, 19)"
        " from Codings join Texts on Texts.ID = TextID join Codewords on Codewords.ID ="
        " Codings.WordID"
    ).fetchall()
    database.close()
    names = {source.source: source.name for source in project.sources}
    known = paths(project.codes)

    def start(words):
        return re.sub(r"\s+", " ", words).strip()[:50]

    assert len(project.codings) == len(rows) == 402
    assert Counter(
        (names[c.source], known[c.code][-1], start(c.quoted), c.coder, c.created)
        for c in project.codings
    ) == Counter((text, code, start(words), *rest) for text, code, words, *rest in rows)


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
