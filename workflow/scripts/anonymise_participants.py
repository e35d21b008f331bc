"""Write what may be known of participants, transcripts and groups."""

import json
from dataclasses import asdict

from quotetrail.anonymise.design import (
    group_columns,
    group_rows,
    participant_columns,
    participant_rows,
    transcript_columns,
    transcript_rows,
    write_rows,
)
from quotetrail.anonymise.files import load_decided, load_names, load_pseudonyms
from quotetrail.anonymise.marks import MARK_COLUMNS, merged_marks, public_marks
from quotetrail.anonymise.matcher import Matcher
from quotetrail.anonymise.styles import Styles
from quotetrail.coding.published_values import with_variables
from quotetrail.provenance.fingerprints import keyed_text
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import (
    read_groups_sheet,
    read_identifiers_sheet,
    read_participants_sheet,
)
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    people = optional(read_participants_sheet, snakemake.input.participants, [])
    groups = optional(read_groups_sheet, snakemake.input.groups, [])
    names = Matcher(load_names(snakemake.input.names))
    contrast, publish = snakemake.params.contrast, list(snakemake.params.publish)
    transcripts = load_transcripts(*snakemake.input.transcripts)
    rows = transcript_rows(transcripts, snakemake.params.design, contrast)
    # However transcripts are grouped into jobs, each raw one leaves a keyed hash of its own.
    for row, raw in zip(rows, transcripts, strict=True):
        row["raw"] = keyed_text(json.dumps(asdict(raw)), snakemake.wildcards.study)
    write_rows(rows, transcript_columns(contrast), out.transcripts)
    held = group_rows(rows, groups, people, contrast, names)
    write_rows(held, group_columns(contrast), out.groups)
    variables = list(snakemake.params.variables)
    if variables:
        study, said = snakemake.wildcards.study, snakemake.input.attributes[0]
        people = with_variables(people, variables, said, names, study=study)
    spoke = participant_rows(people, groups, publish, names, snakemake.input.participants)
    write_rows(spoke, participant_columns(publish), out.participants)
    sheet = optional(read_identifiers_sheet, snakemake.input.identifiers, [])
    styles = Styles(*snakemake.params.styles)
    texts = {transcript.transcript: transcript.text for transcript in transcripts}
    marks = merged_marks(
        public_marks(each.identifiers, texts[each.transcript], people, sheet, styles)
        for each in load_pseudonyms(snakemake.input.pseudonyms)
    )
    pairs = [dict(zip(MARK_COLUMNS, pair, strict=True)) for pair in marks.items()]
    write_rows(pairs, MARK_COLUMNS, out.marks)
    decided = load_decided(snakemake.input.decisions)
    out.review.write_text(json.dumps({"review": decided.review}) + "\n")
