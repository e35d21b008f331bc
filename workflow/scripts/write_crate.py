"""Describe a zone's files and how they were made as an RO-Crate."""

import json
from pathlib import Path

from quotetrail.provenance.crate import crate
from quotetrail.provenance.stage import stage

with stage(snakemake) as out:
    text = crate(
        snakemake.input.files,
        json.loads(Path(snakemake.input.ledger).read_text(encoding="utf-8")),
        folder=f"results/{snakemake.wildcards.zone}/{snakemake.wildcards.study}",
        title=snakemake.params.title,
        authors=snakemake.params.authors,
        synthetic=snakemake.params.synthetic,
    )
    out[0].write_text(text, encoding="utf-8")
