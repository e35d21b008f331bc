"""A study's sheets, read and checked."""

from quotetrail.sheets.readers import (
    read_codes_sheet,
    read_decisions_sheet,
    read_groups_sheet,
    read_identifiers_sheet,
    read_lens_sheet,
    read_participants_sheet,
    read_quotations_sheet,
    read_transcripts_sheet,
)
from quotetrail.sheets.records import (
    CATEGORIES,
    CodeChange,
    Decision,
    GroupRow,
    KnownIdentifier,
    LensRow,
    Participant,
    Quotation,
    TranscriptRow,
    present,
)

__all__ = [
    "CATEGORIES",
    "CodeChange",
    "Decision",
    "GroupRow",
    "KnownIdentifier",
    "LensRow",
    "Participant",
    "Quotation",
    "TranscriptRow",
    "present",
    "read_codes_sheet",
    "read_decisions_sheet",
    "read_groups_sheet",
    "read_identifiers_sheet",
    "read_lens_sheet",
    "read_participants_sheet",
    "read_quotations_sheet",
    "read_transcripts_sheet",
]
