"""Write the codings with the text they stand on, the codebook, its history, what has no place."""

from quotetrail.coding.files import load_pseudonymised
from quotetrail.coding.history import HISTORY_COLUMNS
from quotetrail.coding.place import (
    CODEBOOK_COLUMNS,
    CODING_COLUMNS,
    UNPLACED_COLUMNS,
    place,
    write_table,
)
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    kept = load_pseudonymised(snakemake.input.codings)
    transcripts = load_transcripts(*snakemake.input.transcripts)
    tables = place(kept.placed, kept.codings, kept.codes, transcripts, record=set(kept.record))
    write_table(out.codings, CODING_COLUMNS, tables.codings)
    write_table(out.codebook, CODEBOOK_COLUMNS, tables.codebook)
    write_table(out.unplaced, UNPLACED_COLUMNS, tables.unplaced)
    write_table(out.history, HISTORY_COLUMNS, [tuple(row) for row in kept.history])
