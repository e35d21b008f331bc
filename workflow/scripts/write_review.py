"""Write what a person has to look at before anything is replaced."""

from quotetrail.anonymise.decide import decide
from quotetrail.anonymise.files import load_found
from quotetrail.anonymise.review import COLUMNS, review_rows, write_sheet
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import read_decisions_sheet
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    texts = {t.transcript: t.text for t in load_transcripts(*snakemake.input.transcripts)}
    found = load_found(snakemake.input.found)
    decided = decide(
        found,
        texts,
        optional(read_decisions_sheet, snakemake.input.decisions, []),
        [],
        review=snakemake.params.review,
        undecided=snakemake.params.undecided,
        file=str(snakemake.input.decisions or ""),
    )
    write_sheet(review_rows(found, texts, decided), COLUMNS, out[0])
