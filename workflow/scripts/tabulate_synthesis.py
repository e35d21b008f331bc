"""Count in how many groups of each study each domain was raised."""

from pathlib import Path

from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import read_lens_sheet
from quotetrail.sheets.lens import lens_of
from quotetrail.tables import read_csv, write_csv
from quotetrail.tables.synthesis import Side, domain_table, top_codes

NAMES = ("coding/codings", "coding/codebook", "transcripts", "participants")

with stage(snakemake) as out:
    sides = [
        Side(
            study,
            *(read_csv(Path("results/controlled", study, f"{name}.csv")) for name in NAMES),
            contrast=snakemake.params.contrasts[study],
            order=snakemake.params.orders[study],
        )
        for study in snakemake.params.studies
    ]
    paths = {side.study: list(side.codebook["path"]) for side in sides}
    rows = optional(read_lens_sheet, snakemake.input.lens, [])
    lens = lens_of(rows, paths, snakemake.input.lens) if rows else top_codes(sides)
    write_csv(domain_table(sides, lens), out[0], synthetic=snakemake.params.synthetic)
