"""Count each code for each site, or for each group of the contrast."""

from pathlib import Path

from quotetrail.disclosure.codes import published_codes
from quotetrail.provenance.stage import stage
from quotetrail.tables import write_csv

with stage(snakemake) as out:
    tables = published_codes(
        Path(snakemake.input.participants).parent,
        snakemake.input.turns,
        snakemake.params.crossings,
        snakemake.params.k,
    )
    table = tables[f"code_by_{snakemake.wildcards.by}"]
    write_csv(table, out[0], synthetic=snakemake.params.synthetic)
