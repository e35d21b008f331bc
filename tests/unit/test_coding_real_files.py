"""REFI-QDA projects that real programs wrote."""

import zipfile
from collections import Counter

import pytest
from lxml import etree

from quotetrail.coding import locate, paths, read_project, texts_as_transcripts


@pytest.fixture(scope="module")
def demo(real_data):
    return read_project(real_data / "refi-qda/qc/demo.qdpx", shown_as="demo")


def test_qc_code_book(demo):
    depth = [len(path) for path in paths(demo.codes).values()]
    repeated = Counter(code.name for code in demo.codes)
    assert len(demo.codes) == 262
    assert max(depth) == 7
    assert sum(repeated.values()) - len(repeated) == 10
    assert demo.coders == ("cp",)


def test_qc_selections_are_whole_lines_of_the_files(demo, real_data):
    texts = {source.source: source.text for source in demo.sources}
    spans = {(c.source, c.start, c.end) for c in demo.codings}
    assert (len(demo.codings), len(spans)) == (205, 158)
    for source, start, end in spans:
        before, after = texts[source][start - 1 : start], texts[source][end - 1 : end]
        assert before in ("", "\n")
        assert after == "\n"
    with zipfile.ZipFile(real_data / "refi-qda/qc/demo.qdpx") as archive:
        held = {archive.read(name).decode() for name in archive.namelist() if "/" in name}
    assert set(texts.values()) == held


def test_qc_codings_are_those_of_the_markup(demo, real_data):
    with zipfile.ZipFile(real_data / "refi-qda/qc/demo.qdpx") as archive:
        root = etree.fromstring(archive.read("project.qde"))
    expected = Counter(
        (
            int(ref.getparent().getparent().get("startPosition")),
            int(ref.getparent().getparent().get("endPosition")),
            ref.get("targetGUID"),
        )
        for ref in root.iter("{urn:QDA-XML:project:1.0}CodeRef")
    )
    assert Counter((c.start, c.end, c.code) for c in demo.codings) == expected
    assert {c.coder for c in demo.codings} == {"cp"}
    assert len({c.coding for c in demo.codings}) == 205


def test_qc_every_coding_is_located_where_the_line_is(demo):
    found = texts_as_transcripts([demo])
    transcripts = [reading.transcript for _, _, reading in found]
    assert [transcript.transcript for transcript in transcripts] == ["t001", "t002"]
    texts = {transcript.transcript: transcript.text for transcript in transcripts}
    sources = {source.source: source.text for source in demo.sources}
    located = locate([demo], transcripts)
    assert Counter(each.placement for each in located) == {"exact": 205}
    for each in located:
        line = sources[each.coding.source][each.coding.start : each.coding.end].strip()
        said = texts[each.transcript][each.start : each.end].strip()
        label, _, rest = line.partition(":")
        assert said == line or (len(label) < 20 and said == rest.strip())


@pytest.mark.parametrize("name", ["TestProject.qdpx", "Project.qde"])
def test_atlasti_8_accounts_for_everything_without_texts(real_data, name):
    project = read_project(real_data / "refi-qda/atlasti-8" / name, shown_as=name)
    kinds = Counter(source.kind for source in project.sources)
    assert kinds == {"text": 6, "pdf": 2, "video": 2, "audio": 1, "picture": 1}
    assert all(source.text is None and source.problem for source in project.sources)
    assert len(project.codes) == 14
    assert project.coders == ("ATLAS.ti", "Friedrich Markgraf", "Sebastian Petrausch")
    reasons = Counter(each.reason for each in locate([project], []))
    assert reasons == {
        "the project file holds no text for it": 9,
        "selection on a pdf": 4,
        "selection on a picture": 2,
        "selection on a video": 1,
    }
    assert any(coding.memo.startswith("why does Simon") for coding in project.codings)
    assert any(coding.quoted.startswith("Oh, that was great") for coding in project.codings)


def test_atlasti_8_ids_are_the_same_in_both_files(real_data):
    folder = real_data / "refi-qda/atlasti-8"
    packed, loose = (read_project(folder / n) for n in ("TestProject.qdpx", "Project.qde"))
    assert [c.coding for c in packed.codings] == [c.coding for c in loose.codings]


def test_atlasti_23_without_code_book_and_sources(real_data):
    folder = real_data / "refi-qda/atlasti-23"
    blank = read_project(folder / "blank-atlas-project.qdpx")
    nearly = read_project(folder / "target-atlas-project.qdpx")
    assert (blank.codes, blank.sources, blank.codings) == ((), (), ())
    assert [path[0] for path in paths(nearly.codes).values()] == ["Commits"] * 3
    assert texts_as_transcripts([blank, nearly]) == []


def test_nvivo_mac_with_texts_of_one_byte(real_data):
    project = read_project(real_data / "refi-qda/nvivo-mac/nvivo_project.qdpx")
    assert len(project.codes) == 262
    assert project.codings == ()
    assert [source.text for source in project.sources] == ["\n", "\n"]
    assert texts_as_transcripts([project]) == []
