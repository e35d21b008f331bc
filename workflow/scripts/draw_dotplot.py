"""Draw in which share of the groups each code was raised, for each group of the contrast."""

from quotetrail.figures import dotplot, read_table, save
from quotetrail.provenance.stage import stage

with stage(snakemake) as out:
    figure = dotplot(
        read_table(snakemake.input[0]),
        by=snakemake.params.by or None,
        order=snakemake.params.order,
        synthetic=snakemake.params.synthetic,
    )
    save(figure, out.svg.with_suffix(""))
