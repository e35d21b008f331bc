"""Find the identifiers of a batch of transcripts: known names, undeclared labels, patterns."""

from quotetrail.anonymise.files import dump_found, known_of_sheets
from quotetrail.anonymise.find import find_identifiers
from quotetrail.anonymise.labels import label_names, undeclared_labels
from quotetrail.provenance.stage import stage
from quotetrail.sheets import present
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    sheets = known_of_sheets(
        snakemake.input.participants,
        snakemake.input.identifiers,
        snakemake.input.decisions,
        snakemake.input.coders,
    )
    found = {}
    for transcript in load_transcripts(snakemake.input.transcripts):
        group = snakemake.params.groups.get(transcript.transcript, transcript.transcript)
        people = present(sheets.participants, transcript.transcript, group)
        labels = label_names(undeclared_labels(transcript, people, sheets.known))
        found[transcript.transcript] = find_identifiers(transcript, [*sheets.known, *labels])
    dump_found(found, out[0])
