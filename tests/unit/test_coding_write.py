"""Projects that are written keep to the schema and read back as what they were."""

import zipfile
from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from quotetrail.coding import (
    Code,
    Coding,
    Project,
    dump_project,
    load_project,
    locate,
    paths,
    read_project,
    texts_as_transcripts,
    write_qdc,
    write_qdpx,
)
from quotetrail.coding.locate import within_turns
from quotetrail.coding.write_cases import WrittenCase
from quotetrail.coding.write_texts import render
from quotetrail.errors import CodingError
from quotetrail.text import Transcript, Turn

WORDS = [
    "we",
    "Trust,",
    "nobody.",
    "😀",
    "👨‍👩‍👧",
    "कार्यकर्ता",
    "અમે",
    "אֵמוּן",
    "שלום",
    "é",
    "naïve",
    "𐍈x",
]
LABELS = ["Moderator", "P1", "Anna", "מרים", "अनिल"]

CODES = (
    Code("aaaaaaaa-0000-0000-0000-00000000000a", "Trust", None, "when & <why>", "#FF0000", False),
    Code("b", "Group", "aaaaaaaa-0000-0000-0000-00000000000a", "", "red"),
    Code("c", "Trust", "b"),
    Code("d", 'a > "b"', None, "line\nline\x0b"),
)


@st.composite
def studies(draw):
    transcripts, codings = [], []
    for number in range(draw(st.integers(1, 2))):
        parts, turns, at = [], [], 0
        for _ in range(draw(st.integers(1, 5))):
            said = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
            text = " ".join(said)
            turns.append(Turn(at, at + len(text), draw(st.sampled_from(LABELS))))
            parts.append(text)
            at += len(text) + 1
        text = "\n".join(parts)
        transcripts.append(Transcript(f"fg{number}", "und", text, tuple(turns)))
        for _ in range(draw(st.integers(0, 6))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            codings.append(
                Coding(
                    coding=f"c{len(codings)}",
                    code=draw(st.sampled_from(CODES)).code,
                    source=f"fg{number}",
                    start=start,
                    end=end,
                    coder=draw(st.sampled_from(["", "C1", "C2"])),
                    memo=draw(st.sampled_from(["", "a memo\nof two lines", "अनुभव"])),
                    created=draw(st.sampled_from(["", "2024-02-29T10:00:00Z"])),
                )
            )
    return transcripts, codings


@cache
def schema(real_data, name):
    return etree.XMLSchema(etree.parse(real_data / "refi-qda/standard" / name))


def inner(path):
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(studies())
def test_written_project_is_valid_and_reads_back_the_same(tmp_path, real_data, study):
    transcripts, codings = study
    path = tmp_path / "p.qdpx"
    write_qdpx(
        path,
        name="A <study>",
        codes=CODES,
        transcripts=transcripts,
        codings=codings,
        coders=["C3"],
        cases=[WrittenCase("P1", ("fg0",), {"role": "peer"})],
        described={"fg0": {"site": "Ulm"}},
    )
    schema(real_data, "Project.xsd").assertValid(inner(path))
    found = read_project(path)
    assert list(paths(found.codes).values()) == list(paths(CODES).values())
    assert [c.codable for c in found.codes] == [c.codable for c in CODES]
    assert found.codes[0] == CODES[0]
    # A colour that is none, and a character that XML cannot hold, are no part of the standard.
    assert [c.colour for c in found.codes] == ["#FF0000", "", "", ""]
    assert [c.description for c in found.codes] == ["when & <why>", "", "", "line\nline\ufffd"]
    assert set(found.coders) == {"C3", *(each.coder for each in codings if each.coder)}
    assert found.coders[0] == "C3" and len(set(found.coders)) == len(found.coders)
    assert found.warnings == ()
    names = {code.code: name for code, name in zip(found.codes, "abcd", strict=True)}
    codes = {code.code: name for code, name in zip(CODES, "abcd", strict=True)}
    texts = {transcript.transcript: transcript for transcript in transcripts}
    expected = Counter(
        (
            each.source,
            within_turns(texts[each.source], each.start, each.end),
            codes[each.code],
            each.coder,
            each.memo,
            each.created,
        )
        for each in codings
    )
    located = locate([found], transcripts)
    for each in located:
        assert each.placement == ("exact" if each.start is not None else "unplaced")
    assert expected == Counter(
        (
            each.transcript,
            None if each.start is None else (each.start, each.end),
            names[each.coding.code],
            each.coding.coder,
            each.coding.memo,
            each.coding.created,
        )
        for each in located
    )


@given(studies())
def test_rendered_text_holds_each_turn_with_its_label(study):
    for transcript in study[0]:
        text, offsets = render(transcript)
        lines = text.split("\n")
        assert len(lines) == len(transcript.turns)
        for line, turn in zip(lines, transcript.turns, strict=True):
            said = transcript.text[turn.start : turn.end]
            assert line == f"{turn.speaker}: {said}"
            carried = offsets.forward(turn.start, turn.end)
            assert text[carried.start : carried.end] == said


def test_bytes_are_the_same_every_time(tmp_path):
    transcript = Transcript("fg1", "en", "we do", (Turn(0, 5, "P1"),))
    coding = Coding("c", "b", "fg1", 0, 2, "C1", "memo")
    written = []
    for name in ("a", "b"):
        path = tmp_path / name
        write_qdpx(path, name="s", codes=CODES, transcripts=[transcript], codings=[coding])
        written.append(path.read_bytes())
        assert all(info.date_time[0] == 1980 for info in zipfile.ZipFile(path).infolist())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    "created", ["2023-02-30T00:00:00", "yesterday", "2023-01-01", "0000-01-01T00:00:00"]
)
def test_dates_that_the_schema_refuses_are_left_out(tmp_path, real_data, created):
    transcript = Transcript("fg1", "en", "we do", (Turn(0, 5, "P1"),))
    coding = Coding("c", "b", "fg1", 0, 2, created=created)
    path = tmp_path / "a.qdpx"
    write_qdpx(path, name="s", codes=CODES, transcripts=[transcript], codings=[coding])
    schema(real_data, "Project.xsd").assertValid(inner(path))
    assert read_project(path).codings[0].created == ""


def test_empty_project_is_valid(tmp_path, real_data):
    write_qdpx(tmp_path / "a.qdpx", name="s", codes=(), transcripts=())
    schema(real_data, "Project.xsd").assertValid(inner(tmp_path / "a.qdpx"))


@pytest.mark.parametrize(
    "coding",
    [
        Coding("c", "none", "fg1", 0, 2),
        Coding("c", "b", "fg2", 0, 2),
        Coding("c", "b", "fg1", 0, 6),
        Coding("c", "b", "fg1", None, None),
    ],
)
def test_codings_without_place_or_code_are_not_written(tmp_path, coding):
    transcript = Transcript("fg1", "en", "we do", (Turn(0, 5, "P1"),))
    with pytest.raises(CodingError):
        write_qdpx(
            tmp_path / "a", name="s", codes=CODES, transcripts=[transcript], codings=[coding]
        )


def test_code_book_alone(tmp_path, real_data):
    path = tmp_path / "a.qdc"
    write_qdc(path, CODES)
    schema(real_data, "Codebook.xsd").assertValid(etree.parse(path))
    assert list(paths(read_project(path).codes).values()) == list(paths(CODES).values())
    with pytest.raises(CodingError):
        write_qdc(path, [])


def test_real_project_written_again_keeps_all_codings(tmp_path, real_data):
    project = read_project(real_data / "refi-qda/qc/demo.qdpx")
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    before = locate([project], transcripts)
    codings = [
        Coding(each.coding.coding, each.coding.code, each.transcript, each.start, each.end)
        for each in before
    ]
    path = tmp_path / "again.qdpx"
    write_qdpx(path, name="x", codes=project.codes, transcripts=transcripts, codings=codings)
    schema(real_data, "Project.xsd").assertValid(inner(path))
    again = read_project(path)
    assert again.codes == project.codes
    after = locate([again], transcripts)
    assert Counter((e.transcript, e.start, e.end, e.coding.code) for e in after) == Counter(
        (e.transcript, e.start, e.end, e.coding.code) for e in before
    )


def test_project_as_json(tmp_path, real_data):
    project = read_project(real_data / "refi-qda/atlasti-8/TestProject.qdpx", shown_as="p")
    dump_project(project, tmp_path / "p.json")
    assert load_project(tmp_path / "p.json") == project
    dump_project(Project("none"), tmp_path / "p.json")
    assert load_project(tmp_path / "p.json") == Project("none")


def test_what_has_no_place_is_told_by_number(tmp_path, real_data):
    write_qdpx(tmp_path / "a.qdpx", name="a", codes=CODES, transcripts=[], left_out=19)
    root = inner(tmp_path / "a.qdpx")
    schema(real_data, "Project.xsd").assertValid(root)
    assert root.findtext("{*}Description").startswith("19 codings without a known place")
