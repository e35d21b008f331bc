"""What Taguette reads from the database that is written for it."""

import json
import os
import sqlite3
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from unit.test_coding_write import CODES, studies
from unit.test_coding_write_qualcoder import shown

from quotetrail.coding.project import Code, Coding
from quotetrail.coding.speakers import speaker_codes, without_speakers
from quotetrail.coding.taguette import read_taguette
from quotetrail.coding.write_taguette import write_taguette
from quotetrail.coding.write_texts import render
from quotetrail.text import Transcript, Turn

PATHS = {"a": "Trust", "b": "Trust > Group", "c": "Trust > Group > Trust", "d": 'a > "b"'}


class Seen(HTMLParser):
    """The text of a page as a reader sees it, which is what Taguette counts."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.feed(page)
        self.close()

    def handle_data(self, data):
        self.text += data


def highlights(path) -> list[tuple[str, str, str]]:
    """Document, words and tag of each highlight, by the tables and counted in bytes."""
    with sqlite3.connect(f"file:{path}?immutable=1", uri=True) as database:
        pages = dict(database.execute("select name, contents from documents").fetchall())
        rows = database.execute(
            "select name, start_offset, end_offset, snippet, path from highlight_tags"
            " join highlights on highlights.id = highlight_id join tags on tags.id = tag_id"
            " join documents on documents.id = document_id"
        ).fetchall()
    texts = {name: Seen(page).text.encode() for name, page in pages.items()}
    for name, start, end, snippet, _ in rows:
        assert texts[name][start:end].decode() == Seen(snippet).text
    return [(name, texts[name][start:end].decode(), tag) for name, start, end, _, tag in rows]


def expected(transcripts, codings) -> Counter:
    """What the codings say, each place, coder and code once."""
    texts = {each.transcript: (render(each).text, shown(each)) for each in transcripts}
    names = dict(zip((code.code for code in CODES), PATHS.values(), strict=True))
    found = set()
    for each in codings:
        text, places = texts[each.source]
        start, end = places[each.start], places[each.end - 1] + 1
        words = text[start:end]
        found.add((each.source, words, names[each.code], start, end, each.coder))
    return Counter(key[:3] for key in found)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(studies())
def test_each_highlight_has_the_words_and_the_path_of_its_code(tmp_path, study):
    transcripts, codings = study
    path = tmp_path / "p.sqlite3"
    write_taguette(path, name="s", codes=CODES, transcripts=transcripts, codings=codings)
    assert Counter(highlights(path)) == expected(transcripts, codings)
    project = read_taguette(path, "p")
    assert {each.name: each.text for each in project.sources} == {
        each.transcript: render(each).text for each in transcripts
    }
    assert len(project.codings) == sum(expected(transcripts, codings).values())


TEXT = Transcript(
    "t" * 60, "he", "a <b> & c\n\nשלום\x0b", (Turn(0, 9, "P1"), Turn(10, 10), Turn(11, 16, "INT"))
)


def test_names_are_cut_and_stay_apart(tmp_path):
    others = [TEXT, Transcript("u" + "t" * 60, "en", "a", (Turn(0, 1, "P1"),))]
    codes = [Code("a", "x" * 150), Code("b", "y" * 100, "a"), Code("c", "z" + "y" * 99 + "y", "a")]
    path = tmp_path / "p.sqlite3"
    codings = [Coding("k", "b", TEXT.transcript, 2, 9, "C1")]
    write_taguette(path, name="n" * 80, codes=codes, transcripts=others, codings=codings)
    with sqlite3.connect(path) as database:
        for table, column, longest in (
            ("documents", "name", 50),
            ("tags", "path", 200),
            ("projects", "name", 50),
        ):
            names = [row[0] for row in database.execute(f"select {column} from {table}")]
            assert len(set(names)) == len(names)
            assert max(map(len, names)) <= longest
        sides = database.execute("select text_direction from documents order by id").fetchall()
        assert [side for (side,) in sides] == ["RIGHT_TO_LEFT", "LEFT_TO_RIGHT"]
    assert [words for _, words, _ in highlights(path)] == ["<b> & c"]


def test_speakers_are_told_when_the_project_comes_back(tmp_path):
    codes, turns = speaker_codes([TEXT])
    path = tmp_path / "p.sqlite3"
    write_taguette(path, name="s", codes=codes, transcripts=[TEXT], codings=turns)
    project = without_speakers(read_taguette(path, "p"))
    assert project.codes == ()
    assert [each.kind for each in project.codings] == ["speaker", "speaker"]


def test_codings_of_no_character_are_left_out(tmp_path):
    path = tmp_path / "p.sqlite3"
    codings = [Coding("k", "b", TEXT.transcript, 2, 2)]
    write_taguette(path, name="s", codes=CODES, transcripts=[TEXT], codings=codings)
    assert highlights(path) == []


def test_bytes_are_the_same_every_time_and_know_no_version_of_sqlite(tmp_path):
    for name in ("a", "b"):
        write_taguette(tmp_path / name, name="s", codes=CODES, transcripts=[TEXT], codings=[])
    data = (tmp_path / "a").read_bytes()
    assert data == (tmp_path / "b").read_bytes()
    assert data[96:100] == bytes(4)


@pytest.mark.long
def test_taguette_imports_it(tmp_path):
    """With Taguette's own code, in an environment of its own."""
    python = os.environ.get("QUOTETRAIL_TAGUETTE_PYTHON")
    if not python:
        pytest.skip("QUOTETRAIL_TAGUETTE_PYTHON names no Python that has Taguette")
    codings = [
        Coding("k1", "c", TEXT.transcript, 2, 9, "C1"),
        Coding("k2", "d", TEXT.transcript, 2, 9, "C1"),
        Coding("k3", "c", TEXT.transcript, 2, 9, "C2"),
        Coding("k4", "b", TEXT.transcript, 4, 15, "C1"),
    ]
    codes = [
        Code(code, name, parent)
        for code, name, parent in zip("abcd", "wxyz", (None, "a", "b", None), strict=True)
    ]
    path = tmp_path / "p.sqlite3"
    write_taguette(path, name="n" * 80, codes=codes, transcripts=[TEXT], codings=codings)
    script = Path(__file__).with_name("taguette_import.py")
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [python, str(script), str(path)], capture_output=True, env=kept, check=True
    )
    found = json.loads(done.stdout)
    assert [path for path, _ in found["tags"]] == ["w", "w > x", "w > x > y", "z"]
    name = "…" + "t" * 44
    across = "> & c\n\nINT: שלום"
    assert Counter(map(tuple, found["codings"])) == Counter(
        [(name, "<b> & c", "w > x > y")] * 2 + [(name, "<b> & c", "z"), (name, across, "w > x")]
    )
