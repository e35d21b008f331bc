"""What a report is put together from: consent, attributions, figures, and what is left open."""

import json

import pytest

from quotetrail.errors import DisclosureError
from quotetrail.report.assemble import (
    contrast_of,
    figure_of,
    is_reviewed,
    not_checked,
    placements_of,
    study_claims,
    versions,
)
from quotetrail.report.wording import own_texts
from quotetrail.tables import DESCRIPTIONS
from quotetrail.text import Transcript, Turn, dump_transcripts

HEADS = {
    "participants": "participant,transcript,group,part,quote,original_language,deposit,withdrawn",
    "transcripts": "transcript,group,site,country,language,original",
    "coding/codings": "coding,code,path,transcript,start,end,text,speaker,record",
}
ROWS = {
    "participants": [
        "P1,,g1,participant,yes,no,no,no",
        "P2,,g1,participant,no,no,no,no",
        "P3,,g1,participant,yes,no,no,yes",
        "M1,,g1,moderator,yes,no,no,no",
    ],
    "transcripts": ["g1,g1,Ulm,Germany,en,", "g2,g2,Kampala,,en,"],
    "coding/codings": [
        "c1,Fare,Fare,g1,0,3,One,P1,yes",
        "c2,Fare,Fare,g1,0,7,One Two,P1;P2,yes",
        "c3,Fare,Fare,g1,8,13,Three,P3,yes",
        "c4,Fare,Fare,g2,0,4,Four,M1,yes",
        "c5,Fare,Fare,g1,0,3,One,,yes",
        "c6,Fare,Fare,g1,0,3,One,S7,yes",
    ],
}


@pytest.fixture
def results(tmp_path):
    folder = tmp_path / "controlled" / "psw"
    for name, rows in ROWS.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([HEADS[name], *rows]) + "\n")
    (folder / "marks.csv").write_text("mark,public\n")
    (folder / "transcripts").mkdir()
    texts = [
        Transcript("g1", "en", "One Two Three", (Turn(0, 13, "P1"),)),
        Transcript("g2", "en", "Four", (Turn(0, 4, "M1"),)),
    ]
    dump_transcripts(texts, folder / "transcripts" / "all.jsonl")
    return tmp_path


def attribution(results, coding, **said):
    claims = study_claims(results, "psw", {}, **{"synthetic": False} | said)
    claims.quote(coding)
    return claims.records[0]["attribution"]


def test_an_attribution_is_as_coarse_as_part_and_country(results):
    assert attribution(results, "c1") == "participant, Germany"
    assert attribution(results, "c1", synthetic=True) == "[invented] participant, Germany"
    assert attribution(results, "c4") == "moderator, Kampala"


@pytest.mark.parametrize(
    ("coding", "why"),
    [
        ("c2", "has not agreed"),
        ("c3", "has withdrawn"),
        ("c5", "nobody identified"),
        ("c6", "in no participants sheet"),
    ],
)
def test_what_must_not_be_quoted_is_not_and_its_words_are_not_told(results, coding, why):
    claims = study_claims(results, "psw", {}, synthetic=False)
    with pytest.raises(DisclosureError, match=why) as refused:
        claims.quote(coding)
    assert claims.records == []
    for word in ("One", "Three", "P2", "P3", "S7"):
        assert word not in str(refused.value)


def test_each_kind_of_figure_says_what_it_shows():
    dots, heat, contrast = map(figure_of, ("codes", "code_by_site", "code_by_income_group"))
    assert dots.alt.startswith("Dot plot")
    assert heat.alt.startswith("Heat map")
    assert "by income group" in contrast.caption
    assert "differ in much more" in contrast.caption


def test_a_contrast_is_that_of_the_config_or_none():
    assert contrast_of({}) is None
    settings = {
        "name": "income",
        "why": "They pay less.",
        "classification": "World Bank",
        "groups": {"HIC": ["Germany"], "LMIC": ["Uganda"]},
    }
    made = contrast_of(settings)
    assert made is not None
    assert (made.name, made.year) == ("income", "")
    assert contrast_of({**settings, "year": 2018}).year == "2018"


def test_the_ways_of_placing_stand_in_a_fixed_order(tmp_path):
    placed, unplaced = tmp_path / "codings.csv", tmp_path / "unplaced.csv"
    placed.write_text("coding,placement\nc1,searched\nc2,exact\nc3,searched\n")
    unplaced.write_text("coding,placement\n")
    assert placements_of(str(placed), str(unplaced)) == ("exact", "searched")
    unplaced.write_text("coding,placement\nc4,unplaced\n")
    assert placements_of(str(placed), str(unplaced)) == ("exact", "searched", "unplaced")


@pytest.mark.parametrize(
    ("said", "reviewed"),
    [("decided", True), ("nothing to decide", True), ("not reviewed", False)],
)
def test_only_what_nobody_reviewed_is_called_so(tmp_path, said, reviewed):
    (tmp_path / "review.json").write_text(json.dumps({"review": said}))
    assert is_reviewed(str(tmp_path / "review.json")) is reviewed


def test_versions_are_those_that_are_installed():
    found = versions()
    assert "snakemake" in found
    assert all(version[0].isdecimal() for version in found.values())


def test_what_was_not_checked_is_said():
    assert not_checked(synthetic=False, sealed=True, coded=True) == ()
    for gap in ({"sealed": False}, {"coded": False}, {"synthetic": True}):
        said = not_checked(**{"synthetic": False, "sealed": True, "coded": True} | gap)
        assert len(said) == 1
    assert len(not_checked(synthetic=True, sealed=False, coded=False)) == 3


def test_our_own_words_are_all_templates_and_what_tables_count():
    texts = own_texts()
    assert any("Counter-evidence" in text or "pseudonymised transcripts" in text for text in texts)
    for table in DESCRIPTIONS.values():
        assert table.table in texts
        assert set(table.columns.values()) <= set(texts)
