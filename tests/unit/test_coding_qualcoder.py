"""Projects of QualCoder, and what holds for the database of any program."""

import csv
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from held_databases import held

from quotetrail.coding import locate, paths, read_project, texts_as_transcripts
from quotetrail.coding.qualcoder import holds_qualcoder, read_qualcoder
from quotetrail.errors import CodingError

ROOT = Path(__file__).parents[2]
TABLES = (ROOT / "tests/demo/qualcoder.sql").read_text(encoding="utf-8")
TEXT = "Anna: I was afraid 😀 of the keys.\nשרה: הדלת נעולה.\n"


def made(path, rows, more=""):
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(TABLES + more)
        for table, values in rows:
            names, marks = ", ".join(values), ", ".join("?" * len(values))
            database.execute(
                f"insert into {table} ({names}) values ({marks})", list(values.values())
            )
    return path


def one_text(text=TEXT):
    return [("source", {"id": 1, "name": "ULM", "fulltext": text})]


def coding(start, end, quoted="", cid=1, fid=1, owner="Anna Keller"):
    values = {"cid": cid, "fid": fid, "pos0": start, "pos1": end, "seltext": quoted}
    return ("code_text", values | {"owner": owner})


def code(cid, name, **values):
    return ("code_name", {"cid": cid, "name": name, **values})


def read(path):
    return read_qualcoder(path, "the file")


def refused(path):
    with pytest.raises(CodingError) as caught:
        read(path)
    assert caught.value.file == "the file"
    return str(caught.value)


def code_paths(project):
    return [" > ".join(path) for path in paths(project.codes).values()]


def demo_codings(study):
    for path in sorted((ROOT / "tests/demo/sources" / study).glob("*.codings.tsv")):
        with open(path, encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                name = path.name.removesuffix(".codings.tsv")
                yield name, row["quoted"], row["code"], row["coder"], row["memo"] or ""


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_the_demonstration_holds_the_codings_of_its_sources(study):
    project = read(ROOT / f"resources/{study}/coding/exports/{study}.qda")
    names = {source.source: source for source in project.sources}
    whole = {key: " > ".join(path) for key, path in paths(project.codes).items()}
    found = Counter(
        (
            names[each.source].name,
            names[each.source].text[each.start : each.end],
            whole[each.code],
            each.coder,
            each.memo,
        )
        for each in project.codings
    )
    assert found == Counter(demo_codings(study))
    assert all(
        each.quoted == names[each.source].text[each.start : each.end] for each in project.codings
    )
    assert {each.created[:10] for each in project.codings} == {"2019-05-02"}


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_the_demonstration_is_placed_as_the_standard_project_is(study):
    folder = ROOT / f"resources/{study}/coding"
    standard = read_project(folder / f"{study}.qdpx")
    project = read(folder / f"exports/{study}.qda/data.qda")
    assert set(code_paths(project)) == set(code_paths(standard))
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([standard])]
    placed = []
    for each in (standard, project):
        whole = paths(each.codes)
        placed.append(
            Counter(
                (at.transcript, at.start, at.end, at.placement, whole[at.coding.code], coder)
                for at in locate([each], transcripts)
                for coder in (at.coding.coder,)
            )
        )
    assert placed[0] == placed[1]
    assert {key[3] for key in placed[1]} == {"exact"}


def test_version_17_with_codes_below_codes_pictures_and_recordings(tmp_path):
    rows = [
        *one_text(),
        ("source", {"id": 2, "name": "a.mp3", "mediapath": "/audio/a.mp3", "av_text_id": 1}),
        ("source", {"id": 3, "name": "b.mp4", "mediapath": "video:C:/b.mp4"}),
        ("source", {"id": 4, "name": "c.png", "mediapath": "images:/home/c.png"}),
        ("source", {"id": 5, "name": "d.pdf", "mediapath": "/docs/d.pdf", "fulltext": "a page"}),
        ("code_cat", {"catid": 1, "name": "Fear", "memo": "All of it."}),
        ("code_cat", {"catid": 2, "name": "Doors", "supercatid": 1}),
        code(1, "Fear", catid=1, color="#112233", memo="Coded so."),
        code(2, "Keys", supercid=1, catid=2),
        code(3, "Lost keys", supercid=2),
        code(4, "Open", catid=2),
        code(5, "Alone"),
        coding(11, 22, "fraid 😀 of ", 3),
        ("code_text", {**coding(0, 6, "a page", 4, 5)[1], "important": 1, "memo": "m"}),
        ("code_av", {"id": 2, "cid": 1, "pos0": 0, "pos1": 900, "owner": "Moses Kato"}),
        ("code_av", {"id": 3, "cid": 1, "pos0": 0, "pos1": 900, "owner": "Moses Kato"}),
        ("code_image", {"id": 4, "cid": 5, "x1": 1, "y1": 1, "width": 2, "height": 2}),
        ("code_image", {"id": 5, "cid": 5, "x1": 1, "y1": 1, "pdf_page": 0}),
        ("coder_names", {"name": "Silke Brandt"}),
    ]
    more = "alter table code_name add supercid integer; create table coder_names (name text);"
    project = read(made(tmp_path / "data.qda", rows, more).parent)
    assert code_paths(project) == [
        "Fear",
        "Fear > Doors",
        "Fear > Doors > Open",
        "Fear > Keys",
        "Fear > Keys > Lost keys",
        "Alone",
    ]
    fear, doors = project.codes[:2]
    assert (fear.codable, fear.colour, fear.description) == (
        True,
        "#112233",
        "All of it.\n\nCoded so.",
    )
    assert not doors.codable
    names = {each.code: each.name for each in project.codes}
    assert [(each.kind, names[each.code], each.start) for each in project.codings] == [
        ("text", "Lost keys", 11),
        ("text", "Open", 0),
        ("audio", "Fear", None),
        ("video", "Fear", None),
        ("picture", "Alone", None),
        ("pdf", "Alone", None),
    ]
    kinds = [(each.kind, each.text is None, bool(each.problem)) for each in project.sources]
    assert kinds == [
        ("text", False, False),
        ("audio", True, True),
        ("video", True, True),
        ("picture", True, True),
        ("pdf", False, False),
    ]
    assert project.coders == ("Silke Brandt", "Anna Keller", "Moses Kato")
    assert sum(each.important for each in project.codings) == 1
    assert any(warning.startswith("4 codings of pictures") for warning in project.warnings)


def test_a_code_of_its_category_s_name_counts_once_and_only_directly_inside(tmp_path):
    rows = [
        ("code_cat", {"catid": 1, "name": "Fear"}),
        ("code_cat", {"catid": 2, "name": "Doors", "supercatid": 1}),
        code(1, "Fear", catid=2),
        code(2, "Doors", catid=2, memo="one"),
        code(3, "Below", catid=1),
    ]
    project = read(made(tmp_path / "data.qda", rows))
    assert code_paths(project) == ["Fear", "Fear > Doors", "Fear > Doors > Fear", "Fear > Below"]
    assert [each.codable for each in project.codes] == [False, True, True, True]


def test_positions_of_the_window_are_recounted_where_the_words_say_so(tmp_path):
    """Positions of a text window count UTF-16 units; behind the emoji they are one too many."""
    words = ["of the", "keys", "הדלת"]
    rows = [*one_text(), code(1, "Fear")]
    rows += [coding(TEXT.index(each) + 1, TEXT.index(each) + 1 + len(each), each) for each in words]
    project = read(made(tmp_path / "data.qda", rows))
    assert [TEXT[each.start : each.end] for each in project.codings] == words
    assert any("UTF-16" in warning for warning in project.warnings)


def test_a_byte_order_mark_counts_as_a_character_and_goes(tmp_path):
    rows = [*one_text("\ufeff" + TEXT), code(1, "Fear"), coding(13, 19, "afraid")]
    project = read(made(tmp_path / "data.qda", rows))
    assert project.sources[0].text == TEXT
    assert TEXT[project.codings[0].start : project.codings[0].end] == "afraid"


def test_odd_places_are_listed_and_never_placed(tmp_path):
    odd = [
        (20, 10),
        (-5, 3),
        (0, 9999),
        (7, 7),
        (None, 3),
        ("x", 3),
        (2.5, 4),
        (2**62, 2**62 + 1),
    ]
    rows = [*one_text(), code(1, "Fear"), *(coding(start, end) for start, end in odd)]
    rows += [coding(0, 4, cid=99), coding(0, 4, fid=99), coding(0, 4, cid=None)]
    project = read(made(tmp_path / "data.qda", rows))
    assert len(project.codings) == len(odd) + 3
    assert "2 codings name no code of the code book" in project.warnings
    assert "1 codings name no document of the file" in project.warnings
    assert "3 codings of texts give no place in them" in project.warnings
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    located = locate([project], transcripts)
    assert {each.placement for each in located} == {"unplaced"}
    assert all(each.reason for each in located)


def test_a_drifted_coding_is_found_by_its_words(tmp_path):
    rows = [*one_text(), code(1, "Fear"), coding(0, 6, "afraid"), coding(12, 18, "afraid")]
    project = read(made(tmp_path / "data.qda", rows))
    transcripts = [reading.transcript for _, _, reading in texts_as_transcripts([project])]
    assert [each.placement for each in locate([project], transcripts)] == ["searched", "exact"]


def test_cycles_unknown_parents_and_many_codes_of_one_name(tmp_path):
    more = """
        drop table code_name;
        create table code_name (cid, name, memo, catid, color, supercid);
    """
    rows = [
        *one_text(),
        ("code_cat", {"catid": 1, "name": "a", "supercatid": 2}),
        ("code_cat", {"catid": 2, "name": "b", "supercatid": 1}),
        ("code_cat", {"catid": 3, "name": "c", "supercatid": 3}),
        ("code_cat", {"catid": 4, "name": "d", "supercatid": 77}),
        code(20001, "x", supercid=20002),
        code(20002, "y", supercid=20001),
        code(20003, "z", supercid=99_999),
        *(code(number, "same", catid=1) for number in range(1, 10_001)),
        coding(0, 4, cid=1),
        coding(0, 4, cid=10_000),
    ]
    project = read(made(tmp_path / "data.qda", rows, more))
    ids = [each.code for each in project.codes]
    assert len(set(ids)) == len(ids) == 10_007
    before = set()
    for each in project.codes:
        assert each.parent is None or each.parent in before
        before.add(each.code)
    assert "3 cycles in the code tree are cut" in project.warnings
    assert "2 codes name a code above them that the file does not hold" in project.warnings
    first, second = (each.code for each in project.codings)
    assert first != second


def test_ids_are_the_same_whenever_it_is_read_and_differ_by_content(tmp_path):
    rows = [*one_text(), code(1, "Fear"), coding(0, 4), coding(0, 4, owner="Moses Kato")]
    first = read(made(tmp_path / "a.qda", [*rows, coding(5, 6)]))
    again = read(made(tmp_path / "b.qda", rows))
    assert [each.coding for each in first.codings][:2] == [each.coding for each in again.codings]
    assert len({each.coding for each in first.codings}) == 3
    assert first == read(tmp_path / "a.qda")


def test_text_with_nul_and_text_that_is_not_utf_8(tmp_path):
    path = made(tmp_path / "data.qda", [*one_text("a\0b keys"), code(1, "Fear"), coding(4, 8)])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update code_text set memo = cast(x'ff6d' as text)")
        database.execute("update code_name set name = x'4b'")
    project = read(path)
    assert project.sources[0].text == "a\0b keys"
    assert project.codings[0].memo == "\ufffdm"
    assert project.codes[0].name == "K"
    assert any(warning.startswith("1 texts are not UTF-8") for warning in project.warnings)


def test_what_is_no_project_of_qualcoder(tmp_path):
    (tmp_path / "empty").mkdir()
    assert not holds_qualcoder(tmp_path / "empty", b"")
    assert "cannot be opened" in refused(tmp_path / "empty")
    other = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("create table notes (id integer)")
        database.execute("create view code_text as select 1 as cid, 1 as fid")
    head = other.read_bytes()[:512]
    assert not holds_qualcoder(other, head)
    assert "no table `code_name`" in refused(other)
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("create table code_name (cid integer)")
    assert "no column `name` in its table `code_name`" in refused(other)
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("drop table code_name")
        database.execute("drop view code_text")
        database.execute("create table code_name (cid, name)")
        database.execute("create table code_text (cid, fid, pos0, pos1)")
        database.execute("create virtual table source using fts5 (id, name)")
    assert "no table `source`" in refused(other)  # it would run a module of the file's choice
    text = tmp_path / "data.qda"
    text.write_text("SQLite, but not really")
    assert not holds_qualcoder(text, text.read_bytes())
    assert "no SQLite database" in refused(text)


def test_a_folder_and_its_database_are_recognised(tmp_path):
    made(tmp_path / "data.qda", [])
    assert holds_qualcoder(tmp_path, b"")
    assert holds_qualcoder(tmp_path / "data.qda", (tmp_path / "data.qda").read_bytes()[:512])


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.99])
def test_a_database_that_is_cut_short(tmp_path, keep):
    path = made(tmp_path / "data.qda", one_text(TEXT * 900))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert "cut short" in refused(path)


def test_every_damaged_page_is_read_or_refused(tmp_path):
    source = made(tmp_path / "a.qda", [*one_text(TEXT * 50), code(1, "Fear"), coding(0, 4)])
    data = source.read_bytes()
    outcomes = Counter()
    for page in range(4096, len(data), 4096):
        path = tmp_path / "data.qda"
        path.write_bytes(data[:page] + b"\xff" * 64 + data[page + 64 :])
        try:
            read(path)
            outcomes["read"] += 1
        except CodingError as error:
            assert "damaged" in str(error)
            outcomes["refused"] += 1
    assert outcomes["read"] and outcomes["refused"]


@pytest.mark.parametrize(
    "commands",
    [
        ["begin exclusive"],
        ["begin", "update source set name = 'new'", "pragma cache_spill = 1"],
        ["pragma journal_mode = wal", "update source set name = 'new'"],
    ],
)
def test_a_database_that_is_in_use_is_refused_and_nothing_appears_beside_it(tmp_path, commands):
    path = made(tmp_path / "data.qda", one_text())
    with held(path, *commands):
        before = sorted(tmp_path.iterdir())
        if commands[0] == "begin":
            assert read(path).sources[0].name == "ULM"  # what is not yet written is not seen
        else:
            assert "is open in QualCoder" in refused(path)
        assert sorted(tmp_path.iterdir()) == before
    assert read(path).sources[0].name in ("ULM", "new")


def test_a_journal_left_behind_is_refused(tmp_path):
    path = made(tmp_path / "data.qda", one_text())
    journal = tmp_path / "data.qda-journal"
    journal.write_bytes(bytes(512))  # as a program leaves it that keeps its journals
    assert read(path).sources[0].name == "ULM"
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    assert "not closed properly" in refused(path)


def test_a_name_with_marks_of_an_address(tmp_path):
    folder = tmp_path / "50% #1?mode=rw.qda"
    folder.mkdir()
    made(folder / "data.qda", one_text())
    assert read(folder).sources[0].name == "ULM"


def test_cases_attributes_memos_and_what_is_important(tmp_path):
    two = ("source", {"id": 2, "name": "Film", "fulltext": None, "mediapath": "/video/a.mp4"})
    rows = [
        ("source", {"id": 1, "name": "ULM", "fulltext": TEXT, "memo": "In the yard."}),
        two,
        code(1, "Fear"),
        ("code_text", {**coding(0, 4)[1], "important": 1}),
        coding(5, 9),
        ("cases", {"caseid": 4, "name": "Nora", "memo": "A nurse."}),
        ("cases", {"caseid": 2, "name": "Ben"}),
        ("case_text", {"caseid": 4, "fid": 1, "pos0": 0, "pos1": len(TEXT)}),
        ("case_text", {"caseid": 4, "fid": 2, "pos0": 0, "pos1": 0}),
        ("case_text", {"caseid": 2, "fid": 1, "pos0": 3, "pos1": 9}),
        ("case_text", {"caseid": 2, "fid": 9, "pos0": 3, "pos1": 9}),
        ("attribute_type", {"name": "Age", "caseOrFile": "case", "valuetype": "numeric"}),
        ("attribute", {"name": "Age", "attr_type": "case", "value": "41", "id": 4}),
        ("attribute", {"name": "Age", "attr_type": "case", "value": "", "id": 2}),
        ("attribute", {"name": "Site", "attr_type": "file", "value": "Ulm", "id": 1}),
        ("attribute", {"name": "Site", "attr_type": "file", "value": "Ulm", "id": 8}),
        ("attribute", {"name": "Mood", "attr_type": "journal", "value": "x", "id": 1}),
    ]
    project = read(made(tmp_path / "data.qda", rows))
    text, film = (each.source for each in project.sources)
    assert project.sources[0].memo == "In the yard."
    assert [each.important for each in project.codings] == [True, False]
    ben, nora = project.cases
    assert (nora.name, nora.description, nora.sources) == ("Nora", "A nurse.", (text, film))
    assert (ben.sources, ben.parts) == ((), (text,))
    assert [(v.of, v.subject, v.variable, v.value) for v in project.values] == [
        ("case", nora.case, "Age", "41"),
        ("document", text, "Site", "Ulm"),
    ]
    assert [warning for warning in project.warnings if "left out" in warning] == [
        "1 values belong to neither cases nor files and are left out",
        "1 members of cases and groups name what the file does not hold and are left out",
        "1 values of variables name what the file does not hold and are left out",
    ]


def test_the_demonstration_holds_the_sites_of_its_transcripts():
    project = read(ROOT / "resources/psw/coding/exports/psw.qda")
    with open(ROOT / "config/psw/transcripts.csv", encoding="utf-8-sig", newline="") as stream:
        sites = {row["transcript"]: row["site"] for row in csv.DictReader(stream)}
    names = {source.source: source.name for source in project.sources}
    found = {Path(names[v.subject]).stem: v.value for v in project.values if v.variable == "Site"}
    assert found and found.items() <= sites.items()
