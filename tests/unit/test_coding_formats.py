"""Files that cannot be read say what they are and what to export, and harm nobody."""

import io
import sqlite3
import tracemalloc
import zipfile

import pytest

from quotetrail.coding import read_project
from quotetrail.coding.archive import Archive
from quotetrail.errors import CodingError

QDE = '<Project xmlns="urn:QDA-XML:project:1.0" name="p"/>'


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def refused(path):
    with pytest.raises(CodingError) as caught:
        read_project(path, shown_as="the file")
    assert caught.value.file == "the file"
    return str(caught.value)


def test_no_qde_and_two_of_them(tmp_path):
    assert "without a .qde" in refused(packed(tmp_path / "a.qdpx", {"a.txt": "x"}))
    assert "2 .qde" in refused(packed(tmp_path / "b.qdpx", {"a.qde": QDE, "B.QDE": QDE}))
    assert "in a folder" in refused(packed(tmp_path / "c.qdpx", {"p/project.qde": QDE}))
    office = {"[Content_Types].xml": "x", "xl/workbook.xml": "x"}
    assert "workbook" in refused(packed(tmp_path / "d.xlsx", office))


def test_what_macos_adds_does_not_count(tmp_path):
    files = {"project.qde": QDE, "._project.qde": "x", "__MACOSX/._project.qde": "x"}
    assert read_project(packed(tmp_path / "a.qdpx", files)).codings == ()


def test_recordings_are_not_read_into_memory(tmp_path):
    path = packed(tmp_path / "a.qdpx", {"project.qde": QDE})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("sources/a.mp4", bytes(30_000_000))
    tracemalloc.start()
    try:
        read_project(path)
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95])
def test_truncated_archive(tmp_path, keep):
    path = packed(tmp_path / "a.qdpx", {"project.qde": QDE, "sources/a.txt": "words " * 500})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert "damaged" in refused(path)


def test_corrupt_member(tmp_path):
    path = packed(tmp_path / "a.qdpx", {"project.qde": QDE * 20})
    data = bytearray(path.read_bytes())
    data[50:70] = bytes(20)
    path.write_bytes(data)
    assert "damaged" in refused(path)


def test_every_flipped_byte_is_read_or_refused(tmp_path):
    source = packed(tmp_path / "a.qdpx", {"project.qde": QDE, "sources/a.txt": "words"})
    data = source.read_bytes()
    path = tmp_path / "b.qdpx"
    for position in range(len(data)):
        flipped = bytearray(data)
        flipped[position] ^= 0xFF
        path.write_bytes(flipped)
        try:
            read_project(path)
        except CodingError as error:
            assert "words" not in str(error)


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a", "sources/../../a", "C:/a", "..\\a"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    said = refused(packed(tmp_path / "a.qdpx", {"project.qde": QDE, name: "x"}))
    assert "leads out" in said or "path that leads" in said
    assert name not in said


def test_bombs_are_refused_before_anything_is_unpacked(tmp_path, monkeypatch):
    path = packed(tmp_path / "a.qdpx", {"project.qde": QDE, "sources/a.txt": bytes(11 * 1024**2)})
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert "times its size" in refused(path)


def test_total_size_is_limited(tmp_path, monkeypatch):
    monkeypatch.setattr("quotetrail.coding.archive.LARGEST_TOTAL", 1000)
    assert "GB" in refused(packed(tmp_path / "a.qdpx", {"project.qde": QDE, "a": b"x" * 1000}))


def test_document_type_declarations_are_refused(tmp_path):
    path = tmp_path / "a.qde"
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path.write_text(f'<!DOCTYPE Project [<!ENTITY e0 "ha">{bomb}]>{QDE[:-2]}>&e11;</Project>')
    refused(path)
    secret = tmp_path / "secret"
    secret.write_text("do not read")
    entity = f'<!DOCTYPE Project [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    path.write_text(f"{entity}{QDE[:-2]}><Description>&e;</Description></Project>")
    assert "document type" in refused(path)


def test_markup_that_is_broken_or_something_else(tmp_path):
    path = tmp_path / "a.qde"
    path.write_text("<Project><Users name='Ann'></Project>")
    said = refused(path)
    assert "not well-formed" in said
    assert "Ann" not in said
    path.write_text("<html/>")
    assert "no project" in refused(path)
    path.write_bytes(b'<?xml version="1.0" encoding="no-such"?><Project/>')
    refused(path)


def test_a_database_of_an_unknown_program_is_refused(tmp_path):
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table Codewords (a)")
    connection.close()
    said = refused(path)
    assert "a database of an unknown program" in said
    assert "What to do" in said


def test_a_real_database_is_told_by_its_tables(real_data):
    (path,) = (real_data / "maxqda/mx12-mx20").rglob("reuters.mx12")
    assert len(read_project(path).codings) == 19


def test_native_projects_folders_and_nothing(tmp_path):
    nvivo = tmp_path / "a.nvp"
    nvivo.write_bytes(b"\x01\x0f\x00\x00")
    assert "In NVivo" in refused(nvivo)
    old = tmp_path / "a.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert "The workbook cannot be opened" in refused(old)
    empty = tmp_path / "b.qdpx"
    empty.write_bytes(b"")
    assert "empty" in refused(empty)
    assert "folder" in refused(tmp_path)
    assert "does not exist" in refused(tmp_path / "none.qdpx")


def test_members_are_found_in_any_case(tmp_path):
    buffer = io.BytesIO()
    packed(buffer, {"Sources/A.txt": "x"})
    path = tmp_path / "a.zip"
    path.write_bytes(buffer.getvalue())
    with Archive(path, "a") as archive:
        assert archive.find(["sources/b.txt", "sources/a.TXT"]) == "Sources/A.txt"
        assert archive.find(["b"]) is None
