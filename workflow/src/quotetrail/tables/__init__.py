"""Tables that count what was said: pure counting over the controlled files.

Every count is of groups, of identified speakers or of segments, and says which.
"""

from quotetrail.tables.codes import codes_table, crosstab
from quotetrail.tables.descriptions import DESCRIPTIONS, Description, describe
from quotetrail.tables.files import read_csv, write_csv
from quotetrail.tables.groups import groups_table, participants_margins
from quotetrail.tables.voices import turns_frame
from quotetrail.tables.workbook import workbook

__all__ = [
    "DESCRIPTIONS",
    "Description",
    "codes_table",
    "crosstab",
    "describe",
    "groups_table",
    "participants_margins",
    "read_csv",
    "turns_frame",
    "workbook",
    "write_csv",
]
