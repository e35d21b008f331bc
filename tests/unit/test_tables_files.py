"""Tables as files: read back as they were, and the same bytes every time."""

import csv
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.tables import DESCRIPTIONS, describe, read_csv, workbook, write_csv
from quotetrail.tables.codebook import code_system

CODES = pd.DataFrame(
    {
        "path": ['A > "B", c', "=1+1", "http://x.org"],
        "code": ['"B", c', "=1+1", "http://x.org"],
        "depth": [2, 1, 1],
        "speakers": ["<3", 7, 0],
    }
)

WRITE = """
import sys
from test_tables_files import CODES
from quotetrail.tables import workbook, write_csv
write_csv(CODES, sys.argv[1] + "/codes.csv", synthetic=True)
workbook({"codes": CODES}, sys.argv[1] + "/tables.xlsx", title="Ü", synthetic=True)
"""


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_any_text_survives_a_csv(tmp_path_factory, texts):
    file = tmp_path_factory.mktemp("csv") / "table.csv"
    write_csv(pd.DataFrame({"path": texts, "n": range(len(texts))}), file)
    back = read_csv(file)
    assert list(back["path"]) == texts
    assert list(back["n"]) == [str(n) for n in range(len(texts))]
    with open(file, encoding="utf-8", newline="") as stream:
        assert [row["path"] for row in csv.DictReader(stream)] == texts


def test_synthetic_stands_in_every_row(tmp_path):
    write_csv(CODES, tmp_path / "codes.csv", synthetic=True)
    lines = (tmp_path / "codes.csv").read_bytes().split(b"\n")
    assert lines[0] == b"path,code,depth,speakers,synthetic"
    assert lines[1] == b'"A > ""B"", c","""B"", c",2,<3,true'
    assert "synthetic" not in CODES.columns


def test_the_first_sheet_of_the_workbook_names_the_version_of_the_code_system(tmp_path):
    table = CODES.assign(code_system="round 2 (01ab23cd)")
    workbook({"codes": table, "groups": pd.DataFrame({"group": ["g"]})}, tmp_path / "t.xlsx")
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "t.xlsx"))
    rows = book.get_sheet_by_name("about").to_python()
    assert ["code system", "", "round 2 (01ab23cd)"] in rows
    assert [row[0] for row in rows].count("code system") == 1
    assert any(row[:2] == ["codes", "code_system"] and "as coded" in row[2] for row in rows)


def test_two_states_of_the_code_system_never_look_the_same():
    columns = ["round", "on", "by", "change", "code", "to", "coder", "why", "codings"]
    merged = ["2", "2020-01-31", "C1", "merge", "Old", "Trust", "", "Both say it.", "7"]
    dropped = ["2", "2020-01-31", "C1", "drop", "Old", "", "", "Nobody says it.", "7"]
    later = ["10", "2020-02-28", "C1", "rename", "Trust", "Faith", "", "In vivo.", "7"]
    other = [*merged[:7], "Another reason.", "8"]

    def version(paths, *rows):
        return code_system(pd.DataFrame({"path": paths}), pd.DataFrame(rows, columns=columns))

    seen = [
        version(["Trust"]),
        version(["Faith"]),
        version(["Trust"], merged),
        version(["Trust"], dropped),
        version(["Trust", "Fare"], merged),
        version(["Faith"], merged, later),
    ]
    assert len(set(seen)) == 6
    assert version(["Trust"], other) == seen[2]
    assert [text.split(" (")[0] for text in seen] == [
        "as coded",
        "as coded",
        *["round 2"] * 3,
        "round 10",
    ]


def test_same_bytes_whatever_the_process(tmp_path):
    seen = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("7", "Asia/Kolkata", "C.UTF-8")):
        folder = tmp_path / seed
        folder.mkdir()
        run_elsewhere(WRITE, folder, seed, zone, locale)
        seen.add(tuple((folder / name).read_bytes() for name in ("codes.csv", "tables.xlsx")))
    assert len(seen) == 1


def run_elsewhere(code: str, folder: Path, seed: str, zone: str, locale: str) -> None:
    here = Path(__file__).parent
    source = here.parents[1] / "workflow" / "src"
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": locale,
        "PYTHONPATH": f"{source}{os.pathsep}{here}",
    }
    subprocess.run([sys.executable, "-c", code, str(folder)], env=environment, check=True)


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(file: Path) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(file) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.get("name", "") for sheet in book.iter(f"{MAIN}sheet")]
        return {
            name: ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{n}.xml"))
            for n, name in enumerate(names, start=1)
        }


def rows(file: Path, name: str) -> list[list[str | float]]:
    with zipfile.ZipFile(file) as archive:
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = ["".join(string.itertext()) for string in strings]
    return [
        [
            texts[int(cell[0].text or "")] if cell.get("t") == "s" else float(cell[0].text or "")
            for cell in row
        ]
        for row in sheets(file)[name].iter(f"{MAIN}row")
    ]


def test_workbook_holds_numbers_as_numbers_and_text_as_text(tmp_path):
    file = tmp_path / "tables.xlsx"
    workbook({"codes": CODES, "code_by_site": CODES}, file, title="Study", synthetic=True)
    assert list(sheets(file)) == ["about", "codes", "code_by_site"]
    codes = rows(file, "codes")
    assert codes[0] == ["path", "code", "depth", "speakers", "synthetic"]
    assert codes[1] == ['A > "B", c', '"B", c', 2, "<3", "true"]
    assert codes[2] == ["=1+1", "=1+1", 1, 7, "true"]
    sheet = sheets(file)["codes"]
    assert not list(sheet.iter(f"{MAIN}f"))
    assert [pane.get("state") for pane in sheet.iter(f"{MAIN}pane")] == ["frozen"]
    about = rows(file, "about")
    assert ["codes", "speakers", DESCRIPTIONS["codes"].columns["speakers"]] in about
    assert any("SYNTHETIC" in str(row[2]) for row in about)
    with zipfile.ZipFile(file) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_column_of_the_study_is_described_by_its_name():
    assert describe("code_by_income_group", ["income_group"]).columns == {
        "income_group": "The groups' income group."
    }
