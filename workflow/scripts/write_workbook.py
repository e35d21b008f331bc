"""Write all tables of a study into one workbook."""

from pathlib import Path

from quotetrail.figures import read_table
from quotetrail.provenance.stage import stage
from quotetrail.tables import workbook

with stage(snakemake) as out:
    tables = {Path(path).stem: read_table(path) for path in snakemake.input}
    workbook(tables, out[0], title=snakemake.params.title, synthetic=snakemake.params.synthetic)
