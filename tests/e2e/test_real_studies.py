"""The main job on real input: a real coding project alone, and real interviews without codings."""

import csv
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import docx
import pytest
import yaml
from docx.oxml.ns import qn
from e2e.conftest import ROOT, audit_results, run_workflow

from quotetrail.coding import read_project

STUDIES = ROOT / "tests" / "studies"
INTERVIEWS = [
    *("Ana", "David", "Jessica", "Kelly", "Lisa", "Pauline", "Penni", "Peter", "Sam", "Stephen")
]


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def built(folder: Path) -> Path:
    done = run_workflow(folder, "--configfile", str(folder / "config.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert audit_results(folder / "results").returncode == 0
    return folder / "results"


def test_a_real_project_alone_is_a_study(real_data, tmp_path):
    shutil.copy(STUDIES / "qc" / "config.yaml", tmp_path)
    shutil.copy(real_data / "refi-qda" / "qc" / "demo.qdpx", tmp_path)
    results = built(tmp_path)
    coding = results / "controlled" / "qc" / "coding"
    codings = rows_of(coding / "codings.csv")
    assert len(codings) + len(rows_of(coding / "unplaced.csv")) == 205
    assert Counter(row["placement"] for row in codings) == {"exact": 205}
    assert len(rows_of(coding / "codebook.csv")) == 262
    texts = {}
    for line in (results / "controlled/qc/transcripts/all.jsonl").read_text().splitlines():
        record = json.loads(line)
        texts[record["transcript"]] = record["text"]
    assert list(texts) == ["t001", "t002"]
    for row in codings:
        assert texts[row["transcript"]][int(row["start"]) : int(row["end"])] == row["text"]
    tables = {path.name for path in (results / "public/qc/tables").iterdir()}
    assert tables == {"codes.csv", "groups.csv", "tables.xlsx"}
    page = (results / "public/qc/report.html").read_text(encoding="utf-8")
    assert "Not reviewed" in page
    # One of the two transcripts names the interviewer in its speaker labels.
    released = [path for zone in ("controlled", "public") for path in (results / zone).rglob("*")]
    assert not any(
        b"bigman" in path.read_bytes().lower() for path in released if path.suffix in TEXTS
    )


def test_a_real_project_without_its_texts_is_accounted_for(real_data, tmp_path):
    shutil.copy(real_data / "refi-qda" / "atlasti-8" / "TestProject.qdpx", tmp_path / "a.qdpx")
    config = {"studies": {"atlas": {"codings": ["a.qdpx"], "review": "optional"}}}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    coding = built(tmp_path) / "controlled" / "atlas" / "coding"
    assert rows_of(coding / "codings.csv") == []
    unplaced = rows_of(coding / "unplaced.csv")
    assert len(unplaced) == 16
    assert all(row["reason"] and not row["text"] and not row["memo"] for row in unplaced)
    assert len(rows_of(coding / "codebook.csv")) == 14


COUNTS_ONLY = {
    "mx12": ("mx12-mx20/maxqda/reuters.mx12", 4, {"document": 19}),
    "mx20": ("mx12-mx20/maxqda/annan.mx20", 1, {"document": 5}),
    "csv": ("csv-english/corpus_studio.csv", 270, {"document": 15_180, "unplaced": 4}),
}


@pytest.mark.parametrize(
    "kind", ["mx12", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("mx20", "csv"))]
)
def test_a_real_project_of_a_format_without_texts_is_counted(real_data, tmp_path, kind):
    source, documents, expected = COUNTS_ONLY[kind]
    file = f"project{Path(source).suffix}"
    shutil.copy(real_data / "maxqda" / source, tmp_path / file)
    config = {"studies": {"counted": {"codings": [file], "review": "optional"}}}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    results = built(tmp_path)
    coding = results / "controlled" / "counted" / "coding"
    codings = rows_of(coding / "codings.csv")
    found = Counter(row["placement"] for row in [*codings, *rows_of(coding / "unplaced.csv")])
    assert found == expected
    assert {row["text"] + row["speaker"] + row["start"] + row["end"] for row in codings} == {""}
    codes = rows_of(results / "public/counted/tables/codes.csv")
    assert {row["groups"] for row in codes} == {str(documents)}
    assert sum(int(row["segments"]) for row in codes) == expected["document"]
    pairs = {(row["path"], row["transcript"]) for row in codings}
    assert sum(int(row["raised_in"]) for row in codes) == len(pairs)
    project = read_project(results / "controlled/counted/to_code/counted.qdpx")
    assert project.codings == ()
    page = (results / "controlled/evidence/index.html").read_text(encoding="utf-8")
    assert page.count("does not say on which words it stands") == expected["document"]
    names = {source.name for source in read_project(tmp_path / file).sources}
    for zone in ("controlled", "public"):
        for path in (each for each in (results / zone).rglob("*") if each.suffix in TEXTS):
            held = path.read_text(encoding="utf-8")
            assert not [name for name in names if len(name) > 5 and name in held], path
    file = coding / "codings.csv"
    cells = file.read_text(encoding="utf-8").replace(",,,,", ",,,and so,", 1)
    file.write_text(cells, encoding="utf-8")
    judged = audit_results(results)
    assert judged.returncode != 0
    assert "only counted, but gives a place, words or speakers" in judged.stdout + judged.stderr


TEXTS = {".csv", ".json", ".jsonl", ".html", ".svg"}


def test_real_interviews_without_codings_are_a_study(real_data, tmp_path):
    for sheet in (STUDIES / "sheffield").iterdir():
        shutil.copy(sheet, tmp_path)
    (tmp_path / "resources").mkdir()
    source = real_data / "transcripts" / "sheffield-interviews"
    for number, name in enumerate(INTERVIEWS, start=1):
        shutil.copy(source / f"{name}.docx", tmp_path / "resources" / f"i{number:02}.docx")
    results = built(tmp_path)
    for number, name in enumerate(INTERVIEWS, start=1):
        file = results / "controlled/interviews/transcripts" / f"i{number:02}.jsonl"
        transcript = json.loads(file.read_text(encoding="utf-8"))
        speakers = {turn["speaker"] for turn in transcript["turns"]} - {None}
        assert speakers == {f"P{number:02}", "Researcher 1"}, name
        said = transcript["text"]
        assert not re.search(rf"\b{name}\b", said, re.IGNORECASE), name
        if name != "Lisa":  # whose labels stand alone on their lines
            # Counted otherwise: every paragraph of the body that begins with a label.
            labels = labels_of(source / f"{name}.docx", name)
            mine = [turn for turn in transcript["turns"] if turn["speaker"] is not None]
            assert len(mine) == len(labels), name
    table = rows_of(results / "public/interviews/tables/participants.csv")
    assert {"attribute": "all", "value": "all", "participants": "10"} in table


def labels_of(path: Path, name: str) -> list[str]:
    """The label of each paragraph that begins with one and says something."""
    label = re.compile(rf"\s*({name}|Researcher\s+1)\s*:\s*(\S?)", re.IGNORECASE)
    paragraphs = docx.Document(path).element.body.iter(qn("w:p"))
    texts = ("".join(node.text or "" for node in one.iter(qn("w:t"))) for one in paragraphs)
    found = map(label.match, texts)
    return [match[1] for match in found if match and match[2]]
