"""What coding hands from stage to stage: files read back, the coding of record, names gone."""

from collections import Counter
from dataclasses import replace

import pytest

from quotetrail.coding.carry import Placed
from quotetrail.coding.files import (
    Pseudonymised,
    dump_located,
    dump_pseudonymised,
    load_located,
    load_pseudonymised,
    read_codebook,
    read_codings,
)
from quotetrail.coding.left_out import left_out
from quotetrail.coding.locate import Located
from quotetrail.coding.place import (
    CODEBOOK_COLUMNS,
    CODING_COLUMNS,
    UNPLACED_COLUMNS,
    place,
    write_table,
)
from quotetrail.coding.project import (
    Code,
    Coding,
    Project,
    Source,
    dump_project,
    load_project,
)
from quotetrail.coding.record import of_record
from quotetrail.coding.speakers import CODER, speaker_codes
from quotetrail.coding.unnamed import unnamed
from quotetrail.errors import CodingError
from quotetrail.text import Transcript, Turn

CODES = (
    Code("k1", "Trust", None, "In Nakimera", "#336699"),
    Code("k2", "Trust", "k1"),
    Code("k3", "Goats, sheep"),
)
CODINGS = (
    Coding("c1", "k1", "s1", 0, 3, "Thessaly", "Nakimera, again", 2.5, "2020-01-01T00:00:00Z"),
    Coding("c2", "k2", "s1", 4, 8, "Igor"),
    Coding("c3", "k3", "s2", 1, 2, "Igor", quoted="a goat"),
    Coding("c4", "", "s2", None, None, "Igor"),
)
PROJECT = Project(
    "p.qdpx", CODES, (Source("s1", "g1", "text", "One\r\ntwo"), Source("s2", "g2", "pdf")), CODINGS
)
PLACED = [
    Placed("c1", "g1", 0, 3, "exact"),
    Placed("c2", "g1", None, None, "unplaced", "not found"),
    Placed("c3", "g2", None, None, "unplaced", "no text"),
    Placed("c4", "", None, None, "unplaced", "no text"),
]
LOCATED = [
    Located(CODINGS[0], "g1", 0, 3, "exact"),
    Located(CODINGS[1], "g1", None, None, "unplaced", "not found"),
    Located(CODINGS[2], "g2", 1, 2, "searched"),
    Located(CODINGS[3], None, None, None, "unplaced", "no text"),
]
TEXTS = [Transcript("g1", "en", "One two", (Turn(0, 3, "P1"), Turn(4, 7, "P2")))]


def test_places_are_read_as_they_were_written(tmp_path):
    dump_located(LOCATED, tmp_path / "located.json")
    assert load_located(str(tmp_path / "located.json"), PROJECT) == LOCATED
    assert "Nakimera" not in (tmp_path / "located.json").read_text()


def test_pseudonymised_codings_are_read_as_they_were_written(tmp_path):
    history = [["2", "2020-01-01", "C1", "drop", "Old", "", "", "It was empty.", "0"]]
    kept = Pseudonymised(list(CODES), list(CODINGS), PLACED, history, ["c1"])
    dump_pseudonymised(kept, tmp_path / "kept.json")
    assert load_pseudonymised(str(tmp_path / "kept.json")) == kept


def test_the_tables_give_back_codes_and_codings_though_two_codes_share_a_name(tmp_path):
    codings = [*CODINGS[:2], Coding("c5", "k3", "g1", coder="C1", weight=0.5)]
    placed = [
        Placed("c1", "g1", 0, 3, "exact"),
        Placed("c2", "g1", 4, 7, "exact"),
        Placed("c5", "g1", 0, 7, "mapped"),
    ]
    tables = place(placed, codings, CODES, TEXTS, record={"c1"})
    write_table(tmp_path / "codebook.csv", CODEBOOK_COLUMNS, tables.codebook)
    write_table(tmp_path / "codings.csv", CODING_COLUMNS, tables.codings)
    codes = read_codebook(str(tmp_path / "codebook.csv"))
    assert codes == list(CODES)
    read = {each.coding: each for each in read_codings(str(tmp_path / "codings.csv"), codes)}
    assert {name: each.code for name, each in read.items()} == {"c1": "k1", "c2": "k2", "c5": "k3"}
    assert read["c1"].weight == 2.5
    assert read["c2"].weight is None
    assert (read["c5"].source, read["c5"].start, read["c5"].end) == ("g1", 0, 7)


def test_what_is_left_out_keeps_all_that_is_known_of_it():
    rows = {
        row[0]: dict(zip(UNPLACED_COLUMNS, row, strict=True)) for row in left_out(PROJECT, PLACED)
    }
    assert list(rows) == ["c2", "c3", "c4"]
    assert rows["c2"]["text"] == "\ntwo"
    assert rows["c2"]["path"] == "Trust > Trust"
    assert rows["c2"]["coder"] == "Igor"
    assert rows["c3"]["text"] == "a goat"
    assert rows["c3"]["source"] == "g2"
    assert (rows["c4"]["code"], rows["c4"]["start"], rows["c4"]["reason"]) == ("", "", "no text")


CODERS = {"Thessaly": "C1", "Igor": "C2", "Consensus": "consensus"}


def coded(name: str, group: str | None, coder: str, source: str = "s") -> Located:
    return Located(Coding(name, "k1", source, coder=coder), group, 0, 1, "exact")


TWO_CODERS = [
    coded("a", "g1", "Thessaly"),
    coded("b", "g1", "Igor"),
    coded("c", "g2", "Thessaly"),
]


@pytest.mark.parametrize(
    ("wanted", "counted"),
    [
        ("all", {"a", "b", "c"}),
        ("Igor", {"b", "c"}),
        ("igor", {"b", "c"}),
        ("C2", {"b", "c"}),
        ("Thessaly", {"a", "c"}),
    ],
)
def test_where_several_coded_those_of_the_coder_of_record_count(wanted, counted):
    assert of_record(TWO_CODERS, CODERS, wanted, "psw") == counted


@pytest.mark.parametrize("wanted", ["", "consensus", "Nobody"])
def test_without_a_coder_of_record_nothing_is_counted_silently(wanted):
    with pytest.raises(CodingError) as refused:
        of_record(TWO_CODERS, CODERS, wanted, "psw")
    assert "g1" in str(refused.value)
    assert refused.value.place == "studies.psw.coding_of_record"
    for name in ("Thessaly", "Igor", "Nobody"):
        assert name not in str(refused.value)


def test_one_coder_needs_no_coding_of_record():
    assert of_record(TWO_CODERS[2:], CODERS, "", "psw") == {"c"}


def test_sources_without_a_transcript_are_told_apart():
    located = [coded("a", None, "Thessaly", "s1"), coded("b", None, "Igor", "s2")]
    assert of_record(located, CODERS, "", "psw") == {"a", "b"}


def test_names_leave_every_free_text_and_coders_their_names():
    def without(text: str) -> str:
        return text.replace("Nakimera", "[P3]")

    files = ["a.qdpx", "a.qdpx", "b.qdpx", "b.qdpx"]
    codes, codings = unnamed(PROJECT, CODERS, files, without)
    assert codes[0].description == "In [P3]"
    assert codings[0].memo == "[P3], again"
    assert [coding.coder for coding in codings] == ["C1", "C2", "C2", "C2"]
    assert [coding.source for coding in codings] == files
    assert {(c.start, c.end, c.quoted) for c in codings} == {(None, None, "")}
    assert [c.coding for c in codings] == [c.coding for c in CODINGS]
    with pytest.raises(ValueError, match="zip"):
        unnamed(PROJECT, CODERS, files[:3], without)


def test_each_turn_is_coded_once_by_its_speaker():
    texts = [
        Transcript(
            name,
            "en",
            "a\nb\n\nc",
            (Turn(0, 1, "P1"), Turn(2, 3, None), Turn(4, 4, "P2"), Turn(5, 6, "Moderator")),
        )
        for name in ("g1", "g2")
    ]
    codes, codings = speaker_codes(texts)
    assert [code.name for code in codes] == ["Speakers", "P1", "Moderator"]
    assert {code.parent for code in codes[1:]} == {codes[0].code}
    assert len({coding.coding for coding in codings}) == len(codings) == 4
    assert Counter(coding.code for coding in codings) == {codes[1].code: 2, codes[2].code: 2}
    assert {coding.coder for coding in codings} == {CODER}
    assert [(c.source, c.start, c.end) for c in codings][:2] == [("g1", 0, 1), ("g1", 5, 6)]


def test_codings_that_are_only_counted_come_back_without_a_place(tmp_path):
    placed = [Placed("c1", "g1", None, None, "document"), Placed("c2", "g1", 4, 7, "exact")]
    tables = place(placed, CODINGS[:2], CODES, TEXTS, record={"c1"})
    write_table(tmp_path / "codings.csv", CODING_COLUMNS, tables.codings)
    first, second = read_codings(str(tmp_path / "codings.csv"), CODES)
    assert (first.coding, first.source, first.start, first.end) == ("c1", "g1", None, None)
    assert second.start == 4
    assert left_out(PROJECT, placed) == []


def test_paragraphs_stay_in_the_restricted_zone(tmp_path):
    numbered = CODINGS[0]._replace(paragraphs=(3, 4))
    project = replace(PROJECT, codings=(numbered,))
    dump_project(project, tmp_path / "projects.json")
    assert load_project(tmp_path / "projects.json") == project
    _, (coding,) = unnamed(project, {}, ["a.xlsx"], str)
    assert coding.paragraphs is None
