"""Decide what waits in the demonstration's review, as its authors would: by the marks.

    snakemake --cores 2 review
    python tests/demo/decide.py

adds rows to sources/<study>/decisions.csv: a text that waits is replaced where the gold file
marks it and kept elsewhere, for the study where that is one answer, else for each transcript, else
for each occurrence. Then `python tests/demo/build.py`, and again until nothing waits.
"""

import csv
import json
from collections import defaultdict
from pathlib import Path

from build import FILES
from source import SOURCES

from quotetrail.anonymise.decide import keys_of
from quotetrail.anonymise.files import load_found
from quotetrail.anonymise.spelling import is_small, key

ROOT = Path(__file__).parents[2]
DECIDED_BY = {"psw": ("SYN-PSW-M08", "2019-07-02"), "mhw": ("SYN-MHW-M08", "2018-10-08")}
COLUMNS = ["text", "category", "decision", "replacement", "transcript", "occurrence", "by", "on"]


def decide_study(study: str) -> int:
    """Add the decisions of a study; the number of rows added."""
    waiting = {
        spelled(row["text"])
        for row in sheet(ROOT / f"results/restricted/{study}/review.csv")
        if row["decided"] == "no"
    }
    places = defaultdict(list)
    for name in (name for name in FILES if study.upper() in name):
        right = json.loads((ROOT / f"tests/demo/gold/{study}/{name}.json").read_text("utf-8"))
        found = load_found([str(ROOT / f"results/restricted/{study}/identifiers/{name}.jsonl")])
        hits = found[name]
        number: dict[str, int] = defaultdict(int)
        for hit, spelling in zip(hits, keys_of(hits, right["text"]), strict=True):
            number[spelling.text] += 1
            if tuple(spelling) in waiting:
                marked = [
                    one["category"]
                    for one in right["identifiers"]
                    if one["start"] < hit.end and one["end"] > hit.start
                ]
                written = " ".join(right["text"][hit.start : hit.end].split())
                category = marked[0] if marked else ""
                places[tuple(spelling)].append(
                    (name, number[spelling.text], hit.category, category, written)
                )
    rows = [row for hits in places.values() for row in decisions(hits)]
    path = SOURCES / study / "decisions.csv"
    by, on = DECIDED_BY[study]
    earlier = [row for row in sheet(path) if spelled(row["text"]) not in places or row["by"] != by]
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*earlier, *({**row, "by": by, "on": on} for row in rows)])
    return len(rows)


def spelled(text: str) -> tuple[str, bool]:
    """A text as decisions compare it, and whether it is in small letters."""
    bare = text.removeprefix("'")
    return key(bare), is_small(bare)


def decisions(hits: list[tuple[str, int, str, str, str]]) -> list[dict[str, str]]:
    """One row for the study if that is one answer, else for each transcript or occurrence."""
    text = hits[0][4]
    if len({marked for _, _, _, marked, _ in hits}) == 1:
        return [decision(text, hits[0])]
    by_transcript = defaultdict(list)
    for hit in hits:
        by_transcript[hit[0]].append(hit)
    rows = []
    for name, here in by_transcript.items():
        if len({marked for _, _, _, marked, _ in here}) == 1:
            rows.append({**decision(text, here[0]), "transcript": name})
        else:
            rows += [
                {**decision(text, hit), "transcript": name, "occurrence": str(hit[1])}
                for hit in here
            ]
    return rows


def decision(text: str, hit: tuple[str, int, str, str, str]) -> dict[str, str]:
    """Replace what is marked, by its proposal; keep what is not."""
    _, _, proposed, marked, _ = hit
    return {
        "text": text,
        "category": marked or proposed,
        "decision": "replace" if marked else "keep",
    }


def sheet(path: Path) -> list[dict[str, str]]:
    """The rows of a sheet."""
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    for name in DECIDED_BY:
        print(name, decide_study(name))
