"""Real transcripts, against numbers counted in another way or by hand."""

import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from quotetrail.text import Transcript
from quotetrail.transcripts import Reading, find_turns, label_counts, read_transcript

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Turns of Researcher 1 and of the other person, counted with grep.
SHEFFIELD = {
    "Ana": (123, 123),
    "David": (37, 37),
    "Jessica": (72, 75),
    "Kelly": (75, 67),
    "Michelle": (64, 64),
    "Pauline": (90, 89),
    "Penni": (100, 101),
    "Peter": (49, 49),
    "Robert": (61, 60),
    "Sam": (41, 43),
    "Stephen": (51, 53),
}


def said(made: Transcript, index: int) -> str:
    turn = made.turns[index]
    return made.text[turn.start : turn.end]


def read(path: Path) -> Reading:
    return read_transcript(path, transcript="t1")


def body_paragraphs(path: Path) -> list[str]:
    """All w:t of each paragraph, by the standard library; these files hold no tracked changes."""
    with zipfile.ZipFile(path) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    return ["".join(node.text or "" for node in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]


@pytest.mark.parametrize("name", SHEFFIELD)
def test_sheffield_text(real_data: Path, name: str) -> None:
    made = read(real_data / f"transcripts/sheffield-interviews/{name}.txt").transcript
    counts = {label: turns for label, turns, _ in label_counts(made)}
    assert (counts["Researcher 1"], counts[name]) == SHEFFIELD[name]
    assert set(made.speakers()) == {"Researcher 1", name}
    assert made.turns[0].speaker is None


@pytest.mark.parametrize("name", ["Ana", "David", "Jessica", "Kelly", "Pauline", "Penni", "Peter"])
def test_sheffield_word(real_data: Path, name: str) -> None:
    path = real_data / f"transcripts/sheffield-interviews/{name}.docx"
    made = read(path).transcript
    starts = [re.match(rf"\s*(Researcher 1|{name})\s*:", text) for text in body_paragraphs(path)]
    expected = [match[1] for match in starts if match]
    assert [turn.speaker for turn in made.turns if turn.speaker] == expected
    assert made.turns[0].speaker is None


@pytest.mark.parametrize("name", ["David", "Jessica", "Kelly", "Pauline", "Penni", "Sam"])
def test_sheffield_word_and_text_agree(real_data: Path, name: str) -> None:
    folder = real_data / "transcripts/sheffield-interviews"
    word = read(folder / f"{name}.docx").transcript
    text = read(folder / f"{name}.txt").transcript
    assert label_counts(word) == label_counts(text)
    assert [turn.speaker for turn in word.turns] == [turn.speaker for turn in text.turns]


@pytest.mark.parametrize(
    ("name", "only_in_word"),
    [
        ("Ana", ""),
        ("Peter", ""),
        ("Lisa", "Not at this point."),
        ("Stephen", "That's okay. Could I add one more thing"),
    ],
)
def test_sheffield_word_and_text_differ_as_the_files_do(
    real_data: Path, name: str, only_in_word: str
) -> None:
    """The text files of two interviews lack one turn each; in Ana's some words were corrected."""
    folder = real_data / "transcripts/sheffield-interviews"
    word = read(folder / f"{name}.docx").transcript
    raw = (folder / f"{name}.txt").read_text("utf-8-sig")
    text = read(folder / f"{name}.txt").transcript
    turns = [
        turn
        for at, turn in enumerate(word.turns)
        if only_in_word == "" or not said(word, at).startswith(only_in_word)
    ]
    assert [turn.speaker for turn in turns] == [turn.speaker for turn in text.turns]
    assert len(word.turns) - len(turns) == bool(only_in_word)
    assert not only_in_word or only_in_word not in raw


def test_sheffield_words_are_all_there(real_data: Path) -> None:
    for path in sorted((real_data / "transcripts/sheffield-interviews").glob("[A-Q]*.docx")):
        made = read(path).transcript
        labels = Counter(turn.speaker for turn in made.turns if turn.speaker)
        written = "\n".join(body_paragraphs(path))
        if path.stem == "Lisa":
            assert 3933.0 in [turn.time for turn in made.turns]
            written = written.replace("1:05:33", "", 1)
        expected = Counter(re.findall(r"\w+", written))
        for label, count in labels.items():
            for word in label.split():
                expected[word] -= count
        assert +expected == Counter(re.findall(r"\w+", made.text)), path.name


def test_sheffield_labels_alone_on_their_line(real_data: Path) -> None:
    reading = read(real_data / "transcripts/sheffield-interviews/Lisa.docx")
    made = reading.transcript
    assert Counter(turn.speaker for turn in made.turns) == {None: 1, "Researcher 1": 50, "Lisa": 50}
    assert said(made, 2).startswith("Yeah, which Creative Commons license")
    assert "header" not in reading.not_read  # its header and footer parts are empty


def test_sheffield_continuation_paragraph(real_data: Path) -> None:
    made = read(real_data / "transcripts/sheffield-interviews/Stephen.txt").transcript
    assert (made.turns[0].speaker, said(made, 0)) == (None, "Stephen")
    assert made.turns[2].speaker == "Stephen"
    assert "\n     I have a quote, which I use" in said(made, 2)


def test_sheffield_references_are_nobodys(real_data: Path) -> None:
    made = read(real_data / "transcripts/sheffield-interviews/Peter.docx").transcript
    assert [turn.speaker for turn in made.turns[-4:]] == ["Researcher 1", None, None, None]
    assert said(made, -1).startswith("Kiger, M. & Varpio, L. (2020): Thematic")


def test_sheffield_comments_are_counted(real_data: Path) -> None:
    path = real_data / "transcripts/sheffield-interviews/David.docx"
    expected = len(list(docx.Document(str(path)).comments))
    assert expected > 0
    assert read(path).not_read == {"comment": expected}


def qc_text(real_data: Path, name: str) -> str:
    with zipfile.ZipFile(real_data / "refi-qda/qc/demo.qdpx") as archive:
        return archive.read(f"sources/{name}").decode("utf-8")


def test_qc_interview(real_data: Path) -> None:
    text = qc_text(real_data, "admin-1.txt")
    reading = find_turns(text, transcript="t1")
    made = reading.transcript
    counts = Counter(turn.speaker for turn in made.turns)
    assert counts == {"Automation": 1, "Max Bigman": 30, "admin-1": 55}
    assert said(made, 0) == "This call is now being recorded."
    assert said(made, 1).startswith(
        "And I keep forgetting to send out these IRB official \nconsent"
    )
    at = text.index("consent forms")
    carried = reading.offsets.forward(at, at + 13)
    assert made.text[carried.start : carried.end] == "consent forms"


def test_qc_meeting(real_data: Path) -> None:
    made = find_turns(qc_text(real_data, "board_2017.txt"), transcript="t1").transcript
    counts = Counter(turn.speaker for turn in made.turns)
    assert sum(counts.values()) == 131
    assert len(counts) == 41
    once = {
        "Com 7",
        "Committee 1",
        "Ivanika",
        "Jessica",
        "John",
        "Malika",
        "Robbie",
        "Suess",
        "Tom",
    }
    assert once <= {label for label, count in counts.items() if count == 1}
    assert (counts["Moderator"], counts["Speaker 12"], counts["Speaker 6"]) == (16, 13, 11)
    assert (counts["Mr. Dabor"], counts["Mr. Tyeri"], counts["Ms. Ofek"]) == (4, 6, 3)
    assert not any("\n\n" in made.text[turn.start : turn.end] for turn in made.turns)


def test_zoom(real_data: Path) -> None:
    made = read(real_data / "transcripts/zoom-vtt/example_transcript.vtt").transcript
    assert [turn.speaker for turn in made.turns] == ["Stewie Griffin", "Brian Griffin"] * 5
    assert made.turns[1].time == pytest.approx(10.001)
    assert said(made, 1).endswith("laoreet dignissim.\nNulla facilisi.")
    assert "Griffin" not in made.text


def test_youtube(real_data: Path) -> None:
    cues = read(real_data / "transcripts/youtube-vtt/400-ruff-linter.vtt").transcript
    assert len(cues.turns) == 1332  # "-->" in the file
    assert cues.speakers() == []
    assert cues.turns[1].time == pytest.approx(8.9)
    lines = read(real_data / "transcripts/youtube-vtt/400-ruff-linter.txt").transcript
    assert cues.text.split()[:6000] == lines.text.split()[:6000]  # later ones were corrected
    assert lines.turns[1].time == 8.0


def test_noscribe(real_data: Path) -> None:
    folder = real_data / "transcripts/noscribe-german"
    reading = read(folder / "interview.vtt")
    assert set(reading.transcript.speakers()) == {"S00", "S01", "S02"}
    assert reading.not_read == {"note": 1}
    assert reading.transcript.turns[0].speaker is None
    assert said(reading.transcript, 0) == "(12 seconds pause)"
    text = read(folder / "interview.txt").transcript
    counts = Counter(turn.speaker for turn in text.turns)
    assert counts == {None: 3, "S01": 45, "S00": 46, "S02": 7}
    assert text.turns[3].time == 12.0
    assert said(text, 3).endswith("Sie haben mir meine Kindheit auf jeden Fall versüßt.")
    assert (text.turns[4].speaker, said(text, 4)) == ("S02", "Ist das herrlich.")
    assert (text.turns[5].speaker, text.turns[5].time) == ("S01", None)
    assert "[00:05:49]" in (folder / "interview.txt").read_text("utf-8")
    assert "[00:05:49]" not in text.text


def words_by_speaker(made: Transcript) -> list[tuple[str, str]]:
    return [
        (turn.speaker, word)
        for index, turn in enumerate(made.turns)
        if turn.speaker
        for word in said(made, index).split()
    ]


def test_noscribe_files_agree(real_data: Path) -> None:
    """The three have the same words of the same speakers; in two cues noScribe names another."""
    folder = real_data / "transcripts/noscribe-german"
    page, text, cues = (
        read(folder / f"interview.{kind}").transcript for kind in ("html", "txt", "vtt")
    )
    assert page.text == text.text
    assert [(turn.speaker, turn.time) for turn in page.turns] == [
        (turn.speaker, turn.time) for turn in text.turns
    ]
    ours, theirs = words_by_speaker(text), words_by_speaker(cues)
    assert [word for _, word in ours] == [word for _, word in theirs]
    differing = [
        (mine, its) for (mine, _), (its, _) in zip(ours, theirs, strict=True) if mine != its
    ]
    assert Counter(differing) == {("S01", "S02"): 13, ("S01", "S00"): 17}


def test_noscribe_speakers_are_those_of_its_anchors(real_data: Path) -> None:
    """noScribe names each piece of speech with its speaker, `//` before the one who talks over."""
    path = real_data / "transcripts/noscribe-german/interview.html"
    anchors = re.findall(r'<a name="ts_\d+_\d+_([^"]*)" >(.*?)</a>', path.read_text("utf-8"))
    spoken: list[tuple[str, str]] = []
    for speaker, content in anchors:
        words = re.sub(r"<[^>]*>|\[[\d:]+\]|//(?:S\d\d:)?|^S\d\d:", " ", content).split()
        spoken += [(speaker.strip("/"), word) for word in words if speaker]
    pairs = list(zip(words_by_speaker(read(path).transcript), spoken, strict=True))
    assert [ours[1] for ours, _ in pairs] == [its[1] for _, its in pairs]
    assert all(ours[0] == its[0] for ours, its in pairs)


@pytest.mark.parametrize("language", ["english", "gujarati", "hindi", "marathi"])
def test_dialogue_without_labels(real_data: Path, language: str) -> None:
    path = real_data / f"transcripts/indic-dialogue/{language}.txt"
    made = read(path).transcript
    paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
    assert [said(made, i) for i in range(12)] == [text.strip() for text in paragraphs]
    assert made.speakers() == []


def test_otter(real_data: Path) -> None:
    path = real_data / "transcripts/otter-podcast/46-systems-design.md"
    made = read(path).transcript
    names = re.findall(r"^\**([A-Z][A-Za-z ]+?)\**\s+[\d:]+\s*$", path.read_text("utf-8"), re.M)
    assert [turn.speaker for turn in made.turns[:-1]] == names
    assert made.turns[1].time == 24.0
    assert (made.turns[-1].speaker, said(made, -1)) == (None, "Transcribed by https://otter.ai")


# Turns by speaker, read in the files: 27 holds a label with a slip, "UKelly".
OTTER = {
    "27-data-structures-and-algorithms": {
        **{"Ali": 68, "Kelly": 58, "Emma": 80, "UKelly": 1, "Unknown Speaker": 3, None: 1}
    },
    "37-advice-for-past-selves": {
        **{"Unknown Speaker": 14, "Kelly": 33, "Emma": 25, "Ali": 26, None: 1}
    },
    "46-systems-design": {"Emma": 46, "Kelly": 38, "Unknown Speaker": 15, "Ali": 46, None: 1},
}


@pytest.mark.parametrize("name", OTTER)
def test_otter_speakers_and_times(real_data: Path, name: str) -> None:
    path = real_data / f"transcripts/otter-podcast/{name}.md"
    made = read(path).transcript
    assert Counter(turn.speaker for turn in made.turns) == OTTER[name]
    stamps = re.findall(r"^\S.*?\s(\d+:\d\d(?::\d\d)?)\s*$", path.read_text("utf-8"), re.M)
    seconds = [sum(60**n * int(p) for n, p in enumerate(s.split(":")[::-1])) for s in stamps]
    assert [turn.time for turn in made.turns[:-1]] == seconds


@pytest.mark.parametrize("name", ["ID1.docx", "ID2.odt"])
def test_texts_without_speakers(real_data: Path, name: str) -> None:
    """Three paragraphs that one person wrote."""
    made = read(real_data / "qualcoder" / name).transcript
    assert [turn.speaker for turn in made.turns] == [None] * 3
    first = {"ID1.docx": "I really like learning new", "ID2.odt": "I have not studied much"}
    assert said(made, 0).startswith(first[name])


def test_otter_names_without_time(real_data: Path) -> None:
    made = read(
        real_data / "transcripts/otter-podcast/37-web-developer-learning-path.md"
    ).transcript
    assert (made.turns[2].speaker, said(made, 2)) == ("Ali", "I'm Ali.")
    assert made.turns[3].speaker == "Emma"
