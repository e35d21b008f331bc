"""The tables against a study counted by hand, and against a second way of counting."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.errors import CodingError, SheetError
from quotetrail.tables import (
    codes_table,
    crosstab,
    groups_table,
    participants_margins,
    turns_frame,
)
from quotetrail.text import Transcript, Turn


def frame(columns: str, *rows: str) -> pd.DataFrame:
    """A controlled file from words; ``-`` is a blank."""
    cells = [["" if cell == "-" else cell for cell in row.split()] for row in rows]
    return pd.DataFrame(cells, columns=columns.split(), dtype=str)


# Two groups in Ulm, one in Pune. g1de translates g1: the same group, counted once.
TRANSCRIPTS = frame(
    "transcript group site country income language original readers",
    "g1   g1 Ulm  Germany HIC  de - 2",
    "g1en g1 Ulm  Germany HIC  en g1 1",
    "g2   g2 Ulm  Germany HIC  de - -",
    "g3   g3 Pune India   LMIC hi - 2",
)
GROUPS = frame(
    "group site country income moderators observers minutes guide asked",
    "g1 Ulm  Germany HIC  M1 - 90 - -",
    "g2 Ulm  Germany HIC  Leader - - - -",
    "g3 Pune India   LMIC M1 - 75 - -",
)
PARTICIPANTS = frame(
    "participant transcript group part quote original_language deposit withdrawn gender",
    "P1 -  g1 participant yes no no no  f",
    "P2 -  g1 participant yes no no no  m",
    "P3 g2 -  participant no  no no no  f",
    "P4 -  g3 participant yes no no no  -",
    "P5 -  g3 participant yes no no yes m",
    "M1 -  g1 moderator   yes no no no  f",
)
CODEBOOK = frame(
    "code name path parent",
    "1 Benefits   Benefits               -",
    "3 Challenges Challenges             -",
    "2 Trust      Benefits_>_Trust       1",
    "4 Unused     Challenges_>_Unused    3",
).replace("_>_", " > ", regex=True)
TURNS = turns_frame(
    [
        Transcript(
            "g1",
            "de",
            "eins zwei\ndrei\nvier fünf\nsechs",
            (Turn(0, 9, "M1"), Turn(10, 14, "P1"), Turn(15, 24, "P2"), Turn(25, 30, "S1")),
        ),
        Transcript("g1en", "en", "one two three", (Turn(0, 13, "P1"),)),
        Transcript(
            "g2",
            "de",
            "Kopf\na b c\nd\ne",
            (Turn(0, 4), Turn(5, 10, "P3"), Turn(11, 12, "Leader"), Turn(13, 14, "Moderator 2")),
        ),
        Transcript("g3", "hi", "ek do\ntin", (Turn(0, 5, "P4"), Turn(6, 9, "P5"))),
    ]
)
CODINGS = frame(
    "coding path transcript start end speaker record",
    "1 Trust    g1   10 25 P1;P2    yes",  # P1 and P2; ends before S1 begins
    "2 Trust    g1en 0  13 P1       yes",  # P1 again, the same group
    "3 Benefits g1   15 30 P2;S1    yes",  # P2, and one turn of nobody known
    "4 Benefits g1   26 28 S1       yes",  # the same turn of nobody known
    "5 Benefits g2   5  14 P3;Leader;Moderator_2 yes",  # P3; moderators are not unknown
    "6 Trust    g3   0  9  P4;P5    yes",  # P4; P5 has withdrawn
    "7 Challenges g3 0  9  P4;P5    no",  # not of record
    "8 Challenges g2 -  -  -        yes",  # a document's coding, without text
    "9 Challenges g2 0  4  -        yes",  # a line that nobody speaks
).replace({"Trust": "Benefits > Trust", "_": " "}, regex=True)


def test_codes_counted_by_hand():
    table = codes_table(CODINGS, CODEBOOK, TRANSCRIPTS, PARTICIPANTS, groups=GROUPS, turns=TURNS)
    # fmt: off
    expected = [
        # path, depth, m, raised, with sub, speakers, with, segments, with, unknown, with
        ("Benefits",            1, 3, 2, 3, 2, 4, 3, 6, 1, 1),
        ("Benefits > Trust",    2, 3, 2, 2, 3, 3, 3, 3, 0, 0),
        ("Challenges",          1, 3, 1, 1, 0, 0, 2, 2, 1, 1),
        ("Challenges > Unused", 2, 3, 0, 0, 0, 0, 0, 0, 0, 0),
    ]
    # fmt: on
    assert list(table["code"]) == ["Benefits", "Trust", "Challenges", "Unused"]
    assert [tuple(row) for row in table.drop(columns="code").itertuples(index=False)] == expected


def test_crosstab_counted_by_hand():
    table = crosstab(
        CODINGS, CODEBOOK, TRANSCRIPTS, PARTICIPANTS, by="site", order=["Pune", "Ulm", "Hamburg"]
    )
    rows = table[table["path"] == "Benefits"].drop(columns=["path", "code", "depth"])
    # fmt: off
    assert [tuple(row) for row in rows.itertuples(index=False)] == [
        # site, m, raised, with sub, speakers, with sub, segments, with sub
        ("Pune",    1, 0, 1, 0, 1, 0, 1),
        ("Ulm",     2, 2, 2, 2, 3, 3, 5),
        ("Hamburg", 0, 0, 0, 0, 0, 0, 0),
    ]
    # fmt: on
    assert len(table) == 4 * 3


def test_groups_counted_by_hand():
    table = groups_table(GROUPS, TRANSCRIPTS, PARTICIPANTS, TURNS, contrast="income")
    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("g1", "Ulm", "Germany", "HIC", 2, "de", 4, 6, 90, 1),
        ("g2", "Ulm", "Germany", "HIC", 1, "de", 3, 5, "", 0),
        ("g3", "Pune", "India", "LMIC", 1, "hi", 2, 3, 75, 2),
    ]


def test_margins_counted_by_hand():
    table = participants_margins(PARTICIPANTS, ["gender"])
    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("all", "all", 4),
        ("gender", "f", 2),
        ("gender", "m", 1),
        ("gender", "not stated", 1),
    ]


def test_a_moderator_elsewhere_is_a_participant_where_the_sheet_says_so():
    people = frame(
        "participant transcript group part withdrawn",
        "A - g1 moderator   no",
        "A - g2 participant no",
    )
    codings = frame(
        "coding path transcript start end speaker record",
        "1 Benefits g1 0 1 A yes",
        "2 Benefits g2 0 1 A yes",
    )
    table = crosstab(codings, CODEBOOK.head(1), TRANSCRIPTS.iloc[[0, 2]].assign(site=["x", "y"]),
                     people, by="site")  # fmt: skip
    assert list(table["speakers"]) == [0, 1]


def test_a_coding_of_an_unknown_code_is_refused_without_its_name():
    codings = CODINGS.assign(path="Secret")
    with pytest.raises(CodingError) as refused:
        crosstab(codings, CODEBOOK, TRANSCRIPTS, PARTICIPANTS, by="site")
    assert "row 2" in str(refused.value)
    assert "Secret" not in str(refused.value)


def test_a_codebook_that_bites_its_tail_is_refused():
    loop = frame("code name path parent", "1 a a 2", "2 b b 1")
    with pytest.raises(CodingError):
        crosstab(CODINGS.head(0), loop, TRANSCRIPTS, PARTICIPANTS, by="site")


def test_a_group_in_two_sites_is_refused():
    moved = TRANSCRIPTS.assign(site=["Ulm", "Pune", "Ulm", "Pune"])
    with pytest.raises(SheetError, match="row 3"):
        crosstab(CODINGS, CODEBOOK, moved, PARTICIPANTS, by="site")


NAMES = st.sampled_from(["a", 'q"', "x, y", "(z)", "ä:", "קוד"])


@st.composite
def studies(draw):
    """A codebook of any shape, and codings of it in groups of any site."""
    paths: list[str] = []
    codebook = []
    for number in range(draw(st.integers(1, 6))):
        parent = draw(st.sampled_from([None, *range(number)])) if number else None
        name = draw(NAMES)
        path = name if parent is None else f"{codebook[parent]['path']} > {name}"
        above = "" if parent is None else str(parent)
        codebook.append({"code": str(number), "name": name, "path": path, "parent": above})
        paths.append(path)
    sites = draw(st.lists(st.sampled_from("UVW"), min_size=1, max_size=4))
    transcripts = [
        {"transcript": f"t{n}", "group": f"t{n}", "site": site} for n, site in enumerate(sites)
    ]
    people = [
        {
            "participant": f"P{n}",
            "transcript": "",
            "group": f"t{n % len(sites)}",
            "part": draw(st.sampled_from(["participant", "participant", "moderator"])),
            "withdrawn": draw(st.sampled_from(["no", "no", "yes"])),
        }
        for n in range(5)
    ]
    codings = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "path": st.sampled_from(paths),
                    "transcript": st.sampled_from([row["transcript"] for row in transcripts]),
                    "speaker": st.lists(st.sampled_from(["P0", "P1", "P2", "P3", "P4", "S1"])).map(
                        ";".join
                    ),
                    "record": st.sampled_from(["yes", "yes", "no"]),
                }
            ),
            max_size=12,
        )
    )
    return codebook, transcripts, people, codings


@settings(max_examples=80, deadline=None)
@given(studies())
def test_crosstab_agrees_with_a_second_count(study):
    codebook, transcripts, people, codings = study
    table = crosstab(
        pd.DataFrame(codings, columns=["path", "transcript", "speaker", "record"]).assign(start=""),
        pd.DataFrame(codebook),
        pd.DataFrame(transcripts),
        pd.DataFrame(people),
        by="site",
    )
    site = {row["transcript"]: row["site"] for row in transcripts}
    counts = {
        p["participant"] for p in people if (p["part"], p["withdrawn"]) == ("participant", "no")
    }
    assert len(table) == len({row["path"] for row in codebook}) * len(set(site.values()))
    for row in table.to_dict("records"):
        for suffix in ("", "_with_subcodes"):
            hits = [
                coding
                for coding in codings
                if coding["record"] == "yes"
                and site[coding["transcript"]] == row["site"]
                and (
                    coding["path"] == row["path"]
                    or (suffix and coding["path"].startswith(row["path"] + " > "))
                )
            ]
            voices = {name for coding in hits for name in coding["speaker"].split(";")} & counts
            assert row["segments" + suffix] == len(hits)
            assert row["raised_in" + suffix] == len({coding["transcript"] for coding in hits})
            assert row["speakers" + suffix] == len(voices)
        assert row["groups"] == list(site.values()).count(row["site"])


def test_what_is_only_counted_is_a_segment_of_its_group_and_of_no_speaker():
    counted = frame(
        "coding path transcript start end speaker record",
        "1 Benefits g1 - - - yes",
        "2 Benefits g1 - - - yes",
        "3 Benefits g3 - - - no",
    )
    table = codes_table(counted, CODEBOOK, TRANSCRIPTS, PARTICIPANTS, groups=GROUPS, turns=TURNS)
    row = table[table["path"] == "Benefits"].iloc[0]
    columns = ("raised_in", "segments", "speakers", "turns_without_speaker")
    assert [row[column] for column in columns] == [1, 2, 0, 0]
