"""Whether the codings stand where they say, and none is lost."""

import csv
import json

from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.text import Transcript, load_transcripts


def check_codings(results: Results, findings: Findings) -> None:
    """Re-read each coding's text and speakers from its transcript, and count all of them."""
    for study in results.studies("controlled"):
        folder = f"results/controlled/{study}/coding"
        if not results.has(f"{folder}/codings.csv"):
            continue
        texts = transcripts_of(results, study)
        rows = rows_of(results, f"{folder}/codings.csv")
        for row in rows:
            _check_coding(f"{folder}/codings.csv", row, texts, findings)
        unplaced = rows_of(results, f"{folder}/unplaced.csv")
        path = results.path(f"{folder}/pseudonymised.json")
        source = json.loads(path.read_text(encoding="utf-8"))["codings"]
        held = sorted(coding["coding"] for coding in source)
        if sorted(row["coding"] for row in [*rows, *unplaced]) != held:
            found = f"{len(rows)} placed and {len(unplaced)} unplaced codings"
            findings.add(folder, "", found, f"each of the source's {len(held)} codings once")


def _check_coding(
    file: str, row: dict[str, str], texts: dict[str, Transcript], findings: Findings
) -> None:
    place = f"coding {row['coding']}"
    findings.checked["codings against their transcript"] += 1
    if row["transcript"] not in texts:
        findings.add(file, place, "its transcript is not there")
        return
    transcript = texts[row["transcript"]]
    start, end = int(row["start"]), int(row["end"])
    if transcript.text[start:end] != row["text"]:
        findings.add(file, place, f"its text is not what stands at {start}-{end}")
    touched = transcript.turns_in(start, end)
    speakers = dict.fromkeys(turn.speaker for turn in touched if turn.speaker is not None)
    if ";".join(speakers) != row["speaker"]:
        findings.add(file, place, "its speakers are not those of the turns it touches")


def transcripts_of(results: Results, study: str) -> dict[str, Transcript]:
    """The pseudonymised transcripts of a study, by id."""
    folder = results.folder / "controlled" / study / "transcripts"
    return {text.transcript: text for text in load_transcripts(*sorted(folder.glob("*.jsonl")))}


def rows_of(results: Results, name: str) -> list[dict[str, str]]:
    """The rows of a csv file, every value as text."""
    csv.field_size_limit(2**31 - 1)
    with open(results.path(name), encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, restval=""))
