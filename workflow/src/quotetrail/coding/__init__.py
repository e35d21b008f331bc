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
    Code,
    Coding,
    Project,
    Source,
    dump_project,
    load_project,
    paths,
)
from quotetrail.coding.write_refi import write_qdc, write_qdpx

__all__ = [
    "CODEBOOK_COLUMNS",
    "CODING_COLUMNS",
    "UNPLACED_COLUMNS",
    "Code",
    "Coding",
    "Located",
    "Placed",
    "Project",
    "Source",
    "Tables",
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
