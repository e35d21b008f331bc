"""The files between the stages of coding, and the controlled tables read back."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from quotetrail.coding.carry import Placed
from quotetrail.coding.locate import Located
from quotetrail.coding.place import STEP
from quotetrail.coding.project import Code, Coding, Project, paths

# A coding may span a whole transcript, which is longer than csv reads by default.
csv.field_size_limit(2**31 - 1)


class Pseudonymised(NamedTuple):
    """A project's codes and codings without names, where each stands, and the codes' history."""

    codes: list[Code]
    codings: list[Coding]
    placed: list[Placed]
    history: list[list[str]]
    record: list[str]


def dump_located(located: Sequence[Located], path: Path) -> None:
    """Write where each coding stands; the codings themselves stay in the project."""
    records = [
        [each.coding.coding, each.transcript, each.start, each.end, each.placement, each.reason]
        for each in located
    ]
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_located(path: str, project: Project) -> list[Located]:
    """Read what `dump_located` wrote."""
    codings = {coding.coding: coding for coding in project.codings}
    records = json.loads(Path(path).read_text(encoding="utf-8"))
    return [Located(codings[coding], *rest) for coding, *rest in records]


def dump_pseudonymised(pseudonymised: Pseudonymised, path: Path) -> None:
    """Write pseudonymised codes and codings as JSON."""
    record = {
        "codes": [asdict(code) for code in pseudonymised.codes],
        "codings": [coding._asdict() for coding in pseudonymised.codings],
        "placed": [each._asdict() for each in pseudonymised.placed],
        "history": pseudonymised.history,
        "record": pseudonymised.record,
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_pseudonymised(path: str) -> Pseudonymised:
    """Read what `dump_pseudonymised` wrote."""
    record = json.loads(Path(path).read_text(encoding="utf-8"))
    return Pseudonymised(
        [Code(**code) for code in record["codes"]],
        [Coding(**coding) for coding in record["codings"]],
        [Placed(**each) for each in record["placed"]],
        record["history"],
        record["record"],
    )


def read_codebook(path: str) -> list[Code]:
    """The codes of codebook.csv, parents first."""
    return [
        Code(row["code"], row["name"], row["parent"] or None, row["description"], row["colour"])
        for row in read_rows(path)
    ]


def read_codings(path: str, codes: Sequence[Code]) -> list[Coding]:
    """The codings of codings.csv, their sources being the transcripts; some have no place."""
    by_path = {STEP.join(path): code for code, path in paths(codes).items()}
    return [
        Coding(
            coding=row["coding"],
            code=by_path[row["path"]],
            source=row["transcript"],
            start=int(row["start"]) if row["start"] else None,
            end=int(row["end"]) if row["end"] else None,
            coder=row["coder"],
            memo=row["memo"],
            weight=float(row["weight"]) if row["weight"] else None,
            created=row["created"],
        )
        for row in read_rows(path)
    ]


def read_rows(path: str) -> list[dict[str, str]]:
    """The rows of a controlled table, by column."""
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
