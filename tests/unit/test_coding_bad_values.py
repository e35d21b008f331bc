"""Whatever a program may say of a coding, it is placed, listed, or refused by its row."""

import math

import pytest
from careful_reading import read, refused, spoiled
from small_projects import (
    DATABASES,
    FILES,
    NUMBER,
    QUOTES,
    SPANS,
    TEXT,
    accounted,
    markup,
    rows_of,
    write_csv,
    write_database,
    write_qde,
    write_xlsx,
    written,
)

from quotetrail.coding import paths


@pytest.mark.parametrize("name", FILES)
def test_the_small_project_is_the_same_in_every_format(tmp_path, name):
    standard = read(written("refi.qde", tmp_path))
    project = read(written(name, tmp_path))
    assert len(project.codings) == NUMBER
    located = accounted(project)
    spoken = [QUOTES.index(each.coding.quoted) for each in located if each.coding.quoted]
    assert len(located) == NUMBER and spoken in ([], list(range(NUMBER)))
    if name != "dedoose.docx":  # its text is another
        assert [each.start for each in located] == [each.start for each in accounted(standard)]


# What may stand where a place is expected, none of which is one.
ODD_PLACES = {
    "backwards": (SPANS[0][1], SPANS[0][0]),
    "beyond the text": (len(TEXT) - 3, len(TEXT) + 5000),
    "far beyond the text": (len(TEXT) + 100, len(TEXT) + 120),
    "negative": (-20, -5),
    "begins before the text": (-5, 12),
    "empty": (12, 12),
    "nothing": (None, None),
    "no end": (5, None),
    "infinite": (math.inf, -math.inf),
    "not a number": (math.nan, math.nan),
    "broken": (2.5, 7.5),
    "huge": (2**62, 2**63 - 1),
    "huge as text": ("9" * 400, "9" * 401),
    "a word": ("goats", "brought"),
    "bytes": (b"\xff\x00", b"12"),
}


@pytest.mark.parametrize(("start", "end"), ODD_PLACES.values(), ids=ODD_PLACES)
@pytest.mark.parametrize("name", DATABASES)
def test_odd_places_in_databases_are_listed_and_never_placed(tmp_path, name, start, end):
    shape = DATABASES[name]
    words = {"seltext", "segment_text", "Preview", "snippet"}

    def change(tables):
        for row in tables[shape.codings]:
            row.update({shape.start: start, shape.end: end}, **dict.fromkeys(words & set(row), ""))

    project = read(spoiled(tmp_path, name, change))
    located = accounted(project)
    assert len(located) == NUMBER
    expected = "document" if name == "maxqda" else "unplaced"  # it holds no texts, and is counted
    if name == "requal" and start == end == 12:  # one character: it counts from 1
        expected = "exact"
    assert {each.placement for each in located} == {expected}


@pytest.mark.parametrize(("start", "end"), ODD_PLACES.values(), ids=ODD_PLACES)
def test_odd_places_in_xml_are_listed_and_never_placed(tmp_path, start, end):
    if isinstance(start, bytes):
        start, end = "0x1F", "1e3"
    project = read(write_qde(tmp_path / "p.qde", markup(text=TEXT, spans=[(start, end)] * NUMBER)))
    assert [each.placement for each in accounted(project)] == ["unplaced"] * NUMBER


@pytest.mark.parametrize(("start", "end"), ODD_PLACES.values(), ids=ODD_PLACES)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_odd_places_in_a_plain_table_are_listed_or_named_by_their_row(tmp_path, suffix, start, end):
    head, *rows = rows_of("plain")
    rows[2][2:5] = ["", start, end]
    write = write_csv if suffix == "csv" else write_xlsx
    if isinstance(start, float | bytes) or start == "a word":
        start, end = str(start), str(end)
        rows[2][2:5] = ["", start, end]
    path = write(tmp_path / f"a.{suffix}", [head, *rows])
    if all(
        value is None or (isinstance(value, int) and 0 <= value < 10**9) for value in (start, end)
    ):
        assert [each.start is None for each in accounted(read(path))][2]
    else:
        assert "the file, row 4, column " in refused(path)


@pytest.mark.parametrize("weight", ["goats", "nan", "inf", "1e999", "9" * 400, "0x10"])
@pytest.mark.parametrize("name", ["maxqda", "plain"])
def test_weights_that_are_no_numbers_are_counted_or_named(tmp_path, name, weight):
    head, *rows = rows_of(name)
    place = head.index("Weight score" if name == "maxqda" else "weight")
    rows[1][place] = weight
    path = write_csv(tmp_path / "a.csv", [head, *rows])
    if name == "plain":
        assert "row 3, column weight" in refused(path)
        return
    project = read(path)
    assert [each.weight for each in project.codings] == [50, None, 50, 50]
    assert "1 weights are no numbers and are left out" in project.warnings


@pytest.mark.parametrize("weight", [math.inf, math.nan, 1e300, "9" * 400, "goats", b"\xff", None])
def test_odd_weights_in_a_database_are_none(tmp_path, weight):
    def change(tables):
        for row in tables["Codings"]:
            row["Weight"] = weight

    project = read(spoiled(tmp_path, "maxqda", change))
    assert all(each.weight is None or math.isfinite(each.weight) for each in project.codings)
    assert len(accounted(project)) == NUMBER


@pytest.mark.parametrize("value", [None, b"\xff\xfe\x00", "", 2**63 - 1, -1, math.inf, "x\0y"])
@pytest.mark.parametrize("name", DATABASES)
def test_any_value_in_any_column_leaves_every_coding_accounted_for(tmp_path, name, value):
    tables = DATABASES[name].tables()
    for table, rows in tables.items():
        for column in rows[0]:
            spoilt = DATABASES[name].tables()
            for row in spoilt[table]:
                row[column] = value
            folder = tmp_path / f"{table}-{column}"
            folder.mkdir()
            project = read(write_database(folder / "p.db", spoilt))
            # A status other than live and a version that does not exist take a row out.
            deleted = (name, column) in {("rqda", "status"), ("maxqda", "Exist")}
            known = len(project.codings) == NUMBER or project.warnings
            assert known if deleted or column in ("ID", "RowID") else len(accounted(project))


@pytest.mark.parametrize("name", DATABASES)
def test_unknown_parents_and_cycles_in_databases(tmp_path, name):
    shape = DATABASES[name]

    def orphan(tables):
        tables[shape.codes][-1][shape.parent] = 77

    project = read(spoiled(tmp_path, name, orphan))
    assert len(accounted(project)) == NUMBER
    assert {each.parent for each in project.codes} == {None}
    assert any("above" in each or "categor" in each for each in project.warnings)
    if shape.codes == "treecode" or shape.codes == "categories_codes_map":
        return  # these programs have no tree that could bite its tail
    (tmp_path / f"{name}.db").unlink()

    def bite(tables):
        tables[shape.codes][0][shape.parent] = 2

    project = read(spoiled(tmp_path, name, bite))
    assert len(accounted(project)) == NUMBER
    assert len(paths(project.codes)) == 2
    assert "1 cycles in the code tree are cut" in project.warnings


@pytest.mark.parametrize("name", DATABASES)
def test_codings_that_name_no_code_and_no_document(tmp_path, name):
    shape = DATABASES[name]
    table = "highlight_tags" if name == "taguette" else shape.codings
    code = {"qualcoder": "cid", "rqda": "cid", "requal": "code_id", "maxqda": "WordID"}

    def change(tables):
        tables[shape.codings][0][shape.document] = 77
        tables[table][1][code.get(name, "tag_id")] = 77
        tables[table][2][code.get(name, "tag_id")] = None

    located = accounted(read(spoiled(tmp_path, name, change)))
    assert [each.placement for each in located[:3]] == ["unplaced"] * 3
    assert all(each.reason for each in located[:3])
    assert located[3].reason == "" or name == "maxqda"


@pytest.mark.parametrize("name", DATABASES)
def test_views_and_triggers_with_the_names_of_tables_do_nothing(tmp_path, name):
    shape = DATABASES[name]
    more = f"""
        create trigger t after insert on "{shape.codings}" begin delete from "{shape.codes}"; end;
        alter table "{shape.codings}" rename to kept;
        create view "{shape.codings}" as select * from kept;
    """
    said = refused(write_database(tmp_path / "p.db", shape.tables(), more))
    assert "a database of an unknown program" in said
    more = f'create view notes as select writefile("{tmp_path / "x"}", name) from sqlite_master'
    project = read(write_database(tmp_path / "q.db", shape.tables(), more))
    assert len(project.codings) == NUMBER
