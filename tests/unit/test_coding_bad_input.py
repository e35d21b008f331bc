"""Whatever is wrong with a project file: an error that says where, or codings that are listed."""

import hashlib
import math
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing

import pytest
import xlsxwriter
from small_projects import (
    BELOW,
    CODE,
    DATABASES,
    FILES,
    NUMBER,
    QUOTES,
    SECRET,
    SPANS,
    TABLES,
    TEXT,
    accounted,
    markup,
    rows_of,
    write_csv,
    write_database,
    write_ods,
    write_qde,
    write_qdpx,
    write_xlsx,
    written,
)

from quotetrail.coding import dump_project, load_project, paths, read_project
from quotetrail.errors import CodingError, shown

SUFFIXED = [(name, suffix) for name in TABLES for suffix in ("csv", "xlsx")]


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
    empty_at_requal = name == "requal" and start == end == 12  # one character: it counts from 1
    assert {each.placement for each in located} == ({"exact"} if empty_at_requal else {"unplaced"})


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


HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
for command in sys.argv[2:]:
    database.execute(command)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    "lock", [["begin exclusive"], ["pragma journal_mode = wal", "create table n (n)"]]
)
@pytest.mark.parametrize("name", DATABASES)
def test_a_database_that_is_open_elsewhere_is_refused_until_it_is_closed(tmp_path, name, lock):
    path = written(name, tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), *lock],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        try:
            assert holder.stdout.readline() == "ready\n"
            names = sorted(tmp_path.iterdir())
            with pytest.raises(CodingError) as caught:
                read_project(path, shown_as="the file")
            assert sorted(tmp_path.iterdir()) == names
        finally:
            holder.communicate("")
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


def workbook(path, *, formula=None, options=None):
    """The table of coded segments in which a cell's formula may give the words of a segment."""
    with xlsxwriter.Workbook(path, options or {}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows_of("maxqda")):
            sheet.write_row(number, 0, row)
        if formula:
            sheet.write_formula(1, 5, *formula)
    return path


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (('="I brought " & A1', None, QUOTES[0]), QUOTES[0]),
        (('=WEBSERVICE("http://127.0.0.1:9/x")', None, ""), ""),
        (("=cmd|' /C calc'!A0", None, "#REF!"), ""),
        (('=HYPERLINK("http://127.0.0.1:9/x")', None, "more goats"), "more goats"),
        (("=1/0", None, "#DIV/0!"), ""),
    ],
)
def test_of_formulas_only_the_stored_result_counts(tmp_path, formula, words):
    project = read(workbook(tmp_path / "a.xlsx", formula=formula))
    located = accounted(project)
    assert len(located) == NUMBER
    assert project.codings[0].quoted == words
    assert (located[0].start is None) == (words not in QUOTES)
    if formula[2] == "":
        assert "1 formulas have no stored result and count as empty" in project.warnings


@pytest.mark.parametrize("cell", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\t=1"])
@pytest.mark.parametrize("name", TABLES)
def test_what_looks_like_a_formula_in_separated_text_is_text(tmp_path, name, cell):
    rows = rows_of(name)
    at = rows[1].index(QUOTES[0])
    rows[1][at] = cell
    project = read(write_csv(tmp_path / "a.csv", rows))
    assert project.codings[0].quoted == cell
    assert accounted(project)[0].placement == "unplaced"


def test_hidden_sheets_rows_and_columns_count_and_merged_cells_are_told(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        front = book.add_worksheet("Notes")
        front.write(0, 0, "See the next sheet.")
        sheet = book.add_worksheet("Hidden")
        rows = rows_of("maxqda")
        rows[2][0] = None
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.merge_range(1, 0, 2, 0, "ULM")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(6, 6, None, None, {"hidden": True})
        sheet.hide()
    project = read(path)
    assert [each.quoted for each in project.codings] == list(QUOTES)
    assert len(project.sources) == 1
    assert "1 cells are parts of merged cells and got their text" in project.warnings


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_of_both_calendars_of_workbooks(tmp_path, date_1904):
    import datetime

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        sheet = book.add_worksheet()
        shape = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for number, row in enumerate([[*head, "Created"] for head in rows_of("maxqda")]):
            sheet.write_row(number, 0, row)
            if number:
                when = datetime.datetime(2024, 5, number, 10, 30)
                sheet.write_datetime(number, len(row) - 1, when, shape)
        sheet.write_number(4, len(row) - 1, 45413.4375)  # a date that nobody has formatted
    created = [each.created for each in read(path).codings]
    assert created[:3] == [f"2024-05-0{n}T10:30:00" for n in (1, 2, 3)]
    assert created[3] == "45413.4375"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("suffix", ["csv", "html"])
def test_nul_and_mixed_line_ends_in_text(tmp_path, name, suffix):
    path = written(f"{name}.{suffix}", tmp_path)
    data = path.read_bytes().replace(b"home", b"h\0ome")
    ends = data.split(b"\r\n")
    data = b"".join(line + (b"\n", b"\r\n", b"\r")[n % 3] for n, line in enumerate(ends))
    path.write_bytes(data if suffix == "csv" else path.read_bytes().replace(b"home", b"h\0ome"))
    project = read(path)
    assert [each.quoted for each in project.codings] == list(QUOTES)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b'"never closed\n',
        lambda data: data.replace(b"them home", b'"them "home'),
        lambda data: data.replace("😀".encode(), b"\xe9"),
        lambda data: data.replace(b"home", b"h,o,m,e,,,,,,,,,"),
        lambda data: data.decode().encode("utf-16-le"),
    ],
    ids=["open quotation mark", "stray quotation mark", "latin-1", "a cell too many", "no mark"],
)
def test_separated_text_that_is_broken_is_refused(tmp_path, name, spoil):
    path = written(f"{name}.csv", tmp_path)
    data = path.read_bytes().replace(b'"', b"")
    path.write_bytes(spoil(data))
    refused(path)


@pytest.mark.parametrize(("name", "suffix"), SUFFIXED)
def test_ten_thousand_rows_of_one_code(tmp_path, name, suffix):
    head, *rows = rows_of(name)
    write = write_csv if suffix == "csv" else write_xlsx
    project = read(write(tmp_path / f"a.{suffix}", [head, *(rows[0] for _ in range(10_000))]))
    assert len({each.coding for each in project.codings}) == 10_000
    assert len({each.code for each in project.codings}) == 1


def test_ten_thousand_codes_of_one_name_in_xml(tmp_path):
    many = "".join(f'<Code name="goats" guid="{n}"/>' for n in range(10_000))
    text = markup(text=TEXT, codes=("7", "9999")).replace("<Codes>", f"<Codes>{many}")
    project = read(write_qde(tmp_path / "p.qde", text))
    assert len({each.code for each in project.codes}) == 10_002
    assert {each.coding.code for each in accounted(project)} == {"7", "9999"}


def test_cells_that_repeat_do_not_fill_the_memory(tmp_path):
    """An .ods says how often a cell and a row are repeated; a few bytes may mean a billion."""
    far = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16000" office:value-type="string">'
        "<text:p>goats</text:p></table:table-cell></table:table-row>"
    )
    assert "to row 1048005 and column 16000" in refused(
        write_ods(tmp_path / "a.ods", rows_of("maxqda"), far)
    )


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
