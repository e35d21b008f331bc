"""Find where in our raw transcripts each coding stands."""

from quotetrail.coding.files import dump_located
from quotetrail.coding.locate import locate
from quotetrail.coding.project import load_project
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    project = load_project(snakemake.input.projects)
    dump_located(locate([project], load_transcripts(*snakemake.input.transcripts)), out[0])
