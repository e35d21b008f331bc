"""Projects of requal, made after the schema that requal itself makes."""

import sqlite3
from contextlib import closing

import pytest

from quotetrail.coding import locate, paths, texts_as_transcripts
from quotetrail.coding.requal import holds_requal, read_requal
from quotetrail.errors import CodingError

TABLES = """
create table projects (project_id integer primary key autoincrement, project_name text,
    project_description text, created_at text);
create table users (user_id integer primary key, user_login text unique, user_name text,
    user_mail text, created_at text);
create table documents (doc_id integer primary key autoincrement, project_id integer,
    user_id integer, doc_name text, doc_description text, doc_text text, created_at text);
create table codes (code_id integer primary key autoincrement, project_id integer,
    user_id integer, code_name text, code_description text, code_color text);
create table categories (category_id integer primary key autoincrement, project_id integer,
    user_id integer, category_name text, category_description text);
create table categories_codes_map (project_id integer, category_id integer, code_id integer);
create table cases (project_id integer, case_id integer primary key autoincrement,
    case_name text, case_description text);
create table cases_documents_map (project_id integer, case_id integer, doc_id integer);
create table attributes_users_map (user_id integer, attribute_id integer,
    attribute_value_id integer);
create table memos (memo_id integer primary key autoincrement, project_id integer,
    user_id integer, text text);
create table memos_codes_map (memo_id integer, code_id integer);
create table memos_documents_map (memo_id integer, doc_id integer, memo_start integer,
    memo_end integer);
create table memos_segments_map (memo_id integer, segment_id integer);
create table segments (segment_id integer primary key autoincrement, project_id integer,
    user_id integer, doc_id integer, code_id integer, segment_start integer,
    segment_end integer, segment_text text);
create table requal_version (project_id integer, version text);
"""
# The first version: no users, and another name for the categories of codes.
EARLY = """
create table documents (doc_id integer primary key, project_id integer, doc_name text unique,
    doc_description text, doc_text text, created_at text);
create table codes (project_id integer, code_id integer primary key, code_name text unique,
    code_description text);
create table segments (project_id integer, doc_id integer, code_id integer,
    segment_id integer primary key, segment_start integer, segment_end integer,
    segment_text text);
create table categories (category_id integer primary key, category_name text);
create table category_code_map (category_id integer, code_id integer);
"""
TEXT = "Anna: I was afraid of the keys.\nשרה: הדלת 😀 נעולה.\n"


def made(path, rows, tables=TABLES):
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(tables)
        for table, values in rows:
            names, marks = ", ".join(values), ", ".join("?" * len(values))
            database.execute(
                f"insert into {table} ({names}) values ({marks})", list(values.values())
            )
    return path


def document(number=1, text=TEXT):
    return ("documents", {"doc_id": number, "doc_name": f"ULM-{number}", "doc_text": text})


def code(number, name, **values):
    return ("codes", {"code_id": number, "code_name": name, **values})


def segment(words, **values):
    """As requal writes it: substr(text, start, end) of R is what it keeps as its words."""
    start = TEXT.index(words) + 1
    place = {"segment_start": start, "segment_end": start + len(words) - 1}
    return ("segments", {"doc_id": 1, "code_id": 1, "segment_text": words, **place, **values})


def read(path):
    return read_requal(path, "the file")


def test_a_project(tmp_path):
    words = ["I was afraid", "keys", "הדלת 😀", "נעולה.", "A"]
    rows = [
        ("projects", {"project_id": 1, "project_name": "Study"}),
        ("users", {"user_id": 1, "user_login": "ak", "user_name": "Anna", "user_mail": "a@b.org"}),
        ("users", {"user_id": 2, "user_login": "moses"}),
        document(),
        ("categories", {"category_id": 7, "category_name": "Doors", "category_description": "d"}),
        ("categories", {"category_id": 8, "category_name": "Other"}),
        code(1, "Fear", code_description="About it.", code_color="rgb(1,2,3)"),
        code(2, "Keys"),
        ("categories_codes_map", {"category_id": 7, "code_id": 2}),
        ("categories_codes_map", {"category_id": 8, "code_id": 2}),
        *(segment(each, user_id=1 + number % 2) for number, each in enumerate(words)),
        ("memos", {"memo_id": 1, "text": "First"}),
        ("memos", {"memo_id": 2, "text": "Second"}),
        ("memos", {"memo_id": 3, "text": "Of the code"}),
        ("memos_segments_map", {"memo_id": 1, "segment_id": 2}),
        ("memos_segments_map", {"memo_id": 2, "segment_id": 2}),
        ("memos_codes_map", {"memo_id": 3, "code_id": 1}),
        ("memos_documents_map", {"memo_id": 1, "doc_id": 1}),
        ("cases", {"case_id": 1, "case_name": "Nora", "case_description": "A nurse."}),
        ("cases", {"case_id": 2, "case_name": "Nobody"}),
        ("cases_documents_map", {"case_id": 1, "doc_id": 1}),
        ("attributes_users_map", {"user_id": 1, "attribute_id": 1}),
    ]
    path = made(tmp_path / "a.requal", rows)
    assert holds_requal(path, path.read_bytes()[:512])
    project = read(path)
    assert [TEXT[each.start : each.end] for each in project.codings] == words
    assert [each.quoted for each in project.codings] == words
    assert [each.coder for each in project.codings] == ["Anna", "moses"] * 2 + ["Anna"]
    assert project.coders == ("Anna", "moses")
    assert [each.memo for each in project.codings][:2] == ["", "First\n\nSecond"]
    codes = {" > ".join(path): project.codes[n] for n, path in enumerate(code_paths(project))}
    assert list(codes) == ["Doors", "Doors > Keys", "Other", "Fear"]
    assert codes["Fear"].description == "About it.\n\nOf the code"
    assert codes["Fear"].colour == "rgb(1,2,3)"
    assert not codes["Doors"].codable
    assert set(project.warnings) == {
        "1 codes stand in several categories: the first counts",
        "1 attributes of coders are not kept",
    }
    (source,) = project.sources
    assert source.memo == "First"
    assert [(case.name, case.description, case.sources) for case in project.cases] == [
        ("Nora", "A nurse.", (source.source,)),
        ("Nobody", "", ()),
    ]
    assert "a@b.org" not in repr(project)
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    assert {each.placement for each in locate([project], transcripts)} == {"exact"}


def code_paths(project):
    return list(paths(project.codes).values())


def test_the_first_version(tmp_path):
    rows = [
        document(),
        code(1, "Fear"),
        ("categories", {"category_id": 1, "category_name": "Doors"}),
        ("category_code_map", {"category_id": 1, "code_id": 1}),
        segment("afraid"),
    ]
    project = read(made(tmp_path / "a.requal", rows, EARLY))
    assert code_paths(project) == [("Doors",), ("Doors", "Fear")]
    assert TEXT[project.codings[0].start : project.codings[0].end] == "afraid"
    assert (project.coders, project.warnings) == ((), ())


def test_odd_segments_are_listed_and_never_placed(tmp_path):
    rows = [
        ("projects", {"project_id": 1}),
        ("projects", {"project_id": 2}),
        document(),
        document(2, None),
        code(1, "Fear"),
        segment("keys", segment_start=30, segment_end=20, segment_text=None),
        segment("keys", segment_start=-9, segment_end=-2, segment_text=None),
        segment("keys", segment_start=1, segment_end=999, segment_text=None),
        segment("keys", segment_start=None, segment_text=None),
        segment("keys", doc_id=2, segment_text=None),
        segment("keys", doc_id=77),
        segment("keys", code_id=77),
        segment("keys", user_id=5),
    ]
    project = read(made(tmp_path / "a.requal", rows))
    assert len(project.codings) == 8
    assert project.codings[-1].coder == "user 5"
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    located = locate([project], transcripts)
    assert [each.placement for each in located] == ["unplaced"] * 7 + ["exact"]
    assert "2 projects in one database are read as one" in project.warnings
    assert "1 texts: the project holds no text of it" in project.warnings


def test_what_is_no_database_of_requal(tmp_path):
    path = tmp_path / "a.requal"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table documents (doc_id integer, doc_name text, doc_text text)")
    assert not holds_requal(path, path.read_bytes()[:512])
    with pytest.raises(CodingError, match="no table `codes`"):
        read(path)
