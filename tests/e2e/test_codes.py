"""A sheet of codes: what it makes of the tables, and what is built again when it changes."""

import csv
import re
import shutil
from pathlib import Path

import pytest
import yaml
from e2e.conftest import audit_results, run_workflow
from e2e.mini import CODES, CODINGS, CONFIG, NAMES, write_mini, write_sheet

COLUMNS = ["change", "code", "to", "coder", "why", "by", "on", "round"]
ROLE = CODES[2]
SPLIT = ["split", CODES[3], "Goats", "Igor Mbeki", "Ottokar's goats", "Thessaly Crane"]
MERGE = ["merge", ROLE.upper(), CODES[1], "", "As Zipporah Quillfeather asked", "M1"]
BEFORE = {
    *("read_transcripts", "read_codings", "locate_codings", "list_labels", "find_identifiers"),
    *("decide_identifiers", "write_review", "anonymise_transcripts", "anonymise_participants"),
    *("keep_pseudonyms",),
}


def write_codes(folder: Path, *changes: list[str]) -> None:
    """Give the small study a sheet of codes."""
    rows = [[*change, "2020-05-06", "2"] for change in changes]
    write_sheet(folder / "config" / "codes.csv", [COLUMNS, *rows])
    study = {**CONFIG["studies"]["mini"], "codes": "config/codes.csv"}
    text = yaml.safe_dump({"studies": {"mini": study}}, sort_keys=False)
    (folder / "config" / "config.yaml").write_text(text, encoding="utf-8")


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def planned(folder: Path) -> set[str]:
    """The rules that would run."""
    done = run_workflow(folder, "--dry-run")
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"^(\w+) +\d+$", done.stdout + done.stderr, re.MULTILINE)) - {"total"}


def versions(folder: Path) -> set[str]:
    tables = folder / "results" / "public" / "mini" / "tables"
    return {row["code_system"] for path in tables.glob("code*.csv") for row in rows_of(path)}


@pytest.fixture(scope="module")
def changed(mini, tmp_path_factory) -> Path:
    """The small study, built without a sheet and then with one."""
    folder = tmp_path_factory.mktemp("codes") / "mini"
    shutil.copytree(mini, folder)
    assert [version.split(" (")[0] for version in versions(folder)] == ["as coded"]
    write_codes(folder, SPLIT, MERGE)
    rules = planned(folder)
    assert {"anonymise_codings", "place_codings", "tabulate_codes", "write_report"} <= rules
    assert not rules & BEFORE
    done = run_workflow(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_no_coding_is_lost_and_each_stands_under_its_code(changed):
    coding = changed / "results" / "controlled" / "mini" / "coding"
    placed, left = rows_of(coding / "codings.csv"), rows_of(coding / "unplaced.csv")
    assert len(placed) + len(left) == len(CODINGS)
    expected = [
        {ROLE: CODES[1], CODES[3]: "Goats" if coder == "Igor Mbeki" else CODES[3]}.get(code, code)
        for _, coder, code, *_ in CODINGS
    ]
    assert sorted(row["path"] for row in placed) == sorted(expected)
    assert {row["path"] for row in rows_of(coding / "codebook.csv")} == {
        *("Beginnings", "Work and role", "Neighbours (and goats)", "Goats")
    }
    split, merge = rows_of(coding / "history.csv")
    assert (split["by"], split["coder"], split["codings"]) == ("C1", "C2", "2")
    assert (merge["by"], merge["code"], merge["codings"]) == ("M1", ROLE, "2")


def test_nothing_open_names_anybody_and_the_report_tells_the_changes(changed):
    opened = [
        path
        for zone in ("controlled", "public")
        for path in (changed / "results" / zone).rglob("*")
        if path.suffix in (".csv", ".json", ".html", ".jsonl")
    ]
    for path in opened:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in NAMES if name in text], path
    report = (changed / "results" / "public" / "mini" / "report.html").read_text("utf-8")
    assert "How the code system changed" in report
    (version,) = versions(changed)
    assert re.fullmatch(r"round 2 \([0-9a-f]{8}\)", version)
    assert version in report


def test_the_audit_passes_and_finds_a_history_that_was_rewritten(changed, tmp_path):
    done = audit_results(changed / "results")
    assert done.returncode == 0, done.stdout
    copied = tmp_path / "mini"
    shutil.copytree(changed, copied)
    history = copied / "results" / "controlled" / "mini" / "coding" / "history.csv"
    history.write_text(history.read_text("utf-8").replace(",M1,", ",M2,"), "utf-8")
    done = audit_results(copied / "results")
    assert done.returncode == 1
    assert "history.csv: it is not how the code system changed" in done.stdout
    assert "code_system" not in done.stdout


def test_without_its_sheet_the_results_alone_can_be_audited(changed, tmp_path):
    shutil.copytree(changed / "results", tmp_path / "results")
    done = audit_results(tmp_path / "results")
    assert done.returncode == 0, done.stdout
    assert "not checked: the codings of mini against the project: its sheet of codes" in done.stdout


def test_one_more_merge_rebuilds_only_what_follows_from_the_codes(changed, tmp_path):
    folder = tmp_path / "mini"
    shutil.copytree(changed, folder)
    assert "Nothing to be done" in run_workflow(folder, "--dry-run").stdout
    before = versions(folder)
    write_codes(folder, SPLIT, MERGE, ["merge", "Goats", CODES[3], "", "One herd", "M1"])
    rules = planned(folder)
    assert "anonymise_codings" in rules
    assert not rules & BEFORE
    done = run_workflow(folder, "--cores", "1", "tables")
    assert done.returncode == 0, done.stdout + done.stderr
    assert versions(folder).isdisjoint(before)


def test_a_sheet_that_does_not_fit_stops_the_study_and_names_no_code(tmp_path):
    write_mini(tmp_path)
    write_codes(tmp_path, ["merge", "Zippy's bicycle", CODES[0], "", "Why not", "M1"])
    done = run_workflow(tmp_path, "--cores", "1", "tables")
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "config/codes.csv, row 2, column code: no code has this path" in said
    assert "Zippy" not in said
    (tmp_path / "config" / "codes.csv").unlink()
    done = run_workflow(tmp_path, "--dry-run")
    assert done.returncode != 0
    assert "config/codes.csv: the sheet does not exist" in done.stdout + done.stderr
