"""Pack what a data repository may have into one zip: controlled access by default."""

from quotetrail.audit.deposit import pack

from quotetrail.provenance.stage import stage

with stage(snakemake) as out:
    pack(snakemake.wildcards.study, [*snakemake.input.controlled, *snakemake.input.public], out[0])
