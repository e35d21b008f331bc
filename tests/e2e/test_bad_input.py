"""Bad input in whole runs: what the user sees at the end, and what is left behind."""

import copy
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from e2e.conftest import ROOT, run_workflow
from e2e.mini import CODINGS, CONFIG, NAMES, PARTICIPANTS, coding_id, write_mini, write_sheet

Change = Callable[[Path, dict], None]

MINI = CONFIG["studies"]["mini"]
IDENTIFYING = [*NAMES, "Hope", "Wolfgang", "bicycle", "wards.example", "000 145"]
"""Names, a name that is a word, and words that were said."""


def no_names_in(text: str) -> None:
    found = re.findall("|".join(map(re.escape, IDENTIFYING)), text, re.IGNORECASE)
    assert found == []


def logs_of(folder: Path) -> list[str]:
    logs = [*(folder / "results" / "logs").rglob("*"), *(folder / ".snakemake" / "log").iterdir()]
    return [log.read_text(encoding="utf-8") for log in logs if log.is_file()]


def check_left_behind(folder: Path, terminal: str) -> None:
    """No name in what was printed or logged, no traceback, and nothing half-written."""
    assert "Traceback" not in terminal
    for text in (terminal, *logs_of(folder)):
        no_names_in(text)
    assert list(folder.rglob(".partial-*")) == []


# What is met while config and sheets are read: nothing is built.


def spoil_key(folder: Path) -> None:
    config = copy.deepcopy(CONFIG)
    config["studies"]["mini"]["particpants"] = config["studies"]["mini"].pop("participants")
    (folder / "config" / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")


def spoil_sheet(folder: Path) -> None:
    sheet = folder / "resources" / "mini" / "participants.csv"
    sheet.write_bytes(sheet.read_text().replace("Zippy", "Zïppy").encode("cp1252"))


def spoil_lens(folder: Path) -> None:
    config = {**CONFIG, "lens": "config/lens.csv"}
    (folder / "config" / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    write_sheet(folder / "config" / "lens.csv", [["domain", "study"], ["Zippy", "mini"]])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda folder: (folder / "resources" / "mini" / "g2.txt").unlink(),
            "SheetError: config/transcripts.csv, row 3, column file: the transcript's file does "
            "not exist\n"
            "  Expected: a path that starts from the working directory\n"
            "  What to do: correct the path, or put the file there\n",
        ),
        (
            spoil_key,
            "ConfigError: config/config.yaml, studies.mini: the key 'particpants' is not known\n",
        ),
        (spoil_sheet, "SheetError: resources/mini/participants.csv, byte 79: the sheet is not "),
        (spoil_lens, "SheetError: config/lens.csv, row 1: the column 'code' is missing\n"),
    ],
    ids=["missing transcript", "unknown key", "cp1252 sheet", "lens"],
)
def test_nothing_is_written_before_config_and_sheets_are_right(tmp_path, spoil, message):
    write_mini(tmp_path)
    spoil(tmp_path)
    done = run_workflow(tmp_path)
    assert done.returncode == 1
    # Between empty lines, and below it no lines of the workflow's code.
    told = done.stderr.split("\n\n")[1] + "\n"
    assert message in told
    assert ".smk" not in done.stderr
    assert not (tmp_path / "results").exists()
    assert any(message in log for log in logs_of(tmp_path))
    check_left_behind(tmp_path, done.stdout + done.stderr)


def run_by_default(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the workflow without naming a config."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile")]
    command += ["--directory", str(folder), "--cores", "2"]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "ConfigError: config/config.yaml: the config does not exist, or cannot be opened"),
        ("studies:\n  mini: [Zippy\n", "ConfigError: config/config.yaml, line 3: the config is no"),
    ],
    ids=["missing", "no YAML"],
)
def test_a_config_that_cannot_be_read_is_named(tmp_path, text, message):
    if text is not None:
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "config.yaml").write_text(text, encoding="utf-8")
    done = run_by_default(tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert not (tmp_path / "results").exists()
    check_left_behind(tmp_path, done.stdout + done.stderr)


def test_a_configfile_that_is_named_and_missing_builds_nothing(tmp_path):
    # Snakemake reads what --configfile names before it reads any line of the workflow.
    done = run_workflow(tmp_path, "--configfile", str(tmp_path / "no.yaml"))
    assert done.returncode == 1
    assert "no.yaml" in done.stderr
    assert not (tmp_path / "results").exists()


# What jobs meet: one config, many broken studies, and one that goes on.


def only_g2(folder: Path, settings: dict) -> None:
    """Leave one transcript of a study, and no codings."""
    for key in ("codings", "coding_of_record", "quotations"):
        settings.pop(key)
    sheet = folder / "participants.csv"
    write_sheet(sheet, [row for row in PARTICIPANTS if row[1] != "g1"])
    for name in ("transcripts", "groups"):
        lines = Path(folder.parents[1] / settings[name]).read_text().split("\n")
        kept = [line for line in lines if not line.startswith("g1,")]
        Path(folder.parents[1] / settings[name]).write_text("\n".join(kept))


def cut(name: str) -> Change:
    def change(folder: Path, settings: dict) -> None:
        (folder / name).write_bytes((folder / name).read_bytes()[:-200])

    return change


def bytes_of_g2(data: bytes) -> Change:
    return lambda folder, settings: (folder / "g2.txt").write_bytes(data) and None


def nvivo(folder: Path, settings: dict) -> None:
    (folder / "mini.nvp").write_bytes(b"\0\1NVivo Zipporah" * 40)
    settings["codings"] = [f"resources/{folder.name}/mini.nvp"]


def workbook(folder: Path, settings: dict) -> None:
    with xlsxwriter.Workbook(folder / "mini.xlsx") as book:
        book.add_worksheet().write(0, 0, "Zipporah")
    settings["codings"] = [f"resources/{folder.name}/mini.xlsx"]


def with_nothing_in_it(folder: Path, settings: dict) -> None:
    with zipfile.ZipFile(folder / "mini.qdpx") as archive:
        project = archive.read("project.qde")
    with zipfile.ZipFile(folder / "mini.qdpx", "w") as archive:
        archive.writestr("project.qde", re.sub(b"<(Sources|CodeBook)>.*</\\1>", b"", project))
    kept = settings.pop("codings")
    settings.clear()
    settings["codings"] = kept


def wrong_label(folder: Path, settings: dict) -> None:
    only_g2(folder, settings)
    sheet = folder / "participants.csv"
    sheet.write_text(sheet.read_text().replace("P3,g2,P3,", "P3,g2,Nakimera,"))


def decisions(*rows: list[str]) -> Change:
    def change(folder: Path, settings: dict) -> None:
        only_g2(folder, settings)
        settings["decisions"] = f"resources/{folder.name}/decisions.csv"
        head = ["text", "category", "decision", "replacement"]
        write_sheet(folder / "decisions.csv", [head, *rows])

    return change


def hopeful(folder: Path, settings: dict) -> None:
    """Have a name that is a word too, so that a person has to decide."""
    sheet = folder / "participants.csv"
    sheet.write_text(sheet.read_text().replace("Ssebunya", "Ssebunya;Hope"))
    with open(folder / "g2.txt", "a", encoding="utf-8") as stream:
        stream.write("P4: We live in hope, and Hope lives with us.\n")


def waiting(folder: Path, settings: dict) -> None:
    only_g2(folder, settings)
    hopeful(folder, settings)


def optional_review(folder: Path, settings: dict) -> None:
    hopeful(folder, settings)
    settings["review"] = "optional"


RAW = "results/restricted/{study}/raw/{batch}.jsonl"
PROJECTS = "results/restricted/{study}/coding/projects.json"
DECISIONS = "results/restricted/{study}/decisions.json"
REPORT = "results/public/{study}/report.html"
BROKEN: dict[str, tuple[Change, str, str]] = {
    "torn_docx": (
        cut("g1.docx"),
        RAW.replace("{batch}", "g1"),
        "TranscriptError: resources/torn_docx/g1.docx: The file is damaged",
    ),
    "cp1252": (
        bytes_of_g2("P3: A café on the ward, said Nakimera.\n".encode("cp1252")),
        RAW.replace("{batch}", "g2"),
        "TranscriptError: resources/cp1252/g2.txt, byte 9: A byte does not fit the encoding utf-8",
    ),
    "empty": (
        bytes_of_g2(b""),
        RAW.replace("{batch}", "g2"),
        "TranscriptError: resources/empty/g2.txt: The file is empty",
    ),
    "labels_only": (
        bytes_of_g2(b"P3:\nP4:\n"),
        RAW.replace("{batch}", "g2"),
        "TranscriptError: resources/labels_only/g2.txt: The file holds no speech",
    ),
    "torn_qdpx": (
        cut("mini.qdpx"),
        PROJECTS,
        "CodingError: resources/torn_qdpx/mini.qdpx: The zip archive is damaged or cut off",
    ),
    "nvivo": (
        nvivo,
        PROJECTS,
        "CodingError: resources/nvivo/mini.nvp: This is NVivo's own project file",
    ),
    "workbook": (
        workbook,
        PROJECTS,
        "CodingError: resources/workbook/mini.xlsx: The table lacks what is needed",
    ),
    "nothing": (
        with_nothing_in_it,
        RAW.replace("{batch}", "all"),
        "CodingError: mini.qdpx: There is neither a code",
    ),
    "wrong_label": (
        wrong_label,
        DECISIONS,
        "SheetError: resources/wrong_label/participants.csv, row 2, column label: ",
    ),
    "nowhere": (
        decisions(["Wolfgang", "person", "replace", ""]),
        DECISIONS,
        "DecisionError: resources/nowhere/decisions.csv, row 2, column text: the text occurs ",
    ),
    "contradiction": (
        decisions(["Nakimera", "person", "keep", ""], ["Nakimera", "person", "replace", ""]),
        DECISIONS,
        "DecisionError: resources/contradiction/decisions.csv, row 3: the row contradicts row 2",
    ),
    "two_coders": (
        lambda folder, settings: settings.pop("coding_of_record") and None,
        "results/controlled/{study}/coding/pseudonymised.json",
        "CodingError: config, studies.two_coders.coding_of_record: g1 has several coders, and no ",
    ),
    "waiting": (
        waiting,
        REPORT,
        "UndecidedError: results/restricted/waiting/review.csv: 1 row waits for a person's decision"
        "\n  Expected: replace or keep for every row that says 'no' in the column 'decided'"
        "\n  What to do: copy these rows into the decisions sheet",
    ),
}


def add_study(folder: Path, name: str, change: Change) -> dict:
    """Copy the small study under another name, and spoil the copy; its settings."""
    resources = folder / "resources" / name
    shutil.copytree(folder / "resources" / "mini", resources)
    (folder / "config" / name).mkdir()
    for sheet in (folder / "config").glob("*.csv"):
        text = sheet.read_text().replace("resources/mini/", f"resources/{name}/")
        (folder / "config" / name / sheet.name).write_text(text)
    text = yaml.safe_dump(MINI).replace("resources/mini/", f"resources/{name}/")
    settings = yaml.safe_load(text.replace("config/", f"config/{name}/"))
    change(resources, settings)
    return settings


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """One run of all broken studies and of one that is not: its folder and what was printed."""
    folder = tmp_path_factory.mktemp("broken")
    write_mini(folder)
    studies = {name: add_study(folder, name, change) for name, (change, *_) in BROKEN.items()}
    studies["unreviewed"] = add_study(folder, "unreviewed", optional_review)
    text = yaml.safe_dump({"studies": studies})
    (folder / "config" / "config.yaml").write_text(text, encoding="utf-8")
    targets = [target.format(study=name) for name, (_, target, _) in BROKEN.items()]
    done = run_workflow(folder, "--", *targets, REPORT.format(study="unreviewed"))
    assert done.returncode == 1
    return folder, done.stdout + done.stderr


@pytest.mark.parametrize("study", BROKEN)
def test_each_problem_is_told_once_more_at_the_end_and_stands_in_its_log(broken, study):
    folder, terminal = broken
    _, target, message = BROKEN[study]
    told = terminal[terminal.index("\nWhat stopped:\n") :].split("\n\n")
    mine = [text for text in told if message in text]
    assert len(mine) == 1
    assert re.search(r"\n  Expected: .+\n  What to do: .+", mine[0])
    logs = [log.read_text() for log in (folder / "results" / "logs" / study).iterdir()]
    assert [log for log in logs if log.strip() == mine[0].strip()]
    assert not (folder / target.format(study=study)).exists()


def test_no_name_is_printed_and_nothing_is_half_written(broken):
    folder, terminal = broken
    check_left_behind(folder, terminal)
    assert "should not have happened" not in terminal
    assert [path.name for path in (folder / "results" / "public").iterdir()] == ["unreviewed"]


def test_a_study_goes_on_beside_those_that_stop_and_says_that_nobody_reviewed_it(broken):
    folder, _ = broken
    for kind in ("html", "docx", "pdf"):
        report = folder / "results" / "public" / "unreviewed" / f"report.{kind}"
        assert report.stat().st_size > 1000
    assert "Not reviewed" in (folder / REPORT.format(study="unreviewed")).read_text()


def quote(folder: Path, coding: str) -> None:
    rows = [["coding", "purpose", "reason"], [coding, "typical", "It says it briefly."]]
    write_sheet(folder / "config" / "unreviewed" / "quotations.csv", rows)


def type_a_digit(folder: Path) -> None:
    config = yaml.safe_load((folder / "config" / "config.yaml").read_text())
    config["studies"]["unreviewed"]["report"] = {"template": "config/own.md.j2"}
    (folder / "config" / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / "config" / "own.md.j2").write_text("# Report\n\nAll 12 agreed.\n", encoding="utf-8")


# The one who says this has not agreed to be quoted.
SILENT = next(
    n for n, row in enumerate(CODINGS) if row[1:4:2] == ("consensus", "They gave me a key.")
)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda folder: quote(folder, "c0123456789"),
            "SheetError: config/unreviewed/quotations.csv, row 2, column coding: there is no "
            "coding with this id",
        ),
        (
            lambda folder: quote(folder, coding_id(SILENT)),
            "DisclosureError: config/unreviewed/quotations.csv, row 2, column coding: this coding "
            "must not be quoted: a speaker has not agreed to be quoted",
        ),
        (
            type_a_digit,
            "ReportError: config/own.md.j2, line 3: A number typed by hand",
        ),
    ],
    ids=["unknown coding", "no consent", "digit"],
)
def test_a_report_that_must_not_be_written_is_not(broken, tmp_path, spoil, message):
    folder = tmp_path / "again"
    shutil.copytree(broken[0], folder, copy_function=shutil.copy2)
    spoil(folder)
    target = REPORT.format(study="unreviewed")
    # By times alone, so that only the report is built again.
    done = run_workflow(folder, "--rerun-triggers", "mtime", "--", target)
    assert done.returncode == 1
    told = done.stderr[done.stderr.index("\nWhat stopped:\n") :]
    assert told.count("Error: ") == 1, "what stopped the run before is not told again"
    assert message in told
    assert not (folder / target).exists()
    check_left_behind(folder, done.stdout + done.stderr)
