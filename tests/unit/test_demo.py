"""The demonstration's files are those that its sources give, and it is as hard as promised."""

import csv
import json
import re
import sqlite3
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
import python_calamine
from build import FILES, SOURCES, build_study, group_of
from source import MARK, read_group, rows

ROOT = Path(__file__).parents[2]
STUDIES = ("psw", "mhw")
SHARED = {"secret", "taguette.sqlite3"}  # what `build.py` does not make by itself
SCRIPTS = {
    "de": "LATIN",
    "lg": "LATIN",
    "sw": "LATIN",
    "he": "HEBREW",
    "mr": "DEVANAGARI",
    "gu": "GUJARATI",
}


def content(path: Path) -> object:
    """A file's bytes; what zlib's or SQLite's version changes is left out."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.read_bytes().startswith(b"SQLite"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return list(database.iterdump())
    return path.read_bytes()


def groups_of(study: str):
    return [read_group(SOURCES / study / f"{name}.txt") for name in FILES if study.upper() in name]


def sheet(path: str) -> list[dict[str, str]]:
    with open(ROOT / path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("study", STUDIES)
def test_the_committed_files_are_those_of_the_sources(study, tmp_path):
    build_study(study, tmp_path)
    for part in ("config", "resources", "tests/demo/gold"):
        made = {p.relative_to(tmp_path): p for p in (tmp_path / part / study).rglob("*")}
        kept = {p.relative_to(ROOT): p for p in (ROOT / part / study).rglob("*")}
        assert made.keys() == {name for name in kept if name.name not in SHARED}
        for name, path in made.items():
            if path.is_file():
                assert content(path) == content(kept[name]), name


def test_groups_are_long_enough_and_share_no_sentence():
    """But a transcript and its translation may: English stays English."""
    sentences: dict[str, str] = {}
    for group in (group for study in STUDIES for group in groups_of(study)):
        said = " ".join(turn.text for turn in group.turns)
        assert len(said.split()) >= 1800, group.name
        own = group_of(group.name)
        for sentence in re.split(r"[.?!।]+\s+", said):
            words = sentence.lower().split()
            if len(words) >= 6:
                key = " ".join(words)
                assert sentences.setdefault(key, own) == own, group.name


def test_design_is_the_published_one():
    """Nine groups with 38 people and six with 35, at six sites each, no equal groups a site."""
    for study, groups, people in (("psw", 9, 38), ("mhw", 6, 35)):
        transcripts = sheet(f"config/{study}/transcripts.csv")
        assert len({row["group"] for row in transcripts}) == groups
        participants = sheet(f"resources/{study}/participants.csv")
        assert sum(row["role"] not in ("moderator", "observer") for row in participants) == people
        sites = {row["site"].replace("Butabika", "Kampala") for row in transcripts}
        assert len({site.replace("Be'er", "Beer") for site in sites}) == 6
        assert any(row["withdrawn_on"] for row in participants) or study == "mhw"
        assert {"yes"} < {row["quote"] for row in participants}


def revised(path: str, changes: list[dict[str, str]]) -> str:
    """What the sheets of the demonstration make of a code; they neither split nor join children."""
    for row in changes:
        if path != row["code"] and not path.startswith(f"{row['code']} > "):
            continue
        above, _, name = row["code"].rpartition(" > ")
        becomes = {
            "rename": f"{above} > {row['to']}",
            "move": f"{row['to']} > {name}",
            "merge": row["to"],
            "drop": "",
        }[row["change"]]
        if not becomes:
            return ""
        path = becomes.removeprefix(" > ") + path.removeprefix(row["code"])
    return path


def test_code_systems():
    """mhw: 4 themes, 12 subthemes, 5 below them; psw: 4 domains of two sub-domains each."""
    depths = {}
    for study in STUDIES:
        changes = sheet(f"config/{study}/codes.csv")
        assert {"rename", "merge", "move"} <= {row["change"] for row in changes}
        assert len({row["round"] for row in changes}) == 2
        coded = [row["path"] for row in rows(SOURCES / study / "codebook.tsv")]
        latest = {revised(path, changes) for path in coded} - {""}
        assert latest != set(coded)
        depths[study] = Counter(path.count(" > ") for path in latest)
        assert {row["code"] for row in sheet("config/lens.csv") if row["study"] == study} <= latest
    assert depths["mhw"] == {0: 4, 1: 12, 2: 5}
    assert (depths["psw"][0], depths["psw"][1]) == (4, 8)


@pytest.mark.parametrize("name", [name for name in FILES if name[-2:] in SCRIPTS])
def test_originals_stand_in_their_own_script_beside_a_translation(name):
    study = name.split("-")[1].lower()
    translation = next(other for other, file in FILES.items() if file.original == name)
    original, english = (
        read_group(SOURCES / study / f"{each}.txt") for each in (name, translation)
    )
    assert [len(turn.paragraphs) for turn in original.turns] == [
        len(turn.paragraphs) for turn in english.turns
    ]
    script = SCRIPTS[name[-2:]]
    whole = [turn for turn in original.turns if in_script(turn.text, script)]
    assert len(whole) >= 18
    if script == "LATIN":
        same = zip(original.turns, english.turns, strict=True)
        assert sum(one.text != other.text for one, other in same) >= 18


def in_script(text: str, script: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all(unicodedata.name(char, "").startswith(script) for char in letters)


@pytest.mark.parametrize("study", STUDIES)
def test_two_coders_disagree_and_settle(study):
    double = 0
    for path in sorted((SOURCES / study).glob("*.codings.tsv")):
        by_coder: dict[str, set] = {}
        for row in rows(path):
            by_coder.setdefault(row["coder"], set()).add((row["code"], row["quoted"]))
        if len(by_coder) > 1:
            double += 1
            one, other = (by_coder[coder] for coder in sorted(by_coder) if coder != "consensus")
            assert by_coder["consensus"]
            assert 0.1 < len(one & other) / len(one | other) < 0.9
    assert double >= 2
    memos = [row["memo"] for path in (SOURCES / study).glob("*.codings.tsv") for row in rows(path)]
    assert len({memo.split(":")[0] for memo in memos if re.match(r"[a-z ]{4,11}:", memo)}) >= 4


@pytest.mark.parametrize("study", STUDIES)
def test_every_export_holds_the_same_codings(study):
    """Read by other means than ours: the words and the coder of each coding, as often."""
    folder = ROOT / "resources" / study / "coding" / "exports"
    wanted = Counter(
        (" ".join(row["quoted"].split()), row["code"], row["coder"])
        for path in (SOURCES / study).glob("*.codings.tsv")
        for row in rows(path)
    )
    workbook = python_calamine.CalamineWorkbook.from_path(folder / "maxqda.xlsx")
    head, *lines = workbook.get_sheet_by_index(0).to_python()
    assert counted(dict(zip(head, line, strict=True)) for line in lines) == wanted
    with open(folder / "maxqda-de.csv", encoding="utf-8-sig", newline="") as stream:
        german = list(csv.DictReader(stream, delimiter=";"))
    assert counted({**row, "Created by": row["Erstellt von"]} for row in german) == wanted
    for name in (folder / "nvivo.qdpx", folder.parent / f"{study}.qdpx"):
        with zipfile.ZipFile(name) as archive:
            project = next(part for part in archive.namelist() if part.endswith(".qde"))
            root = ElementTree.fromstring(archive.read(project))
        assert len(list(root.iter("{urn:QDA-XML:project:1.0}Coding"))) == wanted.total()
    qualcoder = sqlite3.connect(f"file:{folder}/{study}.qda/data.qda?mode=ro", uri=True)
    found = qualcoder.execute("select seltext, owner from code_text").fetchall()
    assert Counter((" ".join(text.split()), owner) for text, owner in found) == Counter(
        (text, coder) for text, _, coder in wanted.elements()
    )
    taguette = sqlite3.connect(f"file:{folder}/taguette.sqlite3?mode=ro", uri=True)
    tags = taguette.execute(
        "select path from highlight_tags join tags on tags.id = highlight_tags.tag_id"
    ).fetchall()
    assert Counter(path for (path,) in tags) == Counter(code for _, code, _ in wanted.elements())


def counted(lines) -> Counter:
    return Counter(
        (" ".join(line["Segment"].split()), line["Code"], line["Created by"]) for line in lines
    )


@pytest.mark.parametrize("name", FILES)
def test_gold_files_point_at_the_marked_words(name):
    study = name.split("-")[1].lower()
    right = json.loads((ROOT / f"tests/demo/gold/{study}/{name}.json").read_text("utf-8"))
    source = (SOURCES / study / f"{name}.txt").read_text("utf-8")
    body = "\n".join(line for line in source.splitlines() if not line.startswith("# "))
    marked = [mark["text"] for mark in MARK.finditer(body)]
    spans = [right["text"][one["start"] : one["end"]] for one in right["identifiers"]]
    heads = body.count("@head")
    assert spans == marked or (right["turns"][0]["speaker"] and heads)
    assert Counter(spans) <= Counter(marked)


@pytest.mark.parametrize("study", STUDIES)
def test_everything_in_the_demonstration_says_that_it_is_synthetic(study):
    for name in ("transcripts", "groups"):
        for line in (ROOT / "config" / study / f"{name}.csv").read_text().splitlines()[1:]:
            assert line.startswith("SYN-")
    for row in sheet(f"resources/{study}/participants.csv"):
        assert row["participant"].startswith("SYN-")
