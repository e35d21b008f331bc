"""What is kept of pseudonymising: the log of replacements, who is who, and the lock on both."""

import csv
import hashlib
import io
import json
import stat
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotetrail.anonymise.decide import Settled
from quotetrail.anonymise.encryption import (
    KEPT,
    WITNESS,
    Lock,
    decrypt,
    encrypt,
    lock_of,
    unlock,
    witness,
    write_unlocked,
)
from quotetrail.anonymise.files import Pseudonyms
from quotetrail.anonymise.pseudonym_map import MAP_COLUMNS, map_rows
from quotetrail.anonymise.replace import pseudonymise
from quotetrail.anonymise.replacement_log import (
    LOG_COLUMNS,
    OF_WITHDRAWN,
    check_log,
    log_rows,
    sheet_content,
)
from quotetrail.anonymise.styles import WITHDRAWN
from quotetrail.errors import ConfigError, ProvenanceError
from quotetrail.sheets import Decision, KnownIdentifier, Participant
from quotetrail.text import Transcript, Turn

SECRET = bytes(range(32))
STUDY = "psw"
TEXT = "Miriam met Anna in Ulm.\nI am Anna, call 0731.\nNo.\nMiriam left."
NAMES = ("Miriam", "Anna", "Ulm", "0731")
RAW = Transcript(
    "t2",
    "en",
    TEXT,
    (Turn(0, 23, "INT"), Turn(24, 45, "Anna"), Turn(46, 49, "Zed"), Turn(50, 62, "INT")),
)
OTHER = Transcript("t1", "en", "Ulm, Ulm.", (Turn(0, 9, "Kofi"),))
SPEAKERS = {"INT": "INT", "Anna": "P2", "Zed": "P9"}


def settled(start, end, category="person", entity="", replacement="[x]", **more):
    decision = more.pop("decision", "replace")
    layer = more.pop("layer", "participants sheet")
    return Settled(start, end, category, entity, layer, decision, replacement, **more)


MADE = Pseudonyms(
    "t2",
    None,
    [
        settled(0, 6, entity="P1", replacement="[P1]", rule="known name"),
        settled(11, 15, entity="P2", replacement="[P2]"),
        settled(
            *(19, 22, "place", "", "[town]"),
            layer="decisions",
            decided=True,
            by="=R. Viewer",
            on="2026-01-02",
        ),
        settled(29, 33, entity="P2", replacement="[P2]"),
        settled(40, 44, "phone", "", "[phone]", layer="patterns", rule="phone"),
        settled(46, 48, entity="P2", replacement="[P2]"),
        settled(50, 56, entity="P1", decision="keep", replacement=""),
    ],
    SPEAKERS,
    [(46, 49)],
)
MADE_OTHER = Pseudonyms(
    "t1",
    None,
    [settled(0, 3, "place", "", "[town]"), settled(5, 8, "place", "", "[place]", layer="patterns")],
    {"Kofi": "S1"},
    [],
)


def rows(secret=SECRET, study=STUDY):
    # The sheet says t2 first; the pseudonyms come in any order.
    return log_rows(study, [RAW, OTHER], [MADE_OTHER, MADE], secret)


def content(**more):
    return sheet_content(rows(**more), LOG_COLUMNS)


CONTENT = content()
LINES = CONTENT.splitlines(keepends=True)


def places(changed, study=STUDY, **more):
    return [fault.place for fault in check_log(changed, study, **more)]


def hmac_by_hand(key, text):
    """RFC 2104, from its definition."""
    inner = bytes(byte ^ 0x36 for byte in key.ljust(64, b"\0"))
    outer = bytes(byte ^ 0x5C for byte in key.ljust(64, b"\0"))
    return hashlib.sha256(outer + hashlib.sha256(inner + text.encode()).digest()).hexdigest()


# The log


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


# Who is who

PEOPLE = [
    Participant(2, "P1", group="g", label=("INT", "Mimi"), names=("Miriam Katz", "Miriam")),
    Participant(3, "P2", group="g", names=("Anna",)),
    Participant(4, "P2", group="h", names=("Anna", "Anuschka")),
    Participant(5, "P3", group="g", names=("Nobody Spoke",)),
    Participant(6, "P9", group="g", names=("Zed",), withdrawn_on="2026-01-01"),
]
IDENTIFIERS = [
    KnownIdentifier(2, "Ulm", "place", "town"),
    KnownIdentifier(3, "Neu-Ulm", "place", "[town]"),
    KnownIdentifier(4, "Bonn", "place"),
]
DECISIONS = [
    Decision(2, "'=Annie", "person", "replace", "P2"),
    Decision(3, "Rose", "person", "keep"),
    Decision(4, "Hill House", "organisation", "replace", "a clinic"),
    Decision(5, "Dr Who", "person", "replace"),
]


def who(pseudonyms=(MADE, MADE_OTHER)):
    coders = {"Kim Lee": "C1", "consensus": "consensus"}
    return map_rows(PEOPLE, IDENTIFIERS, DECISIONS, coders, pseudonyms)


def test_one_row_for_each_pseudonym():
    assert [tuple(row[column] for column in MAP_COLUMNS) for row in who()] == [
        ("P1", "participant", "", "Miriam Katz;Miriam;Mimi", "[P1]", "1", "1"),
        ("P2", "participant", "", "Anna;Anuschka;=Annie", "[P2]", "1", "2"),
        ("P3", "participant", "", "Nobody Spoke", "[P3]", "0", "0"),
        ("P9", "participant", "", "Zed", "[P9]", "1", "0"),
        ("C1", "coder", "", "Kim Lee", "[C1]", "0", "0"),
        ("town", "identifier", "", "Ulm;Neu-Ulm", "[town]", "2", "2"),
        ("a clinic", "identifier", "", "Hill House", "[a clinic]", "0", "0"),
        ("S1", "speaker", "t1", "Kofi", "S1", "1", "0"),
    ]


def test_a_person_has_all_the_replacements_that_stand_for_them():
    nurse = settled(0, 6, entity="P1", replacement="[Person 1, nurse]")
    row = who([MADE._replace(identifiers=[nurse, *MADE.identifiers[1:]])])[0]
    assert (row["pseudonym"], row["replacement"], row["places"]) == ("P1", "[Person 1, nurse]", "1")


def test_the_map_is_the_same_each_time_and_no_formula():
    written = sheet_content(who(), MAP_COLUMNS)
    assert written == sheet_content(who(), MAP_COLUMNS)
    assert b"\n'=" not in sheet_content([], MAP_COLUMNS)
    risky = map_rows([Participant(2, "P1", names=("=1+1\n",))], [], [], {}, [])
    assert b",'=1+1," in sheet_content(risky, MAP_COLUMNS)


# The lock

ALICE, BOB, EVE = (pyrage.x25519.Identity.generate() for _ in range(3))
LOCK = Lock((str(ALICE.to_public()), str(BOB.to_public())))
PASSPHRASE = "correct horse battery staple"


def key_text(identity):
    return f"# created: today\n# public key: {identity.to_public()}\n{identity}\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@given(st.binary(max_size=200))
@settings(max_examples=25)
def test_every_recipient_opens_what_was_locked_and_nobody_else(data):
    locked = encrypt(data, LOCK)
    assert locked.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert decrypt(locked, key_text(ALICE)) == decrypt(locked, key_text(BOB)) == data
    assert decrypt(locked, key_text(EVE) + key_text(BOB)) == data
    with pytest.raises(ConfigError) as error:
        decrypt(locked, key_text(EVE))
    assert str(EVE) not in str(error.value)


LOCKED = encrypt(b"Miriam;P1\n" * 20, LOCK)


@given(st.integers(0, len(LOCKED) - 1), st.integers(1, 255))
def test_a_changed_locked_file_never_opens_as_something_else(position, difference):
    changed = bytearray(LOCKED)
    changed[position] ^= difference
    try:
        assert decrypt(bytes(changed), key_text(ALICE)) == b"Miriam;P1\n" * 20
    except ConfigError as error:
        assert "Miriam" not in str(error)


@given(st.binary(max_size=60), st.text(max_size=40))
@settings(max_examples=50)
def test_what_is_no_age_file_or_no_key_is_refused(data, key):
    for content_, key_ in ((data, key), (data, key_text(ALICE)), (LOCKED, key)):
        with pytest.raises(ConfigError):
            decrypt(content_, key_)


def test_a_passphrase_opens_what_it_locked():
    locked = encrypt(b"Miriam", Lock(passphrase=PASSPHRASE))
    assert b"Miriam" not in locked
    assert decrypt(locked, f"{PASSPHRASE}\r\nanother line\n") == b"Miriam"
    with pytest.raises(ConfigError) as error:
        decrypt(locked, "another passphrase")
    assert "another passphrase" not in str(error.value)
    assert PASSPHRASE not in repr(Lock(passphrase=PASSPHRASE))


def lock(**wanted):
    return lock_of({"pseudonyms": wanted}, STUDY, "config.yaml", secret=SECRET)


def test_the_lock_is_what_the_config_names(here):
    key = str(ALICE.to_public())
    assert lock_of({}, STUDY, "config.yaml", secret=None) is None
    assert lock(recipient=key) == lock(recipient=[key]) == Lock((key,))
    Path("phrase").write_text(f"\ufeff{PASSPHRASE}\r\nmore\r\n", encoding="utf-8", newline="")
    assert lock(passphrase_file="phrase") == Lock(passphrase=PASSPHRASE)


PUBLIC = str(ALICE.to_public())


@pytest.mark.parametrize(
    ("recipient", "entry", "private"),
    [
        (PUBLIC[:-1] + ("q" if PUBLIC[-1] != "q" else "p"), 1, False),
        ([PUBLIC, ""], 2, False),
        ([PUBLIC, "age1pq1" + "q" * 60], 2, False),
        ([PUBLIC, str(EVE)], 2, True),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJJ", 1, False),
    ],
    ids=["mistyped", "empty", "another kind", "private key", "ssh"],
)
def test_a_recipient_that_is_none_is_refused_unshown(here, recipient, entry, private):
    with pytest.raises(ConfigError) as error:
        lock(recipient=recipient)
    assert error.value.place == f"studies.psw.pseudonyms.recipient, entry {entry}"
    assert ("private key" in error.value.found) is private
    for given_ in [recipient] if isinstance(recipient, str) else recipient[1:]:
        assert not given_ or given_ not in str(error.value)


def test_a_passphrase_that_cannot_be_used_is_refused_unshown(here):
    Path("short").write_text("tooshort\n" + PASSPHRASE)
    Path("latin").write_bytes("Straße über alles und mehr".encode("latin-1"))
    Path("results/restricted").mkdir(parents=True)
    Path("results/restricted/phrase").write_text(PASSPHRASE)
    Path("link").symlink_to("results/restricted/phrase")
    for path in ("short", "latin", "missing", ".", "results/restricted/phrase", "link"):
        with pytest.raises(ConfigError) as error:
            lock(passphrase_file=path)
        assert error.value.place == "studies.psw.pseudonyms.passphrase_file"
        assert "tooshort" not in str(error.value) and PASSPHRASE not in str(error.value)


def test_without_a_secret_nothing_is_locked():
    with pytest.raises(ConfigError, match="quotetrail secret psw"):
        lock_of({"pseudonyms": {"recipient": PUBLIC}}, STUDY, "config.yaml", secret=None)


@pytest.mark.parametrize("name", KEPT)
def test_a_plain_copy_of_an_earlier_run_is_refused(here, name):
    plain = Path("results/restricted/psw") / name
    plain.parent.mkdir(parents=True)
    plain.write_text("P1,Miriam")
    with pytest.raises(ConfigError) as error:
        lock(recipient=PUBLIC)
    assert error.value.file == plain.as_posix() and "Miriam" not in str(error.value)


PLAIN = {KEPT[0]: sheet_content(who(), MAP_COLUMNS), KEPT[1]: CONTENT}


@pytest.fixture
def folder(here):
    folder = Path("results/restricted/psw")
    folder.mkdir(parents=True)
    for name, data in PLAIN.items():
        (folder / f"{name}.age").write_bytes(encrypt(data, LOCK))
    (folder / WITNESS).write_text(witness(PLAIN, SECRET))
    Path("bob.txt").write_text(key_text(BOB))
    return folder


def test_whoever_holds_a_key_unlocks_what_was_built(folder):
    assert unlock(folder, Path("bob.txt"), secret=SECRET) == (PLAIN, [])
    (folder / f"{KEPT[1]}.age").unlink()
    opened, unchecked = unlock(folder, Path("bob.txt"), secret=SECRET)
    assert list(opened) == [KEPT[0]] and unchecked == [f"{KEPT[1]}: it is not here"]


def test_the_locked_files_can_be_opened_when_all_else_is_gone(folder):
    (folder / WITNESS).unlink()
    for secret in (SECRET, None):
        opened, unchecked = unlock(folder, Path("bob.txt"), secret=secret)
        assert opened == PLAIN
        assert unchecked[0].startswith("whether these are the files that were built")


def test_what_somebody_else_locked_for_the_same_key_is_refused(folder):
    (folder / f"{KEPT[0]}.age").write_bytes(encrypt(PLAIN[KEPT[0]] + b"P7,Eve\n", LOCK))
    with pytest.raises(ProvenanceError) as error:
        unlock(folder, Path("bob.txt"), secret=SECRET)
    assert error.value.file.endswith("pseudonyms.csv.age") and "Eve" not in str(error.value)
    for broken in ("", "[]", "[1]", '{"pseudonyms.csv": null}'):
        (folder / WITNESS).write_text(broken)
        with pytest.raises(ProvenanceError):
            unlock(folder, Path("bob.txt"), secret=SECRET)


def test_the_witness_is_the_same_each_time_and_names_nobody():
    assert witness(PLAIN, SECRET) == witness(dict(reversed(PLAIN.items())), SECRET)
    known = json.loads(witness(PLAIN, SECRET))
    text = PLAIN[KEPT[0]].decode()
    assert known[KEPT[0]] == "hmac-sha256:" + hmac_by_hand(SECRET, text)
    assert not [name for name in NAMES if name in witness(PLAIN, SECRET)]


def test_a_wrong_key_a_missing_key_and_nothing_locked_are_told(folder, here):
    Path("eve.txt").write_text(key_text(EVE))
    for key, where in (("eve.txt", folder), ("missing", folder), ("bob.txt", here)):
        with pytest.raises(ConfigError) as error:
            unlock(where, Path(key), secret=SECRET)
        assert "Miriam" not in str(error.value) and str(EVE) not in str(error.value)


def test_what_was_unlocked_is_written_for_its_owner_only_and_never_into_the_results(folder):
    paths = write_unlocked(PLAIN, Path("safe/here"))
    assert [path.read_bytes() for path in paths] == list(PLAIN.values())
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    with pytest.raises(ConfigError, match="there already"):
        write_unlocked(PLAIN, Path("safe/here"))
    for inside in (folder, Path("safe/../results/new")):
        with pytest.raises(ConfigError, match="inside the results"):
            write_unlocked(PLAIN, inside)
    assert not Path("results/new").exists()
