"""Databases of Taguette."""

import csv
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from quotetrail.coding import locate, paths, read_project, texts_as_transcripts
from quotetrail.coding.taguette import convention, holds_taguette, read_taguette
from quotetrail.coding.taguette_page import page, place
from quotetrail.errors import CodingError

ROOT = Path(__file__).parents[2]
TABLES = """
create table users (login text, hashed_password text, email text);
create table projects (id integer primary key, name text);
create table project_members (project_id integer, user_login text, privileges text);
create table documents (id integer primary key, name text, project_id integer, contents text,
    description text);
create table commands (id integer primary key, date text, user_login text, project_id integer,
    document_id integer, payload text);
create table tags (id integer primary key, project_id integer, path text, description text);
create table highlights (id integer primary key, document_id integer, start_offset integer,
    end_offset integer, snippet text);
create table highlight_tags (highlight_id integer, tag_id integer);
insert into users values ('anna', 'scrypt:secret', 'anna@example.org');
insert into projects values (1, 'Study');
"""
PAGE = "<p>Anna: né à <b>😀 the</b> keys</p><p>שרה: הדלת</p>\n<p>Anna: So.<br>Yes.</p>"


def made(path, rows, more=""):
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(TABLES + more)
        for table, *values in rows:
            marks = ", ".join("?" * len(values))
            database.execute(f"insert into {table} values ({marks})", values)
    return path


def document(number=1, contents=PAGE, name="ULM", project=1, description=""):
    return ("documents", number, name, project, contents, description)


def tag(number, path, description="", project=1):
    return ("tags", number, project, path, description)


def highlight(number, start, end, *tags, snippet="", document=1):
    yield ("highlights", number, document, start, end, snippet)
    for each in tags:
        yield ("highlight_tags", number, each)


def command(number, login, payload, date="2024-05-01 10:00:00.000000"):
    said = payload if isinstance(payload, str) else json.dumps(payload)
    return ("commands", number, date, login, 1, 1, said)


def added(number, *tags, key="highlight_id"):
    return {"type": "highlight_add", key: number, "tags": list(tags)}


def read(path):
    return read_taguette(path, "the file")


def code_paths(project):
    return [" > ".join(path) for path in paths(project.codes).values()]


def login(coder):
    return coder.lower().replace(" ", ".")


def demo_codings(study):
    for path in sorted((ROOT / "tests/demo/sources" / study).glob("*.codings.tsv")):
        with open(path, encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                name = path.name.removesuffix(".codings.tsv")
                yield name, row["quoted"], row["code"], login(row["coder"])


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_what_taguette_wrote_of_the_demonstration_holds_the_codings_of_its_sources(study):
    project = read(ROOT / f"resources/{study}/coding/exports/taguette.sqlite3")
    names = {source.source: source for source in project.sources}
    whole = {key: " > ".join(path) for key, path in paths(project.codes).items()}
    found = Counter(
        (
            names[each.source].name,
            names[each.source].text[each.start : each.end],
            whole[each.code],
            each.coder,
        )
        for each in project.codings
    )
    assert found == Counter(demo_codings(study))
    for each in project.codings:
        assert each.quoted == names[each.source].text[each.start : each.end]
    assert {each.created[:10] for each in project.codings} == {"2019-05-02"}
    assert "admin" not in project.coders


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_the_demonstration_is_placed_as_the_standard_project_is(study):
    folder = ROOT / f"resources/{study}/coding"
    standard = read_project(folder / f"{study}.qdpx")
    project = read(folder / "exports/taguette.sqlite3")
    assert set(code_paths(project)) == set(code_paths(standard))
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([standard])]
    placed = []
    for each in (standard, project):
        whole = paths(each.codes)
        placed.append(
            Counter(
                (at.transcript, at.start, at.end, at.placement, whole[at.coding.code], coder)
                for at in locate([each], transcripts)
                for coder in (login(at.coding.coder),)
            )
        )
    assert placed[0] == placed[1]
    assert {key[3] for key in placed[1]} == {"exact"}


def test_paragraphs_that_touch_get_a_line_end_and_offsets_move_along():
    found = page(PAGE)
    assert found.text == "Anna: né à 😀 the keys\nשרה: הדלת\nAnna: So.\nYes."
    nodes = "Anna: né à 😀 the keysשרה: הדלת\nAnna: So.Yes."
    assert found.nodes == nodes.encode()
    for words in ("né", "😀 the", "keys", "שרה", "הדלת", "Anna: So.", "Yes.", "y", "s"):
        start = len(nodes[: nodes.index(words)].encode())
        first, last = place(found, start, start + len(words.encode()))
        assert found.text[first:last] == words
    whole = place(found, 0, len(found.nodes))
    assert whole == (0, len(found.text))
    border = nodes.index("שרה")
    at = len(nodes[:border].encode())
    assert found.text[slice(*place(found, at - 4, at))] == "keys"
    assert place(found, at, at)[0] == place(found, at, at)[1]


@pytest.mark.parametrize(
    ("contents", "text"),
    [
        ("", ""),
        ("bare &amp; &lt;b&gt; &hearts; &#128512; &nbsp;.", "bare & <b> ♥ 😀 \xa0."),
        ("<p>a</p>  \n  <p>b</p>", "a  \n  b"),
        ("<p>a</p> <p>b</p>", "a \nb"),
        ("<ul><li>a</li><li>b<em>c</em></li></ul>d", "a\nbc\nd"),
        ("<pre>\n\na\n</pre>b", "\na\nb"),
        ("<table><tr><td>0:01</td><td>Anna</td></tr></table>", "0:01\nAnna"),
        ("a<br>\nb<br/>c<br><br>d", "a\nb\nc\nd"),
        ("<p>a\r\nb\rc</p>", "a\nb\nc"),
        ("<p>unclosed <b>a<p>b", "unclosed a\nb"),
        ("a\0b", "a\0b"),
    ],
)
def test_text_nodes(contents, text):
    found = page(contents)
    assert found.text == text
    assert len(found.text) == len(found.nodes.decode()) + len(found.breaks)


def test_an_offset_inside_a_character_holds_the_whole_of_it(tmp_path):
    smile = PAGE.replace("<p>", "").index("😀")  # "<p>" is no text; é and à are two bytes each
    start = len("Anna: né à ".encode()) + 1
    rows = [document(), tag(1, "a"), *highlight(1, start, start + 2, 1, snippet="<b>😀</b>")]
    project = read(made(tmp_path / "a.sqlite3", rows))
    (coding,) = project.codings
    assert smile > 0
    assert project.sources[0].text[coding.start : coding.end] == "😀" == coding.quoted
    assert any("inside a character" in warning for warning in project.warnings)


def test_odd_offsets_are_listed_and_never_placed(tmp_path):
    odd = [(20, 10), (-7, 3), (0, 9999), (5, 5), (None, 3), ("x", 3), (2**60, 2**61)]
    rows = [document(), tag(1, "a"), *highlight(99, 0, 4, 1, document=77)]
    for number, (start, end) in enumerate(odd, start=1):
        rows += highlight(number, start, end, 1)
    project = read(made(tmp_path / "a.sqlite3", rows))
    assert len(project.codings) == len(odd) + 1
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    assert {each.placement for each in locate([project], transcripts)} == {"unplaced"}


def test_who_gave_which_tag_and_when(tmp_path):
    rows = [
        document(),
        *(tag(number, f"tag {number}") for number in range(1, 6)),
        *highlight(1, 0, 4, 1, 2, 3),
        *highlight(2, 0, 4, 5),
        *highlight(3, 0, 4, 1),
        *highlight(4, 0, 4),
        command(1, "anna", added(1, 1, 2), "2024-05-01"),
        command(2, "moses", added(1, 1, 2, 3), "2024-05-02"),
        command(3, "anna", added(2, key="id"), "2024-05-03"),
        command(4, "silke", added(2, 4, key="id"), "2024-05-04"),
        command(14, "moses", {"type": "tag_merge", "src_tag_id": 4, "dest_tag_id": 5}),
        command(5, "anna", added(1, 1, 3), "2024-05-05"),
        command(6, "silke", added(1, 1, 2, 3), "2024-05-06"),
        command(7, "silke", added(4)),
        command(8, "silke", "{no json"),
        command(9, "silke", "[1]"),
        command(10, "silke", {"type": "highlight_add", "highlight_id": 1, "tags": 3}),
        command(11, "silke", {"type": "tag_add", "tag_id": 3, "tag_path": "x"}),
        command(12, "anna", added(9, 1)),
        command(13, "anna", {"type": "highlight_delete", "highlight_id": 9}),
    ]
    project = read(made(tmp_path / "a.sqlite3", rows))
    names = {each.code: each.name for each in project.codes}
    found = [(names.get(each.code, ""), each.coder, each.created[:10]) for each in project.codings]
    assert found == [
        ("tag 1", "anna", "2024-05-01"),
        ("tag 2", "silke", "2024-05-06"),
        ("tag 3", "moses", "2024-05-02"),
        ("tag 5", "silke", "2024-05-04"),
        ("tag 1", "", ""),
        ("", "silke", "2024-05-01"),
    ]
    assert "1 codings have no command that says who made them" in project.warnings
    assert "1 codings name no code of the code book" in project.warnings
    assert "3 commands cannot be read" in project.warnings
    assert project.coders == ("anna", "silke", "moses")


@pytest.mark.parametrize(
    ("tags", "separator"),
    [
        (["a > b"], " > "),
        (["a.b", "a.c", "d"], "."),
        (["a/b", "a"], "/"),
        (["a / b", "a / c"], " / "),
        (["his/her pay", "St. Mary", "e.g. this", "Mr.X"], None),
        (["24/7", "24/12", "1.1 Pay", "1.2 Time"], None),
        (["a.b.c", "x/y", "x/z"], "/"),
        (["a..b", "a..c", ".a", "a."], None),
        ([], None),
    ],
)
def test_the_convention_of_paths(tags, separator):
    assert convention(tags) == separator


def test_tags_without_a_tag_above_them_get_one_that_is_not_coded(tmp_path):
    tags = [(1, "a.b.c", "x"), (2, "a.b.d", ""), (3, "e", ""), (4, "a", "top")]
    rows = [document(), *(tag(*each) for each in tags), *highlight(1, 0, 4, 2)]
    project = read(made(tmp_path / "a.sqlite3", rows))
    codes = dict(zip(code_paths(project), project.codes, strict=True))
    assert list(codes) == ["a", "a > b", "a > b > c", "a > b > d", "e"]
    assert [each.codable for each in codes.values()] == [True, False, True, True, True]
    assert codes["a > b > c"].description == "x"
    assert codes["a > b > d"].code == project.codings[0].code
    assert "the steps of a tag's path are read as divided by `.`" in project.warnings


def test_the_tree_of_newer_versions(tmp_path):
    rows = [
        document(),
        ("tags", 1, 1, "a > b", "", None),
        ("tags", 2, 1, "c", "", 1),
        ("tags", 3, 1, "d", "", 4),
        ("tags", 4, 1, "e", "", 3),
        ("tags", 5, 1, "f", "", 88),
    ]
    more = "alter table tags add column parent_id integer;"
    project = read(made(tmp_path / "a.sqlite3", rows, more))
    assert code_paths(project) == ["a > b", "a > b > c", "d", "d > e", "f"]
    assert "1 tags name a tag above them that the file does not hold" in project.warnings
    assert "1 cycles in the code tree are cut" in project.warnings


def test_several_projects_are_told_apart_by_the_names_of_their_documents(tmp_path):
    rows = [
        ("projects", 2, "Other"),
        document(1),
        document(2, project=2),
        tag(1, "a", "one"),
        tag(2, "a", "two", project=2),
        *highlight(1, 6, 9, 1),
        *highlight(2, 6, 9, 2, document=2),
    ]
    project = read(made(tmp_path / "a.sqlite3", rows))
    assert [each.name for each in project.sources] == ["Study/ULM", "Other/ULM"]
    assert len(project.codes) == 1
    assert len({each.coding for each in project.codings}) == 2
    assert "2 projects in one database are read as one" in project.warnings
    assert "1 tags of the same path have several descriptions" in project.warnings
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    assert [each.placement for each in locate([project], transcripts)] == ["exact", "exact"]


def test_no_secret_of_a_server_is_ever_asked_for(tmp_path, monkeypatch):
    path = made(tmp_path / "a.sqlite3", [document(), tag(1, "a"), *highlight(1, 0, 4, 1)])
    asked = []
    connect = sqlite3.connect

    def watched(*args, **options):
        connection = connect(*args, **options)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    project = read(path)
    data = [each.lower() for each in asked if "pragma" not in each.lower()]
    assert any('"highlights"' in each for each in data)
    assert not any("users" in each or "email" in each or "password" in each for each in data)
    assert "example.org" not in repr(project)


def test_ten_thousand_highlights_of_one_place_have_ids_of_their_own(tmp_path):
    rows = [document(), tag(1, "a")]
    for number in range(1, 10_001):
        rows += highlight(number, 0, 4, 1)
    project = read(made(tmp_path / "a.sqlite3", rows))
    assert len({each.coding for each in project.codings}) == 10_000


def test_what_is_no_database_of_taguette(tmp_path):
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table documents (id integer, name text, contents text)")
    assert not holds_taguette(path, path.read_bytes()[:512])
    with pytest.raises(CodingError, match="no table `highlights`"):
        read(path)
    full = made(tmp_path / "b.sqlite3", [document()])
    assert holds_taguette(full, full.read_bytes()[:512])
    full.write_bytes(full.read_bytes()[:5000])
    with pytest.raises(CodingError, match="cut short"):
        read(full)


def test_the_description_of_a_document_is_its_memo(tmp_path):
    project = read(made(tmp_path / "a.sqlite3", [document(description="In the yard.")]))
    assert [source.memo for source in project.sources] == ["In the yard."]
