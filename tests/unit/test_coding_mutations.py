"""A project file with something changed in it: an error that tells nothing, or all its codings."""

import io
import random
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from small_projects import (
    DATABASES,
    FILES,
    SECRET,
    TABLES,
    accounted,
    rows_of,
    write_csv,
    write_database,
    write_xlsx,
    written,
)

from quotetrail.coding import Project, dump_project, load_project, read_project
from quotetrail.errors import CodingError, shown

QUICK = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(QUICK, max_examples=1000)
REAL = (
    "refi-qda/atlasti-8/TestProject.qdpx",
    "refi-qda/atlasti-8/Project.qde",
    "refi-qda/qc/demo.qdpx",
    "maxqda/mex-polish/test.xls",
    "maxqda/mx12-mx20/maxqda/reuters.mx12",
    "maxqda/mx12-mx20/maxqda/annan.mx20",
    "rqda/RQDA2tm_example.rqda",
)
ODD = (
    None,
    "",
    0,
    -1,
    77,
    2**63 - 1,
    0.5,
    float("inf"),
    b"\xff\xfe",
    "goats",
    "\0",
    "1",
    "é",
    "x" * 5000,
)
SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("mutated")


@pytest.fixture(scope="module")
def originals(folder):
    return {name: written(name, folder) for name in FILES}


def outcome(path: Path) -> Project | None:
    """The project, whose codings are all accounted for; None if the file is refused."""
    try:
        project = read_project(path, shown_as="the file")
    except CodingError as error:
        assert error.file == "the file"
        assert not SECRET.search(shown(error))
        assert error.__cause__ is None
        assert error.__suppress_context__ or error.__context__ is None
        return None
    assert not any(SECRET.search(warning) for warning in project.warnings)
    dumped = path.with_name("dumped.json")
    dump_project(project, dumped)
    assert load_project(dumped) == project
    assert len(accounted(project)) == len(project.codings)
    return project


def mutated(data: bytes, chance: random.Random, begin: int = 0) -> bytes:
    """Bytes flipped, taken out, doubled or put in, a few times over."""
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(begin, max(len(data), begin + 1))
        size = chance.choice((1, 1, 2, 8, 100))
        how = chance.randrange(5)
        if how == 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif how == 1:
            del data[at : at + size]
        elif how == 2:
            data[at:at] = data[at : at + size]
        elif how == 3:
            data[at:at] = chance.choice((b"<", b"&", b'"', b"\0", b"\xff", b"\r", b";", b"=1+1"))
        else:
            other = chance.randrange(begin, max(len(data), begin + 1))
            data[at : at + size] = data[other : other + size]
    return bytes(data)


def mutated_file(data: bytes, chance: random.Random) -> bytes:
    """A file with mutated bytes; of an archive rather what is packed in it, or all is refused.

    The first row of a table stays: headings that are not understood are shown.
    """
    if data.startswith(b"PK") and chance.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
        chosen = chance.choice(list(members))
        members[chosen] = mutated(members[chosen], chance)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return buffer.getvalue()
    begin = 0
    if data[:1] not in (b"P", b"<", b"S", b"\xd0"):
        begin = data.index(b"\n") + 1
    elif data.startswith(b"<html"):
        begin = data.index(b"</tr>") + 5
    return mutated(data, chance, begin)


def check_bytes(path: Path, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    target = folder / ("changed-" + path.name)
    target.write_bytes(mutated_file(path.read_bytes(), chance))
    outcome(target)


def check_elements(folder: Path, original: Path, seed: int) -> None:
    """Drop, double and move elements, swap and spoil attributes: every Coding is accounted for."""
    chance = random.Random(seed)
    root = etree.fromstring(original.read_bytes())
    for _ in range(chance.choice((1, 2, 5, 10))):
        elements = [each for each in root.iter() if each is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        how = chance.randrange(5)
        if how == 0:
            one.getparent().remove(one)
        elif how == 1:
            one.addnext(etree.fromstring(etree.tostring(one)))
        elif how == 2 and one not in other.iterancestors() and one is not other:
            other.append(one)
        elif one.attrib and other.attrib:
            name, another = chance.choice(list(one.attrib)), chance.choice(list(other.attrib))
            if how == 3:
                one.attrib[name], other.attrib[another] = other.get(another), one.get(name)
            else:
                one.attrib[name] = chance.choice(("", "-1", "9" * 30, "goats", "NaN", "1e3"))
    path = folder / "changed.qde"
    path.write_bytes(etree.tostring(root))
    project = outcome(path)
    assert project is not None
    space = "{urn:QDA-XML:project:1.0}"
    codings = list(root.iter(f"{space}Coding"))
    named = sum(max(len(each.findall(f"{space}CodeRef")), 1) for each in codings)
    without = sum(
        len(each.findall(f"{space}CodeRef")) for each in root.iter(f"{space}PlainTextSelection")
    )
    assert len(project.codings) == named + without


def check_rows(folder: Path, name: str, seed: int) -> None:
    """Drop, double, swap and spoil rows and cells: every coding that is left is accounted for."""
    chance = random.Random(seed)
    if name in DATABASES:
        rows = DATABASES[name].tables()[DATABASES[name].codings]
        path = folder / "changed.db"
        path.unlink(missing_ok=True)
        write_database(path, DATABASES[name].tables())
    else:
        head, *rows = rows_of(name)
        rows = [dict(enumerate(row)) for row in rows]
    for _ in range(chance.choice((1, 2, 5, 10))):
        if not rows:
            break
        one, other = chance.choice(rows), chance.choice(rows)
        here, there = chance.choice(list(one)), chance.choice(list(other))
        how = chance.randrange(4)
        if how == 0:
            rows.remove(one)
        elif how == 1:
            rows.append(dict(one))
        elif how == 2:
            one[here], other[there] = other[there], one[here]
        else:
            one[here] = chance.choice(ODD)
    if name not in DATABASES:
        write, suffix = chance.choice(((write_csv, "csv"), (write_xlsx, "xlsx")))
        lines = [
            [str(cell) if isinstance(cell, bytes | float) else cell for cell in row.values()]
            for row in rows
        ]
        outcome(write(folder / f"changed.{suffix}", [head, *lines]))
        return
    table = DATABASES[name].codings
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f'delete from "{table}"')
        for row in rows:
            marks = ", ".join("?" * len(row))
            database.execute(f'insert into "{table}" values ({marks})', list(row.values()))
        number = database.execute(COUNTS.get(name, f'select count(*) from "{table}"')).fetchone()[0]
        if name == "maxqda":
            number = versions([value for (value,) in database.execute("select ID from Codings")])
    project = outcome(path)
    assert project is not None
    assert len(project.codings) == number


def versions(numbers: list[object]) -> int:
    """How many rows MAXQDA shows: one for each number, and those whose number is none."""
    known = {
        int(each)
        for each in numbers
        if isinstance(each, int) or (isinstance(each, str) and each.strip().isdecimal())
    }
    others = [
        each
        for each in numbers
        if not isinstance(each, int | str) or not str(each).strip("-").isdecimal()
    ]
    return len(known) + len(others)


COUNTS = {
    "rqda": "select count(*) from coding where status is null or status in (1, '1')",
    "taguette": """
        select count(*) from highlights left join highlight_tags on highlight_id = id
    """,
}


@QUICK
@given(name=st.sampled_from(sorted(FILES)), seed=SEEDS)
def test_bytes(folder, originals, name, seed):
    check_bytes(originals[name], folder, seed)


@QUICK
@given(seed=SEEDS)
def test_elements(folder, originals, seed):
    check_elements(folder, originals["refi.qde"], seed)


@QUICK
@given(name=st.sampled_from([*DATABASES, *TABLES]), seed=SEEDS)
def test_rows_and_cells(folder, name, seed):
    check_rows(folder, name, seed)


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_a_thousand_mutations_of_bytes(folder, originals, name):
    @LONG
    @given(seed=SEEDS)
    def check(seed):
        check_bytes(originals[name], folder, seed)

    check()


@pytest.mark.long
@pytest.mark.parametrize("name", ["refi.qde", *DATABASES, *TABLES])
def test_a_thousand_mutations_of_elements_rows_and_cells(folder, originals, name):
    @LONG
    @given(seed=SEEDS)
    def check(seed):
        if name == "refi.qde":
            check_elements(folder, originals[name], seed)
        else:
            check_rows(folder, name, seed)

    check()


@pytest.mark.long
@pytest.mark.parametrize("name", REAL)
def test_mutations_of_real_files(folder, real_data, name):
    # An old workbook is read in a process of its own, which takes its time.
    @settings(LONG, max_examples=60 if name.endswith(".xls") else 300)
    @given(seed=SEEDS)
    def check(seed):
        check_bytes(real_data / name, folder, seed)

    check()
