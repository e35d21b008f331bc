"""WebVTT: voices, labels, tags, notes and broken files."""

from pathlib import Path

import pytest

from quotetrail.errors import TranscriptError
from quotetrail.transcripts import Reading, read_transcript


def read(folder: Path, *blocks: str, head: str = "WEBVTT", encoding: str = "utf-8") -> Reading:
    path = folder / "a.vtt"
    path.write_bytes("\n\n".join([head, *blocks]).encode(encoding))
    return read_transcript(path, transcript="t1", shown_as="raw/a.vtt")


def cue(second: int, text: str, settings: str = "") -> str:
    return f"00:00:{second:02}.000 --> 00:00:{second + 1:02}.000{settings}\n{text}"


def turns(reading: Reading) -> list[tuple[str | None, str, float | None]]:
    made = reading.transcript
    return [(turn.speaker, made.text[turn.start : turn.end], turn.time) for turn in made.turns]


def test_voices(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        cue(1, "<v Anna>Hi <i>all</i>,", " align:start position:0%"),
        cue(2, "<v.loud Anna>and</v> <v Ben Ray>no\nway</v>"),
        "chapter 1\n" + cue(3, "Music &amp; noise"),
        cue(4, "More"),
        cue(5, "<v Anna></v>"),
    )
    assert turns(reading) == [
        ("Anna", "Hi all,\nand", 1.0),
        ("Ben Ray", "no\nway", 2.0),
        (None, "Music & noise", 3.0),
        (None, "More", 4.0),
    ]
    assert reading.not_read == {"empty turn": 1}
    assert reading.offsets.target_length == len(reading.transcript.text)


def test_labels(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        cue(1, "Anna: Hi"),
        cue(2, "Anna: the rule is: wait\nNote: well"),
        cue(3, "Ben: Oh"),
        cue(4, "and so on"),
        cue(5, "Anna: So"),
    )
    assert turns(reading) == [
        ("Anna", "Hi\nthe rule is: wait\nNote: well", 1.0),
        ("Ben", "Oh", 3.0),
        (None, "and so on", 4.0),
        ("Anna", "So", 5.0),
    ]


def test_notes_and_styles_are_counted(tmp_path: Path) -> None:
    head = "WEBVTT - Talk with Miller\nKind: captions"
    style = "STYLE\n::cue { color: red }"
    reading = read(tmp_path, "NOTE by Miller", style, cue(1, "Hi"), "NOTE\nMiller\nleft", head=head)
    assert reading.not_read == {"note": 2, "style": 1}
    assert reading.transcript.text == "Hi"


def test_cues_that_start_with_the_word_note(tmp_path: Path) -> None:
    assert turns(read(tmp_path, "NOTE 1\n" + cue(1, "Hi")))[0][1] == "Hi"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    assert turns(read(tmp_path, cue(1, "Zoë: Hi"), cue(2, "Zoë: a"), encoding=encoding)) == [
        ("Zoë", "Hi\na", 1.0)
    ]


def test_windows_line_ends(tmp_path: Path) -> None:
    reading = read(tmp_path, cue(1, "<v Anna>Hi\nall").replace("\n", "\r\n"))
    assert turns(reading) == [("Anna", "Hi\nall", 1.0)]


BROKEN = {
    "time": (cue(1, "Hi"), "00:00:0x.000 --> 00:00:04.000\nMiller", "line 6"),
    "time after an identifier": (cue(1, "Hi"), "7\n00:00:05.000 -->\nMiller", "line 7"),
    "seconds above 59": (cue(1, "Hi"), "00:00:75.000 --> 00:02:00.000\nMiller", "line 6"),
    "text outside": (cue(1, "Hi"), "Miller said more", "line 6"),
    "no blank line": (cue(1, "Hi"), cue(2, "Miller") + "\n" + cue(3, "so"), "line 8"),
}


@pytest.mark.parametrize(("first", "second", "place"), BROKEN.values(), ids=BROKEN)
def test_broken(tmp_path: Path, first: str, second: str, place: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        read(tmp_path, first, second)
    assert caught.value.place == place
    assert caught.value.file == "raw/a.vtt"
    assert caught.value.expected and caught.value.advice
    assert "Miller" not in str(caught.value)


def test_no_speech(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="no speech"):
        read(tmp_path, cue(1, "..."))
