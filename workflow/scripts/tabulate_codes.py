"""Count each code over all groups."""

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
    write_csv(tables["codes"], out[0], synthetic=snakemake.params.synthetic)
