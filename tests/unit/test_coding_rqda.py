"""Projects of RQDA."""

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from quotetrail.coding import locate, paths, texts_as_transcripts
from quotetrail.coding.rqda import holds_rqda, iso, read_rqda
from quotetrail.errors import CodingError

# As RQDA makes them, with the comma that it forgets in treecode.
TABLES = """
create table source (name text, id integer, file text, memo text, owner text, date text,
    dateM text, status integer);
create table freecode (name text, memo text, owner text, date text, dateM text, id integer,
    status integer, color text);
create table treecode (cid integer, catid integer
    owner text, date text, dateM text, memo text, status integer);
create table codecat (name text, cid integer, catid integer, owner text, date text, dateM text,
    memo text, status integer);
create table coding (cid integer, fid integer, seltext text, selfirst real, selend real,
    status integer, owner text, date text, memo text);
create table cases (name text, memo text, owner text, date text, dateM text, id integer,
    status integer);
create table caselinkage (caseid integer, fid integer, selfirst real, selend real,
    status integer, owner text, date text, memo text);
create table attributes (name text, status integer, date text, memo text, class text);
create table caseAttr (variable text, value text, caseID integer, date text, status integer);
create table fileAttr (variable text, value text, fileID integer, date text, status integer);
create table filecat (name text, fid integer, catid integer, memo text, status integer);
create table treefile (fid integer, catid integer
    owner text, date text, dateM text, memo text, status integer);
create table image (name text, id integer, date text, status integer);
create table imageCoding (cid integer, iid integer, x1 integer, status integer, owner text);
"""
TEXT = "Anna: I was afraid of the keys.\nBen: The keys.\n"


def made(path, rows):
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(TABLES)
        for table, values in rows:
            names, marks = ", ".join(values), ", ".join("?" * len(values))
            database.execute(
                f"insert into {table} ({names}) values ({marks})", list(values.values())
            )
    return path


def source(number=1, status=1, text=TEXT):
    return ("source", {"id": number, "name": f"ULM-{number}", "file": text, "status": status})


def code(number, name, status=1):
    return ("freecode", {"id": number, "name": name, "status": status, "memo": "About it."})


def category(number, name, status=1):
    return ("codecat", {"catid": number, "name": name, "status": status})


def within(cid, catid, status=1):
    return ("treecode", {"cid": cid, "catid": catid, "status": status})


def coding(first, last, quoted=None, status=1, cid=1, fid=1):
    values = {"cid": cid, "fid": fid, "selfirst": first, "selend": last, "status": status}
    return ("coding", {**values, "seltext": quoted, "owner": "Anna Keller"})


def read(path):
    return read_rqda(path, "the file")


def test_the_chinese_example_is_placed_whole(real_data):
    path = real_data / "rqda/RQDA2tm_example.rqda"
    assert holds_rqda(path, path.read_bytes()[:512])
    project = read(path)
    assert (len(project.sources), len(project.codings), project.coders) == (6, 52, ("Benson Ye",))
    assert [each.name for each in project.codes] == ["网友", "公安部回应"]
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        rows = database.execute(
            "select source.name, freecode.name, seltext from coding"
            " join source on source.id = fid join freecode on freecode.id = cid"
        ).fetchall()
    texts = {each.source: each for each in project.sources}
    names = {each.code: each.name for each in project.codes}
    assert Counter(
        (
            texts[each.source].name,
            names[each.code],
            texts[each.source].text[each.start : each.end],
        )
        for each in project.codings
    ) == Counter(rows)
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    assert len(transcripts) == 6
    spoken = {each.transcript: each.text for each in transcripts}
    located = locate([project], transcripts)
    assert Counter(each.placement for each in located) == {"exact": 52}
    for each in located:
        assert spoken[each.transcript][each.start : each.end] == each.coding.quoted
    assert project.codings[0].created == "2010-07-16T17:20:09"


def test_only_live_rows_count_and_the_others_are_counted(tmp_path):
    rows = [
        source(1),
        source(2, status=0),
        source(3, status=0),
        code(1, "Fear"),
        code(2, "Gone", status=0),
        code(3, "Gone but used", status=0),
        coding(12, 18, "afraid"),
        coding(0, 4, status=0),
        coding(0, 4, status=0),
        coding(0, 4, status=-1),
        coding(26, 30, "keys", cid=3, fid=2),
    ]
    project = read(made(tmp_path / "a.rqda", rows))
    assert [each.quoted for each in project.codings] == ["afraid", "keys"]
    assert [each.name for each in project.sources] == ["ULM-1", "ULM-2"]
    assert [each.name for each in project.codes] == ["Fear", "Gone but used"]
    assert set(project.warnings) == {
        "2 codings are deleted in RQDA and left out",
        "1 codings are pending in RQDA and left out",
        "1 codes are deleted and left out",
        "1 codes are deleted but have codings, and are kept",
        "1 documents are deleted and left out",
        "1 documents are deleted but have codings, and are kept",
    }


def test_codes_stand_in_their_first_category(tmp_path):
    rows = [
        category(1, "Work"),
        category(2, "Life"),
        category(3, "Deleted", status=0),
        *(code(number, f"code {number}") for number in range(1, 5)),
        within(1, 3),
        within(1, 2),
        within(1, 1),
        within(2, 1, status=0),
        within(2, 2),
        within(3, 99),
    ]
    project = read(made(tmp_path / "a.rqda", rows))
    assert [" > ".join(path) for path in paths(project.codes).values()] == [
        "Work",
        "Life",
        "Life > code 1",
        "Life > code 2",
        "code 3",
        "code 4",
    ]
    assert [each.codable for each in project.codes[:3]] == [False, False, True]
    assert "1 codes stand in several categories: the first counts" in project.warnings


def test_drifted_codings_are_found_by_their_words_or_listed(tmp_path):
    rows = [
        source(),
        code(1, "Fear"),
        coding(12, 18, "afraid"),
        coding(9, 15, "afraid"),
        coding(3, 7, "keys"),
        coding(3, 8, "doors"),
        coding(30, 20, ""),
        coding(-3, 2, ""),
        coding(12.5, 18, ""),
        coding(float("inf"), 18, ""),
        coding(1e300, 1e301, ""),
        coding(None, None, None),
    ]
    project = read(made(tmp_path / "a.rqda", rows))
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    located = locate([project], transcripts)
    assert [each.placement for each in located] == ["exact", "searched", *["unplaced"] * 8]
    assert "4 codings of texts give no place in them" in project.warnings


def test_pictures_are_listed(tmp_path):
    rows = [
        code(1, "Fear"),
        ("image", {"id": 1, "name": "map", "status": 1}),
        ("imageCoding", {"cid": 1, "iid": 1, "x1": 5, "status": 1, "owner": "Ben"}),
        ("imageCoding", {"cid": 1, "iid": 1, "x1": 5, "status": 0, "owner": "Ben"}),
    ]
    project = read(made(tmp_path / "a.rqda", rows))
    assert [(each.kind, each.coder) for each in project.codings] == [("picture", "Ben")]
    assert project.sources[0].kind == "picture"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri Jul 16 17:20:09 2010", "2010-07-16T17:20:09"),
        ("Mon Feb  1 09:00:00 2021", "2021-02-01T09:00:00"),
        ("2021-02-01 09:00", "2021-02-01 09:00"),
        ("Ven Jui 16 17:20:09 2010", "Ven Jui 16 17:20:09 2010"),
        ("", ""),
    ],
)
def test_dates_of_r(written, expected):
    assert iso(written) == expected


def test_rows_with_one_number_twice(tmp_path):
    rows = [source(1), source(1, text="other"), code(1, "a"), code(1, "b"), coding(12, 18)]
    project = read(made(tmp_path / "a.rqda", rows))
    assert len(project.sources) == len(project.codes) == 2
    assert project.codings[0].code == project.codes[0].code
    assert project.codings[0].source == project.sources[0].source
    assert "1 codes have the number of another code" in project.warnings


def test_what_is_no_database_of_rqda(tmp_path):
    path = tmp_path / "a.rqda"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table source (id integer, name text, file text)")
    assert not holds_rqda(path, path.read_bytes()[:512])
    with pytest.raises(CodingError, match="no table `freecode`"):
        read(path)


def test_cases_categories_of_files_and_attributes(tmp_path):
    whole = {"selfirst": 0, "selend": len(TEXT)}
    rows = [
        source(1),
        source(2),
        source(3, status=0),
        code(1, "Fear"),
        ("cases", {"id": 1, "name": "Nora", "memo": "A nurse.", "status": 1}),
        ("cases", {"id": 2, "name": "Gone", "status": 0}),
        ("caselinkage", {"caseid": 1, "fid": 1, "status": 1, **whole}),
        ("caselinkage", {"caseid": 1, "fid": 2, "selfirst": 3, "selend": 9, "status": 1}),
        ("caselinkage", {"caseid": 1, "fid": 2, "selfirst": 9, "selend": 12, "status": 0}),
        ("caselinkage", {"caseid": 1, "fid": 3, "status": 1, **whole}),
        ("attributes", {"name": "Age", "status": 1, "class": "numeric"}),
        ("caseAttr", {"variable": "Age", "value": "41", "caseID": 1, "status": 1}),
        ("caseAttr", {"variable": "Age", "value": "NA", "caseID": 1, "status": 1}),
        ("caseAttr", {"variable": "Age", "value": "99", "caseID": 2, "status": 1}),
        ("fileAttr", {"variable": "Site", "value": "Ulm", "fileID": 2.0, "status": None}),
        ("fileAttr", {"variable": "Site", "value": "Old", "fileID": 2, "status": 0}),
        ("filecat", {"catid": 1, "name": "Wards", "status": 1}),
        ("filecat", {"catid": 2, "name": "Gone", "status": 0}),
        ("treefile", {"fid": 2, "catid": 1, "status": 1}),
        ("treefile", {"fid": 1, "catid": 1, "status": 0}),
    ]
    project = read(made(tmp_path / "a.rqda", rows))
    first, second = (each.source for each in project.sources)
    (case,) = project.cases
    assert (case.name, case.description) == ("Nora", "A nurse.")
    assert (case.sources, case.parts) == ((first,), (second,))
    assert [(g.name, g.kind, g.sources) for g in project.groups] == [("Wards", "set", (second,))]
    assert [(v.of, v.subject, v.variable, v.value) for v in project.values] == [
        ("case", case.case, "Age", "41"),
        ("document", second, "Site", "Ulm"),
    ]
    assert "1 passages of cases are kept as the documents they stand in" in project.warnings
    assert not any("not kept" in warning for warning in project.warnings)
