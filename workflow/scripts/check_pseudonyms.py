"""Look for known names in what was pseudonymised; nothing goes on if there is one."""

from quotetrail.anonymise.gate import check_files
from quotetrail.provenance.stage import stage
from quotetrail.report.wording import own_texts

with stage(snakemake) as out:
    check_files(
        [*snakemake.input.transcripts, *snakemake.input.sheets, *snakemake.input.codings],
        names=[snakemake.input.names],
        pseudonyms=snakemake.input.pseudonyms,
        transcripts=snakemake.input.transcripts,
        allowed=snakemake.params.sites,
        words=own_texts(),
        to=out[0],
    )
