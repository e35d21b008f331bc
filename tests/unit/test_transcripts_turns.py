"""Turns in plain text: hand-read cases, and properties over generated transcripts."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotetrail.transcripts import Reading, find_turns, is_generic, label_counts


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    made = reading.transcript
    return [(turn.speaker, made.text[turn.start : turn.end]) for turn in made.turns]


def times(reading: Reading) -> list[float | None]:
    return [turn.time for turn in reading.transcript.turns]


def read(text: str, *labels: str) -> Reading:
    return find_turns(text, transcript="t1", language="en", labels=labels)


CASES = {
    "name and text": ("Anna: Hi\nBen: Hello\nAnna: So", [("Anna", "Hi"), ("Ben", "Hello")]),
    "label alone": ("Anna:\nHi there\n\nBen:\nHello\n\nAnna:\nSo", [("Anna", "Hi there")]),
    "wide gap": ("Speaker 1:          Hi\nSpeaker 2:   Yes", [("Speaker 1", "Hi")]),
    "brackets": ("[Anna]: Hi\n[Ben]: Yes\n[Anna]: So", [("Anna", "Hi"), ("Ben", "Yes")]),
    "redacted": ("[Name Redacted]: Hi\nINT: Yes\n[Name Redacted]: So", [("Name Redacted", "Hi")]),
    "bold": ("**Anna:** Hi\n\n**Ben**: Yes\n\n**Anna:** So", [("Anna", "Hi"), ("Ben", "Yes")]),
    "codes": ("I: Why?\nP3: Because", [("I", "Why?"), ("P3", "Because")]),
    "full-width colon": ("P1: 你好。\nP2: 好", [("P1", "你好。"), ("P2", "好")]),
    "Hindi": ("मीरा: नमस्ते\nP1: हाँ\nमीरा: ठीक", [("मीरा", "नमस्ते"), ("P1", "हाँ")]),
    "Hebrew": ("דנה: שלום\nP1: כן\nדנה: טוב", [("דנה", "שלום"), ("P1", "כן")]),
    "tab": ("INT\tWhy?\nP1\tBecause", [("INT", "Why?"), ("P1", "Because")]),
    "two paragraphs": ("Anna: One\n\n  Two\n\nBen: x\n\nAnna: y", [("Anna", "One\n\n  Two")]),
    "title with dot": ("Dr. Lee: Hi\nMs. Ray: Yes\nDr. Lee: So", [("Dr. Lee", "Hi")]),
    "any spacing": ("Anna  B :  Hi\nAnna B: So", [("Anna B", "Hi"), ("Anna B", "So")]),
    "case as written": ("ANNA: Hi\nAnna: So", [("ANNA", "Hi"), ("Anna", "So")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_label_styles(text: str, expected: list[tuple[str, str]]) -> None:
    assert turns(read(text))[: len(expected)] == expected


STAMPS = {
    "after": ("S01: [00:00:12] Hi\nS00: [00:00:36] Yes", [12.0, 36.0]),
    "after, bare": ("S01: 00:00:12 Hi\nS00: 01:00:36.5 Yes", [12.0, 3636.5]),
    "before": ("[00:01:02] Anna: Hi\n[00:01:03] Anna: So", [62.0, 63.0]),
    "between": ("Speaker 1 (01:02): Hi\nSpeaker 2 (75:00): Yes", [62.0, 4500.0]),
    "name, time, text below": (
        "Anna  0:12\nHi\n\nBen  1:00:01\nYes\n\nAnna  2:00:00\nSo",
        [12, 3601],
    ),
    "time, name, text below": ("00:00:01 Speaker 1\nHi\n\n00:00:05 Speaker 2\nYes", [1.0, 5.0]),
}


@pytest.mark.parametrize(("text", "expected"), STAMPS.values(), ids=STAMPS)
def test_times(text: str, expected: list[float]) -> None:
    reading = read(text)
    assert times(reading)[:2] == expected
    assert not re.search(r"\d", reading.transcript.text)


NOT_LABELS = {
    "a note inside a turn": "Anna: One\nNote: the door opens\nAnna: Two\nNote: it closes",
    "a time": "Anna: we met\nat 10:30: well\nAnna: yes\nat 10:30: well",
    "a clock time spoken first": "Anna: 10:30 it was\nAnna: yes",
    "inaudible at a line's start": "Anna: and\n[inaudible 00:55] so\nAnna: yes\n[inaudible 00:55]",
    "an address of the web": "Anna: see\nftp://example.org\nAnna: and\nftp://example.org",
    "an ordinary phrase": "Anna: and\nI thought to myself: no\nAnna: yes",
    "a sentence": "Anna: and\nHe left. Then she said: no\nAnna: ok\nHe left. Then she said: no",
    "a date": "Anna: and\n12-May-2023 - 10:36 - Room\nAnna: yes",
    "an open bracket": "Anna: and\n(Language: English)\nAnna: yes\n(Language: English)",
}


@pytest.mark.parametrize("text", NOT_LABELS.values(), ids=NOT_LABELS)
def test_what_only_looks_like_a_label(text: str) -> None:
    reading = read(text)
    assert reading.transcript.speakers() == ["Anna"]
    assert len(reading.transcript.turns) == 2


def test_clock_time_at_the_start_of_speech_stays() -> None:
    assert turns(read("Anna: 10:30 it was\nAnna: yes"))[0] == ("Anna", "10:30 it was")


def test_label_that_occurs_once() -> None:
    labelled = "Anna: a\n\nBen: b\n\nAnna: c\n\nBen: d\n\n"
    assert turns(read(labelled + "Automation: e"))[-1] == ("Automation", "e")
    assert turns(read(labelled + "Ms. Ofek: e"))[-1] == ("Ms. Ofek", "e")
    assert turns(read(labelled + "That reminds me: e"))[-1][0] == "Ben"
    assert turns(read("Reflection: it rains.\n\nIt is wet.\n\nIt is cold."))[0][0] is None


def test_known_labels_count_whatever_they_look_like() -> None:
    text = "01: Hi\nthe tall one from the north: Yes"
    assert read(text).transcript.speakers() == []
    speakers = read(text, "01", "The TALL one  from the north").transcript.speakers()
    assert speakers == ["01", "the tall one from the north"]
    assert turns(read("**zoë:** Hi", "Zoe\u0308")) == [("zoë", "Hi")]


def test_bold_without_colon_counts_beside_other_evidence() -> None:
    text = "**Ali** 0:00\nWelcome.\n\n**Ali** I'm Ali.\n\n**Ali** 0:12\nSo.\n\n**Really** good."
    expected = [("Ali", "Welcome."), ("Ali", "I'm Ali."), ("Ali", "So.\n\n**Really** good.")]
    assert turns(read(text)) == expected


def test_head_of_the_file_is_nobodys() -> None:
    reading = read("Group 3, Leeds\n\nDate: 3 May\n\nINT: Why?\nP1: Because.")
    assert turns(reading)[:2] == [(None, "Group 3, Leeds"), (None, "Date: 3 May")]
    assert reading.transcript.text == "Group 3, Leeds\nDate: 3 May\nWhy?\nBecause."


def test_text_without_labels_gives_paragraphs() -> None:
    assert turns(read("One\ntwo\n\nThree")) == [(None, "One\ntwo"), (None, "Three")]
    assert turns(read("One\nTwo\nThree")) == [(None, "One"), (None, "Two"), (None, "Three")]
    stamped = read("00:00:01 Yeah.\n00:00:04 Right\n00:01:00 Right")
    assert turns(stamped) == [(None, "Yeah."), (None, "Right"), (None, "Right")]
    assert times(stamped) == [1.0, 4.0, 60.0]


def test_what_follows_the_last_turn() -> None:
    text = "P1: a\n\nP2: b\n\nTranscribed by https://otter.ai"
    assert turns(read(text))[-1] == (None, "Transcribed by https://otter.ai")
    ruled = "P1: a\n-----\nP2: b\n------\nSmith (2020) A book\nRay (2021) Another"
    assert turns(ruled_reading := read(ruled))[0] == ("P1", "a\n-----")
    assert [speaker for speaker, _ in turns(ruled_reading)] == ["P1", "P2", None, None, None]


def test_empty_turns_are_counted() -> None:
    reading = read("Anna:\n\nBen: Yes\n\nAnna: [00:00:12]\n\nBen: No")
    assert turns(reading) == [("Ben", "Yes"), ("Ben", "No")]
    assert reading.not_read == {"empty turn": 2}


def test_empty_text() -> None:
    assert read("").transcript.turns == ()
    assert read(" \n\n").transcript.text == ""


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_are_mapped(line_end: str) -> None:
    text = line_end.join(["INT: Why?", "P1: Because", "of it.", "INT: Ah"])
    reading = read(text)
    assert reading.transcript.text == "Why?\nBecause\nof it.\nAh"
    at = text.index("Ah")
    carried = reading.offsets.forward(at, at + 2)
    assert reading.transcript.text[carried.start : carried.end] == "Ah"
    assert reading.offsets.source_length == len(text)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Speaker 12", True),
        ("INT", True),
        ("P3", True),
        ("Moderator", True),
        ("[Researcher 1]", True),
        ("Unknown Speaker", True),
        ("Sprecherin 2", True),
        ("Anna", False),
        ("Mr. Speaker Jones", False),
        ("Patricia", False),
        ("AB12", False),
        ("S. Miller", False),
    ],
)
def test_generic_labels(label: str, expected: bool) -> None:
    assert is_generic(label) is expected


def test_label_counts() -> None:
    reading = read("Title\n\nP1: one two - three\nP2: अच्छा है\nP1: four")
    assert label_counts(reading.transcript) == [(None, 1, 1), ("P1", 2, 4), ("P2", 1, 2)]


WORD = st.text("abcdeéאबક", min_size=1, max_size=6)
SAID = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
LABEL = st.sampled_from(["Anna", "Max Bigman", "admin-1", "Ms. Ofek", "INT", "דנה", "મીરા"])
STYLE = st.sampled_from(
    ["{}: {}", "{}:\n{}", "[{}]: {}", "**{}:** {}", "[00:01:02] {}: {}", "{}:\t{}"]
)


@given(st.lists(st.tuples(LABEL, SAID), min_size=1, max_size=12), STYLE, st.sampled_from("\n|\n\n"))
def test_generated_transcripts_come_back(
    spoken: list[tuple[str, str]], style: str, between: str
) -> None:
    between = {"|": "\r\n\r\n"}.get(between, "\n")
    text = between.join(style.format(*one) for one in spoken)
    labels = {label for label, _ in spoken}
    assert turns(read(text, *labels)) == spoken
    often = Counter(label for label, _ in spoken)
    if min(often.values()) > 1:
        assert turns(read(text)) == spoken


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "\r\n",
                "\r",
                ": ",
                ":",
                " ",
                "\t",
                "**",
                "[",
                "]",
                "Anna",
                "INT:",
                "P1: ",
                "0:12",
                "[00:01:02]",
                "10:30",
                "//S02:",
                "-----\n",
                ".",
                "Note: ",
                "\u00a0",
                "\u2028",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)


@given(PIECES)
def test_nothing_spoken_is_lost(text: str) -> None:
    reading = read(text)
    made, offsets = reading.transcript, reading.offsets
    assert offsets.source_length == len(text)
    assert offsets.target_length == len(made.text)
    dropped = []
    for piece in offsets.pieces:
        source = text[piece.source_start : piece.source_end]
        target = made.text[piece.target_start : piece.target_end]
        if piece.kept:
            assert source == target
        else:
            assert not target.strip()
            dropped.append(source)
    labels = {turn.speaker for turn in made.turns} - {None}
    if "empty turn" not in reading.not_read:
        stamp = r"(?<!\d)\d{1,3}:\d{2}(?::\d{2})?(?:[.,-]\d{1,3})?(?![\d:])"
        unstamped = "".join(re.sub(stamp, "", source) for source in dropped)
        heads = "".join(turn.speaker for turn in made.turns if turn.speaker)
        lost = Counter(filter(str.isalnum, unstamped)) - Counter(filter(str.isalnum, heads))
        # A turn that a remark parts has its label twice, and once in the text.
        assert not lost
    assert all(label == " ".join(label.split()) for label in labels)


@given(PIECES)
def test_turns_cover_the_text(text: str) -> None:
    made = read(text).transcript
    assert "\n".join(made.text[turn.start : turn.end] for turn in made.turns) == made.text
    position = 0
    unstamped = re.sub(r"#[\d:.,-]+#|\[[\d:.,-]+\]", "", text)
    for turn in made.turns:
        said = made.text[turn.start : turn.end]
        assert said == said.strip() != ""
        for word in re.sub(r"#[\d:.,-]+#|\[[\d:.,-]+\]", "", said).split():
            position = unstamped.index(word, position) + len(word)


@pytest.mark.parametrize("line", [" " * 50_000, "a " * 50_000, "[1:2" * 20_000, "*" * 50_000])
def test_long_lines_take_no_time(line: str) -> None:
    reading = read("\n".join(["INT: a", line, "P1: b", line + ":", "INT: c"]))
    assert reading.transcript.speakers() == ["INT", "P1"]
