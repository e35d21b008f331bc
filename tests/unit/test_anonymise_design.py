"""What leaves the restricted zone of sheets: rows without names, and of coders numbers."""

import csv

import pytest

from quotetrail.anonymise.coders import coder_pseudonyms
from quotetrail.anonymise.design import (
    group_rows,
    participant_columns,
    participant_rows,
    transcript_rows,
    write_rows,
)
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.names import Known
from quotetrail.errors import SheetError
from quotetrail.sheets import GroupRow, Participant
from quotetrail.text import Transcript

NAMES = Matcher([Known("Ludmilla", "person", "M1", "[M1]", ask=False, layer="participants")])
PEOPLE = [
    Participant(2, "P1", group="g1", label=("Zippy",), quote=True, attributes={"role": "PSW"}),
    Participant(3, "M1", group="g1", label=("Ludmilla",), attributes={"role": "staff"}),
    Participant(4, "O1", transcript="t2", withdrawn_on="2020-01-01", attributes={"role": ""}),
]
GROUPS = [
    GroupRow(2, "g2", observer=("O1",), minutes="48"),
    GroupRow(3, "g1", moderator=("Ludmilla", "M1"), asked=("q1", "q2")),
]


def text(name: str) -> Transcript:
    return Transcript(name, "de", "", ())


def test_coders_are_numbered_in_order_and_a_consensus_keeps_its_name():
    names = ["Thessaly", "Consensus ", "Igor", "Thessaly", ""]
    assert coder_pseudonyms(names) == {
        "Thessaly": "C1",
        "Consensus ": "consensus",
        "Igor": "C2",
        "": "C3",
    }


def test_a_transcript_is_placed_by_the_sheet_or_stands_alone():
    design = [
        {
            "transcript": "t1",
            "group": "g1",
            "site": "Ulm",
            "country": "Germany",
            "contrast": "HIC",
            "original": "t0",
            "readers": 2,
        }
    ]
    rows = transcript_rows([text("t1"), text("t9")], design, "income")
    assert rows[0] == {
        "transcript": "t1",
        "group": "g1",
        "site": "Ulm",
        "country": "Germany",
        "income": "HIC",
        "language": "de",
        "original": "t0",
        "readers": "2",
    }
    assert rows[1]["readers"] == "0"
    assert rows[1]["group"] == "t9"
    assert rows[1]["income"] == ""
    assert "income" not in transcript_rows([text("t1")], design, "")[0]


def test_groups_stand_in_the_sheets_order_then_those_it_leaves_out():
    places = transcript_rows(
        [text("t1"), text("t2"), text("t3")],
        [
            {"transcript": "t1", "group": "g1", "site": "Ulm"},
            {"transcript": "t2", "group": "g1", "site": "Kampala"},
            {"transcript": "t3", "group": "g3", "site": "Pune"},
        ],
        "",
    )
    rows = group_rows(places, GROUPS, PEOPLE, "", NAMES)
    assert [row["group"] for row in rows] == ["g2", "g1", "g3"]
    assert [row["site"] for row in rows] == ["", "Ulm", "Pune"]
    assert rows[0]["observers"] == "O1"
    assert rows[1]["asked"] == "q1;q2"


def test_a_moderator_named_in_the_groups_sheet_is_named_no_more():
    rows = group_rows([], GROUPS, PEOPLE, "", NAMES)
    assert rows[1]["moderators"] == "[M1];M1"


def test_participants_keep_consent_part_and_what_is_published_only():
    rows = participant_rows(PEOPLE, GROUPS, ["role"], NAMES, "people.csv")
    assert [row["part"] for row in rows] == ["participant", "moderator", "observer"]
    assert [row["quote"] for row in rows] == ["yes", "no", "no"]
    assert [row["withdrawn"] for row in rows] == ["no", "no", "yes"]
    assert [row["role"] for row in rows] == ["PSW", "staff", ""]
    assert {tuple(row) for row in rows} == {tuple(participant_columns(["role"]))}
    assert "role" not in participant_rows(PEOPLE, GROUPS, [], NAMES, "people.csv")[0]


def test_a_person_leads_only_the_groups_in_which_they_sit():
    elsewhere = [Participant(2, "M1", group="g2"), Participant(3, "M1", group="g1")]
    rows = participant_rows(elsewhere, GROUPS, [], NAMES, "people.csv")
    assert [row["part"] for row in rows] == ["participant", "moderator"]


def test_an_attribute_that_no_column_holds_is_refused():
    with pytest.raises(SheetError) as refused:
        participant_rows(PEOPLE, GROUPS, ["age"], NAMES, "people.csv")
    assert (refused.value.file, refused.value.place) == ("people.csv", "row 1")


def test_an_attribute_that_names_somebody_is_refused_without_the_name():
    told = [Participant(7, "P9", group="g1", attributes={"role": "cousin of Ludmilla"})]
    with pytest.raises(SheetError) as refused:
        participant_rows(told, GROUPS, ["role"], NAMES, "people.csv")
    assert refused.value.place == "row 7, column role"
    assert "Ludmilla" not in str(refused.value)


def test_rows_are_written_with_plain_line_ends_even_if_there_are_none(tmp_path):
    write_rows([], ["a", "b"], tmp_path / "none.csv")
    assert (tmp_path / "none.csv").read_bytes() == b"a,b\n"
    write_rows([{"a": "x, y\nz", "b": ""}], ["a", "b"], tmp_path / "some.csv")
    with open(tmp_path / "some.csv", newline="", encoding="utf-8") as stream:
        assert list(csv.DictReader(stream)) == [{"a": "x, y\nz", "b": ""}]
    assert b"\r" not in (tmp_path / "some.csv").read_bytes()
