"""The project to be coded: valid by the standard's schema, and read back the same."""

import csv
import io
import shutil
import zipfile
from pathlib import Path

from e2e.conftest import run_workflow
from e2e.mini import CONFIG, NAMES, PARTICIPANTS, TURNS, write_mini, write_sheet
from lxml import etree
from unit.qualcoder_import import coded, import_project

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


def test_qualcoder_reads_the_same_codings(demo):
    for study in ("psw", "mhw"):
        folder = demo / "results" / "controlled" / study
        made = import_project(folder / "to_code" / f"{study}_qualcoder.qdpx")
        assert made.refused == []
        texts = {t.transcript: t for t in load_transcripts(*(folder / "transcripts").iterdir())}
        rows = rows_of(folder / "coding" / "codings.csv")
        found = [row for row in coded(made) if row[5] != "Quotetrail"]
        assert sorted((row[0], row[5], row[6], " > ".join(row[4])) for row in found) == sorted(
            (row["transcript"], row["coder"], row["memo"], row["path"]) for row in rows
        )
        # Word for word what is coded, but for the labels of turns that begin inside it.
        within = [row for row in rows if "\n" not in row["text"]]
        assert sorted((row[0], row[3]) for row in found if "\n" not in row[3]) == sorted(
            (row["transcript"], row["text"]) for row in within
        )
        people = [row for row in rows_of(folder / "participants.csv") if row["withdrawn"] == "no"]
        people = {row["participant"] for row in people if row["part"] == "participant"}
        assert {name for (name,) in made.rows("select name from cases")} == people
        spoken = made.rows(
            "select cases.name, count(*) from case_text join cases using (caseid) group by caseid"
        )
        turns = [turn.speaker for text in texts.values() for turn in text.turns]
        said = {name: turns.count(name) for name in people if name in turns}
        assert dict(spoken) == said


def test_what_is_not_published_is_in_no_file_to_be_coded(tmp_path):
    bare = {
        "title": "Transcripts alone",
        "synthetic": True,
        "transcripts": "config/transcripts.csv",
        "identifiers": "resources/bare/identifiers.csv",
        "review": "optional",
    }
    write_mini(tmp_path, {**CONFIG, "studies": {**CONFIG["studies"], "bare": bare}})
    more = [["village", "withdrawn_on"], ["Qwertzhausen", ""], ["Qwertzhausen", "2024-05-01"]]
    sheet = [[*row, *(more[min(at, 2)])] for at, row in enumerate(PARTICIPANTS)]
    write_sheet(tmp_path / "resources" / "mini" / "participants.csv", sheet)
    (tmp_path / "resources" / "bare").mkdir()
    (tmp_path / "resources" / "bare" / "secret").write_text("5e" * 32 + "\n", encoding="ascii")
    known = [[name, "person", "[name]"] for name in NAMES]
    rows = [["text", "category", "replacement"], *known]
    write_sheet(tmp_path / "resources" / "bare" / "identifiers.csv", rows)
    done = run_workflow(tmp_path, "--until", "write_to_code")
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / "results" / "controlled" / "mini" / "to_code"
    names = {".qdpx", ".qdc", "_qualcoder.qdpx", "_taguette.sqlite3", "_focus_groups.zip"}
    assert {path.name for path in folder.iterdir()} == {f"mini{name}" for name in names}
    held = {}
    for path in folder.iterdir():
        held |= texts_in(path.name, path.read_bytes())
    assert len(held) == 2 * (1 + 2 + 2 * DOCX_PARTS) + 2 + 2 * DOCX_PARTS
    for name, text in held.items():
        assert "Qwertzhausen" not in text, name
        assert "village" not in text, name
        assert not any(known in text for known in NAMES), name
    project = held["mini.qdpx/project.qde"]
    assert 'name="role"' in project
    cases = etree.fromstring(project.encode()).iter("{*}Case")
    # The first participant stayed; all others withdrew, or led the groups.
    assert [case.get("name") for case in cases] == ["P1"]
    log = (tmp_path / "results" / "logs" / "mini" / "write_to_code.log").read_text()
    assert "0 codings without a known place" in log
    alone = tmp_path / "results" / "controlled" / "bare" / "to_code"
    assert {path.name for path in alone.iterdir()} == {f"bare{name}" for name in names}
    project = texts_in("p", (alone / "bare.qdpx").read_bytes())["p/project.qde"]
    assert "<Case " not in project
    assert len(read_project(alone / "bare.qdpx").codings) == sum(map(len, TURNS.values()))


DOCX_PARTS = 5


def texts_in(name: str, data: bytes) -> dict[str, str]:
    """Every text in a file, also in archives inside archives."""
    if not data.startswith(b"PK"):
        # A database holds bytes that are no text.
        return {name: data.decode("utf-8", "replace" if name.endswith(".sqlite3") else "strict")}
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            found |= texts_in(f"{name}/{member}", archive.read(member))
    return found


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
