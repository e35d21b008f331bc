"""Read the project files of a QDA program into one project."""

import json
from dataclasses import replace
from pathlib import Path

from quotetrail.anonymise.coders import check_file_names, coder_pseudonyms
from quotetrail.coding.formats import read_project
from quotetrail.coding.merge import merge
from quotetrail.coding.project import dump_project
from quotetrail.coding.speakers import without_speakers
from quotetrail.provenance.stage import stage

with stage(snakemake) as out:
    # The path serves messages only: it may be one of this machine.
    paths = snakemake.input.projects
    headings = snakemake.params.headings or None
    projects = [
        replace(read_project(path, headings=headings), file=Path(path).name) for path in paths
    ]
    project = without_speakers(merge(projects))
    dump_project(project, out.projects)
    counts = {"codes": project.codes, "documents": project.sources, "codings": project.codings}
    out.note([f"{len(found)} {what}" for what, found in counts.items()])
    out.note(project.warnings)
    coders = coder_pseudonyms(project.coders)
    check_file_names(snakemake.input.projects, coders)
    out.coders.write_text(json.dumps(coders, ensure_ascii=False) + "\n", encoding="utf-8")
    files = [each.file for each in projects for _ in each.codings]
    out.about.write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8")
