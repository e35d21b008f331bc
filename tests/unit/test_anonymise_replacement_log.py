"""The log of replacements, and that no change of it stays unseen."""

import csv
import hashlib
import io
import json

from hypothesis import given
from hypothesis import strategies as st
from kept_pseudonyms import (
    CONTENT,
    MADE,
    MADE_OTHER,
    NAMES,
    OTHER,
    RAW,
    SECRET,
    STUDY,
    TEXT,
    content,
    hmac_by_hand,
    rows,
    settled,
)

from quotetrail.anonymise.files import Pseudonyms
from quotetrail.anonymise.replace import pseudonymise
from quotetrail.anonymise.replacement_log import (
    LOG_COLUMNS,
    OF_WITHDRAWN,
    check_log,
    log_rows,
    sheet_content,
)
from quotetrail.anonymise.styles import WITHDRAWN
from quotetrail.text import Transcript, Turn

LINES = CONTENT.splitlines(keepends=True)


def places(changed, study=STUDY, **more):
    return [fault.place for fault in check_log(changed, study, **more)]


def test_one_row_for_each_replacement_in_the_order_of_the_sheet():
    columns = ("number", "transcript", "start", "end", "entity", "rule", "decision", "replacement")
    assert [tuple(row[column] for column in columns) for row in rows()] == [
        ("1", "t2", "0", "6", "P1", "known name", "automatic", "[P1]"),
        ("2", "t2", "11", "15", "P2", "", "automatic", "[P2]"),
        ("3", "t2", "19", "22", "", "", "decided", "[town]"),
        ("4", "t2", "29", "33", "P2", "", "automatic", "[P2]"),
        ("5", "t2", "40", "44", "", "phone", "automatic", "[phone]"),
        ("6", "t2", "46", "49", "P9", OF_WITHDRAWN, "decided", WITHDRAWN),
        ("7", "t1", "0", "3", "", "", "automatic", "[town]"),
        ("8", "t1", "5", "8", "", "", "automatic", "[place]"),
        ("end", "", "", "", "", "8 replacements", "", ""),
    ]
    assert (rows()[2]["by"], rows()[2]["on"]) == ("'=R. Viewer", "2026-01-02")


def test_the_log_holds_no_text_but_is_enough_to_say_which_replacement_it_was():
    assert not [name for name in NAMES if name.encode() in CONTENT]
    spots = [(row["transcript"], row["start"], row["end"]) for row in rows()]
    assert len(set(spots)) == len(spots)


def test_originals_are_hmacs_of_the_raw_text():
    originals = [row["original"] for row in rows()]
    assert originals[:5] == [hmac_by_hand(SECRET, TEXT[a:b]) for a, b in _spans(rows()[:5])]
    assert originals[6] == originals[2], "the same text has the same hash"
    assert originals[5] == "", "of what a withdrawn person said not even a hash is kept"
    assert {row["original"] for row in rows(secret=None)} == {""}


def _spans(some):
    return [(int(row["start"]), int(row["end"])) for row in some]


def test_the_chain_can_be_computed_by_anybody():
    """From the file alone: what stands in a spreadsheet program, and the start text."""
    chain = f"Quotetrail: replacements of study {STUDY}"
    for cells in list(csv.reader(io.StringIO(CONTENT.decode("utf-8-sig"))))[1:]:
        encoded = "[" + ", ".join(json.dumps(cell) for cell in [chain, *cells[:-1]]) + "]"
        chain = hashlib.sha256(encoded.encode()).hexdigest()
        assert cells[-1] == chain


def test_an_untouched_log_has_no_faults():
    texts = {"t1": OTHER.text, "t2": TEXT}
    assert check_log(CONTENT, STUDY) == check_log(CONTENT, STUDY, texts, SECRET) == []
    assert check_log(content(secret=None), STUDY) == []
    empty = sheet_content(log_rows(STUDY, [], [], SECRET), LOG_COLUMNS)
    assert check_log(empty, STUDY) == []
    assert content() == CONTENT, "the same log each time"


def test_the_chain_belongs_to_its_study():
    assert places(CONTENT, study="mhw") == ["row 2"]


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(position, difference):
    changed = bytearray(CONTENT)
    changed[position] ^= difference
    assert len(check_log(bytes(changed), STUDY)) == 1


@given(st.integers(0, len(CONTENT)), st.binary(min_size=1, max_size=3))
def test_any_inserted_bytes_are_found(position, inserted):
    changed = CONTENT[:position] + inserted + CONTENT[position:]
    assert check_log(changed, STUDY)


@given(st.integers(0, len(CONTENT) - 1))
def test_any_truncation_is_found(length):
    assert len(check_log(CONTENT[:length], STUDY)) == 1


@given(st.integers(1, len(LINES) - 1))
def test_a_removed_row_is_told(number):
    """The row that then stands there is the first at which the chain breaks."""
    changed = b"".join([*LINES[:number], *LINES[number + 1 :]])
    (fault,) = check_log(changed, STUDY)
    if number < len(LINES) - 2:
        assert (fault.place, fault.expected) == (f"row {number + 1}", f"number {number}")
        assert fault.found.startswith("a row before this one was removed")
    else:
        assert fault.place == f"row {min(number + 1, len(LINES) - 1)}"


@given(st.integers(1, len(LINES) - 1), st.integers(1, len(LINES) - 1))
def test_rows_that_were_swapped_are_told(one, other):
    swapped = list(LINES)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    expected = [] if one == other else [f"row {min(one, other) + 1}"]
    assert places(b"".join(swapped)) == expected


@given(st.integers(1, len(LINES) - 1), st.integers(1, len(LINES) - 1))
def test_a_row_that_stands_there_twice_is_told(one, after):
    repeated = b"".join([*LINES[: after + 1], LINES[one], *LINES[after + 1 :]])
    # The next row once more is in its place the first time; what follows the end is told there.
    first = after + 1 if after == len(LINES) - 1 else after + 3 if one == after + 1 else after + 2
    first -= one == after + 1 == len(LINES) - 1
    assert places(repeated) == [f"row {first}"]


@given(st.integers(0, 7), st.sampled_from(LOG_COLUMNS), st.text(max_size=5))
def test_any_changed_cell_is_told(number, column, value):
    changed = rows()
    changed[number][column] = value
    written = sheet_content(changed, LOG_COLUMNS)
    assert places(written) == ([] if written == CONTENT else [f"row {number + 2}"])


def test_text_that_moves_from_cell_to_cell_is_told():
    changed = rows()
    moved = changed[4]
    moved["layer"], moved["rule"] = "pattern", "s" + moved["rule"]
    assert places(sheet_content(changed, LOG_COLUMNS)) == ["row 6"]


def test_a_row_left_out_and_numbered_anew_is_told():
    changed = [row for row in rows() if row["number"] != "3"]
    for number, row in enumerate(changed[:-1], start=1):
        row["number"] = str(number)
    assert places(sheet_content(changed, LOG_COLUMNS)) == ["row 4"]


def test_a_log_that_was_chained_anew_is_told_by_its_originals():
    texts = {"t1": OTHER.text, "t2": TEXT.replace("Ulm", "Bonn"), "t3": ""}
    forged = log_rows(
        STUDY, [RAW, OTHER], [MADE, MADE_OTHER._replace(identifiers=[settled(1, 4)])], bytes(32)
    )
    written = sheet_content(forged, LOG_COLUMNS)
    assert places(written) == []
    true = {"t1": OTHER.text, "t2": TEXT}
    found = places(written, texts=true, secret=SECRET)
    assert found == [f"row {row}, column original" for row in (2, 3, 4, 5, 6, 8)]
    assert places(CONTENT, texts=texts, secret=SECRET)[0] == "row 4, column original"
    assert places(CONTENT, texts={"t2": TEXT}, secret=SECRET) == ["row 8", "row 9"]


def test_faults_show_nothing_of_a_cell():
    for faults in (
        check_log(CONTENT.replace(b"t2", b"Miriam"), STUDY),
        check_log(CONTENT.replace(b"\n2,", b"\nMiriam,"), STUDY),
        check_log(b"Miriam", STUDY),
        check_log(CONTENT, STUDY, {"t1": "Miriam", "t2": TEXT}, SECRET),
    ):
        assert faults and "Miriam" not in repr(faults)


@st.composite
def pseudonymised(draw):
    """A transcript with identifiers, some kept, and perhaps somebody who has withdrawn."""
    turns, identifiers, texts, position = [], [], [], 0
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.text("abé 😀\n", max_size=12))
        turns.append(Turn(position, position + len(text), draw(st.sampled_from("XYZ"))))
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            decision = draw(st.sampled_from(("replace", "keep")))
            new = "" if decision == "keep" else draw(st.sampled_from(("[P1]", "[place]", "[]")))
            spot = settled(position + start, position + end, decision=decision, replacement=new)
            identifiers.append(spot)
        texts.append(text)
        position += len(text) + 1
    raw = Transcript("t", "und", "\n".join(texts), tuple(turns))
    gone = draw(st.sets(st.sampled_from("XYZ"), max_size=2))
    return raw, identifiers, gone


@given(pseudonymised())
def test_the_pseudonymised_text_follows_from_the_raw_one_and_the_log(case):
    raw, identifiers, gone = case
    speakers = {"X": "X", "Y": "Y", "Z": "Z"}
    made, offsets = pseudonymise(raw, identifiers, speakers, gone)
    left_out = [(turn.start, turn.end) for turn in raw.turns if turn.speaker in gone]
    logged = log_rows(
        "s", [raw], [Pseudonyms("t", offsets, identifiers, speakers, left_out)], SECRET
    )
    text = raw.text
    for row in reversed(logged[:-1]):
        text = text[: int(row["start"])] + row["replacement"] + text[int(row["end"]) :]
    assert text == made.text
    assert check_log(sheet_content(logged, LOG_COLUMNS), "s", {"t": raw.text}, SECRET) == []
