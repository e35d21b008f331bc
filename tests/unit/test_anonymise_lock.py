"""The lock on what is kept of pseudonymising."""

import json
import stat
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_pseudonyms import CONTENT, NAMES, SECRET, STUDY, hmac_by_hand, who

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
from quotetrail.anonymise.pseudonym_map import MAP_COLUMNS
from quotetrail.anonymise.replacement_log import (
    sheet_content,
)
from quotetrail.errors import ConfigError, ProvenanceError

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
