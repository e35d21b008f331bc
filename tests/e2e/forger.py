"""A forger who knows how results are sealed, but has no secret, and does not run the workflow."""

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

CODES = "public/mini/tables/codes.csv"
CODINGS = "controlled/mini/coding/codings.csv"
CLAIMS = "public/mini/provenance/claims.json"
SOURCE = "controlled/mini/coding/pseudonymised.json"


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change the text of a file, and make sure that it did change."""
    old = path.read_bytes().decode()
    new = change(old)
    assert new != old
    path.write_bytes(new.encode())


def edit_json(path: Path, change: Callable[[Any], None]) -> None:
    """Change what a JSON file holds, in place."""
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(_json(record), encoding="utf-8")


def edit_rows(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a csv file, in place."""
    with open(path, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    columns = list(rows[0])
    change(rows)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def forge(results: Path) -> None:
    """Make claims, ledgers, entries and manifests agree with the files as they are now."""
    claims = results / "public" / "mini" / "provenance" / "claims.json"
    edit_json_freely(claims, lambda record: _forge_claims(results, record))
    roots: dict[str, str] = {}
    made: dict[str, str] = {}
    for zone in ("controlled", "public"):
        path = results / zone / "mini" / "provenance" / "ledger.json"
        if not path.is_file():
            continue
        ledger = json.loads(path.read_text(encoding="utf-8"))
        for entry in ledger["entries"]:
            entry["hash"] = made[entry["file"]] = _sha256(_at(results, entry["file"]))
        for entry in ledger["entries"]:
            for source in entry["inputs"]:
                source["hash"] = made.get(source["file"], source["hash"])
            own = results / zone / "mini" / "provenance" / "entries"
            inside = Path(entry["file"]).relative_to(f"results/{zone}/mini")
            (own / f"{inside}.json").write_text(_json(entry), encoding="utf-8")
        if zone == "public":
            ledger["below"] = [roots["controlled"]]
        roots[zone] = ledger["root"] = _root(ledger)
        path.write_text(_json(ledger), encoding="utf-8")
    seal(results)


def seal(results: Path) -> None:
    """Make the manifests agree with the files as they are now; the restricted one stays."""
    below = None
    for zone in ("restricted", "controlled", "public"):
        path = results / zone / "mini" / "provenance" / "manifest.json"
        if not path.is_file():
            continue
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if zone != "restricted":
            there = {
                "results/" + file.relative_to(results).as_posix()
                for file in (results / zone / "mini").rglob("*")
                if file.is_file() and "/entries/" not in file.as_posix() and file != path
            }
            manifest["files"] = {name: _sha256(_at(results, name)) for name in sorted(there)}
            manifest["below"] = [below] if below else manifest["below"]
            manifest["root"] = _root(manifest)
            path.write_text(_json(manifest), encoding="utf-8")
        below = manifest["root"]


def edit_json_freely(path: Path, change: Callable[[Any], None]) -> None:
    if path.is_file():
        edit_json(path, change)


def _forge_claims(results: Path, claims: list[dict[str, Any]]) -> None:
    for claim in claims:
        if "file" in claim:
            claim["sha256"] = _hex(results / claim["file"])
        for file in claim.get("files", {}):
            claim["files"][file] = _hex(results / file)


def _root(record: dict[str, Any]) -> str:
    bare = {key: value for key, value in record.items() if key != "root"}
    return "sha256:" + hashlib.sha256(_json(bare).encode()).hexdigest()


def _json(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _at(results: Path, name: str) -> Path:
    return results / Path(name).relative_to("results")


def _hex(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sha256(path: Path) -> str:
    return "sha256:" + _hex(path)


def change_cell(rows: list[dict[str, str]]) -> None:
    """One number of the table of codes."""
    rows[1]["segments_with_subcodes"] = "7"
