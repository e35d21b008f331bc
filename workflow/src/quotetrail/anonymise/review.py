"""The rows that a person looks at before names are replaced."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from quotetrail.anonymise.decide import Decided, Found, Rule, Spelling, keys_of, rules_of
from quotetrail.anonymise.find import Identifier

COLUMNS = (
    *("text", "category", "layers", "count", "transcripts", "decided", "decision", "replacement"),
    *("context_1", "context_2", "context_3"),
)
CONTEXTS = 3
AROUND = 60

_Place = tuple[str, Identifier, Rule | None]


def review_rows(found: Found, texts: Mapping[str, str], decided: Decided) -> list[dict[str, str]]:
    """One row for each type: what waits for a decision first, then what occurs most.

    `decided` says "no" where a person has to decide, "yes" where one has, and "automatic" where
    nobody has to. A row that waits has no decision yet and shows the proposed replacement.
    """
    types: dict[tuple[Spelling, str], list[_Place]] = defaultdict(list)
    for transcript, identifiers in found.items():
        keys = keys_of(identifiers, texts[transcript])
        rules = rules_of(decided, transcript, keys)
        for identifier, text, rule in zip(identifiers, keys, rules, strict=True):
            types[text, identifier.category].append((transcript, identifier, rule))
    rows = [(_row(places, texts), len(places), text) for (text, _), places in types.items()]
    rows.sort(key=lambda row: (row[0]["decided"] != "no", -row[1], row[2], row[0]["category"]))
    return [row for row, _, _ in rows]


def write_sheet(
    rows: Sequence[Mapping[str, str]], columns: Sequence[str], path: str | Path
) -> None:
    """Write rows as a .csv that spreadsheet programs open as UTF-8, and run nothing of."""
    with open(path, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({column: _guarded(value) for column, value in row.items()})


def _row(places: list[_Place], texts: Mapping[str, str]) -> dict[str, str]:
    transcript, first, rule = places[0]
    if any(identifier.ask and its_rule is None for _, identifier, its_rule in places):
        state, decision = "no", ""
    elif rule is None:
        state, decision = "automatic", "replace"
    else:
        state, decision = "yes", rule.decision
    shown = [places[0], *(place for place in places[1:] if place[0] != transcript), *places[1:]]
    contexts = list(dict.fromkeys(_context(texts[name], hit) for name, hit, _ in shown))
    contexts += [""] * CONTEXTS
    return {
        "text": " ".join(texts[transcript][first.start : first.end].split()),
        "category": first.category,
        "layers": ";".join(sorted({identifier.layer for _, identifier, _ in places})),
        "count": str(len(places)),
        "transcripts": ";".join(dict.fromkeys(name for name, _, _ in places)),
        "decided": state,
        "decision": decision,
        "replacement": (rule.replacement if rule else "") or first.replacement,
        **{f"context_{n + 1}": contexts[n] for n in range(CONTEXTS)},
    }


def _context(text: str, identifier: Identifier) -> str:
    around = text[max(identifier.start - AROUND, 0) : identifier.end + AROUND]
    return " ".join(around.split())


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
