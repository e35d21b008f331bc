"""Count the participants, one attribute at a time."""

from quotetrail.disclosure import suppress_margins
from quotetrail.provenance.stage import stage
from quotetrail.tables import participants_margins, read_csv, write_csv

with stage(snakemake) as out:
    people = read_csv(snakemake.input.participants)
    margins = participants_margins(people, list(snakemake.params.attributes))
    table = suppress_margins(margins, snakemake.params.k)
    write_csv(table, out[0], synthetic=snakemake.params.synthetic)
