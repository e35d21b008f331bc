"""The crate has the shape that RO-Crate 1.1 asks for, and describes files that are there."""

import hashlib
import json
from pathlib import Path

import pytest

from quotetrail.provenance.crate import crate

FOLDER = "results/public/psw"
TABLE = f"{FOLDER}/tables/codes.csv"
FIGURE = f"{FOLDER}/figures/codes.svg"
LEDGER = {
    "root": "sha256:0123",
    "entries": [
        {
            "file": FIGURE,
            "rule": "draw_dotplot",
            "code": "sha256:c0de",
            "inputs": [{"file": TABLE, "hash": ""}],
        },
        {
            "file": TABLE,
            "rule": "tabulate_codes",
            "code": "sha256:c0de",
            "inputs": [{"file": "results/controlled/psw/coding/codings.csv", "hash": ""}],
        },
        {"file": f"{FOLDER}/not_listed.csv", "rule": "x", "code": "y", "inputs": []},
    ],
}


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in (TABLE, FIGURE):
        Path(path).parent.mkdir(parents=True)
        Path(path).write_text(f"content of {path}\n")


def written(paths=(FIGURE, TABLE), **changes):
    said = {"title": "Støtte", "authors": ["A. Author"], "synthetic": True} | changes
    return crate(paths, LEDGER, folder=FOLDER, **said)


def graph():
    return {entity["@id"]: entity for entity in json.loads(written())["@graph"]}


def test_the_descriptor_is_that_of_version_1_1():
    record = json.loads(written())
    contexts = record["@context"]
    assert "https://w3id.org/ro/crate/1.1/context" in contexts
    descriptor = graph()["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}


def test_the_root_says_what_a_crate_must_say():
    root = graph()["./"]
    assert root["@type"] == "Dataset"
    assert root["name"] == "Støtte"
    assert root["description"].startswith("Synthetic demonstration data.")
    assert "sha256:0123" in root["description"]
    assert root["datePublished"]


def test_each_file_is_listed_with_its_hash_and_size():
    entities = graph()
    parts = [part["@id"] for part in entities["./"]["hasPart"]]
    assert sorted(parts) == ["figures/codes.svg", "tables/codes.csv"]
    for part in parts:
        content = (Path(FOLDER) / part).read_bytes()
        assert entities[part]["@type"] == "File"
        assert entities[part]["sha256"] == hashlib.sha256(content).hexdigest()
        assert entities[part]["contentSize"] == str(len(content))
    assert entities["tables/codes.csv"]["encodingFormat"] == "text/csv"


def test_each_step_leads_from_its_inputs_to_its_result():
    entities = graph()
    steps = [entity for entity in entities.values() if entity["@type"] == "CreateAction"]
    by_name = {step["name"]: step for step in steps}
    assert set(by_name) == {"draw_dotplot", "tabulate_codes"}
    drawn = by_name["draw_dotplot"]
    assert drawn["result"] == {"@id": "figures/codes.svg"} or drawn["result"] == [
        {"@id": "figures/codes.svg"}
    ]
    assert {"@id": "tables/codes.csv"} in [*drawn["object"]] or drawn["object"] == {
        "@id": "tables/codes.csv"
    }
    assert not by_name["tabulate_codes"].get("object")


def test_whatever_is_referred_to_is_described():
    record = json.loads(written())
    known = {entity["@id"] for entity in record["@graph"]}

    def references(value):
        if isinstance(value, dict):
            if set(value) == {"@id"}:
                yield value["@id"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    inner = {name for name in references(record["@graph"]) if not name.startswith("https://")}
    assert inner <= known


def test_the_crate_is_the_same_from_run_to_run():
    assert written() == written((TABLE, FIGURE, TABLE))
    assert str(Path.cwd()) not in written()


def test_real_data_is_not_called_synthetic():
    assert "Synthetic" not in written(synthetic=False)
