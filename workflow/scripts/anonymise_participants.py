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
from quotetrail.anonymise.files import load_decided, load_names
from quotetrail.anonymise.matcher import Matcher
from quotetrail.provenance.fingerprints import keyed_text
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import read_groups_sheet, read_participants_sheet
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
    spoke = participant_rows(people, groups, publish, names, snakemake.input.participants)
    write_rows(spoke, participant_columns(publish), out.participants)
    decided = load_decided(snakemake.input.decisions)
    out.review.write_text(json.dumps({"review": decided.review}) + "\n")
