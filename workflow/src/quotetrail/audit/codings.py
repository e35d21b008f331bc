"""Whether the codings stand where they say, and none is lost."""

import csv
from collections import Counter
from collections.abc import Sequence

from quotetrail.audit.findings import Findings
from quotetrail.audit.results import Results
from quotetrail.coding.files import load_pseudonymised
from quotetrail.coding.history import HISTORY_COLUMNS
from quotetrail.coding.place import CODEBOOK_COLUMNS, CODING_COLUMNS, UNPLACED_COLUMNS, place
from quotetrail.text import Transcript, load_transcripts

# What of a coding may be printed: neither words of a transcript nor of a coder.
_SHOWN = {"transcript", "start", "end", "coder", "weight", "placement", "record", "codings"}


def check_codings(results: Results, findings: Findings) -> None:
    """Re-read each coding's text and speakers from its transcript, and list all of them again."""
    for study in results.studies("controlled"):
        folder = f"results/controlled/{study}/coding"
        if not (results.folder / "controlled" / study / "coding").is_dir():
            continue
        with findings.judging(f"{folder}/codings.csv"):
            texts = transcripts_of(results, study)
            for row in rows_of(results, f"{folder}/codings.csv"):
                _check_coding(f"{folder}/codings.csv", row, texts, findings)
        with findings.judging(f"{folder}/pseudonymised.json"):
            _check_lists(results, study, folder, findings)


def _check_coding(
    file: str, row: dict[str, str], texts: dict[str, Transcript], findings: Findings
) -> None:
    place = f"coding {row['coding']}"
    findings.checked["codings against their transcript"] += 1
    if row["transcript"] not in texts:
        findings.add(file, place, "its transcript is not there")
        return
    if row["placement"] == "document":
        if any(row[column] for column in ("start", "end", "text", "speaker")):
            findings.add(file, place, "it is only counted, but gives a place, words or speakers")
        return
    if not (row["start"].isdecimal() and row["end"].isdecimal()):
        findings.add(file, place, "its offsets are no numbers")
        return
    transcript = texts[row["transcript"]]
    start, end = int(row["start"]), int(row["end"])
    if transcript.text[start:end] != row["text"]:
        findings.add(file, place, f"its text is not what stands at {start}-{end}")
    touched = transcript.turns_in(start, end)
    speakers = dict.fromkeys(turn.speaker for turn in touched if turn.speaker is not None)
    if ";".join(speakers) != row["speaker"]:
        findings.add(file, place, "its speakers are not those of the turns it touches")


def _check_lists(results: Results, study: str, folder: str, findings: Findings) -> None:
    kept = load_pseudonymised(str(results.path(f"{folder}/pseudonymised.json")))
    texts = list(transcripts_of(results, study).values())
    tables = place(kept.placed, kept.codings, kept.codes, texts, record=set(kept.record))
    for name, columns, expected in (
        ("codings", CODING_COLUMNS, tables.codings),
        ("codebook", CODEBOOK_COLUMNS, tables.codebook),
        ("unplaced", UNPLACED_COLUMNS, tables.unplaced),
    ):
        file = f"{folder}/{name}.csv"
        with findings.judging(file):
            rows = [tuple(row.get(c, "") for c in columns) for row in rows_of(results, file)]
            _compare(file, columns, rows, expected, findings)
    file = f"{folder}/history.csv"
    with findings.judging(file):
        history = [[row.get(c, "") for c in HISTORY_COLUMNS] for row in rows_of(results, file)]
        if history != kept.history:
            findings.add(file, "", "it is not how the code system changed")


def _compare(
    file: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    expected: Sequence[tuple[str, ...]],
    findings: Findings,
) -> None:
    kind = columns[0]
    wanted = {row[0]: row for row in expected}
    numbers = Counter(row[0] for row in rows)
    for name in {**wanted, **numbers}:
        if numbers[name] != (name in wanted):
            found = f"it stands here {numbers[name]} times"
            findings.add(file, f"{kind} {name}", found, "once" if name in wanted else "never")
    for row in rows:
        for column, value, right in zip(columns, row, wanted.get(row[0], row), strict=True):
            if value != right:
                shown = (f": {value}", right) if column in _SHOWN else ("", "")
                found = f"its {column} is not that of the source{shown[0]}"
                findings.add(file, f"{kind} {row[0]}", found, shown[1])


def transcripts_of(results: Results, study: str) -> dict[str, Transcript]:
    """The pseudonymised transcripts of a study, by id."""
    folder = results.folder / "controlled" / study / "transcripts"
    return {text.transcript: text for text in load_transcripts(*sorted(folder.glob("*.jsonl")))}


def rows_of(results: Results, name: str) -> list[dict[str, str]]:
    """The rows of a csv file, every value as text."""
    csv.field_size_limit(2**31 - 1)
    with open(results.path(name), encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, restval=""))
