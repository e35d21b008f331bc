"""The files between the stages of anonymising: all of them stay restricted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from quotetrail.anonymise.decide import Decided, Settled
from quotetrail.anonymise.names import Known, known_names
from quotetrail.anonymise.spots import Identifier
from quotetrail.anonymise.styles import Styles
from quotetrail.sheets import (
    Decision,
    Participant,
    read_decisions_sheet,
    read_identifiers_sheet,
    read_participants_sheet,
)
from quotetrail.text import OffsetMap


class Sheets(NamedTuple):
    """What the sheets and the project files know beforehand."""

    participants: list[Participant]
    decisions: list[Decision]
    known: list[Known]


class Pseudonyms(NamedTuple):
    """How one transcript was pseudonymised."""

    transcript: str
    offsets: OffsetMap
    identifiers: list[Settled]
    speakers: dict[str, str]
    withdrawn: list[tuple[int, int]]
    """The raw spans of the turns of those who have withdrawn."""


def known_of_sheets(
    participants: Any,
    identifiers: Any,
    decisions: Any,
    coders: Sequence[str],
    styles: Styles | None = None,
) -> Sheets:
    """Read the sheets, each of which may be missing, and the coders' pseudonyms."""
    people = read_participants_sheet(participants) if participants else []
    others = read_identifiers_sheet(identifiers) if identifiers else []
    decided = read_decisions_sheet(decisions) if decisions else []
    names = json.loads(Path(coders[0]).read_text(encoding="utf-8")) if coders else {}
    return Sheets(people, decided, known_names(people, others, decided, names, styles))


def load_labels(path: str) -> list[str]:
    """Read the speaker labels of a study that nobody declared."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def dump_found(found: Mapping[str, Sequence[Identifier]], path: str | Path) -> None:
    """Write the identifiers of each transcript, one transcript a line."""
    _dump_lines(
        (
            {"transcript": name, "identifiers": [asdict(hit) for hit in hits]}
            for name, hits in found.items()
        ),
        path,
    )


def load_found(paths: Iterable[str]) -> dict[str, list[Identifier]]:
    """Read what `dump_found` wrote."""
    return {
        record["transcript"]: [Identifier(**hit) for hit in record["identifiers"]]
        for record in _lines(paths)
    }


def load_decided(path: str) -> Decided:
    """Read decisions.json."""
    return Decided.from_dict(json.loads(Path(path).read_text(encoding="utf-8")))


def dump_names(names: Iterable[Known], path: Path) -> None:
    """Write the names that the gates look for."""
    _dump_lines((asdict(name) for name in names), path)


def load_names(*paths: str) -> list[Known]:
    """Read what `dump_names` wrote."""
    return [Known(**record) for record in _lines(paths)]


def dump_pseudonyms(pseudonyms: Iterable[Pseudonyms], path: Path) -> None:
    """Write how each transcript was pseudonymised, one a line."""
    _dump_lines(
        (
            {
                "transcript": each.transcript,
                "offsets": each.offsets.to_list(),
                "identifiers": [asdict(identifier) for identifier in each.identifiers],
                "speakers": each.speakers,
                "withdrawn": each.withdrawn,
            }
            for each in pseudonyms
        ),
        path,
    )


def load_pseudonyms(paths: Iterable[str]) -> list[Pseudonyms]:
    """Read what `dump_pseudonyms` wrote."""
    return [
        Pseudonyms(
            record["transcript"],
            OffsetMap.from_list(record["offsets"]),
            [Settled(**identifier) for identifier in record["identifiers"]],
            record["speakers"],
            [(start, end) for start, end in record["withdrawn"]],
        )
        for record in _lines(paths)
    ]


def _dump_lines(records: Iterable[Any], path: str | Path) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def _lines(paths: Iterable[str]) -> Iterable[Any]:
    for path in paths:
        with open(path, encoding="utf-8", newline="\n") as stream:
            yield from map(json.loads, stream)
