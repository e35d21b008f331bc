"""Find where in our raw transcripts each coding stands."""

from quotetrail.coding.files import dump_located
from quotetrail.coding.locate import locate
from quotetrail.coding.matching import documents_inside
from quotetrail.coding.project import load_project
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    project = load_project(snakemake.input.projects)
    transcripts = load_transcripts(*snakemake.input.transcripts)
    names = documents_inside(project) if snakemake.params.inside else {}
    dump_located(locate([project], transcripts, names=names), out[0])
