"""Describe each group: where it was held, how many took part, how much was said."""

from quotetrail.provenance.stage import stage
from quotetrail.tables import groups_table, read_csv, turns_frame, write_csv
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    table = groups_table(
        read_csv(snakemake.input.groups),
        read_csv(snakemake.input.sheet),
        read_csv(snakemake.input.participants),
        turns_frame(load_transcripts(*snakemake.input.transcripts)),
        contrast=snakemake.params.contrast,
    )
    write_csv(table, out[0], synthetic=snakemake.params.synthetic)
