"""Projects of MAXQDA as MAXQDA keeps them."""

import sqlite3
from collections import Counter
from contextlib import closing

import lxml.html
import pytest
import python_calamine
from held_databases import held

from quotetrail.coding import locate, paths
from quotetrail.coding.maxqda_native import holds_maxqda, read_maxqda
from quotetrail.errors import CodingError
from quotetrail.text import Transcript, Turn

TABLES = """
create table sys_Topics (ID integer, Name text, Source text);
create table undo_Marker (TopicID integer, FieldID integer, RowID integer, TID integer,
    Exist integer);
create table Texts (ID integer, TID integer, Idx integer, GroupID integer, Name text,
    ToDelete integer, primary key (ID, TID));
create table Codewords (ID integer, TID integer, Idx integer, WordID integer, Name text,
    Color integer, ToDelete integer, primary key (ID, TID));
create table Codings (ID integer, TID integer, TextID integer, WordID integer, Weight integer,
    Preview text, Author text, Date text, CommentL text, Area integer, SegType integer,
    SegPos1X integer, SegPos2X integer, ToDelete integer, primary key (ID, TID));
create table Memos (ID integer, TID integer, TextID integer, WordID integer, CodingID integer,
    Title text, primary key (ID, TID));
create table Textgroups (ID integer, TID integer, Idx integer, Name text, GroupID integer,
    primary key (ID, TID));
create table Textsets (ID integer, TID integer, Idx integer, Name text, primary key (ID, TID));
create table Textlinks (ID integer, TID integer, SetID integer, TextID integer,
    primary key (ID, TID));
create table Grid (DocID integer, CodeID integer, Value text);
create table sys_Fields (TopicID integer, ID integer, Name text);
insert into sys_Topics values (2, 'Textgroups', 'Textgroups'), (4, 'Textsets', 'Textsets'),
    (6, 'Textlinks', 'Textlinks'), (5, 'Texts', 'Texts'), (8, 'Codewords', 'Codewords'),
    (10, 'Codings', 'Codings'), (11, 'Memos', 'Memos');
"""


def made(path, rows):
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(TABLES)
        for table, values in rows:
            names, marks = ", ".join(values), ", ".join("?" * len(values))
            database.execute(
                f"insert into {table} ({names}) values ({marks})", list(values.values())
            )
    return path


def marker(topic, row, version, exists=1, field=0):
    names = ("TopicID", "FieldID", "RowID", "TID", "Exist")
    return ("undo_Marker", dict(zip(names, (topic, field, row, version, exists), strict=True)))


def text(number, version, name, **values):
    return ("Texts", {"ID": number, "TID": version, "Name": name, **values})


def code(number, version, name, above=0, **values):
    return ("Codewords", {"ID": number, "TID": version, "Name": name, "WordID": above, **values})


def coding(number, version, start=0, end=4, **values):
    place = {"SegPos1X": start, "SegPos2X": end, "SegType": 7, "TextID": 1, "WordID": 1}
    return ("Codings", {"ID": number, "TID": version, "Author": "Anna", **place, **values})


def read(path):
    return read_maxqda(path, "the file")


def names_of(project):
    names = {each.code: each.name for each in project.codes}
    return names | {each.source: each.name for each in project.sources}


def test_the_exchange_file_and_the_table_hold_the_same_segments(real_data):
    folder = real_data / "maxqda/mex-polish"
    project = read(folder / "test.mex")
    names = names_of(project)
    with closing(
        sqlite3.connect(f"file:{folder / 'test.mex'}?mode=ro&immutable=1", uri=True)
    ) as database:
        areas = [area for (area,) in database.execute("select Area from Codings order by ID")]
    sheet = python_calamine.load_workbook(folder / "test.xls").get_sheet_by_index(0)
    head, *lines = sheet.to_python()
    rows = [dict(zip(head, line, strict=True)) for line in lines]

    def plain(said):
        return " ".join(said.split())

    def moment(created):
        date, time = created[:19].split("T")
        return ".".join(reversed(date.split("-"))) + " " + time

    assert len(project.codings) == len(rows) == 402
    assert Counter(
        (
            names[each.source],
            names[each.code],
            plain(each.quoted.removesuffix("…"))[:60],
            area,
            each.weight,
            each.coder,
            moment(each.created),
        )
        for each, area in zip(project.codings, areas, strict=True)
    ) == Counter(
        (
            row["Nazwa dokumentu"],
            row["Kod"],
            plain(row["Fragment"])[:60],  # the table has some line ends twice
            row["Objętość"],
            row["Waga"],
            row["Autor"],
            row["Data utworzenia"],
        )
        for row in rows
    )
    cut = [each for each in project.codings if each.quoted.endswith("…")]
    assert len(cut) == sum(len(row["Fragment"].strip()) > 63 for row in rows)
    lengths = Counter(
        each.end - each.start - area for each, area in zip(project.codings, areas, strict=True)
    )
    assert set(lengths) <= {0, 1, 2}  # the area leaves out blanks at the ends


@pytest.mark.parametrize(
    ("file", "pages", "counts"),
    [
        ("reuters.mx12", "reuters", (4, 3, 19)),
        ("annan.mx20", "unga", (1, 4, 5)),
    ],
)
def test_the_present_rows_and_where_they_stand_in_the_pages(real_data, file, pages, counts):
    folder = real_data / "maxqda/mx12-mx20"
    path = folder / "maxqda" / file
    assert holds_maxqda(path, path.read_bytes()[:512])
    project = read(path)
    assert (len(project.sources), len(project.codes), len(project.codings)) == counts
    names = names_of(project)
    texts = {
        name: lxml.html.parse(str(folder / "html" / pages / f"{name}.html")).getroot()
        for name in {names[each.source] for each in project.codings}
    }
    # MAXQDA's text is the page's without its head: as much further left in every document.
    shifts = [
        {shift for shift in range(4000) if said.startswith(each.quoted, each.start + shift)}
        for each in project.codings
        for said in (texts[names[each.source]].text_content(),)
    ]
    assert len(set.intersection(*shifts)) == 1
    assert {each.end - each.start - len(each.quoted) for each in project.codings} <= {0, 1}
    assert all(each.text is None and "encrypts" in each.problem for each in project.sources)


def test_rows_that_can_be_undone(real_data):
    project = read(real_data / "maxqda/mx12-mx20/maxqda/annan.mx20")
    assert [each.name for each in project.codes] == ["GELB", "Region", "Organisation", "Document"]
    assert [each.colour for each in project.codes][:2] == ["#ffff00", "#2364a2"]
    assert [each.name for each in project.sources] == ["annan"]
    assert "1 rows of Texts are deleted and left out" in project.warnings
    names = names_of(project)
    assert Counter(names[each.code] for each in project.codings) == {
        "Document": 2,
        "Organisation": 2,
        "GELB": 1,
    }


def test_the_version_that_is_named_holds(tmp_path):
    rows = [
        text(1, 1, "old"),
        text(1, 2, "ULM"),
        text(1, 3, "undone"),
        marker(5, 1, 2),
        marker(5, 1, 1, field=5),
        code(1, 4, "Fear", Idx=1),
        code(1, 5, "Fears", Idx=1),
        code(2, 5, "Keys", 1, Idx=0, Color=4278255360),
        marker(8, 1, 5),
        marker(8, 2, 9),  # names a version that is not there
        coding(1, 6, Preview="was"),
        coding(1, 7, Preview="is"),
        coding(2, 7, Preview="gone"),
        coding(3, 8, Preview="unmarked, older"),
        coding(3, 9, Preview="unmarked, newer"),
        coding(4, 0, Preview="never changed"),
        marker(10, 1, 7),
        marker(10, 2, 7, exists=0),
        marker(11, 4, 7, exists=0),
    ]
    project = read(made(tmp_path / "a.mx24", rows))
    assert [each.name for each in project.sources] == ["ULM"]
    assert list(paths(project.codes).values()) == [("Fears",), ("Fears", "Keys")]
    assert project.codes[1].colour == "#00ff00"
    assert [each.quoted for each in project.codings] == ["is", "unmarked, newer", "never changed"]
    assert {warning for warning in project.warnings if "rows" in warning} == {
        "1 rows of Codings are deleted and left out",
        "1 rows of Codings have no version that is named as the present one: the last",
        "1 rows of Codewords have no version that is named as the present one: the last",
    }


def test_kinds_weights_comments_memos_and_what_is_encrypted(tmp_path):
    long = "These are words that go on and on, until they are a little too long."
    rows = [
        text(1, 0, "ULM", GroupID=3),
        text(2, 0, "*ENC*abc"),
        code(1, 0, "Fear"),
        coding(1, 0, Preview=long[:63], Area=len(long), Weight=40, CommentL="Said twice."),
        coding(2, 0, Preview=long[:63], Area=63, Date="1899-12-31T00:00:00"),
        coding(3, 0, Preview="on a page", SegType=2, TextID=2),
        coding(4, 0, Preview="", SegType=3),
        coding(5, 0, Preview="*ENC*xyz", SegType=0),
        ("Memos", {"ID": 1, "TID": 0, "CodingID": 1, "Title": "A title"}),
        ("Memos", {"ID": 2, "TID": 0, "WordID": 1, "Title": "Of the code"}),
        ("Memos", {"ID": 3, "TID": 0, "TextID": 1, "Title": "Of the document"}),
    ]
    project = read(made(tmp_path / "a.mex", rows))
    first, second, page, area, last = project.codings
    assert (first.quoted, first.weight) == (long[:63] + "…", 40)
    assert first.memo == "Said twice.\n\nA title"
    assert (second.quoted, second.created) == (long[:63], "")
    assert (page.kind, page.start, project.sources[1].kind) == ("pdf", None, "pdf")
    assert (area.kind, last.kind, last.quoted, last.start) == ("picture", "text", "", 0)
    assert project.codes[0].description == "Of the code"
    assert project.sources[1].name == "document 2"
    assert "*ENC*" not in repr(project)
    assert "1 codings are of the type 3, which is not known" in project.warnings
    assert [each.memo for each in project.sources] == ["Of the document", ""]


def test_groups_sets_summaries_and_how_many_variables(tmp_path):
    rows = [
        text(1, 0, "ULM", GroupID=2),
        text(2, 0, "KLA", GroupID=2),
        text(3, 0, "TLV", GroupID=9),
        text(4, 0, "alone", GroupID=0),
        code(1, 0, "Fear"),
        *(
            ("Textgroups", {"ID": number, "TID": version, "Name": name, "GroupID": above})
            for number, version, name, above in (
                (1, 0, "Sites", 0),
                (2, 0, "Before the undo", 1),
                (2, 5, "Wards", 1),
                (9, 0, "*ENC*a", 0),
            )
        ),
        marker(2, 2, 5),
        ("Textsets", {"ID": 1, "TID": 0, "Name": "Long ones"}),
        *(
            ("Textlinks", {"ID": number, "TID": 0, "SetID": 1, "TextID": document})
            for number, document in enumerate((1, 3, 77))
        ),
        marker(6, 1, 0, exists=0),
        ("Grid", {"DocID": 1, "CodeID": 1, "Value": "Fears the keys."}),
        ("Grid", {"DocID": 2, "CodeID": 1, "Value": "*ENC*b"}),
        ("Grid", {"DocID": 2, "CodeID": 1, "Value": ""}),
        *(("sys_Fields", {"TopicID": 5, "ID": number}) for number in (0, 38, 39, 501, 1002)),
        ("sys_Fields", {"TopicID": 8, "ID": 40}),
        ("Memos", {"ID": 3, "TID": 0, "TextID": 0, "Title": "Of a group"}),
    ]
    project = read(made(tmp_path / "a.mx24", rows))
    names = names_of(project)
    assert [(g.name, g.kind, [names[each] for each in g.sources]) for g in project.groups] == [
        ("Sites > Wards", "group", ["ULM", "KLA"]),
        ("group 9", "group", ["TLV"]),
        ("Long ones", "set", ["ULM"]),
    ]
    (summary,) = project.summaries
    assert (names[summary.subject], names[summary.code]) == ("ULM", "Fear")
    assert summary.text == "Fears the keys."
    assert {
        "1 variables of documents are not kept: export the coded segments with them",
        "1 summaries are encrypted by MAXQDA and not kept",
        "1 memos of groups and of the project are not kept",
        "1 members of cases and groups name what the file does not hold and are left out",
    } <= set(project.warnings)


def test_real_projects_without_groups_and_variables(real_data):
    folder = real_data / "maxqda"
    for name in ("mx12-mx20/maxqda/reuters.mx12", "mx12-mx20/maxqda/annan.mx20"):
        project = read(folder / name)
        assert project.groups == project.values == project.summaries == ()
        assert not any("variables" in warning for warning in project.warnings)
    memos = [each.memo for each in read(folder / "mx12-mx20/maxqda/reuters.mx12").sources]
    assert sorted(memos) == ["", "", "", "Memo 1"]


def test_codings_are_placed_by_their_words_where_these_are_whole(tmp_path):
    rows = [
        text(1, 0, "ULM"),
        code(1, 0, "Fear"),
        coding(1, 0, Preview="afraid of the keys", Area=18),
        coding(2, 0, Preview="the", Area=3),
        coding(3, 0, 30, 2, Preview=""),
        coding(4, 0, TextID=9, Preview="afraid"),
    ]
    project = read(made(tmp_path / "a.mx24", rows))
    said = "I was afraid of the keys, of all the keys."
    transcript = Transcript("ULM", "en", said, (Turn(0, len(said), "Anna"),))
    located = locate([project], [transcript])
    assert [each.placement for each in located] == ["searched", "document", "document", "unplaced"]
    assert {(each.transcript, each.start, each.reason) for each in located[1:3]} == {
        ("ULM", None, "")
    }
    assert located[3].reason


def test_cycles_and_codes_above_that_are_not_there(tmp_path):
    rows = [code(1, 0, "a", 2), code(2, 0, "b", 1), code(3, 0, "c", 3), code(4, 0, "d", 9)]
    project = read(made(tmp_path / "a.mx24", rows))
    assert list(paths(project.codes).values()) == [("a",), ("a", "b"), ("c",), ("d",)]
    assert "2 cycles in the code tree are cut" in project.warnings


@pytest.mark.parametrize(
    "commands",
    [
        ["pragma locking_mode = exclusive", "update Texts set Name = 'new'"],
        ["pragma journal_mode = wal", "update Texts set Name = 'new'"],
    ],
)
def test_a_project_that_maxqda_has_open(tmp_path, commands):
    path = made(tmp_path / "a.mx24", [text(1, 0, "ULM")])
    with (
        held(path, *commands),
        pytest.raises(CodingError, match="Close MAXQDA, or save a copy"),
    ):
        read(path)
    assert [each.name for each in read(path).sources] == ["new"]


def test_what_is_no_project_of_maxqda(tmp_path):
    path = tmp_path / "a.mx24"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table Texts (ID integer, Name text)")
    assert not holds_maxqda(path, path.read_bytes()[:512])
    with pytest.raises(CodingError, match="no table `codewords`"):
        read(path)
    path.write_bytes(b"encrypted as a whole" * 50)
    assert not holds_maxqda(path, path.read_bytes()[:512])
    with pytest.raises(CodingError, match="no SQLite database"):
        read(path)
