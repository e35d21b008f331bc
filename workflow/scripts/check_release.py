"""Look for known names in everything that may leave the house, before it is sealed."""

from quotetrail.anonymise.gate import check_files
from quotetrail.provenance.stage import as_list, stage
from quotetrail.report.wording import own_texts

with stage(snakemake) as out:
    check_files(
        snakemake.input.files,
        names=as_list(snakemake.input.names),
        pseudonyms=snakemake.input.pseudonyms,
        transcripts=snakemake.input.transcripts,
        allowed=[*snakemake.params.sites, *snakemake.params.authors],
        words=own_texts(),
        to=out[0],
    )
