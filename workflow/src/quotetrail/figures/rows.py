"""Which codes a figure shows, and what it says about those that it leaves out."""

from dataclasses import dataclass

import pandas as pd

MOST_ROWS = 45
"""More rows than this do not fit on a page in type that can be read."""


@dataclass(frozen=True)
class Row:
    """A code in a figure, with its groups for each value: raised in j of m."""

    path: str
    name: str
    depth: int
    cells: dict[str, tuple[int, int]]


def rows_of(table: pd.DataFrame, by: str | None) -> list[Row]:
    """The codes of a table in its order; without ``by`` each has one cell, named ``""``."""
    rows: dict[str, Row] = {}
    for record in table.to_dict("records"):
        name = " ".join(str(record["code"]).split())
        row = rows.setdefault(record["path"], Row(record["path"], name, int(record["depth"]), {}))
        value = record[by] if by else ""
        row.cells[value] = (int(record["raised_in_with_subcodes"]), int(record["groups"]))
    return list(rows.values())


def values_of(rows: list[Row], order: list[str]) -> list[str]:
    """The values that have groups, those of ``order`` first."""
    groups = {value: m for row in rows for value, (_, m) in row.cells.items()}
    return [value for value in dict.fromkeys([*order, *groups]) if groups.get(value)]


def choose(rows: list[Row], what: str = "code") -> tuple[list[Row], list[str]]:
    """The codes that a figure shows, at most `MOST_ROWS`, and sentences about all others.

    `what` is the word for a row.

    Codes without a coding in themselves or below go first; then the deepest levels; then, among
    the top level alone, those raised in the fewest groups.
    """
    raised = [row for row in rows if _total(row)]
    notes = []
    if len(raised) < len(rows):
        notes.append(f"Not shown: {_some(len(rows) - len(raised), what)} not raised in any group.")
    if len(raised) <= MOST_ROWS:
        return raised, notes
    depth = max(row.depth for row in raised)
    while depth > 1 and sum(row.depth <= depth for row in raised) > MOST_ROWS:
        depth -= 1
    shown = [row for row in raised if row.depth <= depth]
    if len(shown) < len(raised):
        below = _some(len(raised) - len(shown), what)
        levels = "the top level" if depth == 1 else f"the top {depth} levels"
        notes.append(f"Shown: {levels} of {what}s, which include {below} below.")
    if len(shown) > MOST_ROWS:
        most = sorted(shown, key=_total, reverse=True)[:MOST_ROWS]
        paths = {row.path for row in most}
        rest = len(shown) - MOST_ROWS
        shown = [row for row in shown if row.path in paths]
        notes.append(
            f"Shown: the {MOST_ROWS} {what}s raised in most groups; not shown: {rest} raised in "
            f"{_some(min(map(_total, most)), 'group')} or fewer."
        )
    return shown, notes


def _total(row: Row) -> int:
    return sum(j for j, _ in row.cells.values())


def _some(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
