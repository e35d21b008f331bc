"""Tests of texts that are a transcript with a label before each turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.coding.labelled import read_labelled
from quotetrail.text import Transcript, Turn
from quotetrail.transcripts import find_turns

SPEAKERS = ("Mod", "Participant 2", "שרה", "Ana")
WORDS = ("yes", "Ana", "Ana:", "we 😀 go", "हम", "o\u0308h", "Mod", ":", "a", "12")
turns = st.tuples(st.sampled_from(SPEAKERS), st.lists(st.sampled_from(WORDS), min_size=1))


def made(said: list[tuple[str, str]]) -> Transcript:
    """The transcript of turns, as they are joined by its definition."""
    text, found = "", []
    for speaker, words in said:
        start = len(text) + bool(text)
        text = f"{text}\n{words}" if text else words
        found.append(Turn(start, len(text), speaker))
    return Transcript("t", "und", text, tuple(found))


TRANSCRIPT = made([("Mod", "Shall we?"), ("Ana", "Yes."), ("Mod", "Good.")])


@given(
    st.lists(turns, min_size=1, max_size=8),
    st.sampled_from(("\n", "\n\n", "\r\n", "\r\n\r\n", " \n\t\n")),
    st.sampled_from((" ", "\t", "\n", "  ")),
)
def test_every_span_is_carried_to_the_same_words(said, between, behind):
    spoken = [(speaker, " ".join(words)) for speaker, words in said]
    transcript = made(spoken)
    text = between.join(f"{speaker}:{behind}{words}" for speaker, words in spoken)
    reading = read_labelled(text, transcript)
    assert reading is not None
    position = 0
    for (speaker, words), turn in zip(spoken, transcript.turns, strict=True):
        position = text.index(f"{speaker}:{behind}{words}", position)
        start = position + len(speaker) + 1 + len(behind)
        for end in range(start + 1, start + len(words) + 1):
            carried = reading.offsets.forward(start, end)
            assert (carried.start, carried.end) == (turn.start, turn.start + end - start)
        position = start + len(words)
    assert reading.transcript == transcript
    assert reading.offsets.target_length == len(transcript.text)


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\r\n\r\n"])
def test_it_is_what_looking_for_turns_finds(between):
    text = between.join(["Mod: Shall we?", "Ana: Yes.", "Mod: Good."]) + between
    reading, found = read_labelled(text, TRANSCRIPT), find_turns(text, transcript="t")
    assert found.transcript == TRANSCRIPT
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert reading.offsets.forward(start, end) == found.offsets.forward(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Mod: Shall we?\nAna: Yes.",
        "Mod: Shall we?\nAna: Yes.\nMod: Good.\nAna: Bye.",
        "Mod: Shall we?\nAna: Yes!\nMod: Good.",
        "Mod: Shall we?\nEve: Yes.\nMod: Good.",
        "Mod: Shall we?\nAna: Oh. Yes.\nMod: Good.",
        "A note.\nMod: Shall we?\nAna: Yes.\nMod: Good.",
        "Mod: Shall we? Ana: Yes. Mod: Good.",
        "Mod: Shall we?\nAna: Yes. Mod:\nGood.",
        "Mod: Good.\nAna: Yes.\nMod: Shall we?",
        "Shall we?\nYes.\nGood.",
        "",
    ],
)
def test_any_other_text_is_left_to_others(text):
    assert read_labelled(text, TRANSCRIPT) is None
