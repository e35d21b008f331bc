"""Count in how many groups of each study each domain was raised."""

from pathlib import Path

from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import read_lens_sheet
from quotetrail.sheets.lens import lens_of
from quotetrail.tables import write_csv
from quotetrail.tables.synthesis import domain_table, lens_table, read_sides, top_codes, versions_of

with stage(snakemake) as out:
    params = snakemake.params
    sides = read_sides(Path("results"), params.studies, params.contrasts, params.orders)
    paths = {side.study: list(side.codebook["path"]) for side in sides}
    rows = optional(read_lens_sheet, snakemake.input.lens, [])
    lens = lens_of(rows, paths, snakemake.input.lens) if rows else top_codes(sides)
    write_csv(domain_table(sides, lens), out.domains, synthetic=params.synthetic)
    write_csv(lens_table(lens, versions_of(sides)), out.lens, synthetic=params.synthetic)
