"""Damaged, locked and hostile files: each is read or refused, in time, and nothing of it shown."""

import io
import json
import math
import random
import signal
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
import typst

from quotetrail.errors import TranscriptError
from quotetrail.transcripts import Reading, read_transcript

LONGEST = 5  # seconds that one file may take
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "manifest"))
SAID = "INT: Miller?\nP1: Yes, Miller."


@pytest.fixture
def attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[bytes | str], Reading | TranscriptError]]:
    """Read some bytes as a file; give back the reading, or the error after a look at it."""

    def refuse(*_: object) -> None:
        pytest.fail(f"a reader asks the network, or takes longer than {LONGEST} seconds")

    def read(data: bytes | str) -> Reading | TranscriptError:
        path = tmp_path / "a.bin"
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        signal.setitimer(signal.ITIMER_REAL, LONGEST)
        try:
            made = read_transcript(path, transcript="t1", shown_as="raw/a.bin")
        except TranscriptError as error:
            assert error.file == "raw/a.bin"
            assert error.found and error.advice
            assert "Miller" not in str(error)
            assert error.__cause__ is None
            assert error.__suppress_context__ or error.__context__ is None
            return error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        made.transcript.text.encode("utf-8")
        return made

    monkeypatch.setattr(socket.socket, "connect", refuse)
    before = signal.signal(signal.SIGALRM, refuse)
    outside = set(tmp_path.parent.iterdir())
    yield read
    signal.signal(signal.SIGALRM, before)
    assert [path.name for path in tmp_path.rglob("*")] == ["a.bin"]
    assert set(tmp_path.parent.iterdir()) == outside


def found(outcome: Reading | TranscriptError) -> str:
    assert isinstance(outcome, TranscriptError)
    return outcome.found


def said(outcome: Reading | TranscriptError) -> str:
    assert isinstance(outcome, Reading)
    return outcome.transcript.text


def zipped(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return made.getvalue()


def word(body: str = "", head: str = "", **others: str | bytes) -> bytes:
    body = body or "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in SAID.split("\n"))
    whole = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": whole} | others)


def odt(body: str = "", head: str = "", **others: str | bytes) -> bytes:
    body = body or "".join(f"<text:p>{line}</text:p>" for line in SAID.split("\n"))
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    whole = f"{head}<office:document-content {NAMES}>{inside}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": whole} | others)


def eaf(head: str = "", time: object = 1, value: str = "Miller") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<ANNOTATION_DOCUMENT><TIME_ORDER>'
        f'<TIME_SLOT TIME_SLOT_ID="t" TIME_VALUE="{time}"/></TIME_ORDER><TIER TIER_ID="Ann">'
        '<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="t"><ANNOTATION_VALUE>'
        f"{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
        "</ANNOTATION_DOCUMENT>"
    )


def pdf() -> bytes:
    return typst.compile(SAID.replace("\n", "\n\n").encode())


def segments(**values: object) -> str:
    return json.dumps({"segments": [{"start": 0.5, "end": 1, "text": "Miller"} | values]})


RTF = r"{\rtf1\ansi{\fonttbl{\f0\fcharset238 A;}}\f0\b INT:\b0  Mill\'e8 Miller\par P1: \u233?\par}"
HTML = f"<!DOCTYPE html><html><head><title>a</title></head><body><p>{SAID}</p></body></html>"
OTR = json.dumps({"text": f"<p>{SAID}</p>", "media": "a", "media-time": 1})
WHOLE: dict[str, Callable[[], bytes | str]] = {
    "docx": word,
    "odt": odt,
    "rtf": lambda: RTF,
    "pdf": pdf,
    "eaf": eaf,
    "json": segments,
    "otr": lambda: OTR,
    "html": lambda: HTML,
    "vtt": lambda: "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ann>Miller</v>\n",
    "srt": lambda: (
        "1\n00:00:01,000 --> 00:00:02,000\nINT: Miller\n\n2\n00:00:03,000 --> 00:00:04,0\nSo\n"
    ),
    "cha": lambda: "@UTF8\n@Begin\n*INT:\tMiller ? \x151_2\x15\n%com:\tMiller\n@End\n",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_truncated_and_altered(attempt, kind: str) -> None:
    made = WHOLE[kind]()
    whole = made.encode("utf-8") if isinstance(made, str) else made
    assert "Mill" in said(attempt(whole))
    step = max(len(whole) // 100, 1)
    read = [cut for cut in range(1, len(whole), step) if isinstance(attempt(whole[:cut]), Reading)]
    if kind in ("docx", "odt", "json", "otr", "rtf", "eaf"):  # the others may end anywhere
        assert [cut for cut in read if cut > 5] == []
    chance = random.Random(kind)
    for _ in range(100):
        altered = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            altered[chance.randrange(len(altered))] = chance.randrange(256)
        attempt(bytes(altered))


@pytest.mark.parametrize("user", ["Miller", ""])
def test_pdf_with_a_password(attempt, user: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt(user, owner_password="Miller", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    outcome = attempt(locked.getvalue())
    if user:
        assert "password" in found(outcome)
    else:
        assert "Miller" in said(outcome)


def test_pdf_with_a_password_of_newer_kind(attempt) -> None:
    """Pypdf alone knows nothing of AES."""
    zeros = {"O": 48, "U": 48, "OE": 32, "UE": 32, "Perms": 16}
    keys = "".join(f"/{name}<{'00' * size}>" for name, size in zeros.items())
    method = "/CF<</StdCF<</CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>/StmF/StdCF/StrF/StdCF"
    lock = f"/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -4{keys}{method}>>/ID[<00><00>]"
    plain = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(pdf())).write(plain)
    before, trailer, after = plain.getvalue().partition(b"trailer\n<<")
    assert "password" in found(attempt(before + trailer + lock.encode() + after))


def test_odt_with_a_password(attempt) -> None:
    manifest = f"<manifest:manifest {NAMES}><manifest:encryption-data/></manifest:manifest>"
    locked = odt(**{"META-INF/manifest.xml": manifest, "content.xml": b"\0Miller"})
    assert "password" in found(attempt(locked))


@pytest.mark.parametrize("make", [word, odt])
def test_zip_bombs(attempt, make: Callable[..., bytes]) -> None:
    name = "word/footnotes.xml" if make is word else "styles.xml"
    bomb = make(**{name: b" " * 20_000_000})
    assert len(bomb) < 50_000
    assert "unpacks to far more" in found(attempt(bomb))
    size = (20_000_000).to_bytes(4, "little")
    assert bomb.count(size) == 2
    assert "damaged" in found(attempt(bomb.replace(size, (1000).to_bytes(4, "little"))))


def test_entities_that_multiply(attempt) -> None:
    more = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY l0 "Miller">{more}]>'
    for data in (eaf(head, value="&l9;"), word("<w:p>&l9;</w:p>", head), odt("&l9;", head)):
        assert "document type" in found(attempt(data))


def nested(start: str, inside: str, end: str, levels: int = 100_000) -> str:
    return start * levels + inside + end * levels


@pytest.mark.parametrize("levels", [300, 100_000])
@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "blockquote><p"])
def test_deep_html_loses_nothing_in_silence(attempt, tag: str, levels: int) -> None:
    inside = nested(f"<{tag}>", "INT: Miller", f"</{tag.split('>')[0]}>", levels)
    page = f"<html><body><p>INT: So</p>{inside}<p>P1: the last</p></body></html>"
    outcome = attempt(page)
    if isinstance(outcome, Reading):
        assert "the last" in said(outcome)
    attempt(json.dumps({"text": page, "media-time": 1}))


def test_deep_groups_and_elements(attempt) -> None:
    assert "Miller" in said(attempt(r"{\rtf1 " + nested("{", "INT: Miller", "}") + "}"))
    assert "breaks off" in found(attempt(r"{\rtf1 " + nested("{", "INT: Miller", "")))
    assert "JSON" in found(attempt(nested('{"a":', '"Miller"', "}")))
    assert "JSON" in found(attempt('{"segments":' + nested("[", '"Miller"', "]") + "}"))
    assert found(attempt(word(nested("<w:sdt>", "<w:p>Miller</w:p>", "</w:sdt>"))))
    assert found(attempt(odt(nested("<text:p>", "Miller", "</text:p>"))))
    assert found(attempt(eaf(value=nested("<a>", "Miller", "</a>"))))


SLOW = {
    "comments before html": "<!---->" * 50_000 + "Miller",
    "voices that never end": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 50_000 + "Miller",
    "tags that never end": "1\n00:00:01,0 --> 00:00:02,0\nMiller" + "<i " * 50_000,
    "rolling cues": "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nMiller\n\n" * 10_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_nothing_takes_long(attempt, text: str) -> None:
    attempt(text)


def test_entities_of_other_files(attempt) -> None:
    """Nothing of this folder's licence shows, though each file asks for it."""
    other = Path(__file__).parents[2] / "LICENSE"
    assert "Permission is hereby granted" in other.read_text("utf-8")
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{other.as_uri()}">]>'
    styles = f"{head}<office:document-styles {NAMES}>&e;</office:document-styles>"
    for data in (eaf(head, value="&e;"), odt("&e;", head), odt(**{"styles.xml": styles})):
        assert "document type" in found(attempt(data))
    others: list = [f"{head}<html><body>a &e;", f"<html>{head}<body>a &e;"]
    for encoding in ("utf-7", "cp037"):
        body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>a &e;</w:t></w:r></w:p>'
        xml = f"<?xml version='1.0' encoding='{encoding}'?>{head}{body}</w:body></w:document>"
        others.append(zipped({"word/document.xml": xml.encode(encoding)}))
    for data in others:
        outcome = attempt(data)
        assert isinstance(outcome, TranscriptError) or "Permission" not in said(outcome)


LINKS = {
    "image": ("image", "http://example.org/Miller.png", True),
    "ole": ("oleObject", "file:///C:/Miller.xlsx", True),
    "template of the web": ("attachedTemplate", "http://example.org/Miller.dotm", True),
    "template of a share": ("attachedTemplate", "\\\\host\\Miller.dotm", True),
    "part of another document": ("subDocument", "Miller.docx", True),
    "link to click on": ("hyperlink", "http://example.org/Miller", False),
    "template of its own disk": ("attachedTemplate", "file:///C:/Miller/Normal.dotm", False),
}


@pytest.mark.parametrize(("kind", "target", "refused"), LINKS.values(), ids=LINKS)
def test_parts_that_lie_elsewhere(attempt, kind: str, target: str, refused: bool) -> None:
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="r1" Type="{types}/{kind}" Target="{target}" TargetMode="External"/>'
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{names}">{link}</Relationships>'
    outcome = attempt(word(**{"word/_rels/settings.xml.rels": rels}))
    if refused:
        assert "outside of it" in found(outcome)
        assert isinstance(outcome, TranscriptError) and "settings.xml.rels" in outcome.place
    else:
        assert "Miller" in said(outcome)


@pytest.mark.parametrize("make", [word, odt])
def test_members_that_climb_out(attempt, make: Callable[..., bytes]) -> None:
    names = "../evil.xml", "../../word/document.xml", "/tmp/evil.xml", "..\\evil.xml", "word/../x"
    assert "Miller" in said(attempt(make(**dict.fromkeys(names, "Miller"))))


@pytest.mark.parametrize(
    "script",
    ["<script>Miller</script>", "<SCRIPT SRC='http://example.org/a.js'>", "<svg><script/></svg>"],
)
def test_scripts(attempt, script: str) -> None:
    page = f"<html><body><p>INT: Miller</p>{'<p>a</p>' * 3000}{script}</body></html>"
    assert "scripts" in found(attempt(page))
    assert "scripts" in found(attempt(json.dumps({"text": page, "media-time": 1})))
    harmless = "<html><body onload='a()'><a href='javascript:a()'>INT: Miller</a><img src='a'>"
    assert said(attempt(harmless)) == "Miller"


TIMES = "00:00:0x,000 --> 00:00:04,000", "00:00:03,000 -> 00:00:04,000", "00:75:00,0 --> 1", "-->"


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("head", ["", "WEBVTT\n\n"])
def test_times_that_cannot_be_read(attempt, head: str, times: str) -> None:
    first = "1\n00:00:01,000 --> 00:00:02,000\nINT: Miller\n\n"
    outcome = attempt(f"{head}{first}2\n{times}\nMiller\n")
    assert found(outcome)
    line = 5 + head.count("\n")
    assert getattr(outcome, "place", "") in (f"line {line}", f"line {line + 1}")


NUMBERS = "x", "9" * 5_000, "99999999999", "-1", "", "1e5", "²"
NUMBERED: dict[str, Callable[[str], bytes | str]] = {
    "odt": lambda number: odt(f'<text:p>INT: Miller<text:s text:c="{number}"/>so</text:p>'),
    "eaf": lambda number: eaf(time=number),
    "rtf": lambda number: rf"{{\rtf1 INT: \u{number}? \uc{number} \'e9\f{number} \bin{number} so}}",
    "json": lambda number: segments(start=number),
    "whisper.cpp": lambda number: segments(offsets={"from": number}).replace("start", "begin"),
}


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
@pytest.mark.parametrize("make", NUMBERED.values(), ids=NUMBERED)
def test_numbers_that_are_none(attempt, make: Callable[[str], bytes], number: str) -> None:
    attempt(make(number))


@pytest.mark.parametrize("start", ["NaN", "Infinity", "1e999", "1" + "0" * 400, "[]", '{"a": 1}'])
def test_starts_of_segments_are_times(attempt, start: str) -> None:
    outcome = attempt(segments(start="?").replace('"?"', start))
    if isinstance(outcome, Reading):
        assert all(math.isfinite(turn.time or 0) for turn in outcome.transcript.turns)


OTHERS = {
    "program": b"\x7fELF\2\1\1\0Miller",
    "photograph": b"\xff\xd8\xff\xe0\0\x10JFIF\0Miller",
    "spreadsheet": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "odt without text": zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "list of JSON": '\n[ \n {"Miller": 1}]',
    "XML": "<?xml version='1.0' encoding='UTF-16'?><a>Miller</a>".encode("utf-16"),
}


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_files_of_other_kinds_are_not_read_as_speech(attempt, data: bytes | str) -> None:
    assert found(attempt(data))
