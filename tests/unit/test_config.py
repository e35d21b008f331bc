"""The config: unknown keys refused with the nearest known one, defaults filled in."""

import re
from pathlib import Path

import pytest
import yaml

from quotetrail.config import SCHEMA, check_config
from quotetrail.errors import ConfigError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("config", "place", "words"),
    [
        ({"studies": {"a": {"coding": ["x"]}}}, "studies.a", "did you mean 'codings'"),
        ({"studies": {"a": {"codings": ["x"]}}, "batchsize": 2}, "config", "'batch_size'"),
        ({}, "config", "'studies' is missing"),
        ({"studies": {"synthesis": {"codings": ["x"]}}}, "studies", "'synthesis'"),
        ({"studies": {"My Study": {"codings": ["x"]}}}, "studies", "'My Study'"),
        ({"studies": {"a": {}}}, "studies.a", "neither transcripts nor codings"),
        ({"studies": {"a": {"codings": "x"}}}, "studies.a.codings", "a list"),
        (
            {"studies": {"a": {"transcripts": "x", "codes": "y"}}},
            "studies.a.codes",
            "a sheet of codes but no codings",
        ),
        ({"studies": {"a": {"codings": ["x"], "review": "no"}}}, "studies.a.review", "one of"),
        ({"studies": {"a": {"codings": ["x"]}}, "synthesis": ["a", "b"]}, "synthesis", "'b'"),
        (
            {"studies": {"a": {"codings": ["x"], "disclosure": {"K": 3}}}},
            "studies.a.disclosure",
            "did you mean 'k'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(config, place, words):
    with pytest.raises(ConfigError) as caught:
        check_config(config)
    assert place in str(caught.value)
    assert words in str(caught.value)


def test_each_site_needs_one_contrast_group():
    contrast = {"name": "income", "why": "because", "groups": {"HIC": ["A"], "LMIC": ["A", "B"]}}
    study = {"codings": ["x"], "contrast": contrast, "sites": {"One": {"country": "A"}}}
    with pytest.raises(ConfigError, match="2 groups of the contrast"):
        check_config({"studies": {"s": study}})


def test_defaults_are_filled_in_and_the_input_is_left_alone():
    config = {"studies": {"a": {"codings": ["x"], "sites": {"Ulm": {}}}}}
    study = check_config(config)["studies"]["a"]
    assert (study["review"], study["undecided"], study["disclosure"]["k"]) == (
        "required",
        "replace",
        3,
    )
    assert study["sites"]["Ulm"] == {"aliases": [], "country": ""}
    assert config == {"studies": {"a": {"codings": ["x"], "sites": {"Ulm": {}}}}}


def keys(schema):
    for name, rule in schema.get("properties", {}).items():
        yield name
        yield from keys(rule)


def test_every_key_stands_in_the_readme_of_the_config():
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    readme = (ROOT / "config" / "README.md").read_text(encoding="utf-8")
    known = {*keys(schema), *(key for part in schema["$defs"].values() for key in keys(part))}
    assert known <= set(re.findall(r"`([a-z_0-9]+)`", readme))


def test_the_demonstration_config_is_valid():
    check_config(yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8")))
