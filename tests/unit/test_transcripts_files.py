"""Text files: encodings, and files that are refused."""

from pathlib import Path

import pytest

from quotetrail.errors import TranscriptError
from quotetrail.transcripts import read_transcript

TEXT = "Zoë: Grüße, „so“ – 5 €\nP1: Yes\nZoë: So\n"


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-8-sig", "cp1252"),
        ("utf-16", ""),
        ("utf-32", ""),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("cp1252", " Windows-1252 "),
        ("mac-roman", "mac-roman"),
    ],
)
def test_encodings(tmp_path: Path, written: str, declared: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(written))
    reading = read_transcript(path, transcript="t1", language="de", encoding=declared)
    assert reading.transcript.text == "Grüße, „so“ – 5 €\nYes\nSo"
    assert reading.transcript.speakers() == ["Zoë", "P1"]
    assert reading.transcript.language == "de"
    assert reading.offsets.source_length == len(TEXT)


def test_known_labels_reach_the_turns(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hello.\n\nZoë: Hi\n\nBye.\n\nBye.", encoding="utf-8")
    assert read_transcript(path, transcript="t1").transcript.speakers() == []
    known = read_transcript(path, transcript="t1", labels=["ZOË"]).transcript
    assert known.speakers() == ["Zoë"]


REFUSED = {
    "empty": (b"", "", "0 bytes", ""),
    "blank": (b" \n\xc2\xa0\n", "", "no speech", ""),
    "only labels": (b"INT:\nP1:\n", "", "no speech", ""),
    "not UTF-8": (TEXT.encode("cp1252"), "", "does not fit the encoding utf-8", "byte 2"),
    "not as declared": (b"Miller \x81", "cp1252", "does not fit the encoding cp1252", "byte 7"),
    "truncated UTF-16": (b"\xff\xfeM\0i", "", "does not fit the encoding utf-16", "byte 4"),
    "unknown encoding": (b"Miller", "utf-9", "not one that is known", ""),
    "no encoding of text": (b"Miller", "hex", "not one that is known", ""),
    "a path as encoding": (b"Miller", "a\0b", "not one that is known", ""),
    "binary": (b"\x89PNG\x0d\x0a\x1a\x0a\0\0Miller", "", "NUL bytes", "byte 8"),
    "binary, declared": (b"Mi\0ller", "latin-1", "NUL characters", "character 2"),
    "UTF-16 without mark": ("Miller".encode("utf-16-le"), "", "NUL bytes", "byte 1"),
    "pdf": (b"%PDF-1.7 Miller", "", "damaged", ""),
    "rtf": (b"{\\rtf1 Miller", "", "breaks off", ""),
    "html": (b"\n<!DOCTYPE HTML><script>a()</script><p>Miller", "", "scripts", ""),
    "srt": (
        b"1\n00:00:01,000 --> 00:00:02,000\nMiller\n\nMiller",
        "",
        "outside the cues",
        "line 5",
    ),
    "other xml": (b'<?xml version="1.0"?><a>Miller</a>', "", "an XML file", ""),
    "other json": (b'{"Miller": 1}', "", "neither of Whisper nor", ""),
    "torn json": (b'{"text": "Miller', "", "breaks off", ""),
}


@pytest.mark.parametrize(("data", "encoding", "found", "place"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, data: bytes, encoding: str, found: str, place: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(TranscriptError) as caught:
        read_transcript(path, transcript="t1", encoding=encoding, shown_as="raw/a.txt")
    error = caught.value
    assert found in error.found
    assert error.file == "raw/a.txt"
    assert error.advice
    assert "Miller" not in str(error)
    assert error.__suppress_context__ or error.__context__ is None
    assert error.place == place


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="does not exist") as caught:
        read_transcript(tmp_path / "no.txt", transcript="t1")
    assert caught.value.__context__ is None
    with pytest.raises(TranscriptError, match="folder"):
        read_transcript(tmp_path, transcript="t1")
    with pytest.raises(TranscriptError, match="cannot be opened"):
        read_transcript("a\0b", transcript="t1", shown_as="raw/a.txt")
