"""Compare what the project files say of transcripts and participants with the sheets."""

from collections import Counter

from quotetrail.coding.attributes import COLUMNS, CONFLICT_COLUMNS, compare_attributes
from quotetrail.coding.files import load_located
from quotetrail.coding.place import write_table
from quotetrail.coding.project import load_project
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import read_participants_sheet, read_transcripts_sheet
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    project = load_project(snakemake.input.projects)
    attributes, conflicts = compare_attributes(
        project,
        load_located(snakemake.input.located, project),
        load_transcripts(*snakemake.input.transcripts),
        optional(read_transcripts_sheet, snakemake.input.sheet, []),
        optional(read_participants_sheet, snakemake.input.participants, []),
        sites={row["transcript"]: row["site"] for row in snakemake.params.design},
    )
    write_table(out.attributes, COLUMNS, attributes)
    write_table(
        out.conflicts,
        CONFLICT_COLUMNS,
        [tuple(getattr(each, column) for column in CONFLICT_COLUMNS) for each in conflicts],
    )
    agreements = Counter(each.agreement for each in attributes)
    out.note(f"{agreements[name]} values: {name}" for name in sorted(agreements))
    out.note([f"{len(conflicts)} conflicts, of which the first counts: see conflicts.csv"])
