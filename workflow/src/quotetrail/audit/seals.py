"""Whether the files are those that were sealed, each made from the others as recorded."""

from typing import Any

from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.provenance.ledger import root_of

BELOW = {"public": "controlled", "controlled": "restricted"}
_OWN = ("provenance/manifest.json", "provenance/entries/")


def check_manifests(results: Results, findings: Findings) -> None:
    """Check each zone's manifest: every file, no other file, and the roots."""
    for zone, study in results.parts():
        name = f"results/{zone}/{study}/provenance/manifest.json"
        if not results.has(name):
            findings.add(name, "", "the manifest is missing, so nothing here is sealed")
            continue
        manifest = results.json(name)
        _check_root(name, manifest, findings)
        _check_files(results, zone, study, manifest["files"], findings)
        _check_below(results, zone, study, manifest, findings)


def _check_files(
    results: Results, zone: str, study: str, files: dict[str, str], findings: Findings
) -> None:
    for name, expected in files.items():
        if not results.has(name):
            findings.add(name, "", "the file is missing", expected)
            continue
        if expected.startswith("hmac") and not results.has_secret(study):
            findings.skip(f"raw files of {study}: their secret is not here")
            continue
        findings.checked["files against their manifest"] += 1
        found = results.hash(name, zone)
        if found != expected:
            findings.add(name, "", f"the file was changed: {found}", expected)
    folder = results.folder / zone / study
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = results.name(path)
        inside = path.relative_to(folder).as_posix()
        if name not in files and not inside.startswith(_OWN):
            findings.add(name, "", "no manifest knows this file", "only files that were built")


def _check_below(
    results: Results, zone: str, study: str, manifest: dict[str, Any], findings: Findings
) -> None:
    below = f"results/{BELOW.get(zone)}/{study}/provenance/manifest.json"
    if not manifest["below"]:
        return
    if not results.has(below):
        findings.skip(f"the {BELOW[zone]} zone of {study}: it is not here")
        return
    root = results.json(below)["root"]
    if manifest["below"] != [root]:
        name = f"results/{zone}/{study}/provenance/manifest.json"
        found = f"it was sealed over another {BELOW[zone]} zone: {manifest['below'][0]}"
        findings.add(name, "below", found, root)


def check_ledgers(results: Results, findings: Findings) -> None:
    """Check each ledger: its root, its files, and that each input is what the ledger made."""
    made: dict[str, str] = {}
    ledgers = []
    for zone, study in results.parts():
        name = f"results/{zone}/{study}/provenance/ledger.json"
        if results.has(name):
            ledger = results.json(name)
            ledgers.append((name, ledger))
            made |= {entry["file"]: entry["hash"] for entry in ledger["entries"]}
    for name, ledger in ledgers:
        _check_root(name, ledger, findings)
        for entry in ledger["entries"]:
            _check_entry(results, name, entry, made, findings)


def _check_entry(
    results: Results, name: str, entry: dict[str, Any], made: dict[str, str], findings: Findings
) -> None:
    zone = entry["file"].split("/")[1]
    if not results.has(entry["file"]):
        findings.add(entry["file"], "", "the file is missing", entry["hash"])
    elif not entry["hash"].startswith("hmac"):
        found = results.hash(entry["file"], zone)
        if found != entry["hash"]:
            findings.add(entry["file"], "", f"the file was changed: {found}", entry["hash"])
    findings.checked["files against the ledger"] += 1
    for source in entry["inputs"]:
        expected = made.get(source["file"])
        if expected is None or not source["hash"] or source["hash"].split(":")[0] not in expected:
            continue
        findings.checked["steps from file to file"] += 1
        if source["hash"] != expected:
            found = f"{entry['file']} was made from another version: {source['hash']}"
            findings.add(name, f"input {source['file']}", found, expected)


def _check_root(name: str, record: dict[str, Any], findings: Findings) -> None:
    found = root_of(record)
    if record["root"] != found:
        findings.add(name, "root", f"the record was changed: its root is {found}", record["root"])
