"""Small files of each format, by hand: who speaks, what, and when."""

import json
from pathlib import Path

import docx
import pytest
import typst

from quotetrail.errors import TranscriptError
from quotetrail.fonts import FAMILIES, FOLDER
from quotetrail.transcripts import Reading, read_transcript

Turns = list[tuple[str | None, str, float | None]]


def read(folder: Path, data: bytes | str, name: str = "a.txt") -> Reading:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return read_transcript(path, transcript="t1")


def turns(reading: Reading) -> Turns:
    made = reading.transcript
    return [(turn.speaker, made.text[turn.start : turn.end], turn.time) for turn in made.turns]


def without_times(reading: Reading) -> list[tuple[str | None, str]]:
    return [(speaker, said) for speaker, said, _ in turns(reading)]


def cues(*parts: tuple[int, str], comma: str = ",") -> str:
    """Numbered cues, each of a second."""
    written = (
        f"{number}\n00:00:{start:02}{comma}250 --> 00:00:{start + 1:02}{comma}000\n{said}\n"
        for number, (start, said) in enumerate(parts, start=1)
    )
    return "\n".join(written)


# Subtitles.


def test_srt(tmp_path: Path) -> None:
    text = cues(
        (1, '<font color="#fff"><i>Anna:</i></font> Hi {\\an8}all,\nhow <b>are</b> you?'),
        (3, "Ben: Fine &amp; well"),
        (4, ""),
        (5, "<I>Anna:</I> I see <unclear> a < b"),
        (7, "Ben: 7"),
    )
    reading = read(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "a.srt")
    assert turns(reading) == [
        ("Anna", "Hi all,\nhow are you?", 1.25),
        ("Ben", "Fine & well", 3.25),
        ("Anna", "I see <unclear> a < b", 5.25),
        ("Ben", "7", 7.25),
    ]


ROLLING = "one of\n", "one of\nthe lines", "the lines\nrolls up", "rolls up\nand away"


def test_captions_that_roll(tmp_path: Path) -> None:
    text = "WEBVTT\n\n" + cues(*enumerate(ROLLING, start=1), comma=".")
    reading = read(tmp_path, text, "a.vtt")
    expected = ["one of", "the lines", "rolls up", "and away"]
    assert turns(reading) == [(None, said, at + 1.25) for at, said in enumerate(expected)]
    assert reading.not_read == {"line shown again": 3}


def test_an_echo_does_not_roll(tmp_path: Path) -> None:
    text = "WEBVTT\n\n" + cues((1, "<v Anna>Okay."), (2, "<v Ben>Okay."), comma=".")
    assert turns(read(tmp_path, text)) == [("Anna", "Okay.", 1.25), ("Ben", "Okay.", 2.25)]


def test_a_first_cue_right_below_the_head_is_not_lost(tmp_path: Path) -> None:
    text = "WEBVTT\n00:01.000 --> 00:02.000\nINT: Why?\n\n00:03.000 --> 00:04.000\nP1: Yes\n"
    assert turns(read(tmp_path, text)) == [("INT", "Why?", 1.0), ("P1", "Yes", 3.0)]


def test_teams_vtt(tmp_path: Path) -> None:
    guid = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    text = (
        f"WEBVTT\n\n{guid}/12-0\n00:00:03.200 --> 00:00:05.000\n<v Anna Ray>Hi there,\nall</v>\n\n"
        f"{guid}/12-1\n00:00:05.000 --> 00:00:06.000\n<v Anna Ray>and more.</v>\n\n"
        f"{guid}/14-0\n01:00:07.000 --> 01:00:08.000\n<v Ben O&#39;Neill>Yes.</v>\n"
    )
    assert turns(read(tmp_path, text.replace("\n", "\r\n"), "a.vtt")) == [
        ("Anna Ray", "Hi there,\nall\nand more.", 3.2),
        ("Ben O'Neill", "Yes.", 3607.0),
    ]


# Programs that annotate or recognise speech.


def eaf(*tiers: tuple[str, list[tuple[str, str]]]) -> str:
    """Tiers, each with its attributes and annotations; an annotation names a time slot."""
    order = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="t{number}" TIME_VALUE="{value}"/>'
        for number, value in enumerate((0, 1_000, 5_000, 5_500), start=1)
    )
    written = "".join(
        f"<TIER {attributes}>"
        + "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a" TIME_SLOT_REF1="{slot}">'
            f"<ANNOTATION_VALUE>{said}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for slot, said in said_in_it
        )
        + "</TIER>"
        for attributes, said_in_it in tiers
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT>'
    return f"{head}<TIME_ORDER>{order}</TIME_ORDER>{written}</ANNOTATION_DOCUMENT>"


def test_eaf(tmp_path: Path) -> None:
    text = eaf(
        ('TIER_ID="A-Transcript" PARTICIPANT="Anna Ray"', [("t1", "So you"), ("t3", "is this")]),
        ('TIER_ID="Ben"', [("t2", "Mhm &amp; so"), ("t3", "शायद"), ("t4", " ")]),
        ('TIER_ID="A-en" PARENT_REF="A-Transcript"', [("t1", "Miller"), ("t3", "Miller")]),
        ('TIER_ID="A-2" PARTICIPANT="Anna Ray"', [("t4", "I see")]),
    )
    reading = read(tmp_path, text, "a.eaf")
    assert turns(reading) == [
        ("Anna Ray", "So you", 0.0),
        ("Ben", "Mhm & so", 1.0),
        ("Anna Ray", "is this", 5.0),
        ("Ben", "शायद", 5.0),
        ("Anna Ray", "I see", 5.5),
    ]
    assert reading.not_read == {"annotation of a dependent tier": 2}


WHISPER = {
    "openai": (
        {
            "text": " Hi there. Yes.",
            "segments": [
                {"id": 0, "start": 0.0, "end": 2.5, "text": " Hi there."},
                {"id": 1, "start": 2.5, "end": 2.6, "text": " "},
                {"id": 2, "start": 2.6, "end": 4, "text": " Yes."},
            ],
        },
        [(None, "Hi there.", 0.0), (None, "Yes.", 2.6)],
    ),
    "whisper.cpp": (
        {
            "transcription": [
                {"offsets": {"from": 1500, "to": 2000}, "text": " Hi there."},
                {"timestamps": {"from": "00:01:02,500", "to": "00:01:03,000"}, "text": " Yes."},
            ],
        },
        [(None, "Hi there.", 1.5), (None, "Yes.", 62.5)],
    ),
    "WhisperX": (
        {
            "segments": [
                {"start": 0.5, "text": " Hi", "speaker": "SPEAKER_00", "words": [{"word": "Hi"}]},
                {"start": 1, "text": "there.", "speaker": "SPEAKER_00"},
                {"start": 2, "text": "Mhm."},
                {"start": None, "text": "Yes.", "speaker": "SPEAKER_01"},
                {"start": 4, "text": "So.", "speaker": "SPEAKER_00"},
            ],
        },
        [
            ("SPEAKER_00", "Hi\nthere.", 0.5),
            (None, "Mhm.", 2.0),
            ("SPEAKER_01", "Yes.", None),
            ("SPEAKER_00", "So.", 4.0),
        ],
    ),
}


@pytest.mark.parametrize(("content", "expected"), WHISPER.values(), ids=WHISPER)
def test_whisper(tmp_path: Path, content: dict, expected: Turns) -> None:
    assert turns(read(tmp_path, json.dumps(content, indent=1), "a.json")) == expected


def test_otranscribe(tmp_path: Path) -> None:
    stamp = '<span class="timestamp" contenteditable="false" data-timestamp="{0}">{1}</span>'
    page = (
        f"<p>{stamp.format(0.4, '00:00')}&nbsp;Anna: Hi<br />there</p>"
        f"<p>{stamp.format(75.1, '01:15')}&nbsp;<b>Ben</b>: Yes &lt;so&gt;</p>"
        f"<p>{stamp.format(3700, '1:01:40')} Anna: {stamp.format(3701, '[1:01:41]')} No</p>"
    )
    content = {"text": page, "media": "Miller.mp3", "media-time": 12.5}
    assert turns(read(tmp_path, json.dumps(content), "a.otr")) == [
        ("Anna", "Hi\nthere", 0.0),
        ("Ben", "Yes <so>", 75.0),
        ("Anna", "No", 3700.0),
    ]


CHAT = """@UTF8
@Begin
@Participants:\tINT Investigator, PAR1 Participant
*INT:\twhat did you do
\tthere ? \x151000_2500\x15
%com:\tlaughs
\tand more
*PAR1:\tI &-uh went [/] went \x152500_3000\x15 home: yes . \x153000_4000\x15
%mor:\tpro|I
*PAR1:\tso . \x154000_4500\x15
*INT:\tgood .
@End
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_chat(tmp_path: Path, line_end: str) -> None:
    reading = read(tmp_path, CHAT.replace("\n", line_end), "a.cha")
    assert turns(reading) == [
        ("INT", "what did you do there ?", 1.0),
        ("PAR1", "I &-uh went [/] went home: yes .\nso .", 2.5),
        ("INT", "good .", None),
    ]
    assert reading.not_read == {"header line": 4, "dependent tier": 2}


def test_teams_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Group 3, Leeds")
    spoken = [("Anna Ray", "0:03", "Hi."), ("Ben Ok", "0:12", "Yes."), ("Anna Ray", "1:05", "So.")]
    for name, time, said in spoken:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {time}").add_break()
        paragraph.add_run(said)
    document.save(str(tmp_path / "a.docx"))
    assert turns(read_transcript(tmp_path / "a.docx", transcript="t1")) == [
        (None, "Group 3, Leeds", None),
        ("Anna Ray", "Hi.", 3.0),
        ("Ben Ok", "Yes.", 12.0),
        ("Anna Ray", "So.", 65.0),
    ]


def test_zoom_text(tmp_path: Path) -> None:
    text = "[Anna Ray] 00:00:03\nHi.\n\n[Ben] 00:00:12\nYes.\n\n[Anna Ray] 01:00:00\nSo.\n"
    expected = [("Anna Ray", "Hi.", 3.0), ("Ben", "Yes.", 12.0), ("Anna Ray", "So.", 3600.0)]
    assert turns(read(tmp_path, text)) == expected


STAMPS = {
    "end": ("INT: Why? {0}\nP1: Be{1}cause. {1}\nINT: Ah. {2}", [None, 5.1, 62.3]),
    "beginning": ("{0} INT: Why?\n{1} P1: Be{1}cause.\n{2} INT: Ah.", [5.1, 62.3, 3604.0]),
    "line above": ("{0}\nINT: Why?\n{1}\nP1: Be{1}cause.\n{2}\nINT: Ah.", [5.1, 62.3, 3604.0]),
    "inside": ("INT: {0} Why?\nP1: Be{1}cause.\nINT: {2} Ah.", [5.1, None, 3604.0]),
}


@pytest.mark.parametrize(("text", "times"), STAMPS.values(), ids=STAMPS)
def test_stamps_of_f4_and_maxqda(tmp_path: Path, text: str, times: list[float | None]) -> None:
    stamps = ["#00:00:05-1#", "#00:01:02-3#", "#01:00:04-0#"]
    expected = [("INT", "Why?"), ("P1", f"Be{stamps[1]}cause."), ("INT", "Ah.")]
    reading = read(tmp_path, text.format(*stamps))
    assert without_times(reading) == expected
    assert [time for _, _, time in turns(reading)] == times


# PDF and web pages.


def pdf(folder: Path, spoken: list[tuple[str, str]], options: str = "") -> Reading:
    families = ", ".join(f'"{family}"' for family in FAMILIES)
    text = f"#set page(width: 11cm, height: 7cm{options})\n#set text(font: ({families}))\n\n"
    text += "\n\n".join(f"*{label}:* {said}" for label, said in spoken)
    return read(folder, typst.compile(text.encode(), font_paths=[str(FOLDER)]), "a.pdf")


LONG = "We went there, and then back again, well-known to all as we are. " * 9
SPOKEN = [("INT", "Why?"), ("P1", LONG.strip()), ("INT", "Ah."), ("P2", LONG + "Naïve, 1998.")]


def test_pdf(tmp_path: Path) -> None:
    reading = pdf(tmp_path, SPOKEN, ', header: [Group Miller, 3 May], numbering: "1 / 1"')
    assert without_times(reading) == SPOKEN
    pages = reading.not_read["page number"]
    assert reading.not_read == {"page number": pages, "page header or footer": pages}


def test_a_number_at_the_end_of_a_page_is_no_page_number(tmp_path: Path) -> None:
    spoken = [("INT", "Why?"), ("P1", LONG.strip()), ("INT", "In which year?\\\n1998")]
    expected = [*spoken[:2], ("INT", "In which year?\n1998")]
    assert without_times(pdf(tmp_path, spoken)) == expected


@pytest.mark.parametrize("said", ["שלום עולם", "नमस्ते हिन्दी में", "ગુજરાતી છે"])
def test_scripts_in_a_pdf_are_read_right_or_refused(tmp_path: Path, said: str) -> None:
    spoken = [("INT", "Why?"), ("P1", said), ("INT", "Ah.")]
    try:
        made = without_times(pdf(tmp_path, spoken))
    except TranscriptError as error:
        assert "P1" not in str(error)
    else:
        assert made == spoken


def page(body: str, head: str = "") -> str:
    return (
        f"<!-- x --><!DOCTYPE html>\n<html><head>{head}<title>x</title></head><body>{body}</body>"
    )


def test_html(tmp_path: Path) -> None:
    cells = "<tr><td>INT</td><td>One<table><tr><td>a</td><td>b</td></tr></table>two</td></tr>"
    body = (
        "<h1>Group&nbsp;3</h1><!-- Miller -->Below<p><b>INT</b>: Hi,\n  <i>all</i><br>&lt;so&gt; "
        "&#x1F600;&eacute;</p><div><strong>P1:</strong> Yes<p>and no</p></div><img src='x'>"
        f"<table><tr><th>Who</th><th>Text</th></tr>{cells}<tr><td>P1</td><td>Oh</td></tr></table>"
        "<p>INT:\u00a0So</p>"
    )
    reading = read(tmp_path, page(body), "a.html")
    assert without_times(reading) == [
        (None, "Group\u00a03"),
        (None, "Below"),
        ("INT", "Hi, all\n<so> 😀é"),
        ("P1", "Yes\nand no"),
        ("INT", "One\na\nb\ntwo"),
        ("P1", "Oh"),
        ("INT", "So"),
    ]
    assert reading.not_read == {"picture": 1, "table heading": 1}


def test_html_keeps_the_lines_of_preformatted_text(tmp_path: Path) -> None:
    body = "<pre>\nINT: Why?\nP1:  Because\n\nINT: Ah\n</pre>"
    expected = [("INT", "Why?"), ("P1", "Because"), ("INT", "Ah")]
    assert without_times(read(tmp_path, page(body))) == expected


@pytest.mark.parametrize(
    ("declared", "encoding", "said"),
    [
        ('<meta charset="windows-1255">', "cp1255", "שלום"),
        ('<META http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r", "да"),
        ("<meta charset=iso-8859-1>", "cp1252", "“naïve” – 5 €"),  # as all browsers read it
        ('<meta charset="utf-8">', "utf-16", "שלום"),
    ],
)
def test_html_encodings(tmp_path: Path, declared: str, encoding: str, said: str) -> None:
    body = page(f"<p>INT: {said}</p><p>P1: {said}</p>", declared)
    expected = [("INT", said), ("P1", said)]
    assert without_times(read(tmp_path, body.encode(encoding))) == expected
