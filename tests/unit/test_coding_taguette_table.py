"""Taguette's table of highlights, made from the demonstration's database as Taguette makes it."""

import csv
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from lxml import html
from source import SOURCES

from quotetrail.coding import paths
from quotetrail.coding.taguette_table import holds_taguette_table, read_taguette_table
from quotetrail.errors import CodingError

ROOT = Path(__file__).parents[2]
HEAD = ["id", "document", "tag", "content"]


def highlights(study):
    """The rows of Taguette's export: by document and place, one for each tag."""
    path = ROOT / f"resources/{study}/coding/exports/taguette.sqlite3"
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    rows = database.execute(
        "select h.id, d.name, t.path, h.snippet from highlights h"
        " join highlight_tags x on x.highlight_id = h.id join tags t on t.id = x.tag_id"
        " join documents d on d.id = h.document_id order by h.document_id, h.start_offset, h.id"
    ).fetchall()
    database.close()
    return [
        (number, document, tag, html.fromstring(snippet).text_content())
        for number, document, tag, snippet in rows
    ]


def write(path, rows):
    if path.suffix == ".csv":
        with open(path, "w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([HEAD, *rows])
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("highlights")
        for number, row in enumerate([HEAD, *rows]):
            for column, value in enumerate(row):
                sheet.write_string(number, column, str(value))
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_the_demonstration_has_exactly_its_codings(tmp_path, study, suffix):
    path = write(tmp_path / f"all_tags{suffix}", highlights(study))
    assert holds_taguette_table(path, b"")
    project = read_taguette_table(path, "highlights")
    names = {source.source: source.name for source in project.sources}
    known = paths(project.codes)
    expected = []
    for file in (SOURCES / study).glob("*.codings.tsv"):
        with open(file, encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                name = file.name.removesuffix(".codings.tsv")
                expected.append((name, tuple(row["code"].split(" > ")), row["quoted"]))
    found = Counter((names[c.source], known[c.code], c.quoted) for c in project.codings)
    assert found == Counter(expected)
    assert len({c.coding for c in project.codings}) == len(expected)


def test_highlights_without_a_tag_are_counted(tmp_path):
    rows = [(1, "D", "A", "words"), (2, "D", "", "words"), (3, "D", "A", "words")]
    project = read_taguette_table(write(tmp_path / "a.csv", rows), "highlights")
    assert len(project.codings) == len({c.coding for c in project.codings}) == 2
    assert project.warnings == ("1 highlights have no tag and are left out",)


def test_a_code_book_is_no_table_of_highlights(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("tag,parent,description,number of highlights\nA,,,3\n", encoding="utf-8")
    assert not holds_taguette_table(path, b"")
    with pytest.raises(CodingError, match="highlight, document, segment"):
        read_taguette_table(path, "highlights")
