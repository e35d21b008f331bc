"""The project to be coded: valid by the standard's schema, and read back the same."""

import csv
import shutil
import zipfile
from pathlib import Path

from e2e.conftest import run_workflow
from e2e.mini import CONFIG, TURNS, write_mini
from lxml import etree

from quotetrail.coding.formats import read_project
from quotetrail.text import load_transcripts
from quotetrail.transcripts import find_turns


def test_what_is_to_be_coded_is_valid_and_reads_back(demo, real_data):
    schemas = real_data / "refi-qda" / "standard"
    project_schema = etree.XMLSchema(file=str(schemas / "Project.xsd"))
    codebook_schema = etree.XMLSchema(file=str(schemas / "Codebook.xsd"))
    for study in ("psw", "mhw"):
        folder = demo / "results" / "controlled" / study
        with zipfile.ZipFile(folder / "to_code" / f"{study}.qdpx") as archive:
            project_schema.assertValid(etree.fromstring(archive.read("project.qde")))
        codebook_schema.assertValid(etree.parse(str(folder / "to_code" / f"{study}.qdc")))
        project = read_project(folder / "to_code" / f"{study}.qdpx")
        texts = {t.transcript: t for t in load_transcripts(*(folder / "transcripts").iterdir())}
        readings = {}
        for source in project.sources:
            labels = texts[source.name].speakers()
            readings[source.source] = find_turns(source.text, transcript=source.name, labels=labels)
            assert readings[source.source].transcript.text == texts[source.name].text
        with open(folder / "coding" / "codings.csv", encoding="utf-8", newline="") as stream:
            expected = sorted(
                (row["transcript"], int(row["start"]), int(row["end"]), row["coder"], row["code"])
                for row in csv.DictReader(stream)
            )
        names = {code.code: code.name for code in project.codes}
        found = []
        for coding in project.codings:
            if coding.coder != "Quotetrail":
                reading = readings[coding.source]
                span = reading.offsets.forward(coding.start, coding.end)
                place = (reading.transcript.transcript, span.start, span.end)
                found.append((*place, coding.coder, names[coding.code]))
        assert sorted(found) == expected


def test_a_project_that_comes_back_brings_no_speakers_into_the_tables(mini, tmp_path):
    """The way of a team that pseudonymises first: what was to be coded becomes the codings."""
    write_mini(tmp_path, {**CONFIG, "studies": {"mini": {**CONFIG["studies"]["mini"]}}})
    (tmp_path / "config" / "quotations.csv").write_text("coding,purpose,reason\n")
    back = tmp_path / "resources" / "mini" / "mini.qdpx"
    shutil.copy(mini / "results" / "controlled" / "mini" / "to_code" / "mini.qdpx", back)
    done = run_workflow(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    codings, before = (
        rows_of(folder / "results/controlled/mini/coding/codings.csv")
        for folder in (tmp_path, mini)
    )
    unplaced = rows_of(tmp_path / "results/controlled/mini/coding/unplaced.csv")
    turns = [row for row in unplaced if "speaker's turn" in row["reason"]]
    assert len(turns) == sum(len(said) for said in TURNS.values())
    assert len(unplaced) == len(turns)
    # The text is the pseudonymised one in both runs.
    columns = ("path", "transcript", "start", "end", "text", "placement", "record")
    assert sorted(tuple(row[name] for name in columns) for row in codings) == sorted(
        tuple(row[name] for name in columns) for row in before
    )
    paths = [row["path"] for row in rows_of(tmp_path / "results/public/mini/tables/codes.csv")]
    assert paths == [row["path"] for row in rows_of(mini / "results/public/mini/tables/codes.csv")]


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
