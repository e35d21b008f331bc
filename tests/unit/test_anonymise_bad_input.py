"""Odd sheets, odd decisions and odd texts: what happens is safe, and somebody is told."""

import re

import pytest
from e2e.mini import CONFIG, PARTICIPANTS, write_mini, write_sheet

from quotetrail.anonymise.decide import apply, decide
from quotetrail.anonymise.find import find_identifiers
from quotetrail.anonymise.names import Known, known_names
from quotetrail.anonymise.printed import check_printed
from quotetrail.anonymise.replace import pseudonymise
from quotetrail.anonymise.review import review_rows
from quotetrail.anonymise.spots import Identifier
from quotetrail.config import check_config
from quotetrail.errors import DecisionError, SheetError
from quotetrail.sheets import Decision, KnownIdentifier, Participant
from quotetrail.sheets.study import load_study
from quotetrail.text import OffsetMap, Transcript, Turn


def person(number: int, *names: str) -> Participant:
    return Participant(number, f"P{number:02}", group="g", names=names)


PEOPLE = [person(3, "Nakimera Wasswa"), person(4, "Ottokar Brandmeyer")]


def transcript(text: str, language: str = "en") -> Transcript:
    return Transcript("t1", language, text, (Turn(0, len(text), "A"),))


def found(text: str, known: list[Known], language: str = "en") -> list[Identifier]:
    return find_identifiers(transcript(text, language), known)


def result(
    text: str,
    known: list[Known],
    decisions: tuple[Decision, ...] = (),
    undecided: str = "replace",
    language: str = "en",
) -> tuple[str, OffsetMap]:
    """The pseudonymised text without any review but these decisions."""
    hits = found(text, known, language)
    made = decide(
        {"t1": hits}, {"t1": text}, decisions, known, review="optional", undecided=undecided
    )
    changed, offsets = pseudonymise(
        transcript(text, language), apply(made, "t1", hits, text), {"A": "A"}
    )
    return changed.text, offsets


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision(2, "Zebedee", "person", "replace", ""), "the text occurs nowhere"),
        (Decision(2, "Zebedee", "person", "keep", ""), "the text occurs nowhere"),
        (Decision(2, "Wasswa", "person", "replace", "", "t9"), "there is no such transcript"),
        (Decision(2, "Wasswa", "person", "replace", "", "t1", 3), "fewer occurrences"),
        (Decision(2, "Wasswa", "person", "replace", "aunt of Ottokar"), "holds a known name"),
        (Decision(2, "Wasswa", "person", "replace", "[OTTOKARS]"), "holds a known name"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused_without_its_words(decision, said):
    known = known_names(PEOPLE, [], [], {})
    with pytest.raises(DecisionError, match=said) as caught:
        result("Wasswa came, and Ottokar.", known, (decision,))
    assert "row 2" in str(caught.value)
    assert not re.search("zebedee|wasswa|ottokar", str(caught.value).casefold())


def test_a_replacement_in_the_identifiers_sheet_that_names_somebody_is_refused(
    tmp_path, monkeypatch
):
    settings = {**CONFIG["studies"]["mini"], "identifiers": "resources/mini/identifiers.csv"}
    write_mini(tmp_path / "study", {"studies": {"mini": settings}})
    monkeypatch.chdir(tmp_path / "study")
    rows = [["text", "category", "replacement"], ["Kaggwa", "person", "brother of Ottokar"]]
    write_sheet(tmp_path / "study" / "resources" / "mini" / "identifiers.csv", rows)
    checked = check_config({"studies": {"mini": settings}})["studies"]["mini"]
    with pytest.raises(SheetError, match="row 2, column replacement") as caught:
        check_printed(load_study("mini", checked))
    assert "Ottokar" not in str(caught.value)
    assert PARTICIPANTS[2][2] == "Ottokar"


def test_identifiers_that_overlap_leave_nothing_of_any():
    sheet = [
        KnownIdentifier(2, "Mulago Hospital", "organisation", "the hospital"),
        KnownIdentifier(3, "Hospital Lane", "address", "a street"),
        KnownIdentifier(4, "Mulago", "place", "a hill"),
        KnownIdentifier(5, "Old Mulago", "place", "a quarter"),
        KnownIdentifier(6, "mulago", "place", "the same hill"),
    ]
    known = known_names(PEOPLE, sheet, [], {})
    text, _ = result("We met at Mulago Hospital Lane, in Old Mulago Hospital, then Mulago.", known)
    assert not re.search("mulago|hospital lane|lane", text.replace("[the hospital]", "").casefold())
    assert known == known_names(PEOPLE, sheet, [], {})
    assert next(one for one in known if one.text == "Mulago").ask, "one text, two replacements"


def test_one_text_of_two_categories_is_asked_and_taken_for_a_person():
    known = known_names(
        [person(1, "Rose")], [KnownIdentifier(2, "Rose", "place", "a ward")], [], {}
    )
    hits = found("He told Rose.", known)
    assert [(hit.category, hit.ask, hit.replacement) for hit in hits] == [
        ("person", True, "[person]")
    ]


def test_a_name_of_one_letter_is_asked_where_it_is_a_capital_and_else_left_alone():
    known = known_names([person(1, "O"), person(2, "T. Brandmeyer")], [], [], {})
    hits = found("Then O said to a man: o, it is T. Brandmeyer!", known)
    assert [(hit.start, hit.ask) for hit in hits if hit.end - hit.start == 1] == [(5, True)]
    assert "it is [P02]!" in result("Then he said it is T. Brandmeyer!", known)[0]


def test_two_hundred_aliases_are_all_known():
    letters = "abcdefghijklmnopqrst"
    aliases = [f"Qu{one}x{other}rin" for one in letters for other in letters[:10]]
    assert len(set(aliases)) == 200
    known = known_names([person(1, *aliases)], [], [], {})
    text = " and then ".join([*aliases, *(f"{alias}'s" for alias in aliases[::10])])
    assert result(text, known)[0] == " and then ".join([*["[P01]"] * 200, *["[P01]'s"] * 20])


RIGHT_TO_LEFT = [person(1, "Monika Brandl", "מוניקה"), person(2, "דימה ליפשין", "Dima Lifshin")]


@pytest.mark.parametrize(
    "text",
    [
        "אמר Monika לי, וMonika לMonika, ו-Monika.",
        "\u200fMonika\u200f אמרה (Monika) \u202bדימה\u202c ו\u2067Monika\u2069.",
        "I told דימה that שדימה came, ל-Dima (דימה) said: מוניקה's tea.",
        "Mo\u200fnika Bra\u00adndl, ד\u200eימה",
        "MONIKA ודימה/Dima, דימה–מוניקה",
    ],
)
def test_two_directions_in_one_line(text):
    known = known_names(RIGHT_TO_LEFT, [], [], {})
    made, offsets = result(text, known, language="he")
    bare = re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", made).casefold()
    assert not re.search("monika|brandl|dima|דימה|מוניקה", bare)
    assert made.count("[P01]") + made.count("[P02]") >= 2
    assert offsets.forward(0, len(text)).end == len(made)


def test_brackets_like_ours_hide_no_name():
    known = known_names(PEOPLE, [], [], {})
    text = "[Ottokar] and [person Wasswa], [P03: Nakimera], [[Brandmeyer]] and [Nakimera"
    made, _ = result(text, known)
    assert not re.search("ottokar|wasswa|nakimera|brandmeyer", made.casefold())


@pytest.mark.parametrize("mark", ["[person]", "[P03]", "[date]", "[withdrawn]"])
def test_a_mark_that_the_raw_text_brings_along_is_asked_and_stays_apart(mark):
    """Else nobody could tell it from what we replaced, or P03 would have said to be there."""
    known = known_names(PEOPLE, [], [], {})
    text = f"Then {mark} came with Ottokar."
    hits = found(text, known)
    assert any(
        hit.ask and text[hit.start : hit.end].strip("[]") == mark.strip("[]") for hit in hits
    )
    rows = review_rows(
        {"t1": hits},
        {"t1": text},
        decide({"t1": hits}, {"t1": text}, [], known, review="optional", undecided="replace"),
    )
    assert any(mark.strip("[]") in row["text"] and row["decided"] == "no" for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "I live in Nakimera Road, by the church.",
        "We met at Nakimera Hospital Road.",
        "Yuko mtaa wa Nakimera nyumba 12 leo.",
    ],
)
def test_what_nobody_decided_keeps_no_known_name_inside_a_longer_pattern(text):
    made, _ = result(text, known_names(PEOPLE, [], [], {}), undecided="keep")
    assert "Nakimera" not in made
