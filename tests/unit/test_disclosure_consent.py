"""Who may be quoted, and as whom."""

import pandas as pd
import pytest

from quotetrail.disclosure import attribution, may_quote

PEOPLE = pd.DataFrame(
    [
        ("P1", "participant", "yes", "yes", "no"),
        ("P2", "participant", "yes", "no", "no"),
        ("P3", "participant", "no", "no", "no"),
        ("P4", "participant", "yes", "yes", "yes"),
        ("M1", "moderator", "yes", "no", "no"),
        ("M2", "moderator", "", "no", "no"),
        ("P5", "participant", "yes", "no", "no"),
        ("P5", "participant", "no", "no", "no"),
    ],
    columns=["participant", "part", "quote", "original_language", "withdrawn"],
)


@pytest.mark.parametrize("speakers", [["P1"], ["P1", "P2"], ["M1"], ["P2", "M1"]])
def test_with_everybody_s_consent(speakers):
    assert may_quote(speakers, PEOPLE) == ""


@pytest.mark.parametrize(
    ("speakers", "reason"),
    [
        ([], "nobody"),
        (["S1"], "no participants sheet"),
        (["P1", "Moderator"], "no participants sheet"),
        (["P3"], "not agreed"),
        (["P1", "P3"], "not agreed"),
        (["P4"], "withdrawn"),
        (["M2"], "not agreed"),
        (["P5"], "not agreed"),
    ],
)
def test_without_it_the_reason_names_nobody(speakers, reason):
    said = may_quote(speakers, PEOPLE)
    assert reason in said
    assert not any(speaker in said for speaker in speakers)


def test_the_original_language_needs_its_own_consent():
    assert may_quote(["P1"], PEOPLE, original=True) == ""
    assert "original language" in may_quote(["P1", "P2"], PEOPLE, original=True)


def test_attributions():
    assert attribution(["participant"], country="Uganda", site="Kampala") == "participant, Uganda"
    assert attribution(["participant"], site="Kampala") == "participant, Kampala"
    assert attribution(["participant"]) == "participant"
    assert attribution(["moderator"], country="Uganda") == "moderator, Uganda"
    assert attribution(["participant"], synthetic=True) == "[invented] participant"
    assert attribution(["participant", "moderator", "participant"], country="India") == (
        "participants and moderator, India"
    )
    assert attribution(["withdrawn"]) == "participant"
