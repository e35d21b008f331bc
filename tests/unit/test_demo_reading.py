"""The demonstration is read as its gold files say, in the files it ships and in all other kinds."""

import csv
import json
from pathlib import Path

import pytest
from build import FILES
from files import WRITERS
from gold import gold
from source import SOURCES, read_group

from quotetrail.text import Transcript
from quotetrail.transcripts import read_transcript

ROOT = Path(__file__).parents[2]


def study_of(name: str) -> str:
    return name.split("-")[1].lower()


def labels_of(name: str) -> list[str]:
    """The labels that the participants sheet declares for a transcript's group."""
    with open(ROOT / f"resources/{study_of(name)}/participants.csv", encoding="utf-8") as stream:
        people = list(csv.DictReader(stream))
    return [
        label
        for person in people
        if name.startswith(person["group"])
        for label in person["label"].split(";")
    ]


def said(text: str, turn: dict) -> str:
    """The words of a turn; cues break lines where a sentence ends."""
    return text[turn["start"] : turn["end"]].replace("\n", " ")


def check(made: Transcript, right: dict) -> None:
    turns = [vars(turn) for turn in made.turns]
    spoken = [turn for turn in turns if turn["speaker"] is not None]
    expected = [turn for turn in right["turns"] if turn["speaker"] is not None]
    assert [turn["speaker"] for turn in spoken] == [turn["speaker"] for turn in expected]
    for turn, wanted in zip(spoken, expected, strict=True):
        assert said(made.text, turn) == said(right["text"], wanted)
        if wanted["time"] is None:
            assert turn["time"] is None
        else:
            assert turn["time"] == pytest.approx(wanted["time"])
    assert made.text.replace("\n", " ") == right["text"].replace("\n", " ")


@pytest.mark.parametrize("name", FILES)
def test_as_its_site_sends_it(name):
    right = json.loads((ROOT / f"tests/demo/gold/{study_of(name)}/{name}.json").read_text("utf-8"))
    path = next((ROOT / f"resources/{study_of(name)}/transcripts").glob(f"{name}.*"))
    check(read_transcript(path, transcript=name, labels=labels_of(name)).transcript, right)
    assert right["identifiers"]
    for one in right["identifiers"]:
        assert right["text"][one["start"] : one["end"]].strip()


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("name", FILES)
def test_in_every_kind_of_file(name, kind, tmp_path):
    group = read_group(SOURCES / study_of(name) / f"{name}.txt")
    path = tmp_path / f"{name}.{kind.split()[0]}"
    WRITERS[kind](group, path)
    right = gold(group, kind, FILES[name].language)
    check(read_transcript(path, transcript=name, labels=labels_of(name)).transcript, right)
