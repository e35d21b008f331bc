"""Find the identifiers of a batch of transcripts: known names, undeclared labels, patterns."""

from quotetrail.anonymise.files import dump_found, known_of_sheets, load_labels
from quotetrail.anonymise.find import find_with
from quotetrail.anonymise.labels import label_names
from quotetrail.anonymise.matcher import Matcher
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    sheets = known_of_sheets(
        snakemake.input.participants,
        snakemake.input.identifiers,
        snakemake.input.decisions,
        snakemake.input.coders,
    )
    labels = label_names(load_labels(snakemake.input.labels))
    matcher = Matcher([*sheets.known, *labels])
    transcripts = load_transcripts(snakemake.input.transcripts)
    dump_found({t.transcript: find_with(t, matcher) for t in transcripts}, out[0])
