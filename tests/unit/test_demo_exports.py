"""Each export of the demonstration holds every coding with its words, read by other means."""

import csv
import io
import json
import sqlite3
import zipfile
from datetime import datetime, timedelta
from xml.etree import ElementTree

import exports
import pytest
import python_calamine

ULM = """Focus group, invented
Anna: I was afraid 😀 of the <ward> & "its" keys; very.
שרה: הדלת נעולה.
"""
AHM = "Kavi: Nobody asked me.\nAnd then they did.\nMeera: બારણું ખુલ્લું હતું, 🗝️ so I left.\n"
CODINGS = [
    # document, words, code, coder, memo
    ("ULM", 'of the <ward> & "its" keys; very', "Keys", "Anna Keller", ""),
    ("ULM", 'of the <ward> & "its" keys; very', "Keys", "consensus", "Agreed;\nafter talk."),
    ("ULM", "afraid 😀 of the", "Keys > Fear, & awe", "Anna Keller", ""),
    ("ULM", "afraid 😀 of the", "Keys > Closed", "Anna Keller", "Two codes."),
    ("ULM", "הדלת נעולה", "Keys > Closed", "Moses Kato", "דלת"),
    ("AHM", "asked me.\nAnd then", "Being asked", "Moses Kato", ""),
    ("AHM", "બારણું ખુલ્લું હતું", "Keys > Closed > Not any more", "consensus", ""),
    ("AHM", "🗝️ so I", "Keys > Closed > Not any more", "Moses Kato", ""),
]


@pytest.fixture
def corpus():
    texts = {"ULM": ULM, "AHM": AHM}
    placed = [
        exports.Placed(
            document,
            texts[document].index(words),
            texts[document].index(words) + len(words),
            words,
            code,
            coder,
            memo,
            datetime(2019, 5, 2, 10) + timedelta(minutes=number),
        )
        for number, (document, words, code, coder, memo) in enumerate(CODINGS)
    ]
    paths = [
        "Keys",
        "Keys > Fear, & awe",
        "Keys > Closed",
        "Keys > Closed > Not any more",
        "Being asked",
        "Never used",
    ]
    return exports.Corpus(
        "tiny",
        [
            exports.Document("ULM", ULM, "Ulm", "psw-1"),
            exports.Document("AHM", AHM, "Ahmedabad", "mhw-1"),
        ],
        [exports.CodeRow(path, f"About {path}", "#1b7f6b") for path in paths],
        placed,
    )


@pytest.fixture
def folder(corpus, tmp_path):
    exports.write_all(corpus, tmp_path)
    return tmp_path


def stamps(pattern):
    start = datetime(2019, 5, 2, 10)
    return [format(start + timedelta(minutes=n), pattern) for n in range(len(CODINGS))]


PARAGRAPHS = [(2, 2)] * 4 + [(3, 3), (1, 2), (3, 3), (3, 3)]


def test_the_workbook_of_maxqda_holds_each_coding(folder):
    book = python_calamine.load_workbook(folder / "maxqda.xlsx")
    head, *lines = book.get_sheet_by_index(0).to_python()
    assert "|".join(head) == (
        "Color|Comment|Document group|Document name|Code|Beginning|End|Weight score|Segment|"
        "Modified by|Modified|Created by|Created|Area|Coverage %"
    )
    read = [dict(zip(head, line, strict=True)) for line in lines]
    keys = ("Document name", "Segment", "Code", "Created by", "Comment")
    assert [tuple(row[key] for key in keys) for row in read] == CODINGS
    assert [(row["Beginning"], row["End"]) for row in read] == PARAGRAPHS
    assert {row["Document group"] for row in read if row["Document name"] == "ULM"} == {"Ulm"}
    assert [row["Area"] for row in read] == [len(words) for _, words, *_ in CODINGS]
    assert read[5]["Coverage %"] == pytest.approx(100 * 18 / len(AHM))
    assert [row["Created"] for row in read] == stamps("%Y-%m-%d %H:%M:%S")
    assert {row["Weight score"] for row in read} == {0}


def test_the_german_table_of_maxqda_holds_each_coding(folder):
    raw = (folder / "maxqda-de.csv").read_bytes()
    assert raw.startswith("\ufeffFarbe;Kommentar;Dokumentgruppe;".encode())
    text = raw.decode("utf-8-sig")
    assert text.count("\r\n") == len(CODINGS) + 1
    assert 'Agreed;\nafter talk."' in text
    read = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    keys = ("Dokumentname", "Segment", "Code", "Erstellt von", "Kommentar")
    assert [tuple(row[key] for key in keys) for row in read] == CODINGS
    assert [(int(row["Anfang"]), int(row["Ende"])) for row in read] == PARAGRAPHS
    assert [row["Erstellt am"] for row in read] == stamps("%d.%m.%y %H:%M:%S")
    assert read[5]["Abdeckungsgrad %"] == f"{100 * 18 / len(AHM):.2f}".replace(".", ",")
    assert list(read[0])[-2:] == ["Fläche", "Abdeckungsgrad %"]


def named(element, name):
    return element.iter(f"{{urn:QDA-XML:project:1.0}}{name}")


def code_paths(element, above=()):
    found = {}
    for code in element.findall("{urn:QDA-XML:project:1.0}Code"):
        path = (*above, code.get("name"))
        found |= {code.get("guid"): " > ".join(path)} | code_paths(code, path)
    return found


def test_the_project_of_nvivo_counts_utf16_units_of_lines_that_end_in_crlf(folder):
    read = []
    with zipfile.ZipFile(folder / "nvivo.qdpx") as archive:
        project = ElementTree.fromstring(archive.read("project.qde"))
        assert project.get("origin") == "NVivo"
        users = {user.get("guid"): user.get("name") for user in named(project, "User")}
        notes = {note.get("guid"): note[0].text for note in named(project, "Note")}
        paths = code_paths(next(named(project, "Codes")))
        selections = list(named(project, "PlainTextSelection"))
        for source in named(project, "TextSource"):
            path = source.get("plainTextPath")
            assert path == f"internal://{source.get('guid')}.txt"
            raw = archive.read(f"Sources/{path.removeprefix('internal://')}")
            assert raw.startswith(b"\xef\xbb\xbf")
            units = raw[3:].decode().encode("utf-16-le")
            assert units.decode("utf-16-le").count("\r\n") == 3
            for selection in named(source, "PlainTextSelection"):
                start, end = (int(selection.get(f"{side}Position")) for side in ("start", "end"))
                words = units[2 * start : 2 * end].decode("utf-16-le").replace("\r\n", "\n")
                for coding in named(selection, "Coding"):
                    code = paths[next(named(coding, "CodeRef")).get("targetGUID")]
                    memos = [notes[ref.get("targetGUID")] for ref in named(coding, "NoteRef")]
                    coder = users[coding.get("creatingUser")]
                    read.append((source.get("name"), words, code, coder, "".join(memos)))
    assert sorted(read) == sorted(CODINGS)
    assert len(selections) == 6  # eight codings: two spans are coded twice
    guids = [element.get("guid") for element in project.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    assert all(guid == guid.upper() for guid in guids)


def test_the_database_of_qualcoder_counts_code_points(folder):
    database = sqlite3.connect(folder / "tiny.qda" / "data.qda")
    categories = {
        key: (name, above)
        for key, name, above in database.execute("select catid, name, supercatid from code_cat")
    }

    def path(name, category):
        parts = [name]
        while category is not None:
            name, category = categories[category]
            parts.insert(0, name)
        # A parent that is coded is a category and a code of the same name in it.
        return " > ".join(parts[:-1] if parts[-2:-1] == parts[-1:] else parts)

    lines = database.execute(
        "select source.name, seltext, code_name.name, catid, code_text.owner, code_text.memo,"
        " fulltext, pos0, pos1, code_text.date from code_text"
        " join source on source.id = fid join code_name using (cid) order by ctid"
    ).fetchall()
    assert [
        (document, words, path(name, category), owner, memo)
        for document, words, name, category, owner, memo, *_ in lines
    ] == CODINGS
    assert [text[start:end] for *_, text, start, end, _ in lines] == [row[1] for row in CODINGS]
    assert [line[-1] for line in lines] == stamps("%Y-%m-%d %H:%M:%S")
    names = {name for (name,) in database.execute("select name from code_name")}
    assert names == {"Keys", "Fear, & awe", "Closed", "Not any more", "Being asked", "Never used"}
    assert {name for name, _ in categories.values()} == {"Keys", "Closed"}
    sites = "select source.name, value from attribute join source using (id)"
    assert dict(database.execute(sites)) == {"ULM": "Ulm", "AHM": "Ahmedabad"}
    cases = "select cases.name, pos1 from cases join case_text using (caseid)"
    assert dict(database.execute(cases)) == {"psw-1": len(ULM), "mhw-1": len(AHM)}
    version, about = database.execute("select databaseversion, about from project").fetchone()
    database.close()
    assert (version, about) == ("v11", "QualCoder 3.7")


def test_a_second_run_writes_the_same_bytes(corpus, folder, tmp_path):
    again = tmp_path / "again"
    for path in exports.write_all(corpus, again):
        for file in [path] if path.is_file() else path.iterdir():
            assert file.read_bytes() == (folder / file.relative_to(again)).read_bytes(), file
    before = (folder / "tiny.qda" / "data.qda").read_bytes()
    exports.write_qualcoder(corpus, folder / "tiny.qda")
    assert (folder / "tiny.qda" / "data.qda").read_bytes() == before


def test_what_taguette_is_given_holds_each_coding(corpus):
    given = json.loads(exports.taguette_json(corpus))
    keys = ("document", "quoted", "code_path", "coder", "memo")
    assert [tuple(row[key] for key in keys) for row in given["placed"]] == CODINGS
    texts = {row["name"]: row["text"] for row in given["documents"]}
    for row in given["placed"]:
        assert texts[row["document"]][row["start"] : row["end"]] == row["quoted"]


@pytest.mark.parametrize("change", [{"start": 3}, {"code_path": "Keys > Open"}])
def test_a_coding_that_is_not_where_it_says_is_refused(corpus, change, tmp_path):
    wrong = corpus._replace(placed=[corpus.placed[0]._replace(**change)])
    with pytest.raises(ValueError, match="ULM: "):
        exports.write_all(wrong, tmp_path / "none")
    assert not (tmp_path / "none").exists()
