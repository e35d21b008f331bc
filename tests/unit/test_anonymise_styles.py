"""Styles of replacement in two depths, and the marks that lead from one to the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.anonymise.decide import Settled
from quotetrail.anonymise.marks import merged_marks, public_marks
from quotetrail.anonymise.styles import Styles, coarse_mark, person_mark
from quotetrail.disclosure import in_public
from quotetrail.sheets import KnownIdentifier, Participant

NURSE = Participant(2, "SYN-P03", names=("Ana",), attributes={"role": "nurse"})


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        ("id", "[SYN-P03]"),
        ("number", "[Person 3, nurse]"),
        ("role", "[nurse]"),
        ("mark", "[person]"),
    ],
)
def test_persons(style, mark):
    assert person_mark(NURSE, Styles({"person": style})) == mark


def test_persons_without_number_or_role():
    nobody = Participant(2, "first", attributes={})
    assert person_mark(nobody, Styles({"person": "number"})) == "[first]"
    assert person_mark(nobody, Styles({"person": "role"})) == "[person]"


@pytest.mark.parametrize(
    ("text", "month", "year", "relative"),
    [
        ("14 March 2019", "[2019-03]", "[2019]", "[month 15 of the study]"),
        ("9/2/2019", "[2019-02]", "[2019]", "[month 14 of the study]"),
        ("3. März 2018", "[2018-03]", "[2018]", "[month 3 of the study]"),
        ("9 ઑગસ્ટ 2018", "[2018-08]", "[2018]", "[month 8 of the study]"),
        ("14 Februari 2017", "[2017-02]", "[2017]", "[month -10 of the study]"),
        ("the eleventh", "[date]", "[date]", "[date]"),
        ("2012", "[date]", "[2012]", "[date]"),
    ],
)
def test_dates(text, month, year, relative):
    for style, expected in (("month", month), ("year", year), ("relative", relative)):
        styles = Styles({"date": style}, "2018-01")
        assert coarse_mark(text, "date", "[date]", styles) == expected
    assert coarse_mark(text, "date", "[date]", Styles({})) == "[date]"


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("34", "[30-39]"),
        ("aged 7", "[0-9]"),
        ("fifty-three", "[50-59]"),
        ("einundsechzig", "[60-69]"),
        ("sixteen", "[10-19]"),
        ("miaka ishirini na sita", "[20-29]"),
        ("૭૮", "[70-79]"),
        ("old", "[age]"),
    ],
)
def test_ages(text, band):
    assert coarse_mark(text, "age", "[age]", Styles({"age": "band"})) == band


def settled(start: int, end: int, category: str, replacement: str, **more: str) -> Settled:
    layer = more.get("layer", "patterns")
    return Settled(start, end, category, more.get("entity", ""), layer, "replace", replacement)


def test_public_marks_are_at_least_as_coarse():
    text = "Ana of Neu-Ulm, 14 March 2019, Ana"
    found = [
        settled(0, 3, "person", "[SYN-P03]", entity="SYN-P03", layer="participants sheet"),
        settled(7, 14, "place", "[a town on the Danube]", layer="identifiers sheet"),
        settled(16, 29, "date", "[2019-03]"),
    ]
    sheet = [KnownIdentifier(2, "neu-ulm", "place", "a town on the Danube", public="a town")]
    marks = public_marks(found, text, [NURSE], sheet, Styles({"person": "mark", "date": "year"}))
    assert marks == {
        "[SYN-P03]": "[person]",
        "[a town on the Danube]": "[a town]",
        "[2019-03]": "[2019]",
    }
    said = "It was [SYN-P03] in [a town on the Danube] in [2019-03] [laughs]"
    assert in_public(said, marks) == "It was [person] in [a town] in [2019] [laughs]"


def test_what_looks_the_same_stays_the_same():
    """In public no two things may differ that are one mark in the controlled transcripts."""
    text = "14 March 2019 and 2 May 2018"
    found = [settled(0, 13, "date", "[date]"), settled(18, 28, "date", "[date]")]
    marks = public_marks(found, text, [], [], Styles({"date": "year"}))
    assert marks == {"[date]": "[date]"}
    assert merged_marks([{"[a]": "[x]"}, {"[a]": "[y]"}]) == {"[a]": "[...]"}


@given(st.dictionaries(st.text("ab[]", min_size=1), st.text("xy", min_size=1)), st.text("ab[] "))
def test_marks_are_replaced_once_and_nothing_else(marks, text):
    shown = in_public(text, marks)
    if not any(mark in text for mark in marks):
        assert shown == text
    assert in_public(text, {}) == text
