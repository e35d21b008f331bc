"""Tables of coded segments as MAXQDA writes them."""

import csv
from collections import Counter

import pytest
import xlsxwriter

from quotetrail.coding import paths
from quotetrail.coding.maxqda_segments import read_maxqda_segments
from quotetrail.errors import CodingError

ENGLISH = ["Document group", "Document name", "Code", "Beginning", "End", "Segment", "Created by"]
ROW = ["", "FG1", "Trust > Staff", "3", "3", "they listened", "Ana"]


def write_csv(path, rows, *, delimiter=",", encoding="utf-8"):
    with open(path, "w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path, *sheets):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    write = sheet.write_string if isinstance(value, str) else sheet.write
                    write(number, column, value)
    return path


def read(path):
    return read_maxqda_segments(path, path.name)


def refused(path, **more):
    with pytest.raises(CodingError) as caught:
        read_maxqda_segments(path, "table", **more)
    return str(caught.value)


def told(project):
    """Document, path, words, coder and memo of each coding, as a bag."""
    names = {source.source: source.name for source in project.sources}
    known = paths(project.codes)
    return Counter(
        (names[c.source], known.get(c.code, ()), c.quoted, c.coder, c.memo) for c in project.codings
    )
