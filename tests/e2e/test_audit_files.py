"""An audit finds files that are missing, stray, or not what they were when they were made."""

import itertools
import shutil
from pathlib import Path

import pytest
from e2e.forger import (
    CLAIMS,
    CODES,
    change_cell,
    edit,
    edit_json,
    edit_rows,
    forge,
    seal,
)


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


def other_input(ledger: dict) -> None:
    entry = next(one for one in ledger["entries"] if one["file"] == f"results/{CODES}")
    entry["inputs"][1]["hash"] = "sha256:" + "0" * 64


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
