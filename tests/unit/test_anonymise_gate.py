"""The gates over files: what they search for where, what is exempt, and who is heard."""

import json
from pathlib import Path

import pytest

from quotetrail.anonymise.decide import Settled
from quotetrail.anonymise.files import (
    Pseudonyms,
    dump_found,
    dump_names,
    dump_pseudonyms,
    load_found,
    load_names,
    load_pseudonyms,
)
from quotetrail.anonymise.gate import check_files
from quotetrail.anonymise.names import Known
from quotetrail.anonymise.presence import check_labels, withdrawn_labels
from quotetrail.anonymise.spots import Identifier
from quotetrail.errors import LeakError, SheetError
from quotetrail.sheets import Participant
from quotetrail.text import OffsetMap, Transcript, Turn, dump_transcripts

TEXTS = "results/controlled/{}/transcripts/all.jsonl"
REPORT = "results/public/{}/report.html"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def transcript(text: str, speaker: str = "P1") -> Transcript:
    return Transcript("t1", "en", text, (Turn(0, len(text), speaker),))


def write_study(study: str, text: str, *names: str) -> None:
    for path in (TEXTS, REPORT, "results/restricted/{}/names.json"):
        Path(path.format(study)).parent.mkdir(parents=True, exist_ok=True)
    known = [Known(name, "person", "P1", "[P1]", ask=False, layer="participants") for name in names]
    dump_names(known, Path(f"results/restricted/{study}/names.json"))
    dump_transcripts([transcript(text)], TEXTS.format(study))
    unchanged = OffsetMap.from_edits(len(text), [])
    same = Pseudonyms("t1", unchanged, [], {"P1": "P1"}, [])
    dump_pseudonyms([same], Path(f"results/restricted/{study}/pseudonyms.jsonl"))
    Path(REPORT.format(study)).write_text("<p>Nothing.</p>")


def gate(*studies: str, allowed: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> dict:
    check_files(
        [path.format(study) for study in studies for path in (TEXTS, REPORT)],
        names=[f"results/restricted/{study}/names.json" for study in studies],
        pseudonyms=[f"results/restricted/{study}/pseudonyms.jsonl" for study in studies],
        transcripts=[TEXTS.format(study) for study in studies],
        allowed=allowed,
        words=words,
        to=Path("gate.json"),
    )
    return json.loads(Path("gate.json").read_text())


def test_what_names_nobody_passes_and_the_report_of_it_names_nobody():
    write_study("psw", "I walk two hours.", "Nakimera")
    gate("psw")
    assert "Nakimera" not in Path("gate.json").read_text()


@pytest.mark.parametrize("path", [TEXTS, REPORT])
def test_a_name_anywhere_stops_the_gate_and_is_not_repeated(path):
    write_study("psw", "I walk two hours.", "Nakimera")
    if path == TEXTS:
        dump_transcripts([transcript("I walk with Nakimera.")], TEXTS.format("psw"))
    else:
        Path(REPORT.format("psw")).write_text("<p>Thanks to NAKIMERA!</p>")
    with pytest.raises(LeakError) as stopped:
        gate("psw")
    assert path.format("psw") in str(stopped.value)
    assert "nakimera" not in str(stopped.value).casefold()
    assert not Path("gate.json").exists()


def test_a_published_site_passes_although_it_is_a_name():
    write_study("psw", "I walk two hours.", "Kampala")
    Path(REPORT.format("psw")).write_text("<p>Kampala</p>")
    with pytest.raises(LeakError):
        gate("psw")
    gate("psw", allowed=("Kampala",))


def test_one_studys_name_may_be_anothers_word_in_its_transcripts():
    write_study("psw", "I walk two hours.", "Hope")
    write_study("mhw", "There is Hope for us.", "Nakimera")
    gate("psw", "mhw")
    dump_transcripts([transcript("I walk with Hope.")], TEXTS.format("psw"))
    with pytest.raises(LeakError):
        gate("psw")


def test_found_identifiers_and_pseudonyms_are_read_as_they_were_written(tmp_path):
    hit = Identifier(0, 4, "person", "P1", "participants", False, "[P1]")
    dump_found({"t1": [hit], "t\u00e9": []}, tmp_path / "found.jsonl")
    assert load_found([str(tmp_path / "found.jsonl")]) == {"t1": [hit], "t\u00e9": []}
    settled = Settled(0, 4, "person", "P1", "participants", "replace", "[P1]")
    offsets = OffsetMap.from_edits(9, [(0, 4, 5)])
    made = Pseudonyms("t1", offsets, [settled], {"Z\u00fc": "P1"}, [(0, 4)])
    dump_pseudonyms([made, made], tmp_path / "made.jsonl")
    read = load_pseudonyms([str(tmp_path / "made.jsonl")])
    assert len(read) == 2
    assert read[0].identifiers == [settled]
    assert read[0].offsets.to_list() == offsets.to_list()
    assert read[0].speakers == {"Z\u00fc": "P1"}
    assert [tuple(span) for span in read[0].withdrawn] == [(0, 4)]


def test_names_are_read_as_they_were_written_from_several_files(tmp_path):
    names = [Known("Zoë\u2028", "person", "P1", "[P1]", ask=True, layer="x", small=False)]
    for name in ("a", "b"):
        dump_names(names, tmp_path / name)
    assert load_names(str(tmp_path / "a"), str(tmp_path / "b")) == names * 2


def test_a_participant_who_speaks_under_no_label_is_refused_by_row():
    people = [
        Participant(2, "P1", group="g1", label=("zipporah", "Z")),
        Participant(3, "P2", group="g1"),
        Participant(4, "P3", group="g2", label=("Zipporah",)),
    ]
    said = [transcript("Yes.", "ZIPPORAH")]
    check_labels(said, people[:2], {"t1": "g1"}, "people.csv")
    with pytest.raises(SheetError) as refused:
        check_labels(said, people, {"t1": "g1"}, "people.csv")
    assert refused.value.place == "row 4, column label"
    assert "ipporah" not in str(refused.value)


def test_who_has_withdrawn_from_a_transcript_without_text_is_refused_by_row():
    people = [
        Participant(2, "P1", transcript="t1"),
        Participant(3, "P2", transcript="t1", withdrawn_on="2020-01-01"),
    ]
    counted = [Transcript("t1", "und", "", ())]
    check_labels(counted, people[:1], {"t1": "t1"}, "people.csv")
    with pytest.raises(SheetError) as refused:
        check_labels(counted, people, {"t1": "t1"}, "people.csv")
    assert refused.value.place == "row 3, column withdrawn_on"


def test_the_labels_of_those_who_withdrew():
    people = [Participant(2, "P1", withdrawn_on="2020-01-01"), Participant(3, "P2")]
    pseudonyms = {"Zippy": "P1", "Zipporah": "P1", "Ottokar": "P2", "INT": "INT"}
    assert withdrawn_labels(pseudonyms, people) == {"Zippy", "Zipporah"}
