"""Codings of QDA programs: read, placed in our transcripts, and written again."""

from quotetrail.coding.carry import Placed, carry
from quotetrail.coding.formats import read_project
from quotetrail.coding.locate import Located, locate
from quotetrail.coding.matching import texts_as_transcripts
from quotetrail.coding.merge import merge
from quotetrail.coding.place import (
    CODEBOOK_COLUMNS,
    CODING_COLUMNS,
    UNPLACED_COLUMNS,
    Tables,
    place,
    write_table,
)
from quotetrail.coding.project import (
    Case,
    Code,
    Coding,
    Conflict,
    Group,
    Project,
    Source,
    Summary,
    Value,
    dump_project,
    load_project,
    paths,
)
from quotetrail.coding.write_refi import write_qdc, write_qdpx

__all__ = [
    "CODEBOOK_COLUMNS",
    "CODING_COLUMNS",
    "UNPLACED_COLUMNS",
    "Case",
    "Code",
    "Coding",
    "Conflict",
    "Group",
    "Located",
    "Placed",
    "Project",
    "Source",
    "Summary",
    "Tables",
    "Value",
    "carry",
    "dump_project",
    "load_project",
    "locate",
    "merge",
    "paths",
    "place",
    "read_project",
    "texts_as_transcripts",
    "write_qdc",
    "write_qdpx",
    "write_table",
]
