"""The plain table of codings."""

import csv

import pytest

from quotetrail.coding import locate, paths
from quotetrail.coding.atlasti_quotations import holds_atlasti_quotations
from quotetrail.coding.dedoose import holds_dedoose
from quotetrail.coding.maxqda_segments import holds_maxqda_segments
from quotetrail.coding.plain_table import holds_plain_table, read_plain_table
from quotetrail.coding.taguette_table import holds_taguette_table
from quotetrail.errors import CodingError
from quotetrail.transcripts import find_turns

HEAD = ["transcript", "start", "end", "text", "code", "coder", "memo", "weight", "created"]
ROW = ["FG1", "3", "9", "they listened", "Trust>In staff", "ana", "a memo", "2,5", "2024-04-25"]
OTHERS = (
    holds_maxqda_segments,
    holds_dedoose,
    holds_atlasti_quotations,
    holds_taguette_table,
)


def write(path, *rows):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def test_every_column(tmp_path):
    path = write(tmp_path / "a.csv", HEAD, ROW)
    assert holds_plain_table(path, b"")
    assert not any(holds(path, b"") for holds in OTHERS)
    project = read_plain_table(path, "table")
    (coding,) = project.codings
    assert paths(project.codes)[coding.code] == ("Trust", "In staff")
    assert (coding.start, coding.end, coding.quoted) == (3, 9, "they listened")
    assert (coding.coder, coding.memo, coding.weight) == ("ana", "a memo", 2.5)
    assert coding.created == "2024-04-25"
    assert [source.name for source in project.sources] == ["FG1"]


def test_words_are_placed_and_a_place_without_words_is_not(tmp_path):
    rows = [
        ["transcript", "code", "text", "start", "end"],
        ["fg1", "A", "they  Listened", "", ""],
        ["FG1", "A", "", "0", "4"],
        ["FG1", "A", "never said", "0", "4"],
    ]
    project = read_plain_table(write(tmp_path / "a.csv", *rows), "table")
    spoken = "Ana: were they kind?\nBo: they listened to me"
    transcript = find_turns(spoken, transcript="FG1", language="en", labels=()).transcript
    places = [(each.start, each.placement) for each in locate([project], [transcript])]
    assert places == [
        (transcript.text.index("they listened"), "searched"),
        (None, "unplaced"),
        (None, "unplaced"),
    ]
    assert project.warnings == ("1 rows give a place without its words", "1 rows hold no words")


@pytest.mark.parametrize(
    ("column", "value", "place"),
    [
        ("start", "three", "row 3, column start"),
        ("end", "-1", "row 3, column end"),
        ("weight", "much", "row 3, column weight"),
        ("code", " ", "row 3, column code"),
        ("transcript", "", "row 3, column transcript"),
    ],
)
def test_a_bad_cell_is_named_by_its_place(tmp_path, column, value, place):
    bad = [value if name == column else cell for name, cell in zip(HEAD, ROW, strict=True)]
    with pytest.raises(CodingError) as caught:
        read_plain_table(write(tmp_path / "a.csv", HEAD, ROW, bad), "table")
    assert place in str(caught.value)
    assert "three" not in str(caught.value)


@pytest.mark.parametrize("head", [["transcript", "code"], ["text", "code"], ["transcript", "text"]])
def test_what_lacks_a_column_is_no_plain_table(tmp_path, head):
    path = write(tmp_path / "a.csv", head, ["x"] * len(head))
    assert not holds_plain_table(path, b"")
    with pytest.raises(CodingError, match="lacks what is needed"):
        read_plain_table(path, "table")
