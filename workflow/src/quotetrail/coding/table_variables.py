"""Variables of documents in tables of codings: columns beside those that a program always writes.

A table repeats the variables of a document in each of its rows. So a column that says the same in
all rows of each document is one, and any other column is none.
"""

from collections.abc import Sequence

from quotetrail.coding.coded_rows import source_id
from quotetrail.coding.headings import Table
from quotetrail.coding.project import Value

_MISSING = ("", "-9")


def document_values(
    table: Table, documents: Sequence[tuple[str, str]], warnings: list[str]
) -> list[Value]:
    """What the further columns of a table say of each document.

    Parameters
    ----------
    table : Table
    documents : sequence of (str, str)
        For each line the group and the name of its document.
    warnings : list of str
        It is added how many columns are no variables of documents.
    """
    values: list[Value] = []
    none = 0
    for place, heading in table.columns.others.items():
        said: dict[tuple[str, str], dict[str, None]] = {}
        for document, line in zip(documents, table.lines, strict=True):
            said.setdefault(document, {})[line.cells[place].strip()] = None
        filled = {document: next(iter(cells)) for document, cells in said.items()}
        filled = {document: cell for document, cell in filled.items() if cell not in _MISSING}
        if any(len(cells) > 1 for cells in said.values()):
            none += 1
            continue
        values += [
            Value("document", source_id(*document), heading, cell)
            for document, cell in filled.items()
        ]
    counts = (
        (none, "columns differ within a document and are not kept"),
        (table.columns.repeated, "columns have the heading of another one and are not kept"),
    )
    warnings += [f"{number} {what}" for number, what in counts if number]
    return values
