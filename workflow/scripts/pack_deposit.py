"""Pack what a data repository may have into one zip: controlled access by default."""

from pathlib import Path

from quotetrail.disclosure.deposit import pack
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    pack(
        Path("results"),
        snakemake.wildcards.study,
        load_transcripts(*snakemake.input.transcripts),
        snakemake.input.public,
        title=snakemake.params.title,
        synthetic=snakemake.params.synthetic,
        to=out[0],
    )
