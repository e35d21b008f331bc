"""Whether the pseudonymised transcripts and codings follow from the raw ones."""

import json
from typing import Any

from quotetrail.anonymise.files import Pseudonyms, load_names, load_pseudonyms
from quotetrail.anonymise.presence import withdrawn_labels
from quotetrail.anonymise.replace import pseudonymise
from quotetrail.audit.codings import rows_of
from quotetrail.audit.findings import Findings
from quotetrail.audit.ledgers import ledger_of
from quotetrail.audit.results import Results
from quotetrail.coding.controlled import controlled_codings
from quotetrail.coding.files import Pseudonymised, load_located, load_pseudonymised
from quotetrail.coding.project import load_project
from quotetrail.coding.record import of_record
from quotetrail.sheets import Participant, present, read_codes_sheet
from quotetrail.text import Transcript, load_transcripts

ONE_CODER = "one coder"


def check_pseudonyms(results: Results, findings: Findings) -> None:
    """Make the pseudonymised transcripts and codings again where both zones are there."""
    for study in results.studies("controlled"):
        if study not in results.studies("restricted"):
            continue
        with findings.judging(f"results/restricted/{study}/pseudonyms"):
            _check_transcripts(results, study, findings)
        file = f"results/controlled/{study}/coding/pseudonymised.json"
        if results.has(file):
            with findings.judging(file):
                _check_codings(results, study, file, findings)


def _check_transcripts(results: Results, study: str, findings: Findings) -> None:
    raw = {text.transcript: text for text in _transcripts(results, "restricted", study, "raw")}
    made = {each.transcript: each for each in _pseudonyms(results, study)}
    groups = {
        row["transcript"]: row["group"]
        for row in rows_of(results, f"results/controlled/{study}/transcripts.csv")
    }
    people = [
        Participant(
            number,
            row["participant"],
            transcript=row["transcript"],
            group=row["group"],
            withdrawn_on="" if row["withdrawn"] == "no" else row["withdrawn"],
        )
        for number, row in enumerate(
            rows_of(results, f"results/controlled/{study}/participants.csv")
        )
    ]
    for path in sorted((results.folder / "controlled" / study / "transcripts").glob("*.jsonl")):
        for text in load_transcripts(path):
            name, file = text.transcript, results.name(path)
            if name not in raw or name not in made:
                findings.add(file, f"transcript {name}", "there is no raw transcript of it")
                continue
            here = present(people, name, groups.get(name, name))
            findings.checked["transcripts against the raw ones"] += 1
            expected, offsets = pseudonymise(
                raw[name],
                made[name].identifiers,
                made[name].speakers,
                withdrawn_labels(made[name].speakers, here),
            )
            if text != expected or offsets.to_list() != made[name].offsets.to_list():
                place = f"transcript {name}, turn {_first_difference(text, expected)}"
                findings.add(file, place, "it is not the raw one with its identifiers replaced")


def _first_difference(one: Transcript, other: Transcript) -> int:
    """The number of the first turn that is not the same."""
    for number, (a, b) in enumerate(zip(one.turns, other.turns, strict=False), start=1):
        if a != b or one.text[a.start : a.end] != other.text[b.start : b.end]:
            return number
    return min(len(one.turns), len(other.turns)) + 1


def _check_codings(results: Results, study: str, file: str, findings: Findings) -> None:
    folder = results.folder / "restricted" / study
    project = load_project(folder / "coding" / "projects.json")
    located = load_located(str(folder / "coding" / "located.json"), project)
    coders = json.loads((folder / "coding" / "coders.json").read_text(encoding="utf-8"))
    about = json.loads((folder / "coding" / "about.json").read_text(encoding="utf-8"))
    params = _params(results, study, file)
    sheet = results.root / params["codes"] if params["codes"] else None
    if sheet and not sheet.is_file():
        findings.skip(f"the codings of {study} against the project: its sheet of codes is not here")
        return
    made = controlled_codings(
        project,
        located,
        coders=coders,
        files=about["files"],
        pseudonyms=_pseudonyms(results, study),
        names=load_names(str(folder / "names.json")),
        changes=read_codes_sheet(str(sheet)) if sheet else [],
        sheet=params["codes"],
    )
    found = load_pseudonymised(str(results.path(file)))
    record = params["record"]
    counted = found.record
    if record == ONE_CODER:
        findings.skip(f"whose codings of {study} the tables count: the config names the coder")
    else:
        counted = sorted(of_record(located, coders, record, study))
    expected = Pseudonymised(*made, counted)
    findings.checked["codings against the project files"] += len(made.codings)
    for part in Pseudonymised._fields:
        ours, theirs = getattr(found, part), getattr(expected, part)
        for number, (one, other) in enumerate(zip(ours, theirs, strict=False), start=1):
            if one != other:
                findings.add(file, f"{part}, number {number}", "it is not that of the project")
        if len(ours) != len(theirs):
            findings.add(file, part, f"there are {len(ours)}", str(len(theirs)))


def _params(results: Results, study: str, file: str) -> dict[str, Any]:
    """With what the codings were made."""
    entries = results.json(ledger_of("controlled", study))["entries"]
    return next(entry["params"] for entry in entries if entry["file"] == file)


def _pseudonyms(results: Results, study: str) -> list[Pseudonyms]:
    folder = results.folder / "restricted" / study / "pseudonyms"
    return load_pseudonyms(map(str, sorted(folder.glob("*.jsonl"))))


def _transcripts(results: Results, zone: str, study: str, folder: str) -> list[Transcript]:
    return load_transcripts(*sorted((results.folder / zone / study / folder).glob("*.jsonl")))
