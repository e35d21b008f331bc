"""Whether the files are those that were sealed, and no others."""

from typing import Any

from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.provenance.fingerprints import ZONES
from quotetrail.provenance.ledger import entry_path, root_of

BELOW = {"public": "controlled", "controlled": "restricted"}


def check_manifests(results: Results, findings: Findings) -> None:
    """Check each zone's manifest: every file, no other file, and the roots."""
    for zone, study in results.parts():
        name = manifest_of(zone, study)
        if not results.has(name):
            findings.add(name, "", "the manifest is missing, so nothing here is sealed")
            continue
        with findings.judging(name):
            manifest = results.json(name)
            check_root(name, manifest, findings)
            _check_files(results, zone, study, manifest["files"], findings)
            _check_others(results, zone, study, manifest["files"], findings)
            _check_below(results, zone, study, manifest["below"], findings)
    for zone in ZONES:
        for path in sorted((results.folder / zone).glob("*")):
            if not path.is_dir():
                _unknown(results.name(path), findings)


def manifest_of(zone: str, study: str) -> str:
    """The path of a manifest."""
    return f"results/{zone}/{study}/provenance/manifest.json"


def check_root(name: str, record: dict[str, Any], findings: Findings) -> None:
    """Check that a record's root is the hash over all else in it."""
    found = root_of(record)
    if record["root"] != found:
        findings.add(name, "root", f"the record was changed: its root is {found}", record["root"])


def check_hash(results: Results, name: str, expected: str, findings: Findings) -> bool:
    """Check that a file has the hash that a record holds; False where nobody can tell."""
    _, zone, study, *_ = name.split("/")
    if not results.has(name):
        findings.add(name, "", "the file is missing", expected)
    elif expected.startswith("hmac") and not results.has_secret(study):
        findings.skip(f"raw files of {study}: their secret is not here")
        return False
    else:
        found = results.hash(name, zone)
        if found != expected:
            findings.add(name, "", f"the file was changed: {found}", expected)
    return True


def _check_files(
    results: Results, zone: str, study: str, files: dict[str, str], findings: Findings
) -> None:
    for name, expected in files.items():
        if not name.startswith(f"results/{zone}/{study}/"):
            findings.add(manifest_of(zone, study), name, "it lists a file of another folder")
        elif check_hash(results, name, expected, findings):
            findings.checked["files against their manifest"] += 1


def _check_others(
    results: Results, zone: str, study: str, files: dict[str, str], findings: Findings
) -> None:
    own = manifest_of(zone, study)
    known = {*files, own, *(entry_path(name).as_posix() for name in [*files, own])}
    for path in results.files(zone, study):
        if results.name(path) not in known:
            _unknown(results.name(path), findings)


def _unknown(name: str, findings: Findings) -> None:
    findings.add(name, "", "no manifest knows this file", "only files that were built")


def _check_below(
    results: Results, zone: str, study: str, roots: list[str], findings: Findings
) -> None:
    below = manifest_of(BELOW.get(zone, ""), study)
    if zone not in BELOW or not results.has(below):
        if roots:
            findings.skip(f"the {BELOW.get(zone)} zone of {study}: it is not here")
        return
    root = results.json(below)["root"]
    if roots != [root]:
        found = f"it was sealed over another {BELOW[zone]} zone: {', '.join(roots) or 'none'}"
        findings.add(manifest_of(zone, study), "below", found, root)
