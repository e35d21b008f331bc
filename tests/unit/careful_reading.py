"""Reading a file under watch: nothing changes beside it, and nothing secret is said."""

import hashlib
import time

import pytest
from small_projects import (
    DATABASES,
    SECRET,
    write_database,
)

from quotetrail.coding import dump_project, load_project, read_project
from quotetrail.errors import CodingError, shown


def read(path, shown_as="the file"):
    """Read a file as nobody may notice: it and its folder are as before, whatever comes of it."""
    before = {each: _digest(each) for each in sorted(path.parent.rglob("*"))}
    started = time.perf_counter()
    try:
        project = read_project(path, shown_as=shown_as)
    finally:
        assert {each: _digest(each) for each in sorted(path.parent.rglob("*"))} == before
        assert time.perf_counter() - started < 10
    for warning in project.warnings:
        assert not SECRET.search(warning)
    dump_project(project, path.parent / "dumped.json")
    assert load_project(path.parent / "dumped.json") == project
    return project


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def refused(path):
    """The message, which names the file, what was expected and what to do, and no secret."""
    with pytest.raises(CodingError) as caught:
        read(path)
    error = caught.value
    assert error.file == "the file"
    assert error.expected and error.advice
    assert not SECRET.search(shown(error))
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return str(error)


def spoiled(tmp_path, name, change, more=""):
    """A program's database after a change of its tables."""
    tables = DATABASES[name].tables()
    change(tables)
    return write_database(tmp_path / f"{name}.db", tables, more)
