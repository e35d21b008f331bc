"""Which folders are models, and by what they are pinned."""

import hashlib
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from quotetrail.anonymise.models import (
    Model,
    check_model,
    folder_sha256,
)
from quotetrail.errors import ConfigError


def folder(at: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = at / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return at


SPACY = {"meta.json": "{}", "config.cfg": "[nlp]", "ner/model": b"\x80\x02\x00"}
GLINER = {"gliner_config.json": "{}", "config.json": "{}", "model.safetensors": ""}
TRANSFORMERS = {
    "config.json": json.dumps(
        {"architectures": ["BertForTokenClassification"], "id2label": {"0": "O", "1": "B-PER"}}
    ),
    "model.safetensors": "",
    "pytorch_model.bin": b"\x80\x02ccodecs\n",
}


@pytest.mark.parametrize(
    ("files", "kind"), [(SPACY, "spacy"), (GLINER, "gliner"), (TRANSFORMERS, "transformers")]
)
def test_the_kind_is_read_off_the_folder(tmp_path, files, kind):
    path = folder(tmp_path / "m", files)
    assert check_model({"path": str(path)}, "models.en", "c.yaml") == Model(
        str(path), kind, folder_sha256(path)
    )


def without(files, name):
    return {key: content for key, content in files.items() if key != name}


def config(**changes):
    return {**TRANSFORMERS, "config.json": json.dumps(changes)}


CLASSIFIER = ["BertForTokenClassification"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (without(SPACY, "config.cfg"), "no model of a known kind"),
        (config(architectures=["BertModel"], id2label={"0": "O"}), "no model of a known kind"),
        (config(architectures=CLASSIFIER, id2label={"0": "LABEL_0"}), "no model of a known kind"),
        (config(architectures=CLASSIFIER), "no model of a known kind"),
        (config(architectures=None, id2label=None), "no model of a known kind"),
        ({"config.json": "[1]"}, "no model of a known kind"),
        ({"config.json": "{"}, "no model of a known kind"),
        ({"config.json": b"\xff"}, "no model of a known kind"),
        ({"readme": ""}, "no model of a known kind"),
        (without(TRANSFORMERS, "model.safetensors"), "no model.safetensors"),
        (without(GLINER, "model.safetensors"), "no model.safetensors"),
        ({**SPACY, "own/state": pickle.dumps({"a": 1}, 2)}, "holds a pickle, state"),
        ({**SPACY, "own/state": pickle.dumps({"a": 1})}, "holds a pickle, state"),
    ],
)
def test_a_folder_that_is_no_model_or_runs_programs_is_refused(tmp_path, files, said):
    path = folder(tmp_path / "m", files)
    with pytest.raises(ConfigError, match=said) as caught:
        check_model({"path": str(path)}, "studies.mhw.models.en", "c.yaml")
    assert str(caught.value).startswith("c.yaml, studies.mhw.models.en: ")
    assert caught.value.expected and caught.value.advice


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "has no path"),
        ({"path": "a", "package": "b"}, "both a path and a package"),
        ({"path": "nowhere/at/all"}, "not on this computer"),
        ({"package": "no_such_package_at_all"}, "not on this computer"),
        ({"package": "os.path"}, "not on this computer"),
        ({"package": "../models"}, "not on this computer"),
        ({"package": "sys"}, "not on this computer"),
    ],
)
def test_a_model_that_is_not_there_is_refused(settings, said):
    with pytest.raises(ConfigError, match=said):
        check_model(settings, "models.en", "c.yaml")


def test_a_model_is_pinned_by_its_hash(tmp_path):
    path = folder(tmp_path / "m", SPACY)
    pinned = {"path": str(path), "sha256": folder_sha256(path)}
    assert check_model(pinned, "models.en", "c.yaml").sha256 == pinned["sha256"]
    (path / "ner" / "model").write_bytes(b"another")
    with pytest.raises(ConfigError, match="another one") as caught:
        check_model(pinned, "models.en", "c.yaml")
    assert folder_sha256(path) in str(caught.value)
    assert pinned["sha256"] in str(caught.value)


def test_an_installed_package_is_found_and_none_of_it_is_run(tmp_path, monkeypatch):
    inside = {f"xx_invented_sm/xx_invented_sm-1.0/{name}": text for name, text in SPACY.items()}
    folder(tmp_path, {"xx_invented_sm/__init__.py": "raise SystemExit(1)", **inside})
    folder(tmp_path / "xx_invented_sm", {"meta.json": "{}"})
    monkeypatch.syspath_prepend(str(tmp_path))
    by_package = check_model({"package": "xx-invented-sm"}, "models.en", "c.yaml")
    assert by_package.path == str(tmp_path / "xx_invented_sm" / "xx_invented_sm-1.0")
    assert by_package == check_model(
        {"path": str(tmp_path / "xx_invented_sm")}, "models.en", "c.yaml"
    )
    assert "xx_invented_sm" not in sys.modules


def test_the_hash_is_what_the_tools_of_a_shell_print(tmp_path):
    files = {"b": "2", "a/c": "1", "a.b": "", "ä/😀": "x", "A": b"\xff\x00", ".cache/time": "now"}
    path = folder(tmp_path / "m", files)
    command = "find -L * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    assert command in (folder_sha256.__doc__ or "")
    done = subprocess.run(
        ["bash", "-c", command], cwd=path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[0] == folder_sha256(path)


def test_the_hash_knows_names_contents_and_linked_folders(tmp_path):
    one = folder(tmp_path / "one", {"a": "1", "b": "2"})
    seen = {folder_sha256(one)}
    for name, files in [
        ("two", {"b": "1", "a": "2"}),
        ("three", {"a": "1", "c/b": "2"}),
        ("four", {"a": "1"}),
        ("five", {"a": "1", "b": "2", "c": ""}),
    ]:
        seen.add(folder_sha256(folder(tmp_path / name, files)))
    assert len(seen) == 5
    linked = folder(tmp_path / "linked", {"a": "1"})
    (linked / "c").symlink_to(tmp_path / "outside")
    folder(tmp_path / "outside", {"b": "2"})
    assert folder_sha256(linked) == folder_sha256(tmp_path / "three")
    again = folder(tmp_path / "again", {"b": "2", "a": "1"})
    (again / "a").touch()
    assert folder_sha256(again) == folder_sha256(one)
    lines = "".join(
        f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in [("a", b"1"), ("b", b"2")]
    )
    assert folder_sha256(one) == hashlib.sha256(lines.encode()).hexdigest()
