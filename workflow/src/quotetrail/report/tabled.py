"""Claims about whole tables, and the record of all claims."""

from collections.abc import Mapping, Sequence
from typing import Any

from quotetrail.report.grids import (
    grid_cells,
    grid_digest,
    grid_markdown,
    kept_rows,
    pivot_cells,
)
from quotetrail.report.markdown import Printed, printed
from quotetrail.report.sources import Sources

PREFIX = {
    "value": "n",
    "count": "n",
    "quotation": "q",
    "table": "t",
    "crosstab": "t",
    "figure": "f",
    "finding": "s",
    "literal": "l",
}


class TableClaims:
    """Records what is printed, and prints whole tables.

    Parameters
    ----------
    sources : Sources
        The files that claims rest on.

    Attributes
    ----------
    records : list of dict
        The claims, in the order in which they are printed first.
    """

    def __init__(self, sources: Sources) -> None:
        self.records: list[dict[str, Any]] = []
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def _record(self, kind: str, rendered: str, **rests_on: Any) -> str:
        prefix = PREFIX[kind]
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        claim = f"{prefix}{self._numbers[prefix]:03d}"
        self.records.append({"id": claim, "kind": kind, "rendered": rendered, **rests_on})
        return claim

    def table(
        self,
        name: str,
        /,
        columns: Sequence[str] | Mapping[str, str] | None = None,
        *,
        omit: Mapping[str, Sequence[str]] | None = None,
        caption: str = "",
        **where: object,
    ) -> Printed:
        """Rows of a public table, as a table.

        Parameters
        ----------
        name : str
        columns : list of str or mapping of str to str, optional
            The columns, or the columns with their headings; all, if it is not given.
        omit : mapping of str to list of str, optional
            Rows that hold one of these values in its column are left out.
        caption : str, optional
        **where
            Only rows that equal these.
        """
        file = self._sources.table_file(name)
        headings = _headings(columns or self._sources.columns(file))
        selected = self._sources.select(file, where)
        omit = {column: list(values) for column, values in (omit or {}).items()}
        self._sources.require_columns(file, [*headings, *omit])
        rows = kept_rows(selected, omit)
        cells = grid_cells(rows, headings)
        claim = self._record(
            "table",
            f"{len(rows)} rows",
            file=file,
            row={key: str(value) for key, value in where.items()},
            omit=omit,
            headings=headings,
            rows=len(rows),
            cells=grid_digest(cells),
            sha256=self._sources.sha256(file),
        )
        return Printed(grid_markdown(cells, rows, list(headings), claim, printed(caption)))

    def crosstab(
        self,
        name: str,
        /,
        by: str,
        value: str,
        *,
        of: str = "",
        heading: str = "Code",
        omit: Mapping[str, Sequence[str]] | None = None,
        caption: str = "",
    ) -> Printed:
        """A table with a line for each code and a column for each value of `by`.

        Parameters
        ----------
        name : str
            A table with a row for each path and value of `by`.
        by, value : str
            Its columns.
        of : str, optional
            The column of denominators; a cell then prints ``value/of``.
        heading : str
            Of the first column.
        omit : mapping of str to list of str, optional
            Rows that hold one of these values in its column are left out.
        caption : str, optional
        """
        file = self._sources.table_file(name)
        omit = {column: list(values) for column, values in (omit or {}).items()}
        self._sources.require_columns(file, ["path", by, value, *([of] if of else []), *omit])
        rows = kept_rows(self._sources.rows(file), omit)
        cells, lines = pivot_cells(rows, by, value, of, heading)
        claim = self._record(
            "crosstab",
            f"{len(lines)} rows",
            file=file,
            by=by,
            column=value,
            of=of,
            heading=heading,
            omit=omit,
            rows=len(lines),
            cells=grid_digest(cells),
            sha256=self._sources.sha256(file),
        )
        columns = ["path", *cells[0][1:]]
        return Printed(grid_markdown(cells, lines, columns, claim, printed(caption)))

    def rows(self, table: str, /, **where: object) -> list[dict[str, str]]:
        """Rows of a public table, for loops and conditions; their digits cannot be printed."""
        return [dict(row) for row in self._sources.select(self._sources.table_file(table), where)]

    def columns(self, table: str, /) -> tuple[str, ...]:
        """The columns of a public table; none where there is no such table."""
        file = self._sources.table_file(table)
        return self._sources.columns(file) if self._sources.exists(file) else ()


def _headings(columns: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(columns, Mapping):
        return dict(columns)
    return {column: column.replace("_", " ").capitalize() for column in columns}
