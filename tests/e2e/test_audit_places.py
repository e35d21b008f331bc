"""An audit of what lies beside the results, from anywhere, with and without the closed zones."""

import json
import os
import shutil
from pathlib import Path

from e2e.conftest import run_workflow
from e2e.forger import CODES, CODINGS, change_cell, edit, edit_rows, forge

from quotetrail.cli import main


def test_a_raw_transcript_with_an_old_time(copy, judge):
    path = copy / "resources/mini/g2.txt"
    times = path.stat()
    edit(path, lambda text: text.replace("told the goats", "told the sheep"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    judged = judge(copy / "results")
    assert judged.names("resources/mini/g2.txt", "another version of it", "expected: hmac-sha256:")
    assert len(judged.breaks) == 1


def test_a_sheet_of_the_config(copy, judge):
    edit(copy / "config/groups.csv", lambda text: text.replace("61", "16"))
    assert judge(copy / "results").names("config/groups.csv", "another version of it")


def test_the_results_alone_under_another_name(results, judge, tmp_path):
    folder = shutil.copytree(results, tmp_path / "sent" / "their_results")
    judged = judge(folder)
    assert judged.status == 0
    assert "raw files of mini: their secret is not here" in judged.not_checked
    assert "files of mini in resources/ that are not beside the results" in judged.not_checked
    assert "files of mini in config/ that are not beside the results" in judged.not_checked
    edit_rows(folder / CODES, change_cell)
    assert judge(folder).names(f"results/{CODES}, row 3, column segments_with_subcodes: 7")


def test_from_inside_the_results(results, judge, monkeypatch):
    monkeypatch.chdir(results)
    judged = judge(Path())
    assert judged.status == 0
    assert "secret" not in judged.not_checked


def test_without_the_secret(copy, judge):
    (copy / "resources/mini/secret").unlink()
    judged = judge(copy / "results")
    assert judged.status == 0
    assert "raw files of mini: their secret is not here" in judged.not_checked


def test_with_another_secret(copy, judge):
    (copy / "resources/mini/secret").write_text("ab" * 32 + "\n")
    judged = judge(copy / "results")
    assert judged.names("resources/mini/secret")
    assert judged.names("results/restricted/mini/raw/g1.jsonl", "the file was changed")


def test_without_the_restricted_zone(results, judge):
    shutil.rmtree(results / "restricted")
    judged = judge(results)
    assert judged.status == 0
    assert "the restricted zone: it is not here" in judged.not_checked
    edit_rows(results / CODES, change_cell)
    forge(results)
    assert judge(results).names(f"results/{CODES}, row 3, column segments_with_subcodes: 7")


def test_with_the_public_zone_alone(results, judge, tmp_path):
    public = tmp_path / "sent" / "results"
    shutil.copytree(results / "public", public / "public")
    judged = judge(public)
    assert judged.status == 0
    for missing in (
        "the restricted zone: it is not here",
        "the controlled zone: it is not here",
        "the tables of mini: the controlled zone is not here",
        "claims of mini that rest on files of the controlled zone not here",
    ):
        assert missing in judged.not_checked
    edit_rows(public / CODES, change_cell)
    forge_public = [each.split(":")[0] for each in judge(public).breaks]
    assert f"results/{CODES}" in forge_public


def test_nothing_to_judge(tmp_path, capsys):
    assert main(["audit", str(tmp_path)]) == 1
    assert "there are no results to judge" in capsys.readouterr().err


def test_an_edit_with_an_old_time_stops_the_next_stage(mini, tmp_path):
    folder = shutil.copytree(mini, tmp_path / "study", copy_function=shutil.copy2)
    path = folder / "results" / CODINGS
    times = path.stat()
    edit_rows(path, lambda rows: rows.pop())
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    quiet = run_workflow(folder, "--dry-run")
    assert "Nothing to be done" in quiet.stdout + quiet.stderr
    before = (folder / "results" / CODES).read_bytes()
    done = run_workflow(folder, "--forcerun", "tabulate_codes")
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert f"ProvenanceError: results/{CODINGS}: the file is not the one that was built" in said
    assert "I went home" not in said
    left = folder / "results" / CODES
    assert not left.exists() or left.read_bytes() == before
    assert json.loads((folder / "results/run.json").read_text())["outcome"] == "error"
