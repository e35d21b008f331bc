"""Participants and what is known of them go out as cases; nobody else does."""

import zipfile

from lxml import etree

from quotetrail.coding.write_cases import WrittenCase, participant_cases, transcript_values
from quotetrail.coding.write_refi import write_qdpx
from quotetrail.text import Transcript, Turn

FIXED = {
    "transcript": "",
    "group": "g1",
    "part": "participant",
    "quote": "yes",
    "original_language": "no",
    "deposit": "no",
    "withdrawn": "no",
}
TRANSCRIPTS = [
    Transcript("t1", "en", "a\nb", (Turn(0, 1, "P1"), Turn(2, 3, "M1"))),
    Transcript("t2", "en", "a\nb\nc", (Turn(0, 1, "P2"), Turn(2, 3, "P1"), Turn(4, 5, "P3"))),
]


def row(participant, **more):
    return {"participant": participant, **FIXED, "role": "", "age": "", **more}


def test_cases_are_the_participants_with_the_transcripts_in_which_they_speak():
    rows = [
        row("P1", role="peer", age="30-39"),
        row("P2", role="peer", withdrawn="yes"),
        row("M1", role="moderator", part="moderator"),
        row("P4", age="40-49"),
    ]
    assert participant_cases(rows, TRANSCRIPTS) == [
        WrittenCase("P1", ("t1", "t2"), {"role": "peer", "age": "30-39"}),
        WrittenCase("P4", (), {"age": "40-49"}),
    ]
    assert participant_cases([], TRANSCRIPTS) == []


def test_several_rows_of_one_person_are_one_case():
    rows = [row("P1", role="peer", age="30-39"), row("P1", group="g2", role="trainer", age="30-39")]
    (case,) = participant_cases(rows, TRANSCRIPTS)
    assert case.values == {"role": "peer; trainer", "age": "30-39"}
    assert participant_cases([*rows, row("P1", withdrawn="yes")], TRANSCRIPTS) == []


def read_back(path, real_data):
    """Cases and sources with their values, by a reading of the XML of its own."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    etree.XMLSchema(etree.parse(real_data / "refi-qda/standard/Project.xsd")).assertValid(root)
    variables = {each.get("guid"): each.get("name") for each in root.iter("{*}Variable")}
    assert len(set(variables.values())) == len(variables)
    sources = {each.get("guid"): each.get("name") for each in root.iter("{*}TextSource")}

    def values(element):
        return {
            variables[value[0].get("targetGUID")]: value[1].text
            for value in element.findall("{*}VariableValue")
        }

    cases = [
        WrittenCase(
            each.get("name"),
            tuple(sources[ref.get("targetGUID")] for ref in each.findall("{*}SourceRef")),
            values(each),
        )
        for each in root.iter("{*}Case")
    ]
    return cases, {each.get("name"): values(each) for each in root.iter("{*}TextSource")}


def test_cases_and_variables_read_back_the_same(tmp_path, real_data):
    cases = [
        WrittenCase("P1", ("t1", "t2"), {"role": "peer & <x>", "site": "home"}),
        WrittenCase("P4", (), {}),
    ]
    rows = [
        {"transcript": "t1", "site": "Ulm", "language": "en", "readers": "2", "raw": "hmac"},
        {"transcript": "t2", "site": "", "language": "de", "readers": "0", "raw": "hmac"},
    ]
    path = tmp_path / "p.qdpx"
    described = transcript_values(rows)
    write_qdpx(path, name="s", codes=(), transcripts=TRANSCRIPTS, cases=cases, described=described)
    found, sources = read_back(path, real_data)
    assert found == cases
    # Both have a site, but never one variable for both: QualCoder gives it to cases alone.
    assert sources == {
        "t1": {"site of the transcript": "Ulm", "language": "en"},
        "t2": {"language": "de"},
    }


def test_what_was_left_out_is_told_in_the_project(tmp_path, real_data):
    path = tmp_path / "p.qdpx"
    write_qdpx(path, name="s", codes=(), transcripts=TRANSCRIPTS, left_out=3)
    read_back(path, real_data)
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    assert root.findtext("{*}Description").startswith("3 codings without a known place")
