"""Revise the codes, carry codings to the pseudonymised transcripts, replace names in free texts."""

import json
from pathlib import Path

from quotetrail.anonymise.files import load_names, load_pseudonyms
from quotetrail.coding.controlled import controlled_codings
from quotetrail.coding.files import Pseudonymised, dump_pseudonymised, load_located
from quotetrail.coding.left_out import left_out
from quotetrail.coding.place import UNPLACED_COLUMNS, write_table
from quotetrail.coding.project import load_project
from quotetrail.coding.record import of_record
from quotetrail.provenance.stage import optional, stage
from quotetrail.sheets import read_codes_sheet

with stage(snakemake) as out:
    study = snakemake.wildcards.study
    project = load_project(snakemake.input.projects)
    located = load_located(snakemake.input.located, project)
    coders = json.loads(Path(snakemake.input.coders).read_text(encoding="utf-8"))
    made = controlled_codings(
        project,
        located,
        coders=coders,
        files=json.loads(Path(snakemake.input.about).read_text(encoding="utf-8"))["files"],
        pseudonyms=load_pseudonyms(snakemake.input.pseudonyms),
        names=load_names(snakemake.input.names),
        changes=optional(read_codes_sheet, snakemake.input.codes, []),
        sheet=snakemake.params.codes,
    )
    write_table(out.unplaced, UNPLACED_COLUMNS, left_out(project, made.placed))
    # The setting may be a coder's name, so it is read here and not handed over as a parameter.
    wanted = snakemake.config["studies"][study].get("coding_of_record", "")
    record = sorted(of_record(located, coders, wanted, study))
    dump_pseudonymised(Pseudonymised(*made, record), out.codings)
