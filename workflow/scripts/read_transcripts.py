"""Read the raw transcripts of a batch."""

import json

from quotetrail.coding.matching import readings_inside
from quotetrail.coding.project import load_project
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import present, read_participants_sheet
from quotetrail.text import dump_transcripts
from quotetrail.transcripts import label_counts, read_transcript

with stage(snakemake) as out:
    people = optional(read_participants_sheet, snakemake.input.participants, [])
    readings = [
        read_transcript(
            path,
            transcript=row["transcript"],
            language=row["language"],
            encoding=row["encoding"],
            labels=[
                label
                for person in present(people, row["transcript"], row["group"])
                for label in person.label
            ],
        )
        for path, row in zip(snakemake.input.files, snakemake.params.rows, strict=False)
    ]
    if not snakemake.params.rows:
        readings = readings_inside(load_project(snakemake.input.files[0]))
    dump_transcripts([reading.transcript for reading in readings], out.transcripts)
    report = [
        {
            "transcript": reading.transcript.transcript,
            "labels": label_counts(reading.transcript),
            "not_read": reading.not_read,
        }
        for reading in readings
    ]
    out.reading.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
