"""Carry codings to the pseudonymised transcripts, and replace names in all their free texts."""

import json
from functools import partial
from pathlib import Path

from quotetrail.anonymise.files import load_names, load_pseudonyms
from quotetrail.anonymise.freetext import replace_names
from quotetrail.anonymise.matcher import Matcher
from quotetrail.coding.carry import carry
from quotetrail.coding.files import Pseudonymised, dump_pseudonymised, load_located
from quotetrail.coding.left_out import left_out
from quotetrail.coding.place import UNPLACED_COLUMNS, write_table
from quotetrail.coding.project import load_project
from quotetrail.coding.record import of_record
from quotetrail.coding.unnamed import silenced, unnamed
from quotetrail.provenance.stage import stage

with stage(snakemake) as out:
    study = snakemake.wildcards.study
    project = load_project(snakemake.input.projects)
    located = load_located(snakemake.input.located, project)
    about = json.loads(Path(snakemake.input.about).read_text(encoding="utf-8"))
    coders = json.loads(Path(snakemake.input.coders).read_text(encoding="utf-8"))
    pseudonyms = load_pseudonyms(snakemake.input.pseudonyms)
    placed = carry(located, {each.transcript: each.offsets for each in pseudonyms})
    write_table(out.unplaced, UNPLACED_COLUMNS, left_out(project, placed))
    # The setting may be a coder's name, so it is read here and not handed over as a parameter.
    wanted = snakemake.config["studies"][study].get("coding_of_record", "")
    record = of_record(located, coders, wanted, study)
    names = Matcher(load_names(snakemake.input.names))
    silent = silenced(located, placed, {each.transcript: each.withdrawn for each in pseudonyms})
    without_names = partial(replace_names, matcher=names)
    codes, codings = unnamed(project, coders, about["files"], without_names, silent)
    dump_pseudonymised(Pseudonymised(codes, codings, placed, sorted(record)), out.codings)
