"""The rows that a person looks at before names are replaced."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from quotetrail.anonymise.candidates import RISK
from quotetrail.anonymise.decide import Decided, Found, Rule, Spelling, keys_of, rules_of
from quotetrail.anonymise.spots import Identifier

COLUMNS = (
    *("text", "category", "layers", "rule", "risk", "count", "transcripts"),
    *("decided", "decision", "replacement"),
    *("context_1", "place_1", "context_2", "place_2", "context_3", "place_3"),
)
SURE = 1  # the risk of what a sheet, a pattern or a near miss says is a name
CONTEXTS = 3
AROUND = 60

_Place = tuple[str, Identifier, Rule | None, int]


def review_rows(found: Found, texts: Mapping[str, str], decided: Decided) -> list[dict[str, str]]:
    """One row for each type: what waits first, then by risk, then what occurs most.

    `risk` is 1 where a rule mostly finds names, and larger where it mostly finds other words.
    `decided` says "no" where a person has to decide, "yes" where one has, and "automatic" where
    nobody has to. A row that waits has no decision yet and shows the proposed replacement.
    """
    types: dict[tuple[Spelling, str], list[_Place]] = defaultdict(list)
    for transcript, identifiers in found.items():
        keys = keys_of(identifiers, texts[transcript])
        rules = rules_of(decided, transcript, keys)
        count: Counter[str] = Counter()
        for identifier, text, rule in zip(identifiers, keys, rules, strict=True):
            count[text.text] += 1
            place = (transcript, identifier, rule, count[text.text])
            types[text, identifier.category].append(place)
    rows = [(_row(places, texts), len(places), text) for (text, _), places in types.items()]
    rows.sort(
        key=lambda row: (
            row[0]["decided"] != "no",
            int(row[0]["risk"]),
            -row[1],
            row[2],
            row[0]["category"],
        )
    )
    return [row for row, _, _ in rows]


def write_sheet(
    rows: Sequence[Mapping[str, str]], columns: Sequence[str], path: str | Path
) -> None:
    """Write rows as a .csv that spreadsheet programs open as UTF-8, and run nothing of."""
    with open(path, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({column: _guarded(value) for column, value in row.items()})


def _row(places: list[_Place], texts: Mapping[str, str]) -> dict[str, str]:
    transcript, first, rule, _ = places[0]
    if any(identifier.ask and its_rule is None for _, identifier, its_rule, _ in places):
        state, decision = "no", ""
    elif rule is None:
        state, decision = "automatic", "replace"
    else:
        state, decision = "yes", rule.decision
    return {
        "text": " ".join(texts[transcript][first.start : first.end].split()),
        "category": first.category,
        "layers": ";".join(sorted({identifier.layer for _, identifier, _, _ in places})),
        "rule": ";".join(sorted({identifier.rule for _, identifier, _, _ in places})),
        "risk": str(min(RISK.get(identifier.rule, SURE) for _, identifier, _, _ in places)),
        "count": str(len(places)),
        "transcripts": ";".join(dict.fromkeys(name for name, *_ in places)),
        "decided": state,
        "decision": decision,
        "replacement": (rule.replacement if rule else "") or first.replacement,
        **_contexts(places, texts),
    }


def _contexts(places: list[_Place], texts: Mapping[str, str]) -> dict[str, str]:
    """Up to three contexts of other words, each with its place and where the hit stands in it."""
    firsts = {place[0]: place for place in reversed(places)}
    shown = [*reversed(firsts.values()), *places]
    contexts: dict[str, tuple[str, str]] = {}
    for name, hit, _, number in shown:
        context, at = _context(texts[name], hit)
        contexts.setdefault(context, (f"{name} {number}", at))
        if len(contexts) == CONTEXTS:
            break
    cells: dict[str, str] = {}
    for n, (context, (place, at)) in enumerate(contexts.items(), start=1):
        cells |= {f"context_{n}": context, f"place_{n}": place, f"mark_{n}": at}
    empty = [f"{name}_{n + 1}" for n in range(CONTEXTS) for name in ("context", "place", "mark")]
    return dict.fromkeys(empty, "") | cells


def _context(text: str, identifier: Identifier) -> tuple[str, str]:
    """The words around a hit on one line, and the hit's start and end in them."""
    start, end = max(identifier.start - AROUND, 0), identifier.end + AROUND
    before, after = text[start : identifier.start], text[identifier.end : end]
    # Half a word is hard to read, and half a letter in some scripts.
    if start > 0:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    before = re.sub(r"\s+", " ", before).lstrip()
    hit = " ".join(text[identifier.start : identifier.end].split())
    after = re.sub(r"\s+", " ", after).rstrip()
    return before + hit + after, f"{len(before)} {len(before) + len(hit)}"


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
