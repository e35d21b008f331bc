"""The rows to be decided as a workbook, which, filled in, serves as the decisions sheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from quotetrail.anonymise.names import decision_text
from quotetrail.anonymise.spelling import is_small, key
from quotetrail.sheets import CATEGORIES

# What a person fills in stands beside the text, what helps to decide comes after it.
COLUMNS = {
    **{"text": 24, "category": 13, "decision": 10, "replacement": 24},
    **{"context_1": 42, "context_2": 42, "context_3": 42},
    **{"transcript": 16, "occurrence": 11, "by": 8, "on": 11, "decided": 10},
    **{"count": 7, "transcripts": 24, "layers": 20, "rule": 20, "risk": 6},
}
"""The columns of the workbook and how wide they are, in characters."""

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_SPARE = 200
_RESTRICTED = "Restricted: this file holds identifying text. Do not pass it on."
_SYNTHETIC = "Synthetic demonstration data: nobody named here exists."
_HOW_TO = (
    ("What it is", "Each row of the first sheet is a text that may identify somebody, with up to "
     "three of the places where it stands. Yellow rows wait for a decision."),
    ("decision", "replace: what stands in the column replacement is put in its place. keep: it "
     "stays as it was said, because it names nobody. Choose from the list in the cell."),
    ("replacement", "A proposal; change it if another says more and still names nobody. Square "
     "brackets are put around it."),
    ("category", "What it is. Correct it if it is wrong."),
    ("transcript", "Empty: the decision holds in all transcripts. An id: in this one only. To "
     "decide differently in two transcripts, copy the row."),
    ("occurrence", "With a transcript: 1, 2 ... for the first, second ... hit in it only."),
    ("by, on", "Who decided, and when: for your own records."),
    ("decided", "no: a person has to decide. yes: decided; the row stands as in your decisions "
     "sheet. automatic: it is replaced without being asked; fill in a decision to change that."),
    ("layers, rule", "What found it."),
    ("risk", "1 is most likely a name."),
    ("When you are done", "Save this file as .xlsx where `decisions` in the config points, for "
     "example resources/{study}/decisions.xlsx. It holds your earlier decisions too. Rows without "
     "a decision are passed over; further columns do no harm."),
    ("Then", "Run what you ran before: snakemake --cores 2"),
    ("Take care", "The workflow writes this file anew: save yours elsewhere before you go on."),
)  # fmt: skip


def write_review_workbook(
    rows: Sequence[Mapping[str, str]],
    path: str | Path,
    *,
    study: str,
    synthetic: bool,
    earlier: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write review.xlsx: what waits first, then what was decided, then what nobody is asked.

    Parameters
    ----------
    rows : sequence of mappings
        What `review_rows` gives; `rule` and `risk` are used where they are there.
    path : path-like
    study : str
    synthetic : bool
        Whether the data are invented; then both sheets say so.
    earlier : sequence of mappings
        The rows of the decisions sheet as they stand there. They stand in the workbook as well,
        because it is to take that sheet's place.
    """
    added = dict.fromkeys(name for row in earlier for name in row if name not in COLUMNS)
    columns = {**COLUMNS, **dict.fromkeys(added, 20)}
    if synthetic:
        columns["synthetic"] = 10
    lines = list(_lines(rows, earlier))
    with xlsxwriter.Workbook(
        str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": f"Review of {study}", "created": _CREATED})
        sheet = book.add_worksheet("review")
        _write_lines(book, sheet, columns, lines, synthetic=synthetic)
        _write_how_to(book, study, synthetic=synthetic)


def _lines(
    rows: Sequence[Mapping[str, str]], earlier: Sequence[Mapping[str, str]]
) -> Iterator[dict[str, str]]:
    """The workbook's rows: each earlier decision is one, beside what is known of its text."""
    about = {(key(row["text"]), is_small(row["text"])): row for row in reversed(rows)}
    known = []
    for decision in earlier:
        text = decision_text(decision.get("text", ""))
        known.append((decision, about.get((key(text), is_small(text)), {})))
    named = {id(row) for decision, row in known if decision.get("decision")}
    yield from (_open(row) for row in rows if row["decided"] == "no")
    yield from ({**row, "decided": "yes", **decision} for decision, row in known)
    for state in ("yes", "automatic"):
        yield from (_open(r) for r in rows if r["decided"] == state and id(r) not in named)


def _open(row: Mapping[str, str]) -> dict[str, str]:
    """A row with its proposal and without a decision: only a person's own decision is one."""
    return {**row, "decision": ""}


def _write_lines(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.workbook.Worksheet,
    columns: Mapping[str, int],
    lines: Sequence[Mapping[str, str]],
    *,
    synthetic: bool,
) -> None:
    head = book.add_format({"bold": True, "valign": "top", "bg_color": "#E3E8EB", "bottom": 1})
    # As text, so that no program makes a formula or a date of it when the cell is edited.
    cell = book.add_format(
        {"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}
    )
    number = book.add_format({"valign": "top"})
    waiting = book.add_format({"bg_color": "#FFF2B8"})
    at = {name: place for place, name in enumerate(columns)}
    for name, width in columns.items():
        sheet.set_column(at[name], at[name], width)
        sheet.write_string(0, at[name], name, head)
    for place, line in enumerate(lines, start=1):
        for name in columns:
            value = "true" if name == "synthetic" else line.get(name, "")
            if name in ("count", "risk", "occurrence") and value.isdecimal():
                sheet.write_number(place, at[name], int(value), number)
            elif value:
                sheet.write_string(place, at[name], value, cell)
            else:
                sheet.write_blank(place, at[name], None, cell)
    last = max(len(lines), 1)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for name, choices in (("decision", ["replace", "keep"]), ("category", list(CATEGORIES))):
        rule = {"validate": "list", "source": choices, "error_message": "Choose from the list."}
        sheet.data_validation(1, at[name], last + _SPARE, at[name], rule)
    letter = {name: xlsxwriter.utility.xl_col_to_name(at[name]) for name in at}
    still = f'=AND(${letter["decided"]}2="no",${letter["decision"]}2="")'
    rule = {"type": "formula", "criteria": still, "format": waiting}
    sheet.conditional_format(1, 0, last, len(columns) - 1, rule)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{_RESTRICTED}" + (f" {_SYNTHETIC}" if synthetic else ""))


def _write_how_to(book: xlsxwriter.Workbook, study: str, *, synthetic: bool) -> None:
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    warning = book.add_format({"bold": True, "font_color": "#8A1F1F"})
    sheet = book.add_worksheet("How to")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _RESTRICTED, warning)
    if synthetic:
        sheet.write_string(1, 0, _SYNTHETIC, warning)
    for place, (name, text) in enumerate(_HOW_TO, start=3):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, text.replace("{study}", study), wrapped)
