"""The evidence page: from a number to the passages behind it, in one file without a network."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from quotetrail.errors import ReportError
from quotetrail.report.markdown import language_of, one_line
from quotetrail.report.sources import Row
from quotetrail.text import Transcript, load_transcripts

# How much of a turn is shown on either side of a passage, in characters.
CONTEXT = 240


@dataclass(frozen=True)
class EvidenceStudy:
    """What the evidence page shows of a study.

    Attributes
    ----------
    id, title : str
    synthetic : bool
    codebook, codings, transcripts : list of dict
        The rows of the controlled files.
    texts : mapping of str to Transcript
    contrast : str
        The contrast's column in transcripts.csv, or empty.
    claims : list of dict
        What the study's report prints.
    """

    id: str
    title: str
    synthetic: bool
    codebook: Sequence[Row]
    codings: Sequence[Row]
    transcripts: Sequence[Row]
    texts: Mapping[str, Transcript]
    contrast: str
    claims: Sequence[Mapping[str, Any]]


def read_evidence(
    results: Path,
    study: str,
    *,
    title: str,
    claims: Sequence[Mapping[str, Any]] = (),
    contrast: str = "",
    synthetic: bool = False,
) -> EvidenceStudy:
    """Read a study's controlled files for the evidence page."""
    folder = Path(results) / "controlled" / study
    texts = load_transcripts(*sorted((folder / "transcripts").glob("*.jsonl")))
    return EvidenceStudy(
        id=study,
        title=title,
        synthetic=synthetic,
        codebook=_rows(folder / "coding" / "codebook.csv"),
        codings=_rows(folder / "coding" / "codings.csv"),
        transcripts=_rows(folder / "transcripts.csv"),
        texts={text.transcript: text for text in texts},
        contrast=contrast,
        claims=claims,
    )


def evidence_page(studies: Sequence[EvidenceStudy], path: Path) -> None:
    """Write the page: controlled data, not to be published.

    Parameters
    ----------
    studies : list of EvidenceStudy
    path : Path
        ``controlled/evidence/index.html`` under the results; links to the reports are relative
        to it.

    Raises
    ------
    ReportError
        If a coding lies in a transcript that is not there.
    """
    package = files("quotetrail.report")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(
        (package / "templates" / "evidence.html.j2").read_text("utf-8")
    )
    page = template.render(
        studies=[_study(study) for study in studies],
        styles=(package / "styles" / "evidence.css").read_text("utf-8"),
        script=(package / "styles" / "evidence.js").read_text("utf-8"),
    )
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page + "\n", "utf-8", newline="\n")


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        return []
    with open(file, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, restval=""))


def _study(study: EvidenceStudy) -> dict[str, Any]:
    """A study as the page's template prints it."""
    places = _places(study)
    lines = _lines(study)
    counted = [row for row in study.codings if row.get("record", "yes") == "yes"]
    order = {path: number for number, path in enumerate(lines)}
    for row in counted:
        if row["path"] not in order or row["transcript"] not in places["of"]:
            raise ReportError(
                "A coding names a code or a transcript that is not there.",
                file=f"controlled/{study.id}/coding/codings.csv",
                place=f"coding {row['coding']}",
                advice="Build the codings again.",
            )
    counted.sort(key=lambda row: order[row["path"]])
    printed = _printed(study.claims)
    codings = [
        _coding(row, study, lines=lines, order=order, places=places, printed=printed)
        for row in counted
    ]
    table = [_line(path, order, lines, codings, places) for path in lines]
    return {
        "id": study.id,
        "title": study.title,
        "synthetic": study.synthetic,
        "heads": places["heads"],
        "table": table,
        "codings": codings,
        "others": len(study.codings) - len(counted),
        "claims": [_claim(claim, table, places) for claim in study.claims],
    }


def _places(study: EvidenceStudy) -> dict[str, Any]:
    """The columns of the table, the groups of each, and where each transcript belongs."""
    heads = [{"id": "all", "by": "", "name": "All", "groups": set()}]
    known = {("", "All"): heads[0]}
    of: dict[str, list[str]] = {}
    group_of = {}
    for by in [column for column in ("site", study.contrast) if column]:
        for row in study.transcripts:
            if row.get(by) and (by, row[by]) not in known:
                head = {"id": f"p{len(heads)}", "by": by, "name": row[by], "groups": set()}
                heads.append(head)
                known[by, row[by]] = head
    for row in study.transcripts:
        group = row["group"] or row["transcript"]
        group_of[row["transcript"]] = group
        mine = [head for (by, name), head in known.items() if not by or row.get(by) == name]
        of[row["transcript"]] = [str(head["id"]) for head in mine]
        for head in mine:
            head["groups"].add(group)  # type: ignore[attr-defined]
    return {"heads": heads, "of": of, "group": group_of}


def _lines(study: EvidenceStudy) -> dict[str, list[str]]:
    """Each path of the codebook with the paths above it and itself, in the codebook's order."""
    lines: dict[str, list[str]] = {}
    for row in study.codebook:
        steps = row["path"].split(" > ")
        lines.setdefault(row["path"], [" > ".join(steps[: end + 1]) for end in range(len(steps))])
    return lines


def _coding(
    row: Row,
    study: EvidenceStudy,
    *,
    lines: Mapping[str, list[str]],
    order: Mapping[str, int],
    places: Mapping[str, Any],
    printed: Mapping[str, list[Mapping[str, Any]]],
) -> dict[str, Any]:
    """A coding with its words, in their turns."""
    return {
        "id": row["coding"],
        "path": row["path"],
        "codes": [order[path] for path in lines[row["path"]] if path in order],
        "places": places["of"][row["transcript"]],
        "group": places["group"][row["transcript"]],
        "transcript": row["transcript"],
        "coder": row["coder"],
        "placement": row["placement"],
        "turns": _turns(row, study.texts.get(row["transcript"])),
        "claims": printed.get(row["coding"], []),
    }


def _turns(row: Row, transcript: Transcript | None) -> list[dict[str, str]]:
    """The turns that a coding touches: speaker, some words before, its own, some after."""
    if transcript is None or not row["start"]:
        return []
    start, end = int(row["start"]), int(row["end"])
    turns = []
    for turn in transcript.turns_in(start, end):
        first, last = max(start, turn.start), min(end, turn.end)
        opens, closes = max(turn.start, first - CONTEXT), min(turn.end, last + CONTEXT)
        before, after = transcript.text[opens:first], transcript.text[last:closes]
        # Half a word could look like a name.
        if opens > turn.start:
            before = before.partition(" ")[2]
        if closes < turn.end:
            after = after.rpartition(" ")[0]
        language, direction = language_of(transcript.text[first:last], transcript.language)
        turns.append(
            {
                "speaker": turn.speaker or "",
                "before": ("… " if opens > turn.start else "") + before,
                "words": transcript.text[first:last],
                "after": after + (" …" if closes < turn.end else ""),
                "language": language,
                "direction": direction,
            }
        )
    return turns


def _line(
    path: str,
    order: Mapping[str, int],
    lines: Mapping[str, list[str]],
    codings: Sequence[Mapping[str, Any]],
    places: Mapping[str, Any],
) -> dict[str, Any]:
    """A line of the table: a code, and for each place j of m groups and the first coding."""
    number = order[path]
    mine = [coding for coding in codings if number in coding["codes"]]
    cells = []
    for head in places["heads"]:
        here = [coding for coding in mine if head["id"] in coding["places"]]
        cells.append(
            {
                "place": head["id"],
                "name": head["name"],
                "j": len({coding["group"] for coding in here}),
                "m": len(head["groups"]),
                "first": here[0]["id"] if here else "",
            }
        )
    name = path.rpartition(" > ")[2]
    return {"number": number, "path": path, "name": name, "depth": len(lines[path]), "cells": cells}


def _printed(claims: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The claims that print a coding's words or rest on it, by the coding's id."""
    printed: dict[str, list[Mapping[str, Any]]] = {}
    for claim in claims:
        for coding in [*claim.get("codings", []), *filter(None, [claim.get("coding")])]:
            printed.setdefault(coding.rpartition("/")[2], []).append(claim)
    return printed


def _claim(
    claim: Mapping[str, Any], table: Sequence[Mapping[str, Any]], places: Mapping[str, Any]
) -> dict[str, Any]:
    """A claim with what it rests on in words, and the cell of our table that it belongs to."""
    row = claim.get("row") or {}
    parts = [claim.get("file", ""), *(f"{column} = {value}" for column, value in row.items())]
    if claim.get("column"):
        parts.append(f"column {claim['column']}")
    line = next(
        (
            line
            for line in table
            if row.get("path") == line["path"]
            or ("path" not in row and row.get("code") == line["name"])
        ),
        None,
    )
    values = set(row.values())
    place = next((head["id"] for head in places["heads"][1:] if head["name"] in values), "all")
    cell = next((cell for cell in line["cells"] if cell["place"] == place), None) if line else None
    return {
        "id": claim["id"],
        "kind": claim["kind"],
        "rendered": one_line(claim["rendered"]),
        "rests_on": claim.get("why") or ", ".join(part for part in parts if part),
        "coding": (claim.get("coding") or "").rpartition("/")[2],
        "line": line,
        "cell": cell,
    }
