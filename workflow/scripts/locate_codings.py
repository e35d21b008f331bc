"""Find where in our raw transcripts each coding stands."""

from quotetrail.anonymise.files import load_pseudonyms
from quotetrail.coding.files import dump_located
from quotetrail.coding.locate import locate
from quotetrail.coding.matching import Version, documents_inside
from quotetrail.coding.per_document import COLUMNS, document_rows, told
from quotetrail.coding.place import write_table
from quotetrail.coding.project import load_project
from quotetrail.provenance.stage import stage
from quotetrail.text import load_transcripts

with stage(snakemake) as out:
    project = load_project(snakemake.input.projects)
    made = {each.transcript: each for each in load_transcripts(*snakemake.input.pseudonymised)}
    pseudonymised = {
        each.transcript: Version(made[each.transcript], each.offsets.inverse())
        for each in load_pseudonyms(snakemake.input.pseudonyms)
    }
    raw = load_transcripts(*snakemake.input.transcripts)
    names = documents_inside(project) if snakemake.params.inside else {}
    located = locate([project], raw, names=names, pseudonymised=pseudonymised)
    dump_located(located, out.located)
    write_table(out.documents, COLUMNS, document_rows(project, located))
    out.note(told(located))
