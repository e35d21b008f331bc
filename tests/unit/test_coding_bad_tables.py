"""Workbooks and separated text as programs and people spoil them."""

import zipfile

import pytest
import xlsxwriter
from careful_reading import read, refused
from small_projects import (
    NUMBER,
    QUOTES,
    TABLES,
    TEXT,
    accounted,
    markup,
    rows_of,
    write_csv,
    write_ods,
    write_qde,
    write_xlsx,
    written,
)

SUFFIXED = [(name, suffix) for name in TABLES for suffix in ("csv", "xlsx")]


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


@pytest.mark.parametrize("folder", ["", "excel/"])
def test_a_workbook_whose_parts_lie_elsewhere_is_one_too(tmp_path, folder):
    """The standard lets a workbook's parts lie in any folder, if the relations name it."""
    usual, other = workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with zipfile.ZipFile(usual) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                data = data.replace(b"xl/", folder.encode())
            target.writestr(name.replace("xl/", folder), data)
    assert read(other).codings == read(usual).codings


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
