"""The headings of tables of codings, by program and language, and the table that stands under them.

A language is added by further spellings (a study gives them as ``headings``), never by code.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quotetrail.coding.grids import FIRST_ROWS, Grid, first_rows, grids
from quotetrail.errors import CodingError

Spellings = Mapping[str, Sequence[str]]

# The first line of each is English, the second German, the third Polish; what follows are others
# or older ones. Which of them were seen in exports, and which only in programs' menus, is in the
# documentation of the formats.
MAXQDA: Spellings = {
    "document": ("Document name", "Dokumentname", "Nazwa dokumentu"),
    "group": ("Document group", "Dokumentgruppe", "Grupa dokumentów"),
    "code": ("Code", "Code", "Kod"),
    "begin": ("Beginning", "Anfang", "Początek", "Begin"),
    "end": ("End", "Ende", "Koniec"),
    "weight": ("Weight score", "Gewicht", "Waga", "Weight"),
    "segment": ("Segment", "Segment", "Fragment"),
    "comment": ("Comment", "Kommentar", "Komentarz"),
    "memos": ("Memos", "Memos"),
    "coder": ("Created by", "Erstellt von", "Autor", "Author"),
    "created": ("Created", "Erstellt am", "Data utworzenia", "Creation date"),
    "modified_by": ("Modified by", "Bearbeitet von"),
    "modified": ("Modified", "Bearbeitet am"),
    "colour": ("Color", "Farbe"),
    "area": ("Area", "Fläche", "Objętość"),
    "coverage": ("Coverage %", "Abdeckungsgrad %", "Obszar %"),
    "other_codes": ("Other codes assigned to segment", "Weitere am Segment vergebene Codes"),
}
DEDOOSE: Spellings = {
    "document": ("Media Title",),
    "segment": ("Excerpt Copy",),
    "range": ("Excerpt Range",),
    "coder": ("Excerpt Creator",),
    "created": ("Excerpt Date",),
    "codes": ("Codes Applied Combined",),
    "resource_creator": ("Resource Creator",),
    "resource_date": ("Resource Date",),
}
ATLASTI: Spellings = {
    "document": ("Document", "Dokument", "Document Name"),
    "segment": ("Quotation Content", "Zitatinhalt", "Text Content", "Textinhalt"),
    "codes": ("Codes", "Kodes"),
    "number": ("Number", "Nummer", "ID", "Quotation ID"),
    "name": ("Quotation Name", "Zitatname", "Name"),
    "reference": ("Reference", "Referenz"),
    "count": ("Number of Codes", "Anzahl der Kodes", "Anzahl der Codes"),
    "comment": ("Comment", "Kommentar"),
    "begin": ("Initial Position", "Anfangsposition", "Start Position"),
    "end": ("Final Position", "Endposition", "End Position"),
    "coder": ("Created by", "Erstellt von", "Creator"),
    "created": ("Creation Date", "Erstellungsdatum", "Created", "Erstellt am"),
    "modified_by": ("Modified by", "Geändert von"),
    "modified": ("Modification Date", "Änderungsdatum", "Modified", "Geändert am"),
}
TAGUETTE: Spellings = {
    "highlight": ("id",),
    "document": ("document",),
    "tag": ("tag",),
    "segment": ("content",),
}
PLAIN: Spellings = {
    "transcript": ("transcript",),
    "code": ("code",),
    "text": ("text",),
    "start": ("start",),
    "end": ("end",),
    "coder": ("coder",),
    "memo": ("memo",),
    "weight": ("weight",),
    "created": ("created",),
}
_CODED = re.compile(r"code\s*:\s*(.*\S)", re.IGNORECASE | re.DOTALL)


class Columns(NamedTuple):
    """Where the columns of a table stand.

    Attributes
    ----------
    known : dict of str to int
        By canonical name; of two columns with one heading, the first.
    coded : dict of int to str
        The columns that stand for a code each, with what follows ``Code:`` in their heading.
    others : dict of int to str
        The headings that are none of these, as written; of two that are alike, the first.
    repeated : int
        How many headings stand there once more.
    """

    known: dict[str, int]
    coded: dict[int, str]
    others: dict[int, str]
    repeated: int = 0

    def has(self, wanted: str) -> bool:
        """Whether a column is there; ``a|b`` stands for either, ``Code:`` for columns of codes."""
        names = wanted.split("|")
        return any(name in self.known or (name == "Code:" and self.coded) for name in names)


class Line(NamedTuple):
    """A row under the headings: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: list[str]


class Table(NamedTuple):
    """The rows of a table that hold anything, and where its columns stand."""

    columns: Columns
    lines: list[Line]
    warnings: tuple[str, ...]

    def column(self, name: str) -> list[str]:
        """The cells of a column in the order of the rows, empty where there is no such column."""
        place = self.columns.known.get(name)
        return ["" if place is None else line.cells[place] for line in self.lines]


def holds_table(
    path: Path, spellings: Spellings, needed: Sequence[str], headings: Spellings | None = None
) -> bool:
    """Whether a table of the file has all the headings that are needed."""
    wanted = _by_spelling(spellings, headings or {}, "")
    tables = first_rows(path)
    return any(_fits(_columns(row, wanted), needed) for rows in tables for row in rows)


def read_table(
    path: Path,
    file: str,
    spellings: Spellings,
    needed: Sequence[str],
    headings: Spellings | None = None,
) -> Table:
    """The first table of a file that has the headings needed.

    Parameters
    ----------
    spellings : mapping of str to sequence of str
        The spellings of each heading, by canonical name.
    needed : sequence of str
        As `Columns.has` understands them.
    headings : mapping of str to sequence of str, optional
        Further spellings, by canonical name.

    Raises
    ------
    CodingError
        If there is none, or a row of separated text has more cells than there are headings; it
        lists what was not understood and says where to add a spelling.
    """
    wanted = _by_spelling(spellings, headings or {}, file)
    found = grids(path, file)
    fitting = [(grid, at) for grid in found if (at := _heading(grid, wanted, needed)) is not None]
    if not fitting:
        raise _not_understood(found, wanted, needed, file)
    grid, at = fitting[0]
    warnings = list(grid.warnings)
    left = sum(len(other.rows) - place - 1 for other, place in fitting[1:])
    if left:
        warnings.append(f"{len(fitting) - 1} more sheets with {left} rows of codings are left out")
    columns = _columns(grid.rows[at], wanted)
    lines, beside = _lines(grid, at, file)
    if beside:
        warnings.append(f"{beside} cells stand beside the table and are left out")
    return Table(columns, lines, tuple(warnings))


def _folded(heading: str) -> str:
    """A heading without regard to case, kinds of blanks and how its accents are composed."""
    return " ".join(unicodedata.normalize("NFC", heading).strip("\ufeff").casefold().split())


def _by_spelling(spellings: Spellings, more: Spellings, file: str) -> dict[str, str]:
    unknown = [name for name in more if name not in spellings]
    if unknown:
        raise CodingError(
            f"The config gives spellings for {', '.join(map(repr, unknown))}, which is no column.",
            file=file,
            expected=f"some of {', '.join(spellings)}",
            advice="Correct the name under `headings` of the study.",
        )
    return {
        _folded(each): name
        for source in (spellings, more)
        for name, every in source.items()
        for each in every
    }


def _columns(row: Sequence[str], wanted: Mapping[str, str]) -> Columns:
    known: dict[str, int] = {}
    coded: dict[int, str] = {}
    others: dict[int, str] = {}
    seen: set[str] = set()
    repeated = 0
    for place, heading in enumerate(row):
        folded = _folded(heading)
        name = wanted.get(folded)
        code = _CODED.fullmatch(heading.strip())
        if name is not None and name not in known:
            known[name] = place
        elif code:
            coded[place] = code[1]
        elif name is not None or folded in seen:
            repeated += 1
        elif folded:
            others[place] = heading.strip()
            seen.add(folded)
    return Columns(known, coded, others, repeated)


def _fits(columns: Columns, needed: Sequence[str]) -> bool:
    return all(columns.has(each) for each in needed)


def _heading(grid: Grid, wanted: Mapping[str, str], needed: Sequence[str]) -> int | None:
    places = range(min(FIRST_ROWS, len(grid.rows)))
    return next((at for at in places if _fits(_columns(grid.rows[at], wanted), needed)), None)


def _lines(grid: Grid, at: int, file: str) -> tuple[list[Line], int]:
    width = max(place for place, cell in enumerate(grid.rows[at], start=1) if cell.strip())
    lines, beside = [], 0
    for number, row in enumerate(grid.rows[at + 1 :], start=at + 2):
        more = sum(bool(cell.strip()) for cell in row[width:])
        if more and grid.text:
            raise CodingError(
                f"The row has {len(row)} cells, but the table has {width} columns.",
                file=file,
                place=f"row {number}",
                expected="one cell for each heading",
                advice="A cell with the separator in it lacks its quotation marks; export again.",
            )
        beside += more
        if any(cell.strip() for cell in row[:width]):
            whole = len(row) == width
            lines.append(Line(number, row if whole else (row + [""] * width)[:width]))
    return lines, beside


def _shown_headings(row: Sequence[str], grid: Grid, columns: Columns) -> list[str]:
    """The headings that are not known; of one that may be somebody's words, its column's number.

    Where a line end is lost, a row of codings is part of the row of headings.
    """
    others = [other for other in grid.rows if other is not row]
    longer = len(row) > max(map(len, others), default=len(row))
    below = {cell.strip() for other in others for cell in other}
    return [
        f"column {place + 1}" if longer or heading.strip() in below else repr(heading)
        for place, heading in columns.others.items()
    ]


def _not_understood(
    found: Sequence[Grid], wanted: Mapping[str, str], needed: Sequence[str], file: str
) -> CodingError:
    """What the best row lacks; its cells are named only if it is clearly one of headings."""
    rows = [(row, grid) for grid in found for row in grid.rows[:FIRST_ROWS]]
    if not rows:
        return CodingError(
            "Every sheet is empty.",
            file=file,
            expected="a row of headings, and a row for each coding",
            advice="Export the codings once more.",
        )
    row, grid = max(rows, key=lambda each: len(_columns(each[0], wanted).known))
    best = _columns(row, wanted)
    lacking = [each.replace("|", " or ") for each in needed if not best.has(each)]
    unknown = _shown_headings(row, grid, best)
    if len(best.known) < 2:
        said = f"none of the first {FIRST_ROWS} rows holds two headings that are known"
    else:
        said = f"not understood: {', '.join(unknown) or 'nothing'}"
    return CodingError(
        f"The table lacks what is needed: {', '.join(lacking)}; {said}.",
        file=file,
        expected="the headings as the program writes them, parted by commas, semicolons or tabs",
        advice="If they are in another language, add their spellings under `headings` of the "
        f"study in the config, by the names {', '.join(dict.fromkeys(wanted.values()))}.",
    )
