"""MAXQDA's tables of coded segments, as the program writes them."""

import csv
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from segment_tables import read, told
from source import SOURCES

from quotetrail.coding import locate, paths, read_project
from quotetrail.coding.maxqda_segments import holds_maxqda_segments
from quotetrail.sheets import present, read_participants_sheet, read_transcripts_sheet
from quotetrail.transcripts import read_transcript

ROOT = Path(__file__).parents[2]


def written(study):
    """The same from the demonstration's sources, read by other means."""
    rows = []
    for path in sorted((SOURCES / study).glob("*.codings.tsv")):
        name = path.name.removesuffix(".codings.tsv")
        with open(path, encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                path_of_code = tuple(row["code"].split(" > "))
                rows.append((name, path_of_code, row["quoted"], row["coder"], row["memo"] or ""))
    return Counter(rows)


@pytest.mark.parametrize("export", ["maxqda.xlsx", "maxqda-de.csv"])
@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_the_demonstration_has_exactly_the_codings_of_its_sources(study, export):
    path = ROOT / "resources" / study / "coding" / "exports" / export
    assert holds_maxqda_segments(path, b"")
    project = read(path)
    assert len(project.codings) == len({c.coding for c in project.codings}) > 200
    assert told(project) == written(study)
    assert project.warnings == ()
    assert {c.weight for c in project.codings} == {0.0}
    assert {c.start for c in project.codings} == {None}
    assert min(c.created for c in project.codings) == "2019-05-02T10:00:00"


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_both_exports_of_a_study_are_the_same_project(study):
    exports = ROOT / "resources" / study / "coding" / "exports"
    one, other = (read(exports / name) for name in ("maxqda.xlsx", "maxqda-de.csv"))
    assert (one.codes, one.sources, one.codings) == (other.codes, other.sources, other.codings)


@pytest.mark.parametrize("study", ["psw", "mhw"])
def test_every_passage_is_placed_where_the_project_file_places_it(study):
    people = read_participants_sheet(str(ROOT / f"resources/{study}/participants.csv"))
    transcripts = [
        read_transcript(
            ROOT / row.file,
            transcript=row.transcript,
            language=row.language,
            encoding=row.encoding,
            labels=[
                label
                for person in present(people, row.transcript, row.group)
                for label in person.label
            ],
        ).transcript
        for row in read_transcripts_sheet(str(ROOT / f"config/{study}/transcripts.csv"))
    ]
    folder = ROOT / "resources" / study / "coding"
    found = []
    for project in (read_project(folder / f"{study}.qdpx"), read(folder / "exports/maxqda.xlsx")):
        known = paths(project.codes)
        found.append(
            Counter(
                (each.transcript, each.start, each.end, known[each.coding.code], each.coding.coder)
                for each in locate([project], transcripts)
            )
        )
    assert found[0] == found[1]
    assert all(start is not None for _, start, *_ in found[1])


def test_the_english_corpus_has_all_its_rows(real_data):
    path = real_data / "maxqda/csv-english/corpus_studio.csv"
    project = read(path)
    with open(path, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(project.codings) == len(rows) == 15_184
    assert told(project) == Counter(
        (r["Document name"], tuple(r["Code"].split(" > ")), r["Segment"], r["Created by"], "")
        for r in rows
    )
    assert Counter(c.created for c in project.codings) == Counter(
        r["Created"].replace(" ", "T") for r in rows
    )
    documents = {(r["Document group"], r["Document name"]) for r in rows}
    assert len(project.sources) == len(documents)
    names = {source.source: source.name.rsplit(" > ", 1)[-1] for source in project.sources}
    groups = {(g.name, names[each]) for g in project.groups for each in g.sources}
    assert groups == documents
    assert {g.kind for g in project.groups} == {"group"}
    assert sum(" > " in g.name for g in project.groups) == len({d for d, _ in documents})
    assert len({c.coding for c in project.codings}) == 15_184


def test_the_polish_workbook_agrees_with_the_database_it_was_exported_from(real_data):
    project = read(real_data / "maxqda/mex-polish/test.xls")
    database = sqlite3.connect(f"file:{real_data}/maxqda/mex-polish/test.mex?immutable=1", uri=True)
    rows = database.execute(
        "select Texts.Name, Codewords.Name, Preview, Codings.Author, substr(Codings.Date, 1, 19)"
        " from Codings join Texts on Texts.ID = TextID join Codewords on Codewords.ID ="
        " Codings.WordID"
    ).fetchall()
    database.close()
    names = {source.source: source.name for source in project.sources}
    known = paths(project.codes)

    def start(words):
        return re.sub(r"\s+", " ", words).strip()[:50]

    assert len(project.codings) == len(rows) == 402
    assert Counter(
        (names[c.source], known[c.code][-1], start(c.quoted), c.coder, c.created)
        for c in project.codings
    ) == Counter((text, code, start(words), *rest) for text, code, words, *rest in rows)
