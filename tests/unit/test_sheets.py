"""Sheets: every way in which programs save them, and messages that show no cell."""

import pytest
import xlsxwriter

from quotetrail.config import check_config
from quotetrail.errors import ConfigError, SheetError
from quotetrail.sheets import (
    read_codes_sheet,
    read_decisions_sheet,
    read_groups_sheet,
    read_participants_sheet,
    read_transcripts_sheet,
)
from quotetrail.sheets.study import load_study

SECRET = "Nansubuga"
CODES = "change,code,to,coder,why,by,on,round\n"


def write(folder, text, name="sheet.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_separators_and_byte_order_marks(tmp_path, name, separator, encoding):
    text = "Participant,GROUP,Label,names,quote\r\nP1,g1,A,Änne Öz; Ä ,yes\r\n\r\nP2,g1,B,,\r\n"
    path = write(tmp_path, text.replace(",", separator).replace("; ", " | "), name, encoding)
    first, second = read_participants_sheet(path)
    assert (first.participant, first.label, first.quote) == ("P1", ("A",), True)
    assert (second.row, second.quote) == (4, False)


def test_a_workbook_reads_like_a_text_sheet(tmp_path):
    path = tmp_path / "groups.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["group", "minutes", "asked"], ["g1", 92, "q1; q2"], ["g2"]]):
            sheet.write_row(row, 0, cells)
    first, second = read_groups_sheet(str(path))
    assert (first.minutes, first.asked, second.minutes) == ("92", ("q1", "q2"), "")


@pytest.mark.parametrize(
    ("read", "text", "place", "found"),
    [
        (read_transcripts_sheet, f"transcript\n{SECRET}\n", "row 1", "'file' is missing"),
        (read_transcripts_sheet, "transcript,file\na,x\na,y\n", "row 3", "row 2 already"),
        (read_transcripts_sheet, f"transcript,file\n{SECRET} 1,x\n", "row 2", "other characters"),
        (read_transcripts_sheet, "transcript,file\na,\n", "row 2, column file", "empty"),
        (read_transcripts_sheet, "transcript,file\n", "", "no rows"),
        (read_transcripts_sheet, "transcript,file,file\na,b,c\n", "row 1", "twice"),
        (read_transcripts_sheet, f"transcript,file\na,b,{SECRET}\n", "row 2", "3 cells"),
        (
            read_transcripts_sheet,
            f"transcript,file,original\na,b,{SECRET}\n",
            "row 2, column original",
            "no transcript",
        ),
        (read_participants_sheet, f"participant,names\nP1,{SECRET}\n", "row 1", "neither"),
        (
            read_participants_sheet,
            f"participant,group,quote\nP1,g,{SECRET}\n",
            "row 2, column quote",
            "neither yes nor no",
        ),
        (read_participants_sheet, f"participant,group\nP1,\nP2,{SECRET}\n", "row 2", "neither"),
        (
            read_decisions_sheet,
            f"text,category,decision,replacement\n{SECRET},person,perhaps,\n",
            "row 2, column decision",
            "not one of",
        ),
        (
            read_decisions_sheet,
            f"text,category,decision,replacement,occurrence\n{SECRET},person,keep,,first\n",
            "row 2, column occurrence",
            "not a counting number",
        ),
        *[
            (read_codes_sheet, f"{CODES}{row}\n", f"row 2, column {column}", found)
            for row, column, found in [
                (f"{SECRET},A,B,,w,M1,2020-01-31,2", "change", "not one of"),
                (f"rename,,{SECRET},,w,M1,2020-01-31,2", "code", "empty"),
                (f"rename,{SECRET},,,w,M1,2020-01-31,2", "to", "empty"),
                (f"merge,{SECRET},,,w,M1,2020-01-31,2", "to", "empty"),
                (f"split,{SECRET},,C1,w,M1,2020-01-31,2", "to", "empty"),
                (f"split,A,{SECRET} >,C1,w,M1,2020-01-31,2", "to", "no name"),
                (f"rename,A,A > {SECRET},,w,M1,2020-01-31,2", "to", "levels"),
                (f"drop,A,{SECRET},,w,M1,2020-01-31,2", "to", "becomes nothing"),
                (f"split,A,{SECRET},,w,M1,2020-01-31,2", "coder", "names no coder"),
                (f"merge,A,B,{SECRET},w,M1,2020-01-31,2", "coder", "only a split"),
                (f"drop,{SECRET},,,,M1,2020-01-31,2", "why", "empty"),
                (f"drop,{SECRET},,,w,,2020-01-31,2", "by", "empty"),
                (f"drop,A,,,w,M1,{SECRET},2", "on", "no date"),
                (f"drop,{SECRET},,,w,M1,2020-02-30,2", "on", "no date"),
                (f"drop,{SECRET},,,w,M1,,2", "on", "empty"),
                (f"drop,A,,,w,M1,2020-01-31,{SECRET}", "round", "not a counting number"),
                (f"drop,{SECRET},,,w,M1,2020-01-31,", "round", "empty"),
            ]
        ],
    ],
)
def test_messages_name_file_row_and_column_but_no_cell(tmp_path, read, text, place, found):
    path = write(tmp_path, text)
    with pytest.raises(SheetError) as caught:
        read(path)
    message = str(caught.value)
    assert path in message
    assert place in message
    assert found in message
    assert SECRET not in message


def test_changes_to_codes_are_read_in_their_order(tmp_path):
    text = "Rename,A > B,C,,why,M1,2020-01-31,2\n\nmove,A > C,,,why,M1,2020-02-01,3\n"
    first, second = read_codes_sheet(write(tmp_path, CODES + text))
    assert (first.row, first.change, first.code, first.to, first.round) == (
        2,
        "rename",
        "A > B",
        "C",
        2,
    )
    assert (second.row, second.change, second.to, second.on) == (4, "move", "", "2020-02-01")
    assert read_codes_sheet(write(tmp_path, CODES.replace("coder,", ""))) == []


def test_a_sheet_in_another_encoding_is_refused_with_advice(tmp_path):
    path = write(tmp_path, "transcript,file\nä,b\n", encoding="cp1252")
    with pytest.raises(SheetError, match="byte 16") as caught:
        read_transcripts_sheet(path)
    assert "CSV UTF-8" in str(caught.value)


def test_a_translation_belongs_to_the_group_of_its_original(tmp_path):
    path = write(tmp_path, "transcript,file,group,original\na,f,g7,\nb,f,,a\nc,f,,\n")
    assert [row.group for row in read_transcripts_sheet(path)] == ["g7", "g7", "c"]


def study(tmp_path, monkeypatch, transcripts, participants="", **settings):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, transcripts, "transcripts.csv")
    settings["transcripts"] = "transcripts.csv"
    if participants:
        write(tmp_path, participants, "participants.csv")
        settings["participants"] = "participants.csv"
    (tmp_path / "x.txt").write_text("A: hello")
    return load_study("s", check_config({"studies": {"s": settings}})["studies"]["s"])


@pytest.mark.parametrize("name", [f"fg_{SECRET.lower()}_2.txt", f"interview{SECRET}.txt"])
def test_a_file_whose_name_holds_a_known_name_is_refused_by_row(tmp_path, monkeypatch, name):
    (tmp_path / name).write_text("A: hello")
    with pytest.raises(SheetError) as caught:
        study(
            tmp_path,
            monkeypatch,
            f"transcript,file\na,x.txt\nb,{name}\n",
            f"participant,transcript,names\nP1,a,Hope {SECRET}\n",
        )
    assert "row 3, column file" in str(caught.value)
    assert "rename" in str(caught.value)
    assert SECRET.lower() not in str(caught.value).lower()


def test_sites_are_known_by_their_aliases(tmp_path, monkeypatch):
    loaded = study(
        tmp_path,
        monkeypatch,
        "transcript,file,site\na,x.txt,butabika\nb,x.txt,Ulm\n",
        sites={"Ulm": {"country": "Germany"}, "Kampala": {"aliases": ["Butabika"]}},
    )
    assert loaded.sites() == ["Ulm", "Kampala"]
    with pytest.raises(SheetError, match="row 2, column site"):
        study(tmp_path, monkeypatch, "transcript,file,site\na,x.txt,Ulm2\n", sites={"Ulm": {}})


def test_what_the_sheet_lacks_may_be_a_variable_of_the_project(tmp_path, monkeypatch):
    (tmp_path / "p.qdpx").write_bytes(b"PK")
    sheets = ("transcript,file\na,x.txt\n", "participant,transcript,role\nP1,a,PSW\n")
    loaded = study(
        tmp_path, monkeypatch, *sheets, codings=["p.qdpx"], publish=["role", "Age group"]
    )
    assert loaded.variables() == ["Age group"]
    for reserved in ("label", "Names", "part", "withdrawn"):
        with pytest.raises(ConfigError, match="never published"):
            study(tmp_path, monkeypatch, *sheets, codings=["p.qdpx"], publish=[reserved])
    with pytest.raises(ConfigError, match="is no attribute"):
        study(tmp_path, monkeypatch, *sheets, publish=["Age group"])


def test_a_missing_transcript_and_an_unknown_group_are_named_by_row(tmp_path, monkeypatch):
    with pytest.raises(SheetError, match="row 2, column file"):
        study(tmp_path, monkeypatch, "transcript,file\na,gone.docx\n")
    with pytest.raises(SheetError, match="row 2, column group"):
        study(tmp_path, monkeypatch, "transcript,file\na,x.txt\n", "participant,group\nP1,g9\n")


def test_batches_follow_the_sheet(tmp_path, monkeypatch):
    rows = "".join(f"t{number},x.txt\n" for number in range(5))
    loaded = study(tmp_path, monkeypatch, "transcript,file\n" + rows)
    assert list(loaded.batches(1)) == ["t0", "t1", "t2", "t3", "t4"]
    parts = loaded.batches(2)
    assert list(parts) == ["b0001", "b0002", "b0003"]
    assert [row.transcript for row in parts["b0003"]] == ["t4"]


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path):
    far = (1_048_575, 16_383)
    for name, value in (("empty.xlsx", None), ("filled.xlsx", SECRET)):
        with xlsxwriter.Workbook(tmp_path / name) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["group", "minutes"])
            sheet.write_row(1, 0, ["g1", 92])
            sheet.write(*far, value, book.add_format({"bold": True}))
    assert [row.group for row in read_groups_sheet(str(tmp_path / "empty.xlsx"))] == ["g1"]
    with pytest.raises(SheetError, match="row 1048576 and column 16384") as caught:
        read_groups_sheet(str(tmp_path / "filled.xlsx"))
    assert SECRET not in str(caught.value)
