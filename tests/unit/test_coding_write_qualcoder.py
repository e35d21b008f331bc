"""What QualCoder reads from the project that is written for it."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.qualcoder_import import coded, import_project
from unit.test_coding_write import LABELS, studies

from quotetrail.coding.project import Code, Coding, paths
from quotetrail.coding.speakers import speaker_codes
from quotetrail.coding.write_cases import WrittenCase
from quotetrail.coding.write_qualcoder import for_qualcoder
from quotetrail.coding.write_refi import write_qdpx
from quotetrail.text import Transcript, Turn

CODES = [
    Code("a", "Trust", None, "a category", codable=False),
    Code("b", "Group", "a", "what the group does", "#112233"),
    Code("c", "Trust", "b"),
    Code("d", "Trust", "a"),
    Code("e", "P1"),
    Code("f", "Trust"),
]


def shown(transcript):
    """Where each character of a transcript stands in the text that we write."""
    places, position = {}, 0
    for turn in transcript.turns:
        position += len(f"{turn.speaker}: ") if turn.speaker is not None else 0
        for at in range(turn.start, turn.end + 1):
            places[at] = position
            position += 1
    return places


def write_both(tmp_path, transcripts, codings, cases, codes=CODES):
    """The file by the standard and the one for QualCoder, as QualCoder reads them."""
    speakers, turns = speaker_codes(transcripts)
    codes, codings = [*codes, *speakers], [*codings, *turns]
    own, moved = for_qualcoder(codes, codings, cases)
    read = []
    for name, chosen in (("standard", (codes, codings)), ("own", (own, moved))):
        path = tmp_path / f"{name}.qdpx"
        write_qdpx(
            path,
            name="s",
            codes=chosen[0],
            codings=chosen[1],
            transcripts=transcripts,
            cases=cases,
            described={each.transcript: {"site": "Ulm"} for each in transcripts},
        )
        read.append(import_project(path))
    return read


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(study=studies(), picks=st.lists(st.sampled_from("bcdef"), min_size=12, max_size=12))
def test_qualcoder_has_each_coding_with_its_words_code_coder_and_memo(tmp_path, study, picks):
    transcripts, drawn = study
    codings = [
        Coding(c.coding, code, c.source, c.start, c.end, c.coder, c.memo)
        for c, code in zip(drawn, picks, strict=False)
    ]
    _, made = write_both(tmp_path, transcripts, codings, [])
    assert made.refused == []
    places = {each.transcript: shown(each) for each in transcripts}
    names = {
        "b": ("Trust", "Group"),
        "c": ("Trust", "Group", "Trust > Group > Trust"),
        "d": ("Trust", "Trust > Trust"),
        "f": ("Trust",),
        "e": ("P1",),
    }
    if "P1" in {speaker for each in transcripts for speaker in each.speakers()}:
        assert made.rows("select 1 from code_name where name = 'Speakers > P1'")
    memos = {}
    for each in codings:
        at = places[each.source]
        key = (each.source, at[each.start], at[each.end - 1] + 1, names[each.code])
        memos.setdefault((*key, each.coder or "default"), []).append(each.memo)
    expected = Counter(
        (*key, "\n\n".join(dict.fromkeys(filter(None, said)))) for key, said in memos.items()
    )
    texts = dict(made.rows("select name, fulltext from source"))
    found = coded(made)
    assert all(texts[row[0]][row[1] : row[2]] == row[3] for row in found)
    assert Counter((*row[:3], *row[4:]) for row in found if row[5] != "Quotetrail") == expected
    turns = Counter(row[4][-1].rpartition(" > ")[2] for row in found if row[5] == "Quotetrail")
    assert turns == Counter(turn.speaker for each in transcripts for turn in each.turns)
    # A whole turn reads in QualCoder as it was said.
    said = {
        (each.transcript, each.text[turn.start : turn.end])
        for each in transcripts
        for turn in each.turns
    }
    assert {(row[0], row[3]) for row in found if row[5] == "Quotetrail"} == said


@given(study=studies())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_a_participant_says_is_the_text_of_the_case(tmp_path, study):
    transcripts, _ = study
    cases = [WrittenCase(name, (), {"role": f"role of {name}"}) for name in LABELS]
    standard, made = write_both(tmp_path, transcripts, [], cases)
    assert standard.rows("select * from case_text") == []
    rows = made.rows(
        "select cases.name, source.name, substr(fulltext, pos0 + 1, pos1 - pos0) from case_text"
        " join cases using (caseid) join source on source.id = fid"
    )
    assert Counter(rows) == Counter(
        (turn.speaker, each.transcript, each.text[turn.start : turn.end])
        for each in transcripts
        for turn in each.turns
    )
    values = made.rows(
        "select cases.name, attribute.name, value from attribute join cases"
        " on caseid = id where attr_type = 'case'"
    )
    assert sorted(values) == sorted((name, "role", f"role of {name}") for name in LABELS)
    kinds = dict(made.rows("select name, caseOrFile from attribute_type"))
    assert kinds == {"role": "case", "site": "file"}


@pytest.fixture
def transcript():
    return Transcript("t1", "en", "we trust\nyes", (Turn(0, 8, "P1"), Turn(9, 12, "INT")))


def test_names_that_several_codes_share_would_lose_codings(tmp_path, transcript):
    codings = [Coding(f"k{code}", code, "t1", 3, 8, "C1") for code in "cdf"]
    standard, made = write_both(tmp_path, [transcript], codings, [])
    assert sum(row[4] is None for row in coded(standard)) >= 2
    assert standard.refused != []
    assert {row[4][-1] for row in coded(made) if row[5] == "C1"} == {
        "Trust > Group > Trust",
        "Trust > Trust",
        "Trust",
    }


def test_one_coder_codes_a_place_once_and_keeps_both_memos(tmp_path, transcript):
    twice = [
        Coding(f"k{memo}", "b", "t1", 3, 8, "C1", memo, created=f"2024-02-0{memo}T10:00:00Z")
        for memo in "12"
    ]
    standard, made = write_both(tmp_path, [transcript], twice, [])
    assert standard.refused.count("code_text") == 1
    assert [row[6] for row in coded(made) if row[5] == "C1"] == ["1\n\n2"]


def test_codes_keep_their_names_where_nobody_shares_them(transcript):
    codes = [Code("a", "Trust", codable=False), Code("b", "Trust", "a"), Code("c", "Trust > x")]
    own, _ = for_qualcoder(codes, [], [])
    assert own == codes
    own, _ = for_qualcoder(
        [Code("a", "x"), Code("b", "y", "a"), Code("c", "y"), Code("d", "x > y")], [], []
    )
    assert [code.name for code in own] == ["x", "x > y-2", "y", "x > y"]
    assert len(set(paths(own).values())) == 4
