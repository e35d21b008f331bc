"""The ledger: entries, roots, and the refusal of what it does not know."""

import json
from pathlib import Path

import pytest

from quotetrail.errors import ProvenanceError
from quotetrail.provenance.fingerprints import digest, sha256
from quotetrail.provenance.ledger import (
    analysis_root,
    check_input,
    entry_path,
    is_recorded,
    merge,
    root_of,
    write_entry,
)
from quotetrail.provenance.seal import seal

TABLE = "results/public/psw/tables/codes.csv"
CODINGS = "results/controlled/psw/coding/codings.csv"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def make(path: str, text: str, *inputs: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)
    write_entry(
        path,
        Path(path),
        inputs,
        rule="tabulate_codes",
        code="sha256:c0de",
        params={"k": 3},
        study="psw",
    )


def read_entry(path: str) -> dict:
    return json.loads(entry_path(path).read_text())


def test_an_entry_says_what_a_file_was_made_from():
    make(CODINGS, "coding\n")
    make(TABLE, "code\n", CODINGS)
    assert read_entry(TABLE) == {
        "file": TABLE,
        "hash": sha256(TABLE),
        "rule": "tabulate_codes",
        "code": "sha256:c0de",
        "params": {"k": 3},
        "inputs": [{"file": CODINGS, "hash": sha256(CODINGS)}],
    }


def test_inputs_stand_in_order_whoever_names_them_first():
    make(CODINGS, "coding\n")
    make("results/controlled/psw/groups.csv", "group\n")
    make(TABLE, "code\n", CODINGS, "results/controlled/psw/groups.csv")
    one = entry_path(TABLE).read_bytes()
    make(TABLE, "code\n", "results/controlled/psw/groups.csv", CODINGS)
    assert entry_path(TABLE).read_bytes() == one


def test_no_path_of_this_machine_stands_in_an_entry(tmp_path):
    raw = tmp_path / "elsewhere" / "g1.docx"
    raw.parent.mkdir()
    raw.write_text("said")
    make(TABLE, "code\n", str(raw), "elsewhere/../elsewhere/g1.docx")
    assert str(tmp_path) not in entry_path(TABLE).read_text()
    assert [source["hash"] for source in read_entry(TABLE)["inputs"]] == ["", ""]


def test_what_was_recorded_passes_until_it_is_changed():
    make(TABLE, "code\n")
    check_input(TABLE)
    Path(TABLE).write_text("Nakimera\n")
    with pytest.raises(ProvenanceError, match="changed afterwards") as refused:
        check_input(TABLE)
    assert refused.value.file == TABLE
    assert refused.value.expected == digest("code\n")
    assert digest("Nakimera\n") in str(refused.value)
    assert "Nakimera" not in str(refused.value)


def test_a_file_without_an_entry_is_refused():
    Path(TABLE).parent.mkdir(parents=True)
    Path(TABLE).write_text("code\n")
    with pytest.raises(ProvenanceError, match="no entry for this file"):
        check_input(TABLE)


@pytest.mark.parametrize(
    ("path", "recorded"),
    [
        (TABLE, True),
        ("results/restricted/psw/names.json", True),
        ("results/controlled/evidence/index.html", True),
        ("results/public/README", False),
        ("results/deposit/psw.zip", False),
        ("resources/psw/g1.docx", False),
        ("config/groups.csv", False),
    ],
)
def test_what_has_an_entry(path, recorded):
    assert is_recorded(path) is recorded


def test_a_root_covers_entries_and_the_roots_below_but_not_itself():
    make(TABLE, "code\n")
    ledger = merge([TABLE], ["sha256:below"])
    assert ledger["root"] == root_of(ledger) == root_of({**ledger, "root": "anything"})
    assert merge([TABLE], ["sha256:other"])["root"] != ledger["root"]
    make(TABLE, "other\n")
    assert merge([TABLE], ["sha256:below"])["root"] != ledger["root"]


def test_entries_are_merged_in_order_of_their_files():
    make(TABLE, "code\n")
    make("results/public/psw/tables/groups.csv", "group\n")
    paths = [TABLE, "results/public/psw/tables/groups.csv"]
    assert merge(paths, []) == merge(reversed(paths), [])


def test_the_analysis_root_leaves_out_grouping_and_provenance():
    def ledger(**files: str) -> dict:
        return {
            "entries": [
                {"file": file, "hash": found, "rule": "r", "code": "c"}
                for file, found in files.items()
            ]
        }

    root = analysis_root([ledger(**{"a.csv": "1", "b1.jsonl": "2"})], ["x", "y"])
    assert root == analysis_root([ledger(**{"a.csv": "1", "all.jsonl": "9"})], ["y", "x"])
    assert root == analysis_root([ledger(**{"a.csv": "1", "x/provenance/g": "3"})], ["x", "y"])
    assert root != analysis_root([ledger(**{"a.csv": "8", "b1.jsonl": "2"})], ["x", "y"])
    assert root != analysis_root([ledger(**{"a.csv": "1", "b1.jsonl": "2"})], ["x", "z"])
    other = ledger(**{"a.csv": "1"})
    other["entries"][0]["code"] = "another"
    assert root != analysis_root([other], ["x", "y"])


def test_a_seal_lists_each_file_once_under_one_root():
    make(TABLE, "code\n")
    sealed = seal([TABLE, TABLE], below=["sha256:below"])
    assert sealed["files"] == {TABLE: sha256(TABLE)}
    assert sealed["root"] == root_of(sealed)
    assert seal([TABLE], below=[])["root"] != sealed["root"]
