"""Tables of a report: their cells, a digest of them, and Markdown."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from quotetrail.report.markdown import escape, one_line
from quotetrail.report.sources import Row

_NUMBER = re.compile(r"[-−<≥≤]?\s*\d[\d.,]*( ?/ ?\d+)?[%+]?|-|–|")
# Lines may also break after a hyphen, but not in a date.
_WORD = re.compile(r"\d{4}-\d\d-\d\d|[^\s-]+-?|-")
# Longer than pandoc's line, so that the dashes below are read as relative widths.
_DASHES = 200
# What a cell's margins take, in letters.
_ROOM = 3
# More columns make a wide table, in smaller letters; how many of them stand on a line of a page.
_FEW = 6
_LETTERS, _SMALL_LETTERS = 84, 95


def kept_rows(rows: Sequence[Row], omit: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows that hold none of the values to leave out."""
    return [row for row in rows if not any(row[c] in values for c, values in omit.items())]


def grid_cells(rows: Sequence[Row], headings: Mapping[str, str]) -> list[list[str]]:
    """The texts of a printed table, its headings first.

    A column ``path`` prints the last code of the path, its depth shown as an indent; a column
    ``attribute`` prints the name of a column, with spaces.
    """
    cells = [[one_line(heading) for heading in headings.values()]]
    return cells + [[_cell(column, row[column]) for column in headings] for row in rows]


def _cell(column: str, text: str) -> str:
    if column == "path":
        text = text.rpartition(" > ")[2]
    return one_line(text.replace("_", " ") if column == "attribute" else text)


def pivot_cells(
    rows: Sequence[Row], by: str, value: str, of: str, heading: str
) -> tuple[list[list[str]], list[Row]]:
    """The texts of a table with a line for each path and a column for each value of `by`.

    Parameters
    ----------
    rows : list of dict
        With the columns path, `by`, `value` and `of`.
    by, value, of : str
        Columns; a cell prints ``value/of``, or ``value`` where `of` is empty.
    heading : str
        Of the first column.

    Returns
    -------
    tuple
        The cells, headings first, and the first row of each line.
    """
    values = list(dict.fromkeys(row[by] for row in rows))
    first: dict[str, Row] = {}
    found = {}
    for row in rows:
        first.setdefault(row["path"], row)
        found[row["path"], row[by]] = f"{row[value]}/{row[of]}" if of else row[value]
    cells = [[one_line(heading), *(one_line(value) for value in values)]]
    for path in first:
        cells.append(
            [_cell("path", path), *(one_line(found.get((path, one), "")) for one in values)]
        )
    return cells, list(first.values())


def grid_digest(cells: Sequence[Sequence[str]]) -> str:
    """A hash of a table's texts, headings included, white space evened out."""
    even = [[" ".join(cell.split()) for cell in line] for line in cells]
    return hashlib.sha256(json.dumps(even, ensure_ascii=False).encode()).hexdigest()


def grid_markdown(
    cells: Sequence[Sequence[str]],
    rows: Sequence[Row],
    columns: Sequence[str],
    claim: str,
    caption: str,
) -> str:
    """A pipe table inside an element that carries the claim's id.

    Parameters
    ----------
    cells : list of list of str
        Headings first.
    rows : list of dict
        The row behind each line; its path says how far a code is indented.
    columns : list of str
        The columns behind the cells.
    claim, caption : str
    """
    if not rows:
        return f"\n\n::: {{#{claim} .claim}}\nNo rows.\n:::\n\n"
    widths = _widths(cells)
    rulers = []
    for position, width in enumerate(widths):
        numbers = all(_NUMBER.fullmatch(line[position]) for line in cells[1:])
        rulers.append("-" * width + ":" if numbers else ":" + "-" * width)
    lines = [_line([escape(cell) for cell in cells[0]]), _line(rulers)]
    for row, line in zip(rows, cells[1:], strict=True):
        depths = [row[c].count(" > ") if c == "path" else 0 for c in columns]
        lines.append(
            _line(
                ["\u2003" * depth + escape(cell) for depth, cell in zip(depths, line, strict=True)]
            )
        )
    below = f"\n: {caption}\n" if caption else ""
    grid = "\n".join(lines)
    kind = ".grid .codes" if "path" in columns else ".grid"
    if len(columns) > _FEW:
        kind += " .wide"
    return f"\n\n:::: {{#{claim} .claim {kind}}}\n\n{grid}\n{below}\n::::\n\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    """Each column gets its longest word; what is left goes to those that want more."""
    columns = list(zip(*cells, strict=True))
    words = [[len(word) for cell in column for word in _WORD.findall(cell)] for column in columns]
    needs = [max([*lengths, 0]) + _ROOM for lengths in words]
    wants = [max(len(cell) for cell in column) + _ROOM for column in columns]
    more = [want - need for want, need in zip(wants, needs, strict=True)]
    page = _SMALL_LETTERS if len(columns) > _FEW else _LETTERS
    left = max(0, min(page - sum(needs), sum(more)))
    widths = [
        need + left * extra / max(1, sum(more)) for need, extra in zip(needs, more, strict=True)
    ]
    return [max(3, int(width * _DASHES / sum(widths))) for width in widths]
