"""Damaged, locked and dangerous project files are refused, and nothing in them is run."""

import sqlite3
import zipfile
from contextlib import closing

import pytest
from careful_reading import read, refused, spoiled
from held_databases import held
from small_projects import (
    BELOW,
    CODE,
    DATABASES,
    NUMBER,
    TEXT,
    accounted,
    markup,
    write_database,
    write_qde,
    write_qdpx,
    written,
)

from quotetrail.coding import read_project
from quotetrail.errors import CodingError


@pytest.mark.parametrize(
    "lock", [["begin exclusive"], ["pragma journal_mode = wal", "create table n (n)"]]
)
@pytest.mark.parametrize("name", DATABASES)
def test_a_database_that_is_open_elsewhere_is_refused_until_it_is_closed(tmp_path, name, lock):
    path = written(name, tmp_path)
    with held(path, *lock):
        names = sorted(tmp_path.iterdir())
        with pytest.raises(CodingError) as caught:
            read_project(path, shown_as="the file")
        assert sorted(tmp_path.iterdir()) == names
    assert "is open in" in str(caught.value) and "not closed properly" in str(caught.value)
    assert caught.value.advice and caught.value.__suppress_context__ is False
    assert len(read(path).codings) == NUMBER


@pytest.mark.parametrize("name", DATABASES)
@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_what_lies_in_a_journal_beside_a_database_is_not_missed(tmp_path, name, suffix):
    path = written(name, tmp_path)
    beside = path.with_name(path.name + suffix)
    beside.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    assert "not closed properly" in refused(path)
    beside.write_bytes(b"")
    assert len(read(path).codings) == NUMBER


@pytest.mark.parametrize(
    "name", [*DATABASES, "refi.qdpx", "refi.qde", "maxqda.xlsx", "dedoose.docx"]
)
@pytest.mark.parametrize("keep", [0.3, 0.7, 0.97])
def test_a_file_that_is_cut_short_is_refused(tmp_path, name, keep):
    path = written(name, tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    refused(path)


@pytest.mark.parametrize("name", ["refi.qdpx", "maxqda.xlsx", "dedoose.docx"])
@pytest.mark.parametrize(
    ("member", "found"),
    [
        ("/etc/cron.d/goats", "leads out of it"),
        ("C:\\goats.txt", "leads out of it"),
        ("a/../../goats.txt", "leads out of it"),
        ("..\\goats.txt", "leads out of it"),
    ],
)
def test_paths_that_lead_out_of_any_zip(tmp_path, name, member, found):
    path = written(name, tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, "goats")
    assert found in refused(path)


def test_a_link_in_a_zip_is_not_a_text(tmp_path):
    secret = tmp_path.parent / "secret.txt"
    secret.write_text("goats")
    path = write_qdpx(tmp_path / "p.qdpx", {"project.qde": markup()})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("sources/d.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, str(secret))
    assert "link" in refused(path)


def test_a_bomb_in_any_zip_is_refused(tmp_path):
    bomb = bytes(12 * 1024**2)
    for name in ("refi.qdpx", "maxqda.xlsx", "dedoose.docx"):
        path = written(name, tmp_path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/picture.xml", bomb)
        assert "times its size" in refused(path)


@pytest.mark.parametrize("second", ["project.qde", "Project.qde", "other.qde"])
def test_two_projects_in_one_zip_also_under_one_name(tmp_path, second):
    path = written("refi.qdpx", tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        if second == "project.qde":
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(second, markup(spans=[]))
        else:
            archive.writestr(second, markup(spans=[]))
    assert "2 " in refused(path)


def test_two_texts_of_one_name_in_one_zip(tmp_path):
    path = written("refi.qdpx", tmp_path)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("sources/d.txt", TEXT[5:])
    assert "2 files of one name" in refused(path)


@pytest.mark.parametrize("name", ["refi.qdpx", "maxqda.xlsx"])
def test_members_under_a_password(tmp_path, name):
    path = written(name, tmp_path)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    assert "password" in refused(path)


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
DECLARATIONS = {
    "a billion laughs": f'<!DOCTYPE Project [<!ENTITY e0 "goats">{ENTITIES}]>',
    "a file": '<!DOCTYPE Project [<!ENTITY e11 SYSTEM "file:///etc/passwd">]>',
    "the internet": '<!DOCTYPE Project [<!ENTITY e11 SYSTEM "http://127.0.0.1:9/e">]>',
    "parameters": '<!DOCTYPE Project [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;'
    '<!ENTITY e11 "goats">]>',
    "a definition elsewhere": '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/d.dtd">',
    "nothing": "<!DOCTYPE Project>",
}


@pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("used", [True, False])
def test_declarations_in_xml_are_refused_in_every_encoding(tmp_path, declaration, encoding, used):
    entity = "&e11;" if used and "e11" in declaration else "goats"
    text = markup(text=entity, head=declaration)
    path = write_qde(tmp_path / "p.qde", text.encode(encoding))
    assert "document type" in refused(path) or "well-formed" in refused(path)
    write_qdpx(tmp_path / "q.qdpx", {"project.qde": text.encode(encoding)})
    refused(tmp_path / "q.qdpx")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16-le"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8-sig"),
        ("", "utf-8"),
        ("\r\n ", "utf-8"),
    ],
)
def test_xml_in_other_encodings_is_read(tmp_path, head, encoding):
    path = write_qde(tmp_path / "p.qde", markup(text=TEXT, head=head).encode(encoding))
    assert [each.placement for each in accounted(read(path))] == ["exact"] * NUMBER


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-16"),
        ('<?xml version="1.0" encoding="goats"?>', "utf-8"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-32"),
        ("", "utf-7"),
    ],
)
def test_xml_in_another_encoding_than_it_says_is_read_or_refused(tmp_path, head, encoding):
    path = write_qde(tmp_path / "p.qde", markup(text=TEXT, head=head).encode(encoding))
    try:
        project = read_project(path)
    except CodingError:
        refused(path)
    else:
        assert len(accounted(project)) == NUMBER


def test_xml_in_latin_1_that_calls_itself_utf_8(tmp_path):
    text = markup(text=TEXT.replace("😀", "é"))
    said = refused(write_qde(tmp_path / "p.qde", text.encode("latin-1")))
    assert "not well-formed" in said


@pytest.mark.parametrize("odd", ["&#0;", "&#xD800;", "&#xFFFE;", "\0", "\x08", "<", "&nbsp;"])
@pytest.mark.parametrize("where", ["Lostness", "ULM", "goats"])
def test_characters_that_xml_does_not_know(tmp_path, odd, where):
    text = markup(text=TEXT).replace(where, where + odd)
    assert "not well-formed" in refused(write_qde(tmp_path / "p.qde", text))


@pytest.mark.parametrize("missing", ["sources/d.txt", "everything"])
def test_a_project_without_its_texts_lists_every_coding(tmp_path, missing):
    path = write_qdpx(tmp_path / "p.qdpx", {"project.qde": markup()})
    if missing == "everything":
        path = write_qde(tmp_path / "p.qde", markup())
    project = read(path)
    assert "1 text sources: the project file does not hold its text" in project.warnings
    assert [each.placement for each in accounted(project)] == ["unplaced"] * NUMBER


def test_a_text_in_utf_16_and_a_text_that_is_none(tmp_path):
    files = {"project.qde": markup(), "sources/d.txt": TEXT.encode("utf-16")}
    project = read(write_qdpx(tmp_path / "p.qdpx", files))
    assert [each.placement for each in accounted(project)] == ["exact"] * NUMBER
    for number, data in enumerate((b"\xff\xfe\x00\xd8", b"\xffgoats", TEXT.encode("utf-32"))):
        files["sources/d.txt"] = data
        project = read(write_qdpx(tmp_path / f"{number}.qdpx", files))
        assert [each.placement for each in accounted(project)] == ["unplaced"] * NUMBER


def test_code_references_that_lead_nowhere(tmp_path):
    text = markup(text=TEXT, codes=("", "goats", CODE, BELOW))
    project = read(write_qde(tmp_path / "p.qde", text))
    assert "2 codings name no code of the code book" in project.warnings
    assert [each.start is None for each in accounted(project)] == [True, True, False, False]


def test_codes_nested_deeper_than_any_program_nests_them(tmp_path):
    for depth, ends in ((60, "read"), (5000, "refused")):
        deep = '<Code name="goats" guid="{}">' * depth
        deep = deep.format(*range(depth)) + "</Code>" * depth
        text = markup(text=TEXT).replace("<CodeBook><Codes>", f"<CodeBook><Codes>{deep}")
        path = write_qde(tmp_path / f"{depth}.qde", text)
        if ends == "read":
            assert len(read(path).codes) == depth + 2
        else:
            refused(path)


def test_a_long_chain_of_codes_in_a_database(tmp_path):
    def change(tables):
        first = tables["code_name"][0]
        tables["code_name"] = [first | {"cid": 1, "supercid": None}]
        tables["code_name"] += [first | {"cid": n, "supercid": n - 1} for n in range(2, 1001)]

    assert len(read(spoiled(tmp_path, "qualcoder", change)).codes) == 1000


def test_a_pipe_in_place_of_a_file_does_not_wait_for_ever(tmp_path):
    import os

    os.mkfifo(tmp_path / "p.qdpx")
    assert "no file" in refused(tmp_path / "p.qdpx")


def test_sqlite_reads_nothing_but_the_file(tmp_path, monkeypatch):
    """Whatever a database says, only selects and looks at its tables are run."""
    said = []
    connect = sqlite3.connect

    def traced(*args, **more):
        connection = connect(*args, **more)
        connection.set_trace_callback(said.append)
        return connection

    for name in DATABASES:
        written(name, tmp_path)
    monkeypatch.setattr(sqlite3, "connect", traced)
    for name in DATABASES:
        read(tmp_path / f"{name}.db")
    monkeypatch.undo()
    assert said
    # `--` is how SQLite tells what a statement does inside.
    assert {statement.split()[0].lower() for statement in said} <= {"select", "pragma", "--"}
    assert {s for s in said if s.startswith("pragma")} == {"pragma trusted_schema = off"}
    assert {s.split()[1] for s in said if s.startswith("--")} <= {"PRAGMA"}


def test_a_database_in_utf_16_with_half_a_character(tmp_path):
    path = tmp_path / "p.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma encoding = 'UTF-16le'")
    tables = DATABASES["qualcoder"].tables()
    write_database(path, tables, "update code_name set name = cast(x'00d86100' as text)")
    assert [each.placement for each in accounted(read(path))] == ["exact"] * NUMBER
