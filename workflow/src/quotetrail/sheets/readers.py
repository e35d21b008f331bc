"""The sheets of a study, each row checked and made a record.

Messages name the file, the row and the column, never what stands in the cell.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from quotetrail.errors import SheetError
from quotetrail.sheets.grid import Row, Sheet, read_sheet
from quotetrail.sheets.records import (
    CATEGORIES,
    Decision,
    GroupRow,
    KnownIdentifier,
    LensRow,
    Participant,
    Quotation,
    TranscriptRow,
)

_ID = re.compile(r"[A-Za-z0-9_-]+")
_YES = {"yes", "y", "true", "1", "x"}
_NO = {"", "no", "n", "false", "0"}


class _Numbered(Protocol):
    @property
    def row(self) -> int: ...


Record = TypeVar("Record", bound=_Numbered)


def read_transcripts_sheet(path: str) -> list[TranscriptRow]:
    """Read the transcripts sheet; `group` is the transcript's id where the cell is empty."""
    known = (
        *("transcript", "file", "site", "group", "language", "date", "original", "encoding"),
        *("read_by", "second_reader"),
    )
    sheet = read_sheet(path, required=("transcript", "file"))
    records = []
    for row in sheet.rows:
        cells = row.cells
        transcript = _identifier(sheet, row, "transcript")
        _filled(sheet, row, "file")
        records.append(
            TranscriptRow(
                row=row.number,
                transcript=transcript,
                file=cells["file"],
                site=cells.get("site", ""),
                group=_identifier(sheet, row, "group", blank=True),
                language=cells.get("language", "") or "und",
                date=cells.get("date", ""),
                original=cells.get("original", ""),
                encoding=cells.get("encoding", ""),
                read_by=_identifier(sheet, row, "read_by", blank=True),
                second_reader=_identifier(sheet, row, "second_reader", blank=True),
                attributes=_others(row, known),
            )
        )
    _unique(sheet, records, "transcript", lambda record: record.transcript)
    _some(sheet, records)
    return _grouped(sheet, records)


def read_groups_sheet(path: str) -> list[GroupRow]:
    """Read the groups sheet."""
    known = ("group", "moderator", "observer", "minutes", "guide", "asked")
    sheet = read_sheet(path, required=("group",))
    records = [
        GroupRow(
            row=row.number,
            group=_identifier(sheet, row, "group"),
            moderator=_several(row, "moderator"),
            observer=_several(row, "observer"),
            minutes=row.cells.get("minutes", ""),
            guide=row.cells.get("guide", ""),
            asked=_several(row, "asked"),
            attributes=_others(row, known),
        )
        for row in sheet.rows
    ]
    _unique(sheet, records, "group", lambda record: record.group)
    return records


def read_participants_sheet(path: str) -> list[Participant]:
    """Read the participants sheet; a blank consent is no consent."""
    known = (
        *("participant", "transcript", "group", "label", "names"),
        *("quote", "original_language", "deposit", "withdrawn_on"),
    )
    sheet = read_sheet(path, required=("participant",))
    if not {"transcript", "group"} & set(sheet.columns):
        raise SheetError(
            "neither the column 'transcript' nor the column 'group' is there",
            file=sheet.file,
            place="row 1",
            expected="a column that says in which transcript or group each participant spoke",
            advice="add the column",
        )
    records = []
    for row in sheet.rows:
        transcript = _identifier(sheet, row, "transcript", blank=True)
        group = _identifier(sheet, row, "group", blank=True)
        if not transcript and not group:
            raise _bad(
                sheet,
                row,
                "group",
                "the participant has neither transcript nor group",
                "an id in one of the two",
            )
        records.append(
            Participant(
                row=row.number,
                participant=_identifier(sheet, row, "participant"),
                transcript=transcript,
                group=group,
                label=_several(row, "label"),
                names=_several(row, "names"),
                quote=_yes(sheet, row, "quote"),
                original_language=_yes(sheet, row, "original_language"),
                deposit=_yes(sheet, row, "deposit"),
                withdrawn_on=row.cells.get("withdrawn_on", ""),
                attributes=_others(row, known),
            )
        )
    _unique(
        sheet,
        records,
        "participant",
        lambda record: (record.participant, record.transcript, record.group),
    )
    _some(sheet, records)
    return records


def read_identifiers_sheet(path: str) -> list[KnownIdentifier]:
    """Read the identifiers sheet."""
    sheet = read_sheet(path, required=("text", "category", "replacement"))
    return [
        KnownIdentifier(
            row=row.number,
            text=_filled(sheet, row, "text"),
            category=_one_of(sheet, row, "category", CATEGORIES),
            replacement=row.cells["replacement"],
            language=row.cells.get("language", ""),
            public=row.cells.get("public", ""),
        )
        for row in sheet.rows
    ]


def read_decisions_sheet(path: str) -> list[Decision]:
    """Read the decisions sheet; rows without a decision are passed over."""
    sheet = read_sheet(path, required=("text", "category", "decision", "replacement"))
    return [
        Decision(
            row=row.number,
            text=_filled(sheet, row, "text"),
            category=_one_of(sheet, row, "category", CATEGORIES),
            decision=_one_of(sheet, row, "decision", ("replace", "keep")),
            replacement=row.cells["replacement"],
            transcript=_identifier(sheet, row, "transcript", blank=True),
            occurrence=_counting(sheet, row, "occurrence"),
            by=row.cells.get("by", ""),
            on=row.cells.get("on", ""),
        )
        for row in sheet.rows
        if row.cells["decision"]
    ]


def read_quotations_sheet(path: str) -> list[Quotation]:
    """Read the sheet of chosen quotations."""
    sheet = read_sheet(path, required=("coding", "purpose", "reason"))
    records = [
        Quotation(
            row=row.number,
            coding=_identifier(sheet, row, "coding"),
            purpose=_filled(sheet, row, "purpose"),
            reason=_filled(sheet, row, "reason"),
        )
        for row in sheet.rows
    ]
    _unique(sheet, records, "coding", lambda record: record.coding)
    return records


def read_lens_sheet(path: str) -> list[LensRow]:
    """Read the sheet that maps codes of several studies to common domains."""
    sheet = read_sheet(path, required=("domain", "study", "code"))
    records = [
        LensRow(
            row=row.number,
            domain=_filled(sheet, row, "domain"),
            study=_filled(sheet, row, "study"),
            code=_filled(sheet, row, "code"),
        )
        for row in sheet.rows
    ]
    _unique(sheet, records, "code", lambda record: (record.study, record.code))
    return records


def _grouped(sheet: Sheet, records: list[TranscriptRow]) -> list[TranscriptRow]:
    """Fill in groups: a translation's is its original's, else the transcript's own id."""
    by_id = {record.transcript: record for record in records}
    grouped = []
    for record in records:
        original = by_id.get(record.original) if record.original else record
        if original is None or (record.original and original.original):
            raise SheetError(
                "the original is no transcript of this sheet, or itself a translation",
                file=sheet.file,
                place=f"row {record.row}, column original",
                expected="the id of a transcript in its original language, or nothing",
                advice="write the id of the transcript that this one translates",
            )
        own = original.group or original.transcript
        if record.group not in ("", own):
            raise SheetError(
                "the translation is in another group than its original",
                file=sheet.file,
                place=f"row {record.row}, column group",
                expected="the group of its original",
                advice="leave the group of a translation empty",
            )
        values = {**record.__dict__, "group": own}
        grouped.append(TranscriptRow(**values))
    return grouped


def _bad(sheet: Sheet, row: Row, column: str, found: str, expected: str = "") -> SheetError:
    return SheetError(
        found,
        file=sheet.file,
        place=f"row {row.number}, column {column}",
        expected=expected,
        advice="correct the cell and run again",
    )


def _filled(sheet: Sheet, row: Row, column: str) -> str:
    if not row.cells[column]:
        raise _bad(sheet, row, column, "the cell is empty", "some text")
    return row.cells[column]


def _identifier(sheet: Sheet, row: Row, column: str, *, blank: bool = False) -> str:
    value = row.cells.get(column, "")
    if (value or not blank) and not _ID.fullmatch(value):
        found = "the id has other characters" if value else "the id is missing"
        raise _bad(sheet, row, column, found, "letters A-Z and a-z, digits, '_' and '-'")
    return value


def _one_of(sheet: Sheet, row: Row, column: str, allowed: Sequence[str]) -> str:
    value = row.cells[column].lower()
    if value not in allowed:
        found = "the value is not one of those allowed" if value else "the cell is empty"
        raise _bad(sheet, row, column, found, ", ".join(allowed))
    return value


def _yes(sheet: Sheet, row: Row, column: str) -> bool:
    value = row.cells.get(column, "").lower()
    if value not in _YES | _NO:
        raise _bad(sheet, row, column, "the value is neither yes nor no", "yes, no or nothing")
    return value in _YES


def _counting(sheet: Sheet, row: Row, column: str) -> int | None:
    value = row.cells.get(column, "")
    if not value:
        return None
    if not value.isdecimal() or int(value) < 1:
        raise _bad(sheet, row, column, "the value is not a counting number", "1, 2, 3 ...")
    return int(value)


def _several(row: Row, column: str) -> tuple[str, ...]:
    parts = (part.strip() for part in row.cells.get(column, "").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _others(row: Row, known: Iterable[str]) -> dict[str, str]:
    return {column: cell for column, cell in row.cells.items() if column and column not in known}


def _unique(
    sheet: Sheet, records: Iterable[Record], column: str, key: Callable[[Record], object]
) -> None:
    seen: dict[object, int] = {}
    for record in records:
        first = seen.setdefault(key(record), record.row)
        if first != record.row:
            raise SheetError(
                f"the {column} stands in row {first} already",
                file=sheet.file,
                place=f"row {record.row}, column {column}",
                expected=f"each {column} once",
                advice="remove one of the two rows, or give one another id",
            )


def _some(sheet: Sheet, records: Sequence[object]) -> None:
    if not records:
        raise SheetError(
            "the sheet has no rows",
            file=sheet.file,
            expected="at least one row below the column names",
            advice="fill it in, or take the sheet out of the config",
        )
