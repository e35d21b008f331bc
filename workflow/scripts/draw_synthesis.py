"""Draw in how many groups of each part of each study each domain was raised."""

from quotetrail.figures import heatmap, read_table, save
from quotetrail.provenance.stage import stage
from quotetrail.tables.synthesis import PART

with stage(snakemake) as out:
    table = read_table(snakemake.input[0])
    figure = heatmap(
        table,
        by=PART,
        order=list(dict.fromkeys(table[PART])),
        what="domain",
        notes=[f"{study}: {title}." for study, title in snakemake.params.titles.items()],
        synthetic=snakemake.params.synthetic,
    )
    save(figure, out.svg.with_suffix(""))
