"""Write a corpus as MAXQDA exports its coded segments: a workbook, and a German table."""

import csv
from datetime import datetime
from pathlib import Path

import xlsxwriter
from corpus import NOTICE, CodeRow, Corpus, beginning

ENGLISH = (
    "Color,Comment,Document group,Document name,Code,Beginning,End,Weight score,Segment,"
    "Modified by,Modified,Created by,Created,Area,Coverage %"
)
GERMAN = (
    "Farbe,Kommentar,Dokumentgruppe,Dokumentname,Code,Anfang,Ende,Gewicht,Segment,"
    "Bearbeitet von,Bearbeitet am,Erstellt von,Erstellt am,Fläche,Abdeckungsgrad %"
)


def segments(corpus: Corpus) -> list[tuple[CodeRow, list]]:
    """The rows of MAXQDA's table of coded segments, numbers and dates not yet written out."""
    documents = {document.name: document for document in corpus.documents}
    codes = {code.path: code for code in corpus.codes}
    found = []
    for row in corpus.placed:
        text = documents[row.document].text
        # In MAXQDA's own exports the area leaves out blanks at the ends of the segment.
        area = len(row.quoted.strip())
        cells = ["●", row.memo, documents[row.document].site, row.document, row.code_path]
        cells += [text.count("\n", 0, position) + 1 for position in (row.start, row.end - 1)]
        cells += [0, row.quoted, row.coder, row.created, row.coder, row.created]
        cells += [area, 100 * area / len(text)]
        found.append((codes[row.code_path], cells))
    return found


def write_maxqda_xlsx(corpus: Corpus, path: Path) -> None:
    """Write the coded segments as MAXQDA's workbook: English, numbers as numbers, dates as text."""
    with xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": beginning(corpus), "comments": NOTICE})
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 0, ENGLISH.split(","))
        dots = {code.colour: book.add_format({"font_color": code.colour}) for code in corpus.codes}
        for number, (code, cells) in enumerate(segments(corpus), start=1):
            sheet.write_string(number, 0, cells[0], dots[code.colour])
            for column, value in enumerate(cells[1:], start=1):
                if isinstance(value, int | float):
                    sheet.write_number(number, column, value)
                elif sheet.write_string(number, column, str(value)):
                    raise ValueError(f"row {number}: too long for a cell of a workbook")


def write_maxqda_csv(corpus: Corpus, path: Path) -> None:
    """Write the coded segments as a German MAXQDA does: semicolons, BOM, decimal commas."""
    with open(path, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(GERMAN.split(","))
        writer.writerows([german(value) for value in cells] for _, cells in segments(corpus))


def german(value: object) -> object:
    """A value as a German MAXQDA writes it."""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%y %H:%M:%S}"
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return value
