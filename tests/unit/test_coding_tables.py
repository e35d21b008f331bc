"""Placed codings carried to the pseudonymised side and written as tables."""

import csv

import pytest

from quotetrail.coding import (
    CODEBOOK_COLUMNS,
    CODING_COLUMNS,
    UNPLACED_COLUMNS,
    Code,
    Coding,
    Located,
    Placed,
    Project,
    Source,
    carry,
    merge,
    place,
    write_table,
)
from quotetrail.errors import CodingError
from quotetrail.text import OffsetMap, Transcript, Turn

RAW = "Ben was here.\nI saw him"
EDITS = OffsetMap.from_edits(len(RAW), [(0, 3, 8), (4, 7, 0)])
SAFE = Transcript(
    "fg1", "en", "[person]  here.\nI saw him", (Turn(0, 15, "P1"), Turn(16, 25, "P2"))
)


def located(start, end, placement="exact", transcript="fg1"):
    return Located(Coding("c", "k", "d", start, end), transcript, start, end, placement)


@pytest.mark.parametrize(
    ("span", "placement", "expected"),
    [
        ((8, 13), "exact", "exact"),
        ((1, 13), "exact", "mapped"),
        ((0, 3), "exact", "mapped"),
        ((3, 13), "exact", "mapped"),
        ((8, 23), "exact", "exact"),
        ((1, 13), "aligned", "aligned"),
        ((1, 13), "searched", "searched"),
    ],
)
def test_replacements_that_touch_a_span_show(span, placement, expected):
    (placed,) = carry([located(*span, placement)], {"fg1": EDITS})
    assert placed.placement == expected
    if expected == "exact":
        assert SAFE.text[placed.start : placed.end] == RAW[slice(*span)]
    if span[0] <= 1:
        assert SAFE.text[placed.start : placed.end].startswith("[person]")


def test_what_is_gone_or_unplaced_is_said_without_text():
    coding = Coding("c", "k", "d", 0, 3, memo="secret", quoted="secret")
    cases = [
        located(4, 7),
        located(0, 1, transcript="fg2"),
        Located(coding, None, None, None, "unplaced", "why"),
    ]
    placed = carry(cases, {"fg1": EDITS})
    assert [each.placement for each in placed] == ["unplaced"] * 3
    assert all(each.reason for each in placed)
    assert "secret" not in str(placed)


CODES = (Code("k", "Trust", None, "d", "#fff"), Code("l", "Peers", "k"))
CODINGS = (
    Coding("c2", "l", "p", coder="C1", memo="m", weight=50.0, created="2020-01-01T00:00:00Z"),
    Coding("c1", "l", "p", coder="C2"),
    Coding("c3", "", "p", memo="never shown"),
    Coding("c4", "k", "p", kind="pdf", memo="never shown"),
)
PLACED = [
    Placed("c2", "fg1", 10, 25, "exact"),
    Placed("c1", "fg1", 0, 15, "mapped"),
    Placed("c3", "fg1", None, None, "unplaced", "no code"),
    Placed("c4", "", None, None, "unplaced", "a pdf"),
]


def test_tables(tmp_path):
    tables = place(PLACED, CODINGS, CODES, [SAFE], record={"c2"})
    first, second = (dict(zip(CODING_COLUMNS, row, strict=True)) for row in tables.codings)
    assert first["coding"] == "c1"
    assert second == {
        "coding": "c2",
        "code": "Peers",
        "path": "Trust > Peers",
        "transcript": "fg1",
        "start": "10",
        "end": "25",
        "text": "here.\nI saw him",
        "speaker": "P1;P2",
        "coder": "C1",
        "weight": "50",
        "memo": "m",
        "created": "2020-01-01T00:00:00Z",
        "placement": "exact",
        "source": "p",
        "record": "yes",
    }
    assert first["record"] == "no"
    left = [dict(zip(UNPLACED_COLUMNS, row, strict=True)) for row in tables.unplaced]
    assert [row["reason"] for row in left] == ["no code", "a pdf"]
    assert not any(row["text"] or row["memo"] or row["start"] for row in left)
    counted = [dict(zip(CODEBOOK_COLUMNS, row, strict=True)) for row in tables.codebook]
    assert [(row["path"], row["parent"], row["codings"]) for row in counted] == [
        ("Trust", "", "1"),
        ("Trust > Peers", "k", "2"),
    ]
    path = tmp_path / "codings.csv"
    write_table(path, CODING_COLUMNS, tables.codings)
    data = path.read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    with open(path, encoding="utf-8", newline="") as stream:
        assert [tuple(row) for row in csv.reader(stream)] == [CODING_COLUMNS, *tables.codings]


def test_row_order_does_not_depend_on_the_order_of_the_codings():
    back = place(PLACED[::-1], CODINGS[::-1], CODES, [SAFE], record=())
    assert back == place(PLACED, CODINGS, CODES, [SAFE], record=())


@pytest.mark.parametrize(
    "placed", [PLACED[:3], [*PLACED, PLACED[0]], [*PLACED[:3], PLACED[3]._replace(coding="x")]]
)
def test_sums_that_do_not_add_up_are_an_error(placed):
    with pytest.raises(CodingError):
        place(placed, CODINGS, CODES, [SAFE], record=())


def test_merging_two_coders_copies():
    def copy(file, code, coder, *, text="A: one two"):
        codes = (Code(code, "Trust"), Code(f"{code}-sub", "Peers", code))
        codings = (
            Coding("c1", code, "d", 3, 6, "Ada"),
            Coding("c2", f"{code}-sub", "d", 3, 6, coder),
        )
        return Project(file, codes, (Source("d", "fg1", "text", text),), codings, ("Ada", coder))

    joined = merge(
        [copy("a", "k", "Ada"), copy("b", "other", "Bo"), copy("c", "k", "Bo", text="x")]
    )
    assert [code.code for code in joined.codes] == ["k", "k-sub"]
    assert joined.coders == ("Ada", "Bo")
    assert len(joined.codings) == 6
    assert len({coding.coding for coding in joined.codings}) == 6
    assert {coding.code for coding in joined.codings} == {"k", "k-sub"}
    assert [coding.kind for coding in joined.codings][:4] == ["text", "text", "repeat", "text"]
    assert [source.source for source in joined.sources] == ["d", "d-2"]
    assert joined.codings[-1].source == "d-2"


def test_merging_one_project_changes_nothing():
    project = Project("a", CODES, (Source("d", "x", "text", "y"),), CODINGS, ("C1",), ())
    assert merge([project]) == project


COUNTED = (Coding("c5", "l", "p", coder="C1", memo=""), Coding("c6", "k", "p", coder="C1"))


def test_what_is_only_counted_is_carried_without_a_place():
    only_counted = [
        Located(COUNTED[0], "fg1", None, None, "document"),
        Located(COUNTED[1], "fg2", None, None, "document"),
    ]
    first, second = carry(only_counted, {"fg1": EDITS})
    assert first == Placed("c5", "fg1", None, None, "document")
    assert (second.placement, bool(second.reason)) == ("unplaced", True)
    # Whose words it is about nobody knows: perhaps those of somebody who has withdrawn.
    (first, _) = carry(only_counted, {"fg1": EDITS}, {"fg1"})
    assert (first.placement, bool(first.reason)) == ("unplaced", True)


def test_what_is_only_counted_stands_in_the_table_without_words():
    placed = [*PLACED, Placed("c5", "fg1", None, None, "document")]
    tables = place(placed, (*CODINGS, COUNTED[0]), CODES, [SAFE], record={"c5"})
    assert [row[0] for row in tables.codings] == ["c5", "c1", "c2"]
    row = dict(zip(CODING_COLUMNS, tables.codings[0], strict=True))
    assert (row["transcript"], row["placement"], row["record"]) == ("fg1", "document", "yes")
    assert not any(row[column] for column in ("start", "end", "text", "speaker", "memo"))
    assert len(tables.unplaced) == 2
