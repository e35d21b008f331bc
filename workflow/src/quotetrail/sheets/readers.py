"""The sheets of a study, each row checked and made a record.

Messages name the file, the row and the column, never what stands in the cell.
"""

from quotetrail.errors import SheetError
from quotetrail.sheets.cells import (
    bad,
    counting,
    filled,
    identifier,
    iso_date,
    one_of,
    others,
    required_number,
    several,
    some,
    unique,
    yes,
)
from quotetrail.sheets.grid import Row, Sheet, read_sheet
from quotetrail.sheets.records import (
    CATEGORIES,
    CODE_CHANGES,
    CodeChange,
    Decision,
    GroupRow,
    KnownIdentifier,
    LensRow,
    Participant,
    Quotation,
    TranscriptRow,
)


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
        transcript = identifier(sheet, row, "transcript")
        filled(sheet, row, "file")
        records.append(
            TranscriptRow(
                row=row.number,
                transcript=transcript,
                file=cells["file"],
                site=cells.get("site", ""),
                group=identifier(sheet, row, "group", blank=True),
                language=cells.get("language", "") or "und",
                date=cells.get("date", ""),
                original=cells.get("original", ""),
                encoding=cells.get("encoding", ""),
                read_by=identifier(sheet, row, "read_by", blank=True),
                second_reader=identifier(sheet, row, "second_reader", blank=True),
                attributes=others(row, known),
            )
        )
    unique(sheet, records, "transcript", lambda record: record.transcript)
    some(sheet, records)
    return _grouped(sheet, records)


def read_groups_sheet(path: str) -> list[GroupRow]:
    """Read the groups sheet."""
    known = ("group", "moderator", "observer", "minutes", "guide", "asked")
    sheet = read_sheet(path, required=("group",))
    records = [
        GroupRow(
            row=row.number,
            group=identifier(sheet, row, "group"),
            moderator=several(row, "moderator"),
            observer=several(row, "observer"),
            minutes=row.cells.get("minutes", ""),
            guide=row.cells.get("guide", ""),
            asked=several(row, "asked"),
            attributes=others(row, known),
        )
        for row in sheet.rows
    ]
    unique(sheet, records, "group", lambda record: record.group)
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
        transcript = identifier(sheet, row, "transcript", blank=True)
        group = identifier(sheet, row, "group", blank=True)
        if not transcript and not group:
            raise bad(
                sheet,
                row,
                "group",
                "the participant has neither transcript nor group",
                "an id in one of the two",
            )
        records.append(
            Participant(
                row=row.number,
                participant=identifier(sheet, row, "participant"),
                transcript=transcript,
                group=group,
                label=several(row, "label"),
                names=several(row, "names"),
                quote=yes(sheet, row, "quote"),
                original_language=yes(sheet, row, "original_language"),
                deposit=yes(sheet, row, "deposit"),
                withdrawn_on=row.cells.get("withdrawn_on", ""),
                attributes=others(row, known),
            )
        )
    unique(
        sheet,
        records,
        "participant",
        lambda record: (record.participant, record.transcript, record.group),
    )
    some(sheet, records)
    return records


def read_identifiers_sheet(path: str) -> list[KnownIdentifier]:
    """Read the identifiers sheet."""
    sheet = read_sheet(path, required=("text", "category", "replacement"))
    return [
        KnownIdentifier(
            row=row.number,
            text=filled(sheet, row, "text"),
            category=one_of(sheet, row, "category", CATEGORIES),
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
            text=filled(sheet, row, "text"),
            category=one_of(sheet, row, "category", CATEGORIES),
            decision=one_of(sheet, row, "decision", ("replace", "keep")),
            replacement=row.cells["replacement"],
            transcript=identifier(sheet, row, "transcript", blank=True),
            occurrence=counting(sheet, row, "occurrence"),
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
            coding=identifier(sheet, row, "coding"),
            purpose=filled(sheet, row, "purpose"),
            reason=filled(sheet, row, "reason"),
        )
        for row in sheet.rows
    ]
    unique(sheet, records, "coding", lambda record: record.coding)
    return records


def read_lens_sheet(path: str) -> list[LensRow]:
    """Read the sheet that maps codes of several studies to common domains."""
    sheet = read_sheet(path, required=("domain", "study", "code"))
    records = [
        LensRow(
            row=row.number,
            domain=filled(sheet, row, "domain"),
            study=filled(sheet, row, "study"),
            code=filled(sheet, row, "code"),
        )
        for row in sheet.rows
    ]
    unique(sheet, records, "code", lambda record: (record.study, record.code))
    return records


def read_codes_sheet(path: str) -> list[CodeChange]:
    """Read the sheet of changes to the code system, in the order in which they apply."""
    columns = ("change", "code", "to", "coder", "why", "by", "on", "round")
    sheet = read_sheet(path, required=[column for column in columns if column != "coder"])
    return [
        CodeChange(
            row=row.number,
            change=one_of(sheet, row, "change", CODE_CHANGES),
            code=filled(sheet, row, "code"),
            to=_changed_to(sheet, row),
            coder=_split_coder(sheet, row),
            why=filled(sheet, row, "why"),
            by=filled(sheet, row, "by"),
            on=iso_date(sheet, row, "on"),
            round=required_number(sheet, row, "round"),
        )
        for row in sheet.rows
    ]


def _changed_to(sheet: Sheet, row: Row) -> str:
    change, to = row.cells["change"].lower(), row.cells["to"]
    if change == "drop" and to:
        raise bad(sheet, row, "to", "a dropped code becomes nothing", "an empty cell")
    if change in ("rename", "merge", "split"):
        filled(sheet, row, "to")
    if change == "split" and to.endswith(">"):
        raise bad(sheet, row, "to", "the new code has no name", "the new code's whole path")
    if change == "rename" and " > " in to:
        found = "the new name has levels; a rename changes the name alone"
        raise bad(sheet, row, "to", found, "the name without the codes above it")
    return to


def _split_coder(sheet: Sheet, row: Row) -> str:
    coder = row.cells.get("coder", "")
    if (row.cells["change"].lower() == "split") != bool(coder):
        found = "only a split is by coder" if coder else "a split names no coder"
        raise bad(sheet, row, "coder", found, "a coder in each split, nothing else")
    return coder


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
