"""Fingerprints: what is hashed plainly, what with the study's secret, and what not at all."""

import hashlib
import hmac

import pytest

from quotetrail.errors import ProvenanceError
from quotetrail.provenance.fingerprints import (
    digest,
    fingerprint,
    is_raw,
    keyed_text,
    read_secret,
    sha256,
    zone_of,
)

SECRET = "5e" * 32
WORDS = "Nakimera shares her tea.\n"
FILES = {
    "raw": "resources/psw/g1.txt",
    "restricted": "results/restricted/psw/names.json",
    "controlled": "results/controlled/psw/groups.csv",
    "public": "results/public/psw/tables/codes.csv",
    "config": "config/psw/groups.csv",
}


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in FILES.values():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(WORDS)
    return tmp_path


@pytest.fixture
def secret(study):
    (study / "resources/psw/secret").write_text(SECRET + "\n")


def keyed_by_hand(key: str = SECRET) -> str:
    # RFC 2104 by its definition, not by the library that the package uses.
    block = bytes.fromhex(key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + WORDS.encode()).digest()
    return "hmac-sha256:" + hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).hexdigest()


PLAIN = "sha256:" + hashlib.sha256(WORDS.encode()).hexdigest()


@pytest.mark.parametrize(
    ("path", "zone"),
    [
        ("results/restricted/psw/names.json", "restricted"),
        ("results/public/synthesis/report.html", "public"),
        ("results/deposit/psw.zip", ""),
        ("results/run.json", ""),
        ("results/public", ""),
        ("resources/public/psw/codes.csv", ""),
        ("config/public/psw.csv", ""),
    ],
)
def test_the_zone_of_a_path(path, zone):
    assert zone_of(path) == zone


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        (FILES["raw"], True),
        (FILES["restricted"], True),
        ("/data/g1.docx", True),
        ("../config/people.csv", True),
        ("configs/people.csv", True),
        (FILES["controlled"], False),
        (FILES["public"], False),
        (FILES["config"], False),
    ],
)
def test_only_what_may_be_seen_is_not_raw(path, raw):
    assert is_raw(path) is raw


@pytest.mark.usefixtures("secret")
def test_raw_files_are_keyed_and_others_are_not():
    for zone in ("restricted", "controlled", "public"):
        found = {name: fingerprint(path, study="psw", zone=zone) for name, path in FILES.items()}
        assert found["raw"] == found["restricted"] == keyed_by_hand()
        assert found["controlled"] == found["public"] == found["config"] == PLAIN


@pytest.mark.usefixtures("study")
def test_without_a_secret_no_hash_of_a_raw_file_leaves_the_restricted_zone():
    assert fingerprint(FILES["raw"], study="psw", zone="restricted") == PLAIN
    assert fingerprint(FILES["raw"], study="psw", zone="controlled") == ""
    assert fingerprint(FILES["restricted"], study="psw", zone="public") == ""
    assert fingerprint(FILES["public"], study="psw", zone="public") == PLAIN


@pytest.mark.usefixtures("secret")
def test_a_zone_is_keyed_by_its_own_study_and_others_by_the_one_that_asks(study):
    other = study / "resources/mhw/secret"
    other.parent.mkdir()
    other.write_text("ab" * 32)
    assert fingerprint(FILES["restricted"], study="mhw", zone="restricted") == keyed_by_hand()
    assert fingerprint(FILES["raw"], study="mhw", zone="public") == keyed_by_hand("ab" * 32)
    assert fingerprint(FILES["raw"], study="none", zone="public") == ""


@pytest.mark.usefixtures("secret")
def test_the_bytes_may_lie_elsewhere(study):
    aside = study / "aside"
    aside.write_text("other words")
    assert fingerprint(FILES["public"], study="", zone="public", content=aside) == sha256(aside)


@pytest.mark.usefixtures("secret")
def test_a_secret_is_read_below_the_folder_that_is_named(study, monkeypatch):
    monkeypatch.chdir("/")
    assert read_secret("psw") is None
    assert read_secret("psw", study) == bytes.fromhex(SECRET)


@pytest.mark.parametrize("content", ["", "no hex", "5e" * 15, "schl\u00fcssel"])
def test_a_secret_that_could_be_guessed_is_refused(study, content):
    (study / "resources/psw/secret").write_text(content, encoding="utf-8")
    with pytest.raises(ProvenanceError) as refused:
        fingerprint(FILES["raw"], study="psw", zone="restricted")
    assert refused.value.file == "resources/psw/secret"
    assert not content or content not in str(refused.value)


def test_texts_are_hashed_like_files(study):
    assert digest(WORDS) == PLAIN
    assert keyed_text(WORDS, "psw") == ""
    (study / "resources/psw/secret").write_text(SECRET)
    assert keyed_text(WORDS, "psw") == keyed_by_hand()
    again = hmac.new(bytes.fromhex(SECRET), WORDS.encode(), "sha256").hexdigest()
    assert keyed_by_hand() == "hmac-sha256:" + again
