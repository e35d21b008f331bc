"""The deposit: nothing of those who did not agree, and codings that still stand on their words."""

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.disclosure.deposit import WITHHELD, carry_codings, pack, withhold
from quotetrail.errors import DisclosureError
from quotetrail.text import Transcript, Turn

SPEAKERS = ("P1", "P2", "Moderator", None)


@st.composite
def transcripts(draw):
    said = draw(
        st.lists(st.tuples(st.sampled_from(SPEAKERS), st.text("abc אב", min_size=1)), min_size=1)
    )
    turns, position = [], 0
    for speaker, text in said:
        turns.append(Turn(position, position + len(text), speaker))
        position += len(text) + 1
    return Transcript("t", "en", "\n".join(text for _, text in said), tuple(turns))


@given(transcripts(), st.data())
def test_withheld_turns_are_gone_and_all_others_stand(transcript, data):
    made, offsets, withheld = withhold(transcript, {"P1": True, "P2": False})
    assert [turn.speaker for turn in withheld] == [
        turn.speaker for turn in transcript.turns if turn.speaker in ("P2", "Moderator")
    ]
    for before, after in zip(transcript.turns, made.turns, strict=True):
        text = made.text[after.start : after.end]
        if before.speaker in ("P1", None):
            assert text == transcript.text[before.start : before.end]
        else:
            assert text == WITHHELD
    turn = data.draw(st.sampled_from(transcript.turns))
    start, end = sorted(data.draw(st.tuples(*[st.integers(turn.start, turn.end)] * 2)))
    rows = [{"transcript": "t", "start": start, "end": end, "text": transcript.text[start:end]}]
    kept = carry_codings(rows, {"t": made}, {"t": offsets})
    assert bool(kept) == (start < end and turn.speaker in ("P1", None))
    for row in kept:
        assert row["text"] == transcript.text[start:end]
        assert made.text[int(row["start"]) : int(row["end"])] == row["text"]


def write(folder, review):
    controlled = folder / "controlled" / "s"
    (controlled / "coding").mkdir(parents=True)
    (controlled / "review.json").write_text(json.dumps({"review": review}))
    (controlled / "participants.csv").write_text(
        "participant,deposit,withdrawn,role\nP1,yes,no,nurse\nP2,yes,yes,porter\nP3,no,no,cook\n"
    )
    (controlled / "coding" / "codebook.csv").write_text("code,name\nc1,Trust\n")
    (controlled / "coding" / "history.csv").write_text("round,on\n2,2020-01-01\n")
    (controlled / "coding" / "codings.csv").write_text(
        "coding,transcript,start,end,text\nk0,t,,,\nk1,t,0,5,hello\nk2,t,6,11,there\n"
    )
    turns = (Turn(0, 5, "P1"), Turn(6, 11, "P2"), Turn(12, 15, "P3"))
    return Transcript("t", "en", "hello\nthere\nbye", turns)


def test_the_zip_holds_those_who_agreed_and_is_the_same_each_time(tmp_path):
    transcript = write(tmp_path, "decided")
    for name in ("a.zip", "b.zip"):
        to = tmp_path / name
        pack(tmp_path, "s", [transcript], [], title="T", synthetic=True, to=to)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    assert held["transcripts/t.txt"] == f"P1: hello\n\nP2: {WITHHELD}\n\nP3: {WITHHELD}\n"
    people = list(csv.DictReader(io.StringIO(held["participants.csv"])))
    assert [row["participant"] for row in people] == ["P1"]
    assert [row["coding"] for row in csv.DictReader(io.StringIO(held["coding/codings.csv"]))] == [
        "k1"
    ]
    assert "CONTROLLED" in held["README.txt"]
    assert "2 people" in held["README.txt"]
    assert "synthetic" in held["README.txt"]


def test_without_a_review_there_is_no_deposit(tmp_path):
    transcript = write(tmp_path, "not reviewed")
    with pytest.raises(DisclosureError, match="not reviewed"):
        pack(tmp_path, "s", [transcript], [], title="T", synthetic=False, to=tmp_path / "a.zip")
