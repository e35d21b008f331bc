"""Draw in how many groups of each site each code was raised."""

from quotetrail.figures import heatmap, read_table, save
from quotetrail.provenance.stage import stage

with stage(snakemake) as out:
    figure = heatmap(
        read_table(snakemake.input[0]),
        by=snakemake.params.by,
        order=snakemake.params.order,
        synthetic=snakemake.params.synthetic,
    )
    save(figure, out.svg.with_suffix(""))
