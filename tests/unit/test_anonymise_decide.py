import csv
import json

import pytest

from quotetrail.anonymise.decide import Decided, apply, decide, require_decided
from quotetrail.anonymise.find import find_identifiers
from quotetrail.anonymise.names import CANDIDATES, NEAR, Known, known_names
from quotetrail.anonymise.review import COLUMNS, review_rows, write_sheet
from quotetrail.errors import DecisionError, UndecidedError
from quotetrail.sheets import Decision, Participant
from quotetrail.text import Transcript, Turn

TEXTS = {
    "t1": "Rose grew a rose for Zoe. Rose, a@b.org",
    "t2": "A rose is a ROSE; Miriam knows Mary Anne Poole",
}
KNOWN = [
    Known("Rose", "person", "", "[person]", True, "speaker label"),
    Known("Zoe", "person", "", "[person]", True, "participants sheet"),
    Known("Miriam", "person", "P1", "[P1]", False, "participants sheet"),
    Known("Mary Anne Poole", "person", "P2", "[P2]", False, "participants sheet"),
    Known("Choir", "event", "", "[event]", True, "decisions"),
]


def find(texts=TEXTS, known=KNOWN):
    """What the sheets and patterns know; candidates have tests of their own."""
    found = {
        name: find_identifiers(Transcript(name, "en", text, (Turn(0, len(text)),)), known)
        for name, text in texts.items()
    }
    return {
        name: [hit for hit in hits if hit.layer not in (NEAR, CANDIDATES)]
        for name, hits in found.items()
    }


def decided(*decisions, texts=TEXTS, review="required", undecided="replace"):
    return decide(find(texts), texts, decisions, KNOWN, review=review, undecided=undecided)


def row(
    text, decision="replace", replacement="", transcript="", occurrence=None, n=2, category="person"
):
    return Decision(n, text, category, decision, replacement, transcript, occurrence)


def outcome(state, transcript="t1", texts=TEXTS):
    text = texts[transcript]
    settled = apply(state, transcript, find(texts)[transcript], text)
    return [(text[s.start : s.end], s.decision, s.replacement) for s in settled]


def test_the_most_specific_decision_counts():
    state = decided(
        row("rose", "replace", "[P7]"),
        row("ROSE", "keep", transcript="t1", n=3),
        row("Rose", "replace", transcript="t1", occurrence=3, n=4),
        row("Zoe", "replace", "sister", n=5),
    )
    assert state.review == "decided"
    assert outcome(state) == [
        ("Rose", "keep", ""),
        ("rose", "keep", ""),
        ("Zoe", "replace", "[sister]"),
        ("Rose", "replace", "[person]"),
        ("a@b.org", "replace", "[email]"),
    ]
    assert outcome(state, "t2")[:2] == [("rose", "replace", "[P7]"), ("ROSE", "replace", "[P7]")]


def test_what_is_asked_waits_for_a_person():
    state = decided(row("Zoe"), row("rose", "keep", n=3))
    assert (state.review, state.waiting) == ("not reviewed", 1)
    with pytest.raises(UndecidedError) as error:
        require_decided(state, "results/restricted/s/review.csv")
    assert "1 row waits" in str(error.value)
    assert "review.csv" in str(error.value)
    assert "rose" not in str(error.value).lower()
    require_decided(decided(row("Zoe"), row("Rose", "keep", n=3)), "review.csv")


def test_without_review_only_what_is_no_known_name_is_kept():
    texts = {**TEXTS, "t3": "Zoe and the Choir and Rose"}
    for undecided, choir in (("replace", "replace"), ("keep", "keep")):
        state = decided(texts=texts, review="optional", undecided=undecided)
        assert (state.review, state.waiting) == ("not reviewed", 4)
        decisions = {text: decision for text, decision, _ in outcome(state, "t3", texts)}
        assert decisions == {"Zoe": "replace", "Choir": choir, "Rose": "replace"}


def test_a_reviewer_may_keep_what_would_be_replaced():
    state = decided(row("a@b.org", "keep", category="email"), row("Miriam", "keep", n=3))
    assert outcome(state)[-1] == ("a@b.org", "keep", "")
    assert outcome(state, "t2")[2] == ("Miriam", "keep", "")


def test_a_new_category_changes_a_mark_without_a_name():
    assert ("Zoe", "replace", "[place]") in outcome(decided(row("Zoe", category="place")))


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        ([row("Rose"), row("ROSE", "keep", n=3)], "row 3: the row contradicts row 2"),
        ([row("Rose", replacement="[a]"), row("rose", replacement="[b]", n=9)], "row 9"),
        ([row("Rose", transcript="t9")], "no such transcript"),
        ([row("Rose", transcript="t1", occurrence=4)], "fewer occurrences"),
        ([row("Rose", occurrence=1)], "needs a transcript"),
        ([row("Zoe", transcript="t2")], "occurs nowhere"),
        ([row("Florence")], "occurs nowhere"),
        ([row("Zoe", replacement="[friend of MIRIAM]")], "holds a known name"),
    ],
)
def test_wrong_decisions_are_refused_without_a_name(decisions, message):
    with pytest.raises(DecisionError) as error:
        decided(*decisions)
    assert message in str(error.value)
    for name in ("rose", "zoe", "florence", "miriam"):
        assert name not in str(error.value).lower()


def test_equal_decisions_and_parts_of_longer_names_are_no_errors():
    decided(row("Rose", "keep"), row("rose", "keep", n=3), row("Poole", "keep", n=4))


def test_decisions_do_not_change_with_another_transcript_of_known_types():
    rows = (row("Rose", "keep"), row("Zoe", n=3))
    more = {**TEXTS, "t3": "Rose, Rose and Zoe"}
    one, two = (json.dumps(decided(*rows, texts=texts).to_dict()) for texts in (TEXTS, more))
    assert one == two
    again = Decided.from_dict(json.loads(one))
    assert outcome(again) == outcome(decided(*rows))


def test_nothing_to_decide():
    texts = {"t1": "Miriam only"}
    assert decide(find(texts), texts, [], KNOWN, review="required", undecided="replace").review == (
        "nothing to decide"
    )


def test_review_shows_what_waits_first_with_contexts(tmp_path):
    texts = {**TEXTS, "t3": "+Rose said =Zoe", "t4": "x" * 90 + " Rose " + "y" * 90}
    state = decided(row("Zoe"), texts=texts)
    rows = review_rows(find(texts), texts, state)
    assert [(r["text"], r["decided"], r["decision"], r["count"]) for r in rows][:2] == [
        ("Rose", "no", "", "5"),
        ("rose", "no", "", "2"),
    ]
    assert rows[0]["transcripts"] == "t1;t2;t3;t4"
    assert rows[0]["replacement"] == "[person]"
    assert rows[0]["context_1"].startswith("Rose grew")
    assert rows[1]["context_2"].startswith("A rose is")
    assert rows[2]["decided"] == "yes"
    assert {r["decided"] for r in rows[3:]} == {"automatic"}
    write_sheet(rows, COLUMNS, tmp_path / "review.csv")
    raw = (tmp_path / "review.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    with open(tmp_path / "review.csv", encoding="utf-8-sig", newline="") as stream:
        read = list(csv.DictReader(stream))
    assert tuple(read[0]) == COLUMNS
    assert read[0]["context_3"].startswith("'+Rose")


def test_a_guarded_cell_copied_into_the_decisions_sheet_still_decides():
    decisions = [Decision(2, "'+49 30 123456", "phone", "replace", "[phone 1]")]
    known = known_names([Participant(2, "P1", group="g")], [], decisions, {})
    texts = {"t1": "call +49 30 123456 now"}
    found = find(texts, known)
    state = decide(found, texts, decisions, known, review="required", undecided="replace")
    assert [s.replacement for s in apply(state, "t1", found["t1"], texts["t1"])] == ["[phone 1]"]


HOPE = [Known("Hope", "person", "P5", "[P5]", False, "participants sheet")]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (("hope", "keep"), [("Hope", "replace", "[P5]"), ("hope", "keep", "")]),
        (("Hope", "keep"), [("Hope", "keep", ""), ("hope", "keep", "")]),
        (("hope", "replace"), [("Hope", "replace", "[P5]"), ("hope", "replace", "[P5]")]),
    ],
)
def test_a_name_in_small_letters_is_asked_and_may_be_kept_as_a_word(decision, expected):
    texts = {"t1": "So Hope has hope"}
    found = find(texts, HOPE)
    assert [hit.ask for hit in found["t1"]] == [False, True]
    state = decide(found, texts, [row(*decision)], HOPE, review="required", undecided="replace")
    settled = apply(state, "t1", found["t1"], texts["t1"])
    assert [(texts["t1"][s.start : s.end], s.decision, s.replacement) for s in settled] == expected


def test_a_text_without_capitals_asks_about_no_name():
    texts = {"t1": "hope has hope"}
    assert [hit.ask for hit in find(texts, HOPE)["t1"]] == [False, False]


def test_a_name_that_begins_a_sentence_may_be_a_word_too():
    """Where the same text has it in small letters; inside a sentence a capital says enough."""
    texts = {"t1": "We have hope. Hope came late. So did Hope.\nHope", "t2": "Hope came."}
    found = find(texts, HOPE)
    assert [hit.ask for hit in found["t1"]] == [True, True, False, True]
    assert [hit.ask for hit in found["t2"]] == [False]
