"""One small project as every program writes it: two codes, one below the other, and four codings.

Everything identifying in it is one of the words of `SECRET`.
"""

import csv
import re
import sqlite3
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import docx
import xlsxwriter

from quotetrail.coding import Located, Project, carry, locate, place
from quotetrail.text import OffsetMap
from quotetrail.transcripts import find_turns

TEXT = (
    "Moderator: What did Zipporah bring along?\n"
    "Zipporah: I brought goats 😀 to Wasswa, and more goats to everybody else.\n"
    "Wasswa: She brought them home before it was dark.\n"
)
QUOTES = (
    "I brought goats 😀 to Wasswa",
    "more goats",
    "them home before",
    "What did Zipporah bring",
)
NUMBER = len(QUOTES)
CODER = "Nakato"
SECRET = re.compile("zipporah|goats|wasswa|nakato|lostness|herding|brought", re.IGNORECASE)
SPANS = tuple((TEXT.index(quote), TEXT.index(quote) + len(quote)) for quote in QUOTES)
PATHS = ("Lostness", "Lostness > Herding")

Tables = dict[str, list[dict[str, object]]]


class Shape(NamedTuple):
    """A program's database: its tables, and the names of the columns that tests spoil."""

    tables: Callable[[], Tables]
    codings: str
    start: str
    end: str
    codes: str
    parent: str
    document: str


def qualcoder() -> Tables:
    return {
        "source": [{"id": 1, "name": "ULM", "fulltext": TEXT, "mediapath": None}],
        "code_name": [
            {"cid": n, "name": name, "memo": "", "catid": None, "color": "", "supercid": above}
            for n, name, above in ((1, "Lostness", None), (2, "Herding", 1))
        ],
        "code_text": [
            {"cid": 1 + n % 2, "fid": 1, "seltext": quote, "pos0": start, "pos1": end,
             "owner": CODER, "date": "2024-05-01 10:00:00", "memo": "", "important": None}
            for n, (quote, (start, end)) in enumerate(zip(QUOTES, SPANS, strict=True))
        ],
    }  # fmt: skip


def rqda() -> Tables:
    return {
        "source": [{"id": 1, "name": "ULM", "file": TEXT, "status": 1}],
        "freecode": [
            {"id": n, "name": name, "memo": "", "status": 1, "color": None}
            for n, name in ((1, "Lostness"), (2, "Herding"))
        ],
        "codecat": [{"catid": 1, "name": "Lostness", "memo": "", "status": 1}],
        "treecode": [{"cid": 2, "catid": 1, "status": 1}],
        "coding": [
            {"cid": 1 + n % 2, "fid": 1, "seltext": quote, "selfirst": float(start),
             "selend": float(end), "status": 1, "owner": CODER, "date": "", "memo": ""}
            for n, (quote, (start, end)) in enumerate(zip(QUOTES, SPANS, strict=True))
        ],
    }  # fmt: skip


def requal() -> Tables:
    return {
        "documents": [{"doc_id": 1, "doc_name": "ULM", "doc_text": TEXT}],
        "users": [{"user_id": 1, "user_login": "n", "user_name": CODER}],
        "codes": [
            {"code_id": n, "code_name": name, "code_description": ""}
            for n, name in ((1, "Lostness"), (2, "Herding"))
        ],
        "categories": [{"category_id": 1, "category_name": "Lostness"}],
        "categories_codes_map": [{"category_id": 1, "code_id": 2}],
        "segments": [
            {"segment_id": n, "user_id": 1, "doc_id": 1, "code_id": 1 + n % 2,
             "segment_start": start + 1, "segment_end": end, "segment_text": quote}
            for n, (quote, (start, end)) in enumerate(zip(QUOTES, SPANS, strict=True))
        ],
    }  # fmt: skip


def maxqda() -> Tables:
    return {
        "sys_Topics": [{"ID": 10, "Name": "Codings", "Source": "Codings"}],
        "undo_Marker": [
            {"TopicID": 10, "FieldID": 0, "RowID": n, "TID": 1, "Exist": 1} for n in range(NUMBER)
        ],
        "Texts": [{"ID": 1, "TID": 1, "Idx": 0, "GroupID": 0, "Name": "ULM", "ToDelete": 0}],
        "Codewords": [
            {"ID": n, "TID": 1, "Idx": n, "WordID": above, "Name": name, "Color": 0}
            for n, name, above in ((1, "Lostness", 0), (2, "Herding", 1))
        ],
        "Codings": [
            {"ID": n, "TID": 1, "TextID": 1, "WordID": 1 + n % 2, "Weight": 50, "Preview": quote,
             "Author": CODER, "Date": "2024-05-01", "CommentL": "", "Area": len(quote),
             "SegType": 7, "SegPos1X": start, "SegPos2X": end}
            for n, (quote, (start, end)) in enumerate(zip(QUOTES, SPANS, strict=True))
        ],
    }  # fmt: skip


def taguette() -> Tables:
    def counted(place: int) -> int:
        return len(TEXT[:place].encode())

    return {
        "projects": [{"id": 1, "name": "Study"}],
        "documents": [{"id": 1, "project_id": 1, "name": "ULM", "contents": TEXT}],
        "tags": [
            {"id": n, "project_id": 1, "path": name, "description": "", "parent_id": above}
            for n, name, above in ((1, "Lostness", None), (2, "Herding", 1))
        ],
        "highlights": [
            {"id": n, "document_id": 1, "start_offset": counted(start), "end_offset": counted(end),
             "snippet": quote}
            for n, (quote, (start, end)) in enumerate(zip(QUOTES, SPANS, strict=True))
        ],
        "highlight_tags": [{"highlight_id": n, "tag_id": 1 + n % 2} for n in range(NUMBER)],
        "commands": [{"id": 1, "date": "2024-05-01", "user_login": CODER, "payload": "{}"}],
    }  # fmt: skip


DATABASES = {
    "qualcoder": Shape(qualcoder, "code_text", "pos0", "pos1", "code_name", "supercid", "fid"),
    "rqda": Shape(rqda, "coding", "selfirst", "selend", "treecode", "catid", "fid"),
    "requal": Shape(
        requal,
        "segments",
        "segment_start",
        "segment_end",
        "categories_codes_map",
        "category_id",
        "doc_id",
    ),
    "maxqda": Shape(maxqda, "Codings", "SegPos1X", "SegPos2X", "Codewords", "WordID", "TextID"),
    "taguette": Shape(
        taguette, "highlights", "start_offset", "end_offset", "tags", "parent_id", "document_id"
    ),
}


def write_database(path: Path, tables: Tables, more: str = "") -> Path:
    """A database whose columns have no types, so that they hold whatever a test puts there."""
    with closing(sqlite3.connect(path)) as database, database:
        for table, rows in tables.items():
            names = ", ".join(f'"{name}"' for name in rows[0])
            database.execute(f'create table "{table}" ({names})')
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(
                f'insert into "{table}" values ({marks})', [list(row.values()) for row in rows]
            )
        database.executescript(more)
    return path


CODE, BELOW, USER = (f"aaaaaaaa-0000-0000-0000-00000000000{n}" for n in (1, 2, 3))


def markup(
    *,
    text: str = "",
    spans: Sequence[tuple[object, object]] = SPANS,
    codes: Sequence[str] = (CODE, BELOW),
    head: str = '<?xml version="1.0" encoding="utf-8"?>',
) -> str:
    """A project.qde; the text stands in the archive, or in the file itself where it is given."""
    selections = "".join(
        f'<PlainTextSelection guid="5{n}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="6{n}" creatingUser="{USER}"><CodeRef targetGUID="{codes[n % len(codes)]}"/>'
        "</Coding></PlainTextSelection>"
        for n, (start, end) in enumerate(spans)
    )
    where = "" if text else ' plainTextPath="internal://d.txt"'
    said = f"<PlainTextContent>{text}</PlainTextContent>" if text else ""
    return (
        f'{head}<Project xmlns="urn:QDA-XML:project:1.0" name="Study">'
        f'<Users><User guid="{USER}" name="{CODER}"/></Users><CodeBook><Codes>'
        f'<Code guid="{CODE}" name="Lostness" isCodable="true">'
        f'<Code guid="{BELOW}" name="Herding" isCodable="true"/></Code></Codes></CodeBook>'
        f'<Sources><TextSource guid="7" name="ULM"{where}>{said}{selections}</TextSource></Sources>'
        "</Project>"
    )


def write_qdpx(path: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    files = files or {"project.qde": markup(), "sources/d.txt": TEXT}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def write_qde(path: Path, data: str | bytes = "") -> Path:
    data = data or markup(text=TEXT)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


MAXQDA = ["Document name", "Code", "Beginning", "End", "Weight score", "Segment", "Created by"]
DEDOOSE = ["Media Title", "Excerpt Range", "Excerpt Creator", "Excerpt Copy"]
ATLASTI = ["Document", "Codes", "Number of Codes", "Quotation Content", "Created by"]
TAGUETTE = ["id", "document", "tag", "content"]
PLAIN = ["transcript", "code", "text", "start", "end", "coder", "weight"]
TABLES: dict[str, tuple[list[str], Callable[[int], list[object]]]] = {
    "maxqda": (MAXQDA, lambda n: ["ULM", PATHS[n % 2], n + 1, n + 1, 50, QUOTES[n], CODER]),
    "dedoose": (
        [*DEDOOSE, *(f"Code: {path.replace(' > ', chr(92))} Applied" for path in PATHS)],
        lambda n: ["ULM", f"{n}-9", CODER, QUOTES[n], n % 2 == 0, n % 2 == 1],
    ),
    "atlasti": (ATLASTI, lambda n: ["ULM", PATHS[n % 2], 1, QUOTES[n], CODER]),
    "taguette": (TAGUETTE, lambda n: [n, "ULM", PATHS[n % 2], QUOTES[n]]),
    "plain": (PLAIN, lambda n: ["ULM", PATHS[n % 2], QUOTES[n], *SPANS[n], CODER, 2]),
}


def rows_of(table: str) -> list[list[object]]:
    """The headings and the rows of one program's export."""
    heading, row = TABLES[table]
    return [list(heading), *(row(number) for number in range(NUMBER))]


def write_csv(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[object]], **options: object) -> Path:
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def write_html(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    lines = "".join(f"<tr>{row}</tr>" for row in cells)
    page = f'<html><head><meta charset="utf-8"></head><body><table>{lines}</table></body></html>'
    path.write_text(page, encoding="utf-8")
    return path


ODS = "urn:oasis:names:tc:opendocument:xmlns:"
UNTIL_THE_END = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def write_ods(path: Path, rows: Sequence[Sequence[object]], below: str = UNTIL_THE_END) -> Path:
    """A sheet as office programs write it: rows of empty cells follow until the sheet's end."""
    cells = (
        "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        for row in rows
    )
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    spaces = " ".join(f'xmlns:{name}="{ODS}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{lines}{below}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    files = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{ODS}manifest:1.0"/>',
        "content.xml": content,
    }
    return write_qdpx(path, files)


def write_docx(path: Path) -> Path:
    """Dedoose's document: its text, and a comment for each coding."""
    paper = docx.Document()
    for number, quote in enumerate(QUOTES):
        run = paper.add_paragraph("").add_run(quote)
        comment = paper.add_comment([run], "Codes (1-9)", CODER, "n")
        comment.add_paragraph(PATHS[number % 2].replace(" > ", "\\"))
    paper.save(path)
    return path


SUFFIXES = {"csv": write_csv, "xlsx": write_xlsx, "ods": write_ods, "html": write_html}
FILES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "refi.qdpx": ("p.qdpx", write_qdpx),
    "refi.qde": ("p.qde", write_qde),
    **{
        name: (f"{name}.db", lambda path, shape=shape: write_database(path, shape.tables()))
        for name, shape in DATABASES.items()
    },
    **{
        f"{name}.{suffix}": (
            f"{name}.{suffix}",
            lambda path, name=name, write=write: write(path, rows_of(name)),
        )
        for name in TABLES
        for suffix, write in SUFFIXES.items()
    },
    "dedoose.docx": ("ULM.docx", write_docx),
}
"""How each file is called and written."""


def written(name: str, folder: Path) -> Path:
    """The small project as a program writes it."""
    called, write = FILES[name]
    return write(folder / called)


TRANSCRIPT = find_turns(
    TEXT, transcript="ULM", labels=("Moderator", "Zipporah", "Wasswa")
).transcript


def accounted(project: Project) -> list[Located]:
    """Where the codings stand; each is a row of codings.csv or of unplaced.csv, with a reason."""
    located = locate([project], [TRANSCRIPT])
    maps = {"ULM": OffsetMap.identity(len(TRANSCRIPT.text))}
    rows = place(carry(located, maps), project.codings, project.codes, [TRANSCRIPT], record=())
    assert len(rows.codings) + len(rows.unplaced) == len(project.codings)
    assert all(row[-1] for row in rows.unplaced)
    return located
