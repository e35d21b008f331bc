"""An audit of results that somebody changed: what was changed is named, and nothing is quoted."""

import itertools
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from e2e.conftest import run_workflow
from e2e.forger import edit, edit_json, edit_rows, forge, seal
from e2e.mini import NAMES, TURNS

from quotetrail.cli import main

CODES = "public/mini/tables/codes.csv"
CODINGS = "controlled/mini/coding/codings.csv"
CLAIMS = "public/mini/provenance/claims.json"
SOURCE = "controlled/mini/coding/pseudonymised.json"


class Judged(NamedTuple):
    status: int
    lines: list[str]

    @property
    def breaks(self) -> list[str]:
        """Each break, with what was expected."""
        joined = "\n".join(self.lines).replace("\n      expected: ", " | expected: ").split("\n")
        return [line.removeprefix("BREAK ") for line in joined if line.startswith("BREAK ")]

    @property
    def not_checked(self) -> str:
        return "\n".join(line for line in self.lines if line.startswith("not checked"))

    def names(self, *parts: str) -> bool:
        """Whether one break holds all of these."""
        return any(all(part in each for part in parts) for each in self.breaks)


@pytest.fixture
def judge(capsys) -> Callable[[Path], Judged]:
    texts = [text for turns in TURNS.values() for _, text in turns]
    pieces = [text[at : at + 18] for text in texts for at in range(0, len(text) - 18, 9)]

    def run(folder: Path) -> Judged:
        status = main(["audit", str(folder)])
        printed = capsys.readouterr()
        assert printed.err == ""
        assert [secret for secret in [*NAMES, *pieces] if secret in printed.out] == []
        assert status == (1 if "BREAK" in printed.out else 0)
        return Judged(status, printed.out.splitlines())

    return run


@pytest.fixture
def copy(mini, tmp_path) -> Path:
    """The folder of the small study with all it holds, to be tampered with."""
    folder = tmp_path / "study"
    hidden = shutil.ignore_patterns(".snakemake")
    shutil.copytree(mini, folder, copy_function=shutil.copy2, ignore=hidden)
    return folder


@pytest.fixture
def results(copy) -> Path:
    return copy / "results"


def test_what_nobody_touched_has_no_break(results, judge):
    judged = judge(results)
    assert judged.status == 0
    assert judged.lines[-1].startswith("No breaks")


# One thing changed by hand.


def in_docx(path: Path, change: Callable[[str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for info, content in parts.items():
            text = content
            if info.filename == "word/document.xml":
                text = change(content.decode()).encode()
                assert text != content
            archive.writestr(info, text)


def change_cell(rows: list[dict[str, str]]) -> None:
    rows[1]["segments_with_subcodes"] = "7"


def move_by_one(rows: list[dict[str, str]]) -> None:
    rows[0]["start"] = str(int(rows[0]["start"]) + 1)


def render_seven(claims: list[dict]) -> None:
    next(claim for claim in claims if claim["id"] == "n003")["rendered"] = "7"


def other_input(ledger: dict) -> None:
    entry = next(one for one in ledger["entries"] if one["file"] == f"results/{CODES}")
    entry["inputs"][1]["hash"] = "sha256:" + "0" * 64


def another_participant(html: str) -> str:
    return html.replace('all">4</span>', 'all">5</span>')


def another_word(html: str) -> str:
    before, quoted, after = html.partition("The nurse calls me")
    assert quoted
    return before + "The nurse called me" + after


def test_a_cell_of_a_public_table(results, judge):
    edit_rows(results / CODES, change_cell)
    judged = judge(results)
    assert judged.names(f"results/{CODES}", "row 3, column segments_with_subcodes: 7", "3")
    assert judged.names(f"results/{CODES}", "the file was changed")
    assert judged.names(f"results/{CLAIMS}, claim t003", "another version")


def test_a_cell_with_all_hashes_made_to_fit(results, judge):
    edit_rows(results / CODES, change_cell)
    forge(results)
    judged = judge(results)
    assert judged.names(f"results/{CODES}, row 3, column segments_with_subcodes: 7 | expected: 3")
    assert judged.names("sheet codes")
    assert judged.names("ledger.json, analysis")
    assert not judged.names("the file was changed")


def test_a_number_of_the_html(results, judge):
    edit(results / "public/mini/report.html", another_participant)
    judged = judge(results)
    assert judged.names("report.html, claim n003: 5 | expected: 4")
    assert not judged.names("report.docx")


def test_a_number_of_the_docx(results, judge):
    in_docx(results / "public/mini/report.docx", lambda xml: xml.replace(">4<", ">5<"))
    judged = judge(results)
    assert judged.names("report.docx, claim n003: 5 | expected: 4")
    assert not judged.names("report.html")


@pytest.mark.parametrize("sealed", [False, True])
def test_a_number_beside_all_claims(results, judge, sealed):
    edit(results / "public/mini/report.html", lambda html: html.replace("</h2>", " of 12</h2>", 1))
    in_docx(
        results / "public/mini/report.docx",
        lambda xml: xml.replace("How many people agree", "How 17 people agree"),
    )
    if sealed:
        forge(results)
    judged = judge(results)
    assert judged.names("report.html, line", "a number that no claim records")
    assert judged.names("report.docx, paragraph", "a number that no claim records")


@pytest.mark.parametrize("sealed", [False, True])
def test_a_word_of_a_quotation(results, judge, sealed):
    edit(results / "public/mini/report.html", another_word)
    if sealed:
        forge(results)
    assert judge(results).names("report.html, claim q001", "printed otherwise")


def test_a_word_of_a_quotation_in_report_and_claims(results, judge):
    edit(results / "public/mini/report.html", another_word)
    in_docx(results / "public/mini/report.docx", another_word)
    edit(results / CLAIMS, lambda text: text.replace("nurse calls me", "nurse called me"))
    forge(results)
    assert judge(results).names(f"{CLAIMS}, claim q001", "its words")


def test_who_said_a_quotation(results, judge):
    def elsewhere(text: str) -> str:
        return text.replace("participant, Uganda", "participant, Ghana")

    edit(results / "public/mini/report.html", elsewhere)
    in_docx(results / "public/mini/report.docx", elsewhere)
    edit(results / CLAIMS, elsewhere)
    forge(results)
    assert judge(results).names(f"{CLAIMS}, claim q001", "its attribution")


def test_consent_that_was_withdrawn_since(results, judge):
    def withdraw(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["withdrawn"] = "yes" if row["participant"] == "P3" else row["withdrawn"]

    edit_rows(results / "controlled/mini/participants.csv", withdraw)
    forge(results)
    assert judge(results).names(f"{CLAIMS}, claim q001", "a speaker has withdrawn")


def test_a_rendered_value_of_the_claims(results, judge):
    edit_json(results / CLAIMS, render_seven)
    judged = judge(results)
    assert judged.names(f"{CLAIMS}, claim n003", "participants.csv says 4 | expected: 7")
    assert judged.names("report.html, claim n003: 4 | expected: 7")


def test_a_controlled_transcript(results, judge):
    path = results / "controlled/mini/transcripts/g2.jsonl"
    edit(path, lambda text: text.replace("told the goats", "told the sheep"))
    judged = judge(results)
    assert judged.names("transcripts/g2.jsonl", "the file was changed")
    assert judged.names("transcripts/g2.jsonl, transcript g2, turn 4", "not the raw one")
    assert judged.names(CODINGS, "coding ", "its text is not what stands at 198-229")


def test_a_transcript_and_all_that_follows_from_it(results, judge):
    for name in ("controlled/mini/transcripts/g2.jsonl", CODINGS):
        edit(results / name, lambda text: text.replace("told the goats", "told the sheep"))
    forge(results)
    judged = judge(results)
    assert judged.names("transcripts/g2.jsonl, transcript g2, turn 4", "not the raw one")
    # Nothing else could tell, so without the restricted zone nobody can.
    shutil.rmtree(results / "restricted")
    only_roots = [each for each in judge(results).breaks if "analysis" not in each]
    assert [each for each in only_roots if "claim l008" not in each] == []


def test_a_coding_that_is_deleted(results, judge):
    gone = []
    edit_rows(results / CODINGS, lambda rows: gone.append(rows.pop()))
    judged = judge(results)
    name = f"coding {gone[0]['coding']}"
    assert judged.names(f"{CODINGS}, {name}", "0 times | expected: once")
    assert judged.names(f"results/{CODES}, row 5")


def test_a_coding_that_is_deleted_everywhere(results, judge):
    gone = []
    edit_rows(results / CODINGS, lambda rows: gone.append(rows.pop()["coding"]))

    def forget(record: dict) -> None:
        for part in ("codings", "placed"):
            record[part] = [one for one in record[part] if one["coding"] != gone[0]]

    edit_json(results / SOURCE, forget)
    forge(results)
    assert judge(results).names(f"results/{SOURCE}, codings: there are 8 | expected: 9")


@pytest.mark.parametrize("sealed", [False, True])
def test_a_coding_that_is_moved(results, judge, sealed):
    edit_rows(results / CODINGS, move_by_one)
    if sealed:
        forge(results)
    judged = judge(results)
    assert judged.names(f"{CODINGS}, coding c7b887da7e0", "not what stands at 44-62")
    assert judged.names(f"{CODINGS}, coding c7b887da7e0", "start", "44 | expected: 43")


def test_a_coding_with_another_code(results, judge):
    def recode(rows: list[dict[str, str]]) -> None:
        rows[1] |= {"code": "Work and role", "path": "Work and role"}

    edit_rows(results / CODINGS, recode)
    forge(results)
    judged = judge(results)
    assert judged.names(CODINGS, "coding cca171bca52: its path is not that of the source")


@pytest.mark.parametrize("place", ["public", "public/mini", "public/mini/provenance/entries"])
def test_a_stray_file(results, judge, place):
    (results / place / "notes.txt").write_text("Nakimera said so.\n")
    assert judge(results).names(f"results/{place}/notes.txt", "no manifest knows this file")


def test_a_stray_table_that_is_sealed(results, judge):
    shutil.copy2(results / CODES, results / "public/mini/tables/more.csv")
    forge(results)
    assert judge(results).names("tables/more.csv", "no ledger says how this file was made")


def test_a_root_of_a_manifest(results, judge):
    path = results / "public/mini/provenance/manifest.json"
    edit_json(path, lambda record: record.update(root="sha256:" + "0" * 64))
    assert judge(results).names("public/mini/provenance/manifest.json, root", "expected: sha256:00")


def test_a_manifest_that_denies_the_zone_below(results, judge):
    edit(results / "controlled/mini/to_code/mini.qdc", lambda text: text + "\n")
    public = results / "public/mini/provenance/manifest.json"
    edit_json(public, lambda record: record.update(below=[]))
    old = public.read_bytes()
    seal(results)
    assert b'"below": []' in old
    edit_json(public, lambda record: record.update(below=[]))
    assert judge(results).names("public/mini/provenance/manifest.json, below", "none")


def test_a_figure(results, judge):
    path = results / "public/mini/figures/code_by_site.svg"
    shutil.copy2(path.with_name("code_by_income_group.svg"), path)
    judged = judge(results)
    assert judged.names("figures/code_by_site.svg", "the file was changed")
    assert judged.names(f"{CLAIMS}, claim f001", "another version of public/mini/figures")
    forge(results)
    assert judge(results).names("ledger.json, analysis")


def test_an_input_of_an_entry(results, judge):
    edit_json(results / "public/mini/provenance/ledger.json", other_input)
    judged = judge(results)
    where = "ledger.json, input results/controlled/mini/coding/codings.csv"
    assert judged.names(where, f"results/{CODES} was made from another version: sha256:000")


def test_an_entry_that_is_taken_out_so_that_nobody_counts_again(results, judge):
    edit_rows(results / CODES, change_cell)

    def forget(ledger: dict) -> None:
        ledger["entries"] = [e for e in ledger["entries"] if e["file"] != f"results/{CODES}"]

    edit_json(results / "public/mini/provenance/ledger.json", forget)
    (results / "public/mini/provenance/entries/tables/codes.csv.json").unlink()
    forge(results)
    assert judge(results).names(f"results/{CODES}", "no ledger says how this file was made")


def test_an_entry_under_the_name_of_another_rule(results, judge):
    edit_rows(results / CODES, change_cell)

    def rename(ledger: dict) -> None:
        for entry in ledger["entries"]:
            if entry["file"] == f"results/{CODES}":
                entry["rule"] = "tabulate_by_hand"

    edit_json(results / "public/mini/provenance/ledger.json", rename)
    forge(results)
    assert judge(results).names(f"results/{CODES}", "no rule that counts made it")


@pytest.mark.parametrize("name", ["ledger.json", "claims.json"])
def test_records_that_are_taken_out_and_sealed_away(results, judge, name):
    (results / "public/mini/provenance" / name).unlink()
    forge(results)
    assert judge(results).names(f"results/public/mini/provenance/{name}", "missing")


# Every file there is.


def all_files(results: Path) -> list[Path]:
    return sorted(
        path
        for zone in ("restricted", "controlled", "public")
        for path in (results / zone).rglob("*")
        if path.is_file() and "entries" not in path.parts
    )


def test_each_file_that_is_missing_is_named(results, judge):
    files = all_files(results)
    assert len(files) > 50
    for path in files:
        aside = path.rename(results / "aside")
        name = "results/" + path.relative_to(results).as_posix()
        judged = judge(results)
        assert judged.names(name, "missing"), (name, judged.breaks)
        aside.rename(path)


def test_each_file_that_holds_garbage_is_named(results, judge):
    garbage = itertools.cycle([b"{}\n", b"", b"Nakimera,\xff\n\x00"])
    for path, other in zip(all_files(results), garbage, strict=False):
        content = path.read_bytes()
        path.write_bytes(other)
        name = "results/" + path.relative_to(results).as_posix()
        judged = judge(results)
        assert judged.names(name), (name, judged.breaks)
        path.write_bytes(content)


# What lies beside the results, and what does not.


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


# What Snakemake cannot see, the ledger sees.


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
