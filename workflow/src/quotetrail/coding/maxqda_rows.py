"""The rows of MAXQDA's own database that hold at present, and what of them can be read.

From MAXQDA 2020 on, a row has one version for each step that can be undone. Which of them holds,
and whether the row exists at all, stands in `undo_Marker`.
"""

from quotetrail.coding.database import Database, Row, rows, whole, words

_MARK = "*ENC*"
_WHOLE_ROW = 0


def current(
    database: Database, table: str, columns: tuple[str, ...], warnings: list[str]
) -> list[Row]:
    """The rows of a table that hold at present, each in its present version.

    Parameters
    ----------
    database : Database
    table : str
        As `sys_Topics` writes it.
    columns : tuple of str
        In lower case, beside the id.
    warnings : list of str
        It is added how many rows are deleted or have no version that is named.
    """
    found = rows(database, table.lower(), "id", "tid", "todelete", *columns)
    markers = _markers(database, table)
    versions: dict[int | str, list[Row]] = {}
    for place, row in enumerate(found):
        number = whole(row["id"])
        versions.setdefault(f"row {place}" if number is None else number, []).append(row)
    if markers is None or "tid" not in database.columns.get(table.lower(), ()):
        return found
    present = []
    gone = unmarked = 0
    for key, choice in versions.items():
        version, exists = markers.get(key, (None, True))
        right = [row for row in choice if whole(row["tid"]) == version]
        if not exists:
            gone += 1
            continue
        if not right:
            unmarked += version is not None or len(choice) > 1
            right = [max(choice, key=lambda row: whole(row["tid"]) or 0)]
        present.append(right[0])
    counts = (
        (gone, f"rows of {table} are deleted and left out"),
        (unmarked, f"rows of {table} have no version that is named as the present one: the last"),
    )
    warnings += [f"{count} {what}" for count, what in counts if count]
    return present


def readable(value: object) -> str:
    """A text, empty if it is encrypted."""
    said = words(value)
    return "" if said.startswith(_MARK) else said


def _markers(database: Database, table: str) -> dict[object, tuple[int | None, bool]] | None:
    """For each row of a table the version that holds, and whether the row exists."""
    if "undo_marker" not in database.columns:
        return None
    topics = [
        whole(row["id"])
        for row in rows(database, "sys_topics", "id", "source")
        if words(row["source"]) == table
    ]
    return {
        whole(row["rowid"]): (whole(row["tid"]), whole(row["exist"]) == 1)
        for row in rows(database, "undo_marker", "topicid", "fieldid", "rowid", "tid", "exist")
        if whole(row["topicid"]) in topics and whole(row["fieldid"]) == _WHOLE_ROW
    }
