"""Transcripts as Word documents: in the project, and for MAXQDA's import of focus groups."""

import io
import re
import zipfile
from collections import Counter

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quotetrail.coding.write_docx import docx_bytes
from quotetrail.coding.write_focus_groups import write_focus_groups
from quotetrail.coding.write_refi import write_qdpx
from quotetrail.coding.write_texts import paragraphs, render
from quotetrail.text import Transcript, Turn

SAID = [
    "we trust them",
    "I said: no",
    "a\ttab and  two blanks ",
    "two\nlines: here",
    "अनुभव & <b>",
    "אֵמוּן",
    "👨‍👩‍👧 é",
    "x" * 80 + ": late",
    "",
]
LABELS = ["P1", "Moderator", "मॉडरेटर", "Speaker 1 (00:12)", "L" * 70, None]


@st.composite
def transcripts(draw):
    parts = draw(
        st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(SAID)), min_size=1, max_size=8)
    )
    turns, at = [], 0
    for label, said in parts:
        turns.append(Turn(at, at + len(said), label))
        at += len(said) + 1
    text = "\n".join(said for _, said in parts)
    return Transcript("t1", draw(st.sampled_from(["en", "he", "ar-EG"])), text, tuple(turns))


@settings(deadline=None)
@given(transcripts())
def test_docx_holds_the_plain_text_turn_by_turn_with_bold_labels(transcript):
    document = docx.Document(io.BytesIO(docx_bytes(paragraphs(transcript), transcript.language)))
    assert len(document.paragraphs) == len(transcript.turns)
    assert "\n".join(each.text for each in document.paragraphs) == render(transcript).text
    for paragraph, turn in zip(document.paragraphs, transcript.turns, strict=True):
        bold = "".join(run.text for run in paragraph.runs if run.bold)
        assert bold == ("" if turn.speaker is None else f"{turn.speaker}:")


def test_docx_is_as_long_as_the_text_where_xml_has_no_character_for_it():
    transcript = Transcript("t", "en", "a\x0bb\x00c", (Turn(0, 5, "P1"),))
    document = docx.Document(io.BytesIO(docx_bytes(paragraphs(transcript), "en")))
    assert document.paragraphs[0].text == "P1: a\ufffdb\ufffdc"


def test_text_runs_from_right_to_left_where_the_script_does():
    def directions(language):
        data = docx_bytes(
            paragraphs(Transcript("t", language, "שלום", (Turn(0, 4, "P1"),))), language
        )
        body = docx.Document(io.BytesIO(data)).element.body
        return len(body.findall(".//{*}bidi")), len(body.findall(".//{*}rtl"))

    assert directions("he") == (1, 2)
    assert directions("he-IL") == (1, 2)
    assert directions("en") == directions("und") == (0, 0)


def test_docx_stands_beside_each_plain_text_and_knows_no_time(tmp_path):
    transcript = Transcript("t1", "en", "we do\nyes", (Turn(0, 5, "P1"), Turn(6, 9, "INT")))
    path = tmp_path / "p.qdpx"
    write_qdpx(path, name="s", codes=(), transcripts=[transcript])
    with zipfile.ZipFile(path) as archive:
        (source,) = etree.fromstring(archive.read("project.qde")).iter("{*}TextSource")
        plain, rich = (
            archive.read(f"sources/{source.get(name).removeprefix('internal://')}")
            for name in ("plainTextPath", "richTextPath")
        )
    document = docx.Document(io.BytesIO(rich))
    assert [each.text for each in document.paragraphs] == plain.decode().split("\n")
    with zipfile.ZipFile(io.BytesIO(rich)) as inner:
        assert {info.date_time[0] for info in inner.infolist()} == {1980}
        assert not any(name.startswith("docProps") for name in inner.namelist())


def as_maxqda(document) -> list[tuple[str, str]]:
    """Who says what, by the rules that MAXQDA's manual gives for transcripts of focus groups.

    A contribution begins with a paragraph that has a colon within its first 63 characters; what
    stands before the colon is the speaker. Other paragraphs go on with the one before.
    """
    found: list[tuple[str, str]] = []
    for paragraph in document.paragraphs:
        named = re.match(r"\s*([^:]{1,63}?)\s*:\s?", paragraph.text)
        if named:
            found.append((named.group(1), paragraph.text[named.end() :]))
        elif found:
            name, said = found[-1]
            found[-1] = (name, f"{said}\n{paragraph.text}")
    return found


@settings(deadline=None)
@given(transcripts())
def test_maxqda_finds_each_turn_and_its_speaker(tmp_path_factory, transcript):
    path = tmp_path_factory.getbasetemp() / "focus.zip"
    write_focus_groups(path, [transcript])
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["t1.docx"]
        found = as_maxqda(docx.Document(io.BytesIO(archive.read("t1.docx"))))
    shown = {None: "No speaker", "Speaker 1 (00:12)": "Speaker 1 (00 12)", "L" * 70: "L" * 63}
    assert [name for name, _ in found] == [
        shown.get(turn.speaker, turn.speaker) for turn in transcript.turns
    ]
    assert [said for _, said in found] == [
        transcript.text[turn.start : turn.end] for turn in transcript.turns
    ]


def test_focus_groups_are_the_same_bytes_every_time(tmp_path):
    several = [Transcript(name, "en", "we do", (Turn(0, 5, "P1"),)) for name in ("t2", "t1")]
    for name in ("a", "b"):
        write_focus_groups(tmp_path / name, several)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with zipfile.ZipFile(tmp_path / "a") as archive:
        assert Counter(archive.namelist()) == Counter(["t1.docx", "t2.docx"])
