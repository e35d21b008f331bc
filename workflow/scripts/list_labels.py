"""List the speakers of a study, and the labels that stand in no sheet and name no role."""

import json

from quotetrail.anonymise.files import known_of_sheets
from quotetrail.anonymise.labels import SPEAKER_COLUMNS, speaker_rows, undeclared_labels
from quotetrail.anonymise.review import write_sheet
from quotetrail.anonymise.styles import Styles
from quotetrail.provenance.stage import stage
from quotetrail.sheets import present
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    sheets = known_of_sheets(
        snakemake.input.participants,
        snakemake.input.identifiers,
        snakemake.input.decisions,
        snakemake.input.coders,
        Styles(*snakemake.params.styles),
    )
    labels, rows = set(), []
    for transcript in load_transcripts(*snakemake.input.transcripts):
        group = snakemake.params.groups.get(transcript.transcript, transcript.transcript)
        people = present(sheets.participants, transcript.transcript, group)
        labels.update(undeclared_labels(transcript, people, sheets.known))
        rows += speaker_rows(transcript, people)
    out.labels.write_text(json.dumps(sorted(labels), ensure_ascii=False, indent=1) + "\n")
    write_sheet(rows, SPEAKER_COLUMNS, out.speakers)
