"""Whether each file was made from the others, and from the study's own files, as recorded."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.audit.seals import check_hash, check_root
from quotetrail.provenance.fingerprints import fingerprint, zone_of
from quotetrail.provenance.ledger import analysis_root, entry_path

# Made of several studies when all their ledgers are closed: only its manifest knows it.
EVIDENCE = ("controlled", "evidence")
Ledgers = Mapping[tuple[str, str], dict[str, Any]]
Entry = dict[str, Any]


def check_ledgers(results: Results, findings: Findings) -> None:
    """Check each ledger: its roots, its files, and that each input is what was used."""
    ledgers = {}
    for zone, study in results.parts():
        name = ledger_of(zone, study)
        if results.has(name):
            with findings.judging(name):
                ledgers[zone, study] = results.json(name)
        elif (zone, study) != EVIDENCE:
            findings.add(name, "", "the ledger is missing, so nobody knows how its files were made")
    made: dict[str, str] = {}
    for (zone, study), ledger in ledgers.items():
        with findings.judging(ledger_of(zone, study)):
            made |= {entry["file"]: entry["hash"] for entry in ledger["entries"]}
    for part in ledgers:
        with findings.judging(ledger_of(*part)):
            _check_ledger(results, part, ledgers, made, findings)


def ledger_of(zone: str, study: str) -> str:
    """The path of a ledger."""
    return f"results/{zone}/{study}/provenance/ledger.json"


def _check_ledger(
    results: Results,
    part: tuple[str, str],
    ledgers: Ledgers,
    made: Mapping[str, str],
    findings: Findings,
) -> None:
    (zone, study), ledger = part, ledgers[part]
    check_root(ledger_of(zone, study), ledger, findings)
    _check_below(results, zone, study, ledgers, findings)
    _check_analysis(results, study, ledgers, findings)
    for entry in ledger["entries"]:
        if check_hash(results, entry["file"], entry["hash"], findings):
            findings.checked["files against the ledger"] += 1
        _check_copy(results, entry, findings)
        for source in entry["inputs"]:
            if zone_of(source["file"]):
                _check_step(results, entry, source, made, findings)
            else:
                _check_outside(results, part, source, findings)
    for path in results.files(zone, study) if part != EVIDENCE else []:
        # Reports and all of provenance/ are made when the ledger is closed.
        inside = path.relative_to(results.folder / zone / study).as_posix()
        if results.name(path) not in made and not inside.startswith(("provenance/", "report.")):
            findings.add(results.name(path), "", "no ledger says how this file was made")


def _check_below(
    results: Results, zone: str, study: str, ledgers: Ledgers, findings: Findings
) -> None:
    """The public ledger covers the controlled one; that of a synthesis covers public ones."""
    if zone != "public":
        return
    ledger = ledgers[zone, study]
    params = [entry["params"] for entry in ledger["entries"]]
    together: list[str] = next((each["studies"] for each in params if "studies" in each), [])
    below = [("public", one) for one in together] or [("controlled", study)]
    if any(one not in ledgers for one in below):
        return
    roots, expected = ledger["below"], [ledgers[one]["root"] for one in below]
    if roots != expected:
        found = f"it was closed over other ledgers: {', '.join(roots) or 'none'}"
        findings.add(ledger_of(zone, study), "below", found, ", ".join(expected))


def _check_analysis(results: Results, study: str, ledgers: Ledgers, findings: Findings) -> None:
    """Compute the root that the report prints again."""
    public, controlled = ledgers.get(("public", study)), ledgers.get(("controlled", study))
    if public is None or controlled is None:
        return
    folder = results.folder / "controlled" / study / "transcripts"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jsonl"))]
    lines = [line for text in texts for line in text.split("\n") if line]
    expected = analysis_root([controlled, public], lines)
    if public["analysis"] != expected:
        found = f"it is not the root of this analysis: {public['analysis']}"
        findings.add(ledger_of("public", study), "analysis", found, expected)


def _check_copy(results: Results, entry: Entry, findings: Findings) -> None:
    """The entry of its own that the workflow keeps of each file says the same."""
    name = entry_path(entry["file"]).as_posix()
    if results.has(name):
        with findings.judging(name):
            if results.json(name) != entry:
                findings.add(name, "", "it is not what the ledger says of this file")


def _check_step(
    results: Results,
    entry: Entry,
    source: Mapping[str, str],
    made: Mapping[str, str],
    findings: Findings,
) -> None:
    name = ledger_of(*entry["file"].split("/")[1:3])
    place = f"input {source['file']}"
    _, zone, study, *_ = source["file"].split("/")
    expected = made.get(source["file"])
    if expected is None:
        if study in results.studies(zone):
            findings.add(name, place, f"{entry['file']} was made from it, but no ledger knows it")
        return
    if not source["hash"] and not expected.startswith("hmac"):
        findings.skip(f"steps out of the restricted zone of {study}: it has no secret")
        return
    findings.checked["steps from file to file"] += 1
    if source["hash"] != expected:
        found = f"{entry['file']} was made from another version: {source['hash'] or 'unknown'}"
        findings.add(name, place, found, expected)


def _check_outside(
    results: Results, part: tuple[str, str], source: Mapping[str, str], findings: Findings
) -> None:
    """The study's own files are those that were read, whatever their times say."""
    (zone, study), name, expected = part, source["file"], source["hash"]
    folder, slash, _ = name.partition("/")
    if not slash:
        findings.skip(f"files of {study} that lie outside its folder, such as {name}")
    elif not (results.root / name).is_file():
        findings.skip(f"files of {study} in {folder}/ that are not beside the results")
    elif not expected:
        findings.skip(f"files of {study} in {folder}/: it has no secret")
    elif expected.startswith("hmac") and not results.has_secret(study):
        findings.skip(f"raw files of {study}: their secret is not here")
    else:
        findings.checked["uses of the study's own files"] += 1
        content = Path(results.root, name)
        found = fingerprint(name, study=study, zone=zone, content=content, root=results.root)
        if found != expected:
            sentence = f"the results were made from another version of it: it is now {found}"
            findings.add(name, "", sentence, expected)
