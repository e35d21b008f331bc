"""Documents (docx, odt, rtf, html, pdf): the words and turns that pandoc and LibreOffice find."""

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import docx
import pypandoc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotetrail.transcripts import Reading, read_transcript


def turns(reading: Reading) -> list[tuple[str | None, str]]:
    made = reading.transcript
    return [(turn.speaker, made.text[turn.start : turn.end]) for turn in made.turns]


# Any document, as pandoc writes and reads it.

KNOWN_WORDS = str.split("""
    so naïve Ærø e\u0301te\u0301 don't co\u00adop 3,5 x² … שלום שָׁלוֹם „כן“ नमस्ते क्\u200dष हिन्दी
    છે ગુજરાતી 😀 👩\u200d🔬
""")
WORD = st.one_of(
    st.sampled_from([*KNOWN_WORDS, "5\u00a0km"]),
    st.text("aäőžßñçאבגכשलखगમનપ", min_size=1, max_size=5),
)
LABEL = st.sampled_from(["Anna", "INT", "P1", "דנה", "मीरा", "Max Bigman"])
PLAIN = ["", [], []]


def node(kind: str, *content: object) -> dict:
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def inline(words: list[str]) -> list[dict]:
    parts = [part for word in words for part in (node("Str", word), {"t": "Space"})]
    return parts[:-1]


SAID = st.lists(WORD, min_size=1, max_size=8).map(inline)
TAIL = st.one_of(
    st.just([]),
    SAID.map(lambda said: [node("Note", [node("Para", said)])]),
    SAID.map(lambda said: [{"t": "LineBreak"}, *said]),
    SAID.map(lambda said: [{"t": "Space"}, node("Strong", said)]),
    SAID.map(lambda said: [{"t": "Space"}, node("Emph", said), node("Str", "so")]),
)


def labelled(label: str, bold: bool, said: list[dict], tail: list[dict]) -> dict:
    head = inline(f"{label}:".split(" "))
    return node("Para", [*([node("Strong", head)] if bold else head), {"t": "Space"}, *said, *tail])


def table(rows: list[tuple[list[dict], list[dict]]], caption: list[dict]) -> dict:
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * 2
    cells = [
        [[PLAIN, {"t": "AlignDefault"}, 1, 1, [node("Plain", said)]] for said in row]
        for row in rows
    ]
    body = [PLAIN, 0, [], [[PLAIN, row] for row in cells]]
    title = [None, [node("Plain", caption)] if caption else []]
    return node("Table", PLAIN, title, columns, [PLAIN, []], [body], [PLAIN, []])


BLOCK = st.one_of(
    st.builds(labelled, LABEL, st.booleans(), SAID, TAIL),
    st.builds(lambda said, tail: node("Para", [*said, *tail]), SAID, TAIL),
    st.builds(lambda level, said: node("Header", level, PLAIN, said), st.integers(1, 3), SAID),
    st.lists(SAID.map(lambda said: [node("Plain", said)]), min_size=1, max_size=3).map(
        lambda items: node("BulletList", items)
    ),
    st.builds(
        table,
        st.lists(
            st.tuples(LABEL.map(lambda label: inline([label])) | SAID, SAID), min_size=1, max_size=4
        ),
        st.just([]) | SAID,
    ),
    SAID.map(lambda said: node("BlockQuote", [node("Para", said)])),
)


def pandoc(*arguments: str, given: str = "") -> str:
    command = [pypandoc.get_pandoc_path(), *arguments]
    options = {"capture_output": True, "encoding": "utf-8", "timeout": 60}
    return subprocess.run(command, input=given, check=True, **options).stdout


def strings(part: object) -> str:
    """All strings of pandoc's document; only parts of a line stand beside each other."""
    if isinstance(part, list):
        is_cell = len(part) == 5 and part[2:4] == [1, 1]
        return ("\n" if is_cell else "") + "".join(map(strings, part))
    if not isinstance(part, dict):
        return ""
    kind, content = part["t"], part.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    is_inline = kind in ("Strong", "Emph", "Superscript", "Span", "Link", "Quoted")
    return strings(content) if is_inline else f"\n{strings(content)}\n"


def words(written: str, kind: str) -> Counter[str]:
    """What stands between spaces and colons; bullets, and in html the marks of notes, set aside."""
    found = written.replace(":", " ").split()
    if kind == "html":
        found = [word.removesuffix("↩︎").rstrip("0123456789") for word in found]
    return Counter(word for word in found if word not in "•·")


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html"])
def test_the_words_are_those_that_pandoc_reads(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    empty = json.loads(pandoc("-t", "json"))
    write = ["-f", "json", "-t", kind, "-s", "--metadata", "pagetitle=x", "-o", str(path)]

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(BLOCK, min_size=1, max_size=8))
    def check(blocks: list[dict]) -> None:
        blocks = [labelled("INT", False, inline(["go"]), []), *blocks]
        pandoc(*write, given=json.dumps(empty | {"blocks": blocks}))
        # Pandoc's reader of rtf loses spaces and emoji, so there its own document is compared.
        read = "" if kind == "rtf" else pandoc("-f", kind, "-t", "json", str(path))
        theirs = json.loads(read)["blocks"] if read else blocks
        reading = read_transcript(path, transcript="t1")
        ours = "\n".join(f"{speaker or ''} {said}" for speaker, said in turns(reading))
        assert words(ours, kind) == words(strings(theirs), kind)
        assert set(reading.not_read) <= {"footer"}  # the page number of an odt
        reading.transcript.text.encode("utf-8")

    check()


# A document of Word, in the other formats of LibreOffice.

SPOKEN = [
    ("Anna", "Hi there, who begins?"),
    ("Ben", "I do — “so”, naïve\nמה שלום, ઘર, घर 😀."),
    ("Anna", "Good."),
    ("Ben", "Yes. " + "And then we went on and on. " * 60 + "So."),
]
ROWS = [("Anna", "Row one"), ("Ben", "Row two\nof two"), ("Anna", "Row three"), ("Ben", "So")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    """Convert a docx to another format by LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not there")
    profile = tmp_path_factory.mktemp("office").as_uri()

    def convert(path: Path, kind: str) -> Path:
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
        command += ["--outdir", str(path.parent), str(path)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        return path.with_suffix(f".{kind.split(':')[0]}")

    return convert


def word_file(folder: Path, spoken: list[tuple[str, str]], rows: list[tuple[str, str]]) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Group of Miller"
    document.sections[0].footer.paragraphs[0].text = "kept by Miller"
    document.add_paragraph("Group 3, Leeds")
    if rows:
        grid = document.add_table(rows=0, cols=2)
        for row in rows:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    for label, said in spoken:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f" {said}")
    document.add_comment(paragraph.runs, text="check Miller", author="Miller", initials="M")
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


@pytest.mark.parametrize("kind", ["odt", "rtf", "html:HTML (StarWriter)"])
def test_office_files_have_the_turns_of_the_docx(office, kind: str, tmp_path: Path) -> None:
    path = word_file(tmp_path, SPOKEN, ROWS)
    expected = [(None, "Group 3, Leeds"), *ROWS, *SPOKEN]
    assert turns(read_transcript(path, transcript="t1")) == expected
    reading = read_transcript(office(path, kind), transcript="t1")
    assert turns(reading) == expected
    if kind in ("odt", "rtf"):
        assert reading.not_read == {"header": 1, "footer": 1, "comment": 1}


def test_office_pdf_has_the_turns_of_the_docx(office, tmp_path: Path) -> None:
    spoken = [(label, said.split("\n")[0]) for label, said in SPOKEN * 4]
    path = word_file(tmp_path, spoken, [])
    reading = read_transcript(office(path, "pdf"), transcript="t1")
    assert turns(reading) == [(None, "Group 3, Leeds"), *spoken]
    assert reading.not_read["page header or footer"] >= 6
